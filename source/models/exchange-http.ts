import type {IncomingMessage} from 'node:http';
import type {Request} from 'got';
import {TroubleError} from './classify-trouble.ts';
import type {Place} from './exchange-place.ts';
import type {Watch} from './exchange-watch.ts';

/** No answer to one question is longer; none is compressed, so this is its size on the wire too. */
export const maxAnswerBytes = 8 * 1024 * 1024;

/** What is read of an answer that is an error. */
const maxErrorBytes = 64 * 1024;

export type Posted = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** In lower case, without parameters; '' if the answer does not say. */
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
};

export type PostOptions = {
  readonly place: Place;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly watch: Watch;
};

/**
 * One POST of JSON: no retry, no redirect, nothing unpacked. got is loaded with the first one.
 *
 * @param read reads the answer; the connection is given up when it returns
 * @throws TroubleError for an answer that is too long, else what got throws
 */
export async function post<Result>(
  url: string,
  {place, headers, body, watch}: PostOptions,
  read: (answer: Posted) => Promise<Result>,
): Promise<Result> {
  const {default: got} = await import('got');
  watch.signal.throwIfAborted();
  const stream = got.stream(url, {
    method: 'POST',
    agent: place.agents,
    headers: {...headers, 'content-type': 'application/json', 'accept-encoding': 'identity'},
    body,
    decompress: false,
    followRedirect: false,
    throwHttpErrors: false,
    retry: {limit: 0},
    timeout: {lookup: place.connectMs, connect: place.connectMs, secureConnect: place.connectMs},
    signal: watch.signal,
  });
  try {
    const response = await headOf(stream);
    watch.head();
    const answerHeaders = plainHeaders(response);
    return await read({
      status: response.statusCode ?? 0,
      headers: answerHeaders,
      contentType: mediaType(answerHeaders['content-type']),
      body: counted(stream, watch, maxAnswerBytes),
    });
  } finally {
    stream.destroy();
  }
}

/** `application/json` of `application/json; charset=utf-8`. */
export function mediaType(header: string | undefined): string {
  return (header?.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Hands bytes on and tells the watch of each piece; more than `maxBytes` is an error. */
export async function* counted(
  body: AsyncIterable<unknown>,
  watch: Watch,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) {
      throw new TroubleError({kind: 'foreign', status: 200, what: `more than ${maxBytes} bytes`});
    }
    watch.bytes();
    yield bytes;
  }
}

export async function textOfBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The beginning of an error's body. What breaks off there is still an error with that status. */
export async function errorText(body: AsyncIterable<Uint8Array>, watch: Watch): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxErrorBytes) break;
    }
  } catch (error) {
    if (watch.signal.aborted) throw error;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxErrorBytes);
}

function headOf(stream: Request): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    // Stays attached: an error between the head and the body must find a listener.
    stream.on('error', reject);
  });
}

function plainHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

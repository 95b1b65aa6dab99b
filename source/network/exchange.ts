import type {IncomingMessage} from 'node:http';
import type {Got, Request} from 'got';
import type {Clock} from '../clock.ts';
import {BodyTooBigError, decodeBody} from './decode-body.ts';
import {TooSlowError, transferFault} from './faults.ts';
import {AddressRefusedError} from './guard.ts';
import type {Agents} from './guarded-agents.ts';
import type {NetworkLimits} from './limits.ts';

/** One answer, its body decoded; of a redirect without its body. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Where a redirect leads, as sent; `null` for every other answer. */
  readonly location: string | null;
  readonly body: Uint8Array;
};

export type ExchangeOptions = {
  /** As {@link prepareGot} makes it. */
  readonly got: Got;
  readonly agents: Agents;
  /** Host and port of the proxy that the agents go through, or `null`. */
  readonly proxy: string | null;
  readonly clock: Clock;
  readonly limits: NetworkLimits;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
};

/**
 * One question and its answer, without following a redirect.
 *
 * @throws the signal's reason when aborted, AddressRefusedError, else what {@link transferFault} makes of the failure
 */
export async function exchange(url: string, options: ExchangeOptions): Promise<Answer> {
  options.signal?.throwIfAborted();
  let stage: 'head' | 'body' = 'head';
  const stream = open(url, options);
  try {
    const response = await headOf(stream);
    const status = response.statusCode ?? 0;
    if (status === 407 && options.proxy !== null) throw new Error('it wants a login, 407');
    stage = 'body';
    const headers = plainHeaders(response);
    const location = redirectStatus.has(status) ? readLocation(response.headers.location) : null;
    if (location !== null) {
      await drain(stream, options.limits.maxDrainBytes);
      return {status, headers, location, body: new Uint8Array()};
    }
    const wire = await collect(stream, headers['content-length'], options);
    return {
      status,
      headers,
      location,
      body: await decodeBody(wire, headers['content-encoding'] ?? '', options.maxBytes),
    };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    // What we break off ourselves comes back wrapped.
    const own = error instanceof Error ? error.cause : null;
    if (own instanceof AddressRefusedError) throw own;
    throw transferFault(url, own instanceof TooSlowError ? own : error, stage, options.proxy);
  } finally {
    stream.destroy();
  }
}

/** What is the same for all requests is checked and copied once. */
export function prepareGot(got: Got, limits: NetworkLimits): Got {
  return got.extend({
    maxHeaderSize: limits.maxHeaderBytes,
    // got's own decompression has no limit on what comes out.
    decompress: false,
    followRedirect: false,
    throwHttpErrors: false,
    retry: {limit: 0},
    timeout: {response: limits.firstByteMs},
  });
}

const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function open(url: string, {got, agents, limits, headers, signal}: ExchangeOptions): Request {
  return got.stream(url, {
    agent: agents,
    headers: {...headers},
    timeout: {
      lookup: limits.connectMs,
      connect: limits.connectMs,
      secureConnect: limits.connectMs,
      request: limits.totalMs,
    },
    ...(signal ? {signal} : {}),
  });
}

function headOf(stream: Request): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    // Stays attached: an error between the head and the body must find a listener.
    stream.on('error', reject);
  });
}

/** Lower-case names. Node keeps the first of what may stand only once and joins lists with commas. */
function plainHeaders(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[name] = first;
  }
  return headers;
}

/** Header bytes arrive as latin1; servers that do not escape a path send UTF-8. */
function readLocation(location: string | undefined): string | null {
  if (location === undefined) return null;
  const text = Buffer.from(location, 'latin1').toString('utf8');
  return text.includes('\uFFFD') ? location : text;
}

/** Redirects come with a short note; reading it keeps the connection for the next request. */
async function drain(stream: Request, maxBytes: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += asBytes(chunk).length;
    if (bytes > maxBytes) return;
  }
}

async function collect(stream: Request, announced: string | undefined, options: ExchangeOptions) {
  const {maxBytes} = options;
  if (Number(announced) > maxBytes) throw new BodyTooBigError(`it announces ${announced} bytes`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stopWatch = watchRate(stream, () => size, options);
  try {
    for await (const chunk of stream) {
      const bytes = asBytes(chunk);
      size += bytes.length;
      if (size > maxBytes) throw new BodyTooBigError(`more than ${maxBytes} bytes`);
      chunks.push(bytes);
    }
  } finally {
    stopWatch();
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
}

/** Made once: every answer ends its watch, and an abort without a reason makes an exception each time. */
const bodyRead = new Error('the body is read');

/** Breaks the stream off when it brought too little since the last look; gives the function that ends the watch. */
function watchRate(stream: Request, size: () => number, {clock, limits}: ExchangeOptions): () => void {
  const end = new AbortController();
  const watch = async () => {
    let before = 0;
    for (;;) {
      await clock.sleep(limits.rateWindowMs, end.signal);
      const now = size();
      if (now - before < limits.leastBytesPerWindow) {
        stream.destroy(new TooSlowError('under 1 KB a second'));
        return;
      }
      before = now;
    }
  };
  watch().catch((error: unknown) => {
    if (!end.signal.aborted) stream.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return () => end.abort(bodyRead);
}

function asBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}

import type {Agent as HttpAgent, IncomingMessage} from 'node:http';
import type {Agent as HttpsAgent} from 'node:https';
import type {Got, Request} from 'got';
import type {Clock} from '../clock.ts';
import {BodyTooBigError, decodeBody} from './decode-body.ts';
import {TooSlowError, transferFault} from './faults.ts';

/** Time limits of one page, in milliseconds. */
export type TimeLimits = {readonly connectMs: number; readonly totalMs: number};

/** One answer, its body decoded; of a redirect without its body. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Where a redirect leads, as sent; `null` for every other answer. */
  readonly location: string | null;
  readonly body: Uint8Array;
};

export type ExchangeOptions = {
  readonly got: Got;
  readonly agent: {readonly http: HttpAgent; readonly https: HttpsAgent};
  readonly clock: Clock;
  readonly limits: TimeLimits;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
};

/**
 * One question and its answer, without following a redirect.
 *
 * @throws the signal's reason when aborted, else what {@link transferFault} makes of the failure
 */
export async function exchange(url: string, options: ExchangeOptions): Promise<Answer> {
  options.signal?.throwIfAborted();
  let stage: 'head' | 'body' = 'head';
  const stream = open(url, options);
  try {
    const response = await headOf(stream);
    stage = 'body';
    const status = response.statusCode ?? 0;
    const headers = plainHeaders(response);
    const location = redirectStatus.has(status) ? readLocation(response.headers.location) : null;
    if (location !== null) {
      await drain(stream);
      return {status, headers, location, body: new Uint8Array()};
    }
    const wire = await collect(stream, options);
    return {
      status,
      headers,
      location,
      body: await decodeBody(wire, headers['content-encoding'] ?? '', options.maxBytes),
    };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw transferFault(url, error, stage);
  } finally {
    stream.destroy();
  }
}

const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function open(url: string, {got, agent, limits, headers, signal}: ExchangeOptions): Request {
  return got.stream(url, {
    agent,
    headers: {...headers},
    // got's own decompression has no limit on what comes out.
    decompress: false,
    followRedirect: false,
    throwHttpErrors: false,
    retry: {limit: 0},
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
const maxDrainBytes = 65_536;

async function drain(stream: Request): Promise<void> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += byteLength(chunk);
    if (bytes > maxDrainBytes) return;
  }
}

/** The least rate of a body: 1 KB/s, measured over 10 s. A body that stands still meets the time limit of the page. */
const rateWindowMs = 10_000;
const leastBytesPerWindow = 10_240;

async function collect(stream: Request, {clock, maxBytes}: ExchangeOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let window = {startedAt: clock.now(), size: 0};
  for await (const chunk of stream) {
    const bytes = asBytes(chunk);
    size += bytes.length;
    if (size > maxBytes) throw new BodyTooBigError(`more than ${maxBytes} bytes`);
    chunks.push(bytes);
    const now = clock.now();
    if (now - window.startedAt >= rateWindowMs) {
      if (size - window.size < leastBytesPerWindow) throw new TooSlowError('under 1 KB a second');
      window = {startedAt: now, size};
    }
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
}

function asBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}

function byteLength(chunk: unknown): number {
  return asBytes(chunk).length;
}

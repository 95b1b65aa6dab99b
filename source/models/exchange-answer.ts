import * as v from 'valibot';
import {TroubleError} from './classify-trouble.ts';
import type {Attempt, AttemptDeps, Completion} from './contract.ts';
import {errorText, type Posted, type PostOptions, post, textOfBody} from './exchange-http.ts';
import type {Watch} from './exchange-watch.ts';
import {parseJson} from './parse-json.ts';
import {eventJson, readEvents} from './sse.ts';

/** What one wire makes of an answer, piece by piece. */
export type Reading = {
  /** @returns true if this was the last event */
  readonly event: (name: string | null, data: unknown) => boolean;
  /** The `data:` that is no JSON but ends the stream, or `null`. */
  readonly lastData: string | null;
  /** Characters so far. */
  readonly characters: () => number;
  /** @throws TroubleError if the closing events did not come */
  readonly finish: (firstByteMs: number | null) => Completion;
};

/** How one wire reads. */
export type Reader = {
  readonly stream: () => Reading;
  /** @returns `null` for what is no answer of this wire */
  readonly whole: (json: unknown, firstByteMs: number | null) => Completion | null;
};

/**
 * One question over HTTP with JSON or server-sent events as its answer.
 *
 * @throws TroubleError, or what the transport throws
 */
export async function askOverHttp(
  url: string,
  options: PostOptions,
  {attempt, progress, reader}: {attempt: Attempt; progress: AttemptDeps['progress']; reader: Reader},
): Promise<Completion> {
  const {watch} = options;
  return await post(url, options, async (answer) => {
    await refuseErrors(answer, watch);
    const isStream = answer.contentType === 'text/event-stream';
    if (isStream && attempt.stream) return await readStream(answer, reader.stream(), watch, progress);
    // A server that cannot stream may answer as a whole; a stream that nobody asked for is foreign.
    if (isStream || !isJson(answer.contentType)) throw foreign(answer.status, answer.contentType);
    return await readWhole(answer, reader, watch);
  });
}

/** The error of an answer or of an event: `null` if it tells of none. */
function errorIn(json: unknown): {readonly name: string | null; readonly message: string} | null {
  const {success, output} = v.safeParse(errorShape, json);
  if (!success) return null;
  const {error, message, detail} = output;
  if (typeof error === 'string') return {name: null, message: error};
  if (!error)
    return message == null && detail == null ? null : {name: null, message: message ?? detail ?? ''};
  const name = typeof error.code === 'string' ? error.code : (error.type ?? null);
  // The field that is refused may be named beside the message only.
  const param = error.param ? ` (${error.param})` : '';
  return {name, message: `${error.message ?? ''}${param}`};
}

/** @throws TroubleError for an event that is an error: what began may be billed */
export function refuseErrorEvent(data: unknown): void {
  const told = isRecord(data) && 'error' in data && data['error'] ? errorIn(data) : null;
  if (!told) return;
  const {error} = data as {error: unknown};
  const code = isRecord(error) ? error['code'] : null;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : null;
  throw new TroubleError({kind: 'answer', status, ...told, headers: {}, begun: true});
}

/** The words for a provider's title are chosen where the failure is judged. */
export function foreign(status: number, what: string): TroubleError {
  return new TroubleError({kind: 'foreign', status, what: what || 'of no type'});
}

async function refuseErrors(answer: Posted, watch: Watch): Promise<void> {
  const {status, headers, contentType, body} = answer;
  if (status >= 200 && status < 300) return;
  if (status < 400) throw foreign(status, status >= 300 ? 'a redirect' : contentType);
  const told = errorIn(parseJson(await errorText(body, watch)));
  throw new TroubleError({
    kind: 'answer',
    status,
    name: told?.name ?? null,
    message: told?.message ?? (contentType === '' ? `HTTP ${status}` : `HTTP ${status} (${contentType})`),
    headers,
    begun: false,
  });
}

async function readStream(
  answer: Posted,
  reading: Reading,
  watch: Watch,
  progress: AttemptDeps['progress'],
): Promise<Completion> {
  const events = readEvents(answer.body);
  let told = 0;
  for (;;) {
    const {done, value: message} = await events.next();
    if (done) {
      throw new TroubleError({kind: 'incomplete', what: 'the stream ended without its closing events'});
    }
    if (message.data === '') continue;
    const isLast =
      message.data === reading.lastData || reading.event(message.event ?? null, eventJson(message));
    const characters = reading.characters();
    if (characters > told) progress(characters);
    told = characters;
    if (!isLast) continue;
    const completion = reading.finish(watch.firstByteMs());
    await Promise.race([drained(events), watch.pause(lastBytesMs)]);
    return completion;
  }
}

/** After its last event a stream ends; read to there, its connection can be used again. */
const lastBytesMs = 250;

async function drained(events: AsyncIterator<unknown>): Promise<void> {
  let isOver: boolean | undefined = false;
  while (!isOver) {
    // The answer is whole: what becomes of the connection is no matter any more.
    isOver = await events.next().then(
      ({done}) => done,
      () => true,
    );
  }
}

async function readWhole(answer: Posted, reader: Reader, watch: Watch): Promise<Completion> {
  const json = parseJson(await textOfBody(answer.body));
  if (json === undefined) throw new TroubleError({kind: 'incomplete', what: 'the answer is no whole JSON'});
  refuseErrorEvent(json);
  const completion = reader.whole(json, watch.firstByteMs());
  if (!completion) throw foreign(answer.status, `${answer.contentType} without an answer in it`);
  return completion;
}

const errorShape = v.object({
  error: v.fallback(
    v.nullish(
      v.union([
        v.string(),
        v.object({
          message: v.fallback(v.nullish(v.string()), null),
          type: v.fallback(v.nullish(v.string()), null),
          code: v.fallback(v.nullish(v.union([v.string(), v.number()])), null),
          param: v.fallback(v.nullish(v.string()), null),
        }),
      ]),
    ),
    null,
  ),
  message: v.fallback(v.nullish(v.string()), null),
  detail: v.fallback(v.nullish(v.string()), null),
});

function isJson(contentType: string): boolean {
  return contentType === 'application/json' || contentType.endsWith('+json');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

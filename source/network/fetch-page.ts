import type {Clock} from '../clock.ts';
import {RetryableError, RulesMakerError, ThrottledError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import {statusFault} from './faults.ts';
import type {Conditions, HttpClient, HttpResponse, RedirectPolicy} from './http.ts';
import {maxHoldMs, type Pace} from './pace.ts';
import {parseRetryAfter} from './retry-after.ts';

export type PageRequest = {
  readonly url: string;
  /** What the events call it; without credentials. */
  readonly subject: string;
  readonly kind: 'page' | 'robots' | 'index';
  readonly accept: string;
  readonly maxBytes: number;
  readonly mayRedirect: RedirectPolicy;
  /** With these a 304 is an answer. */
  readonly conditions?: Conditions;
};

export type FetchDeps = {
  readonly client: HttpClient;
  readonly pace: Pace;
  readonly emit: Emit;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly nextId: () => number;
  readonly signal: AbortSignal;
};

export type FetchOutcome =
  /** A 2xx answer, or a 304 that was asked for. */
  | {readonly kind: 'answer'; readonly response: HttpResponse}
  /** `mayRedirect` or the client refused a hop. */
  | {readonly kind: 'refused'; readonly error: RulesMakerError}
  | {readonly kind: 'failure'; readonly error: RulesMakerError; readonly status: number | null}
  /** The run takes no new request. */
  | {readonly kind: 'not-started'};

const maxAttempts = 3;
const maxTruncatedAttempts = 2;
const maxThrottledWaits = 5;
const firstBackoffMs = 500;
const maxBackoffMs = 10_000;
/** Added to a Retry-After, so that those who wait do not all come at once. */
const retryAfterSpreadMs = 250;

const throttledStatus: ReadonlySet<number> = new Set([429, 503]);
const retryableStatus: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/**
 * One page with the only retry loop there is. A throttled page waits as long as the server says and is not counted
 * as failed; what another attempt may cure is tried three times with full jitter; everything else once.
 *
 * @throws the signal's reason when aborted; whatever is no `RulesMakerError`, since that is a bug
 */
export async function fetchPage(request: PageRequest, deps: FetchDeps): Promise<FetchOutcome> {
  const {pace, emit, clock, random, signal} = deps;
  const about = {id: deps.nextId(), kind: request.kind, subject: request.subject};
  let attempt = 0;
  let waits = 0;
  let failures = 0;

  const fail = (error: RulesMakerError, status: number | null): FetchOutcome => {
    if (attempt > 0)
      emit({type: 'request.failed', ...about, code: error.code, status, message: error.message});
    return {kind: 'failure', error, status};
  };
  const again = (delayMs: number, cause: string, status: number | null) => {
    emit({type: 'request.retry-scheduled', ...about, attempt, delayMs: Math.round(delayMs), cause, status});
  };

  try {
    for (;;) {
      const turn = await pace.take(signal);
      if (turn === 'held') return fail(throttledTooLong(request.subject, null), null);
      if (turn === 'closing') {
        if (attempt > 0) emit({type: 'request.cancelled', ...about});
        return {kind: 'not-started'};
      }
      attempt += 1;
      emit({type: 'request.started', ...about, attempt, maxAttempts: maxAttempts + waits});
      const result = await ask(request, deps);
      const status = result.kind === 'answer' ? result.response.status : null;

      if (result.kind === 'answer' && status !== null && throttledStatus.has(status)) {
        const told = parseRetryAfter(result.response.headers['retry-after'], clock.now());
        waits += 1;
        const delayMs =
          told === null ? backoffMs(waits, 0.5 + random() / 2) : told + random() * retryAfterSpreadMs;
        // One 503 that names no time may be the page's own hiccup: then this page waits, not the host.
        const hiccup = status === 503 && told === null && waits === 1;
        if (!hiccup) pace.hold(delayMs, `http-${status}`);
        if (waits > maxThrottledWaits || (told ?? 0) > maxHoldMs) {
          return fail(throttledTooLong(request.subject, told), status);
        }
        again(delayMs, `http-${status}`, status);
        if (hiccup) await clock.sleep(delayMs, signal);
        continue;
      }
      if (result.kind === 'answer' && isGood(result.response.status, request.conditions)) {
        pace.good();
        for (const host of result.response.downgraded) emit(downgradeNotice(request.subject, host));
        emit({type: 'request.finished', ...about, durationMs: result.response.durationMs});
        return result;
      }
      if (result.kind === 'error' && result.error.code === 'RM-HTTP-014') {
        // The exchange went well; it is where it leads that we do not want.
        emit({type: 'request.finished', ...about, durationMs: result.durationMs});
        return {kind: 'refused', error: result.error};
      }
      const error =
        result.kind === 'error' ? result.error : statusFault(request.subject, result.response.status);
      failures += 1;
      if (failures >= attemptsFor(error, status)) return fail(error, status);
      const delayMs = backoffMs(failures, random());
      again(delayMs, status === null ? error.code : `http-${status}`, status);
      await clock.sleep(delayMs, signal);
    }
  } catch (error) {
    if (attempt > 0) emit({type: 'request.cancelled', ...about});
    throw signal.aborted ? signal.reason : error;
  }
}

type Result =
  | {readonly kind: 'answer'; readonly response: HttpResponse}
  | {readonly kind: 'error'; readonly error: RulesMakerError; readonly durationMs: number};

async function ask(request: PageRequest, {client, clock, signal}: FetchDeps): Promise<Result> {
  const startedAt = clock.now();
  try {
    const {accept, maxBytes, mayRedirect, conditions} = request;
    const response = await client.get(request.url, {accept, maxBytes, mayRedirect, signal, ...conditions});
    return {kind: 'answer', response};
  } catch (error) {
    if (signal.aborted || !(error instanceof RulesMakerError)) throw error;
    return {kind: 'error', error, durationMs: clock.now() - startedAt};
  }
}

function isGood(status: number, conditions: Conditions | undefined): boolean {
  return (status >= 200 && status < 300) || (status === 304 && conditions !== undefined);
}

function downgradeNotice(url: string, host: string): Parameters<Emit>[0] {
  return {
    type: 'notice',
    level: 'warning',
    code: 'RM-HTTP-013',
    message: `${url} redirects from https to http on ${host}`,
    hint: 'Anyone on the way could have changed what is read there.',
  };
}

function attemptsFor(error: RulesMakerError, status: number | null): number {
  if (status !== null) return retryableStatus.has(status) ? maxAttempts : 1;
  if (error.code === 'RM-HTTP-016') return maxTruncatedAttempts;
  return error instanceof RetryableError ? maxAttempts : 1;
}

/** Exponential back-off; `share` in 0..1 is the jitter. */
function backoffMs(round: number, share: number): number {
  return share * Math.min(maxBackoffMs, firstBackoffMs * 2 ** (round - 1));
}

function throttledTooLong(url: string, toldMs: number | null): ThrottledError {
  return new ThrottledError({
    code: 'RM-HTTP-010',
    message: `Put off ${url}`,
    why:
      toldMs === null
        ? 'The server kept asking us to slow down.'
        : `The server asked for a wait of ${Math.ceil(toldMs / 1000)} s; the longest wait is ${maxHoldMs / 1000} s.`,
    hint: 'Run again later, or with fewer requests (--concurrency 1).',
    retryAfterMs: toldMs,
  });
}

import type {AttemptFailure, ErrorClass} from './contract.ts';

export type RetrySettings = {
  /** Attempts with one provider at most, the first included. @default 3 */
  readonly maxAttempts: number;
  /** @default 250 */
  readonly baseMs: number;
  /** @default 2000 */
  readonly maxMs: number;
  /** A server that wants a longer rest is not waited for. @default 120000 */
  readonly maxWaitMs: number;
};

export const defaultRetry: RetrySettings = {maxAttempts: 3, baseMs: 250, maxMs: 2000, maxWaitMs: 120_000};

/** What is known of the attempts of one question with one provider. Changed requests and their answers do not count. */
export type Tries = {
  /** Attempts that count. */
  readonly attempts: number;
  /** Of these failed in the same class as the last. */
  readonly sameClass: number;
};

/** Added to what a server told, so that those who wait do not all come at once. */
const spreadMs = 250;

const again: ReadonlySet<ErrorClass> = new Set(['throttled', 'unavailable', 'timeout', 'model_error']);

/** Whether the same question may be asked again of the same provider. */
export function mayRetry(
  failure: AttemptFailure,
  {attempts, sameClass}: Tries,
  settings: RetrySettings,
): boolean {
  if (!again.has(failure.class) || failure.final === true) return false;
  if (failure.once && sameClass >= 2) return false;
  if ((failure.retryAfterMs ?? 0) > settings.maxWaitMs) return false;
  return attempts < settings.maxAttempts;
}

/**
 * The delay before the next attempt, in whole milliseconds: never shorter than the server told, else full jitter.
 *
 * @param random - from 0 up to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(
  failure: AttemptFailure,
  attempts: number,
  {baseMs, maxMs}: RetrySettings,
  random: () => number,
): number {
  const told = failure.retryAfterMs;
  if (told !== null) return Math.ceil(told + random() * spreadMs);
  return Math.ceil(random() * Math.min(maxMs, baseMs * 2 ** (attempts - 1)));
}

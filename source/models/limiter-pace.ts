import type {Clock} from '../clock.ts';
import {createTokenBucket, type TokenBucket} from './token-bucket.ts';

/** Answers of the last minute say at which rate a provider let us through. */
const windowMs = 60_000;
const shareOfRate = 0.7;
const quietMs = 10_000;
const raise = 1.05;
/** One request in ten seconds: no throttle slows us down further. */
const slowestPerMinute = 6;

/** The rate that we keep to after a throttle, where no rate was set. */
export type Pace = Pick<TokenBucket, 'freeAtMs' | 'take' | 'correct'> & {
  readonly succeeded: () => void;
  /** From now on at 0.7 of the rate that succeeded, and 5 % more after every 10 s without a throttle. */
  readonly throttled: () => void;
};

export function createPace(clock: Clock): Pace {
  const bucket = createTokenBucket(null, clock);
  const answeredAt: number[] = [];
  let firstStartMs: number | null = null;
  let perMinute: number | null = null;
  let raisedAtMs = 0;

  const slowDown = () => {
    const now = clock.now();
    forget(answeredAt, now - windowMs);
    // Without any success there is no rate to go by: then the rest and the back-off have to do.
    if (answeredAt.length === 0 || firstStartMs === null) return;
    const spanMs = Math.min(windowMs, Math.max(1000, now - firstStartMs));
    const succeeded = (answeredAt.length * 60_000) / spanMs;
    perMinute = Math.max(slowestPerMinute, shareOfRate * succeeded);
    raisedAtMs = now;
    bucket.setRate(perMinute);
  };

  return {
    freeAtMs: bucket.freeAtMs,
    take(amount) {
      const now = clock.now();
      firstStartMs ??= now;
      const quietTimes = Math.floor((now - raisedAtMs) / quietMs);
      if (perMinute !== null && quietTimes > 0) {
        perMinute *= raise ** quietTimes;
        raisedAtMs += quietTimes * quietMs;
        bucket.setRate(perMinute);
      }
      bucket.take(amount);
    },
    correct: bucket.correct,
    succeeded() {
      const now = clock.now();
      forget(answeredAt, now - windowMs);
      answeredAt.push(now);
    },
    throttled: slowDown,
  };
}

function forget(times: number[], beforeMs: number): void {
  let old = 0;
  while ((times[old] ?? Infinity) < beforeMs) old += 1;
  if (old > 0) times.splice(0, old);
}

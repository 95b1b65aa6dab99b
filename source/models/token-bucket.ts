import type {Clock} from '../clock.ts';

/**
 * A rate without bursts: whatever is taken pushes the moment from which on there is something again. In any minute it
 * gives out at most the rate and what was taken last, however large that was.
 */
export type TokenBucket = {
  /** From then on something may be taken, whatever its size; in ms since the epoch. */
  readonly freeAtMs: () => number;
  readonly take: (amount: number) => void;
  /** More (or, below 0, less) was used than had been taken. */
  readonly correct: (difference: number) => void;
  readonly setRate: (perMinute: number | null) => void;
};

/** @param perMinute - `null` = without limit */
export function createTokenBucket(perMinute: number | null, clock: Clock): TokenBucket {
  let msEach = msOf(perMinute);
  let freeAtMs = 0;
  return {
    freeAtMs: () => freeAtMs,
    take(amount) {
      freeAtMs = Math.max(freeAtMs, clock.now()) + amount * msEach;
    },
    correct(difference) {
      freeAtMs = Math.max(0, freeAtMs + difference * msEach);
    },
    setRate(rate) {
      msEach = msOf(rate);
    },
  };
}

function msOf(perMinute: number | null): number {
  return perMinute === null ? 0 : 60_000 / perMinute;
}

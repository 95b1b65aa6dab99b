import type {Clock} from '../../source/clock.ts';

export type ManualClock = Clock & {
  /** Moves the time on and wakes who is due. */
  readonly advance: (byMs: number) => void;
};

/** A clock that stands still until a test moves it: real connections keep their own pace meanwhile. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startMs;
  const sleepers = new Set<{readonly due: number; readonly wake: () => void}>();
  return {
    now: () => now,
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper = {
          due: now + delayMs,
          wake: () => {
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        signal?.addEventListener('abort', stop, {once: true});
        sleepers.add(sleeper);
      }),
    advance(byMs) {
      now += byMs;
      for (const sleeper of sleepers) {
        if (sleeper.due > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

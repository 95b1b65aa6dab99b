import type {Clock} from '../../source/clock.ts';

export type FakeClock = Clock & {
  /** Lengths of all sleeps that were asked for. */
  readonly sleeps: readonly number[];
};

/** A clock that runs ahead to the next sleeper as soon as the event loop has nothing else to do. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let now = startMs;
  const sleeps: number[] = [];
  const sleepers: {readonly due: number; readonly wake: () => void}[] = [];
  let ticking = false;

  const tick = () => {
    ticking = false;
    sleepers.sort((a, b) => a.due - b.due);
    const next = sleepers.shift();
    if (!next) return;
    now = Math.max(now, next.due);
    next.wake();
    schedule();
  };
  const schedule = () => {
    if (ticking || sleepers.length === 0) return;
    ticking = true;
    setImmediate(tick);
  };

  return {
    sleeps,
    now: () => now,
    sleep(delayMs, signal) {
      sleeps.push(delayMs);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = () => reject(signal?.reason);
        const wake = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        signal?.addEventListener('abort', stop, {once: true});
        sleepers.push({due: now + delayMs, wake});
        schedule();
      });
    },
  };
}

import type {Clock} from '../../source/clock.ts';

/** Longer waits are limits of something: they never pass. */
const longestJumpMs = 59_000;

/** A clock for real connections: whoever sleeps is woken at once, and so much later it is then. Only limits never pass. */
export function createJumpClock(startMs = 1_800_000_000_000): Clock {
  let now = startMs;
  return {
    now: () => now,
    async sleep(delayMs, signal) {
      signal?.throwIfAborted();
      const due = now + delayMs;
      if (delayMs > longestJumpMs)
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      now = Math.max(now, due);
    },
  };
}

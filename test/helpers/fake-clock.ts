import type {Clock} from '../../source/clock.ts';

/** A clock that stands still until a test moves it; sleepers wake in the order of their time. */
export function createFakeClock(startMs = 0): Clock & {readonly advance: (byMs: number) => Promise<void>} {
  let now = startMs;
  let sleepers: {at: number; wake: () => void}[] = [];
  return {
    now: () => now,
    sleep(delayMs, signal) {
      return new Promise((resolve, reject) => {
        const sleeper = {at: now + delayMs, wake: resolve};
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
      });
    },
    async advance(byMs) {
      const until = now + byMs;
      for (;;) {
        const next = sleepers.filter(({at}) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        sleepers = sleepers.filter((other) => other !== next);
        now = next.at;
        next.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
  };
}

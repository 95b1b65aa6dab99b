import type {Clock} from '../clock.ts';

/** So many failures in a row open it. */
const failuresToOpen = 5;
const firstOpenMs = 30_000;
const longestOpenMs = 300_000;

/** What an attempt says of its provider: it is well, it is down, it is busy, or nothing (it was stopped by us). */
export type Health = 'well' | 'down' | 'busy' | 'unknown';

/** Keeps calls away from a model that does not answer: open for 30 s, each time twice as long up to 5 min. */
export type Breaker = {
  /** From then on an attempt may begin: 0 while closed, `Infinity` while the one probe is under way. */
  readonly untilMs: () => number;
  /** An attempt begins. True if it is the probe, which decides. */
  readonly begin: () => boolean;
  readonly end: (isProbe: boolean, health: Health) => void;
};

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let openMs = 0;
  let openUntilMs = 0;
  let probing = false;

  const close = () => {
    failures = 0;
    openMs = 0;
    openUntilMs = 0;
  };
  const open = () => {
    openMs = Math.min(longestOpenMs, openMs === 0 ? firstOpenMs : openMs * 2);
    openUntilMs = clock.now() + openMs;
  };

  return {
    untilMs: () => (probing ? Infinity : openUntilMs),
    begin() {
      const isProbe = openMs > 0;
      if (isProbe) probing = true;
      return isProbe;
    },
    end(isProbe, health) {
      if (isProbe) probing = false;
      // Also one that began before it opened shows that the provider is back; one that is busy answers, too.
      if (health === 'well' || (health === 'busy' && isProbe)) close();
      else if (health === 'down' && isProbe) open();
      else if (health === 'down' && openMs === 0) {
        failures += 1;
        if (failures >= failuresToOpen) open();
      }
    },
  };
}

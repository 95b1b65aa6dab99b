import {setTimeout as delay} from 'node:timers/promises';

/** Where time comes from. Injected, so that tests never wait. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason when aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
};

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(delayMs, signal) {
    await delay(delayMs, undefined, signal ? {signal} : {});
  },
};

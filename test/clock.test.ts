import {getEventListeners} from 'node:events';
import {describe, expect, it} from 'vitest';
import {systemClock} from '../source/clock.ts';

describe('the real clock', () => {
  it('ends a sleep with the reason of the signal, before or while it sleeps', async () => {
    const reason = new Error('enough');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const sleep = systemClock.sleep(60_000, stop.signal);
    stop.abort(reason);
    await expect(sleep).rejects.toBe(reason);
  });

  it('leaves nothing at the signal when the time is over', async () => {
    const {signal} = new AbortController();
    await systemClock.sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

import {describe, expect, test} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {createPace, type PaceGate} from '../../source/network/pace.ts';
import {createFakeClock} from './fake-clock.ts';

function setUp(minIntervalMs: number, gate?: PaceGate) {
  const clock = createFakeClock(0);
  const events: RunEventBody[] = [];
  const pace = createPace({
    scope: 'docs.example.org',
    minIntervalMs,
    clock,
    emit: (event) => events.push(event),
    ...(gate ? {gate} : {}),
  });
  const starts = async (count: number) => {
    return await Promise.all(Array.from({length: count}, () => pace.take().then(() => clock.now())));
  };
  return {clock, events, pace, starts};
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

describe('the pace of a host', () => {
  test('spaces the starts however many wait', async () => {
    expect(await setUp(1_000).starts(4)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test('lets everybody through when no rate is set', async () => {
    expect(await setUp(0).starts(50)).toEqual(Array(50).fill(0));
  });

  test('holds all requests for as long as the host said, and says when it is over', async () => {
    const {pace, starts, events} = setUp(0);
    await starts(1);
    pace.hold(2_000, 'http-429');
    expect(await starts(3)).toEqual([2_000, 2_000, 2_000]);
    expect(events).toEqual([
      {type: 'throttle.engaged', scope: 'docs.example.org', cause: 'http-429', retryAfterMs: 2_000},
      {type: 'throttle.released', scope: 'docs.example.org'},
    ]);
  });

  test('never shortens a hold by a later, shorter one', async () => {
    const {pace, starts} = setUp(0);
    pace.hold(5_000, 'http-429');
    pace.hold(1_000, 'http-503');
    expect(await starts(1)).toEqual([5_000]);
  });

  test('halves the rate of a throttled host and raises it by a tenth after 20 good answers', async () => {
    const {pace, starts} = setUp(100);
    pace.hold(0, 'http-503');
    expect(gaps(await starts(3))).toEqual([200, 200]);
    for (let i = 0; i < 20; i += 1) pace.good();
    const [, first] = gaps(await starts(3));
    expect(first).toBeCloseTo(200 / 1.1, 5);
    for (let i = 0; i < 400; i += 1) pace.good();
    expect(gaps(await starts(4)).slice(1)).toEqual([100, 100]);
  });

  test('does not wait out a hold of more than two minutes', async () => {
    const {pace} = setUp(0);
    pace.hold(120_001, 'http-429');
    expect(await pace.take()).toBe('held');
  });

  test('waits for the end of a pause, also when it begins during a wait', async () => {
    let open = Promise.resolve();
    let resume: () => void = () => undefined;
    let passes = 0;
    const {pace, starts, clock} = setUp(1_000, {
      closing: () => false,
      pass: () => {
        passes += 1;
        if (passes === 3) {
          open = new Promise((resolve) => {
            resume = resolve;
          });
        }
        return open;
      },
    });
    await pace.take();
    const second = pace.take().then(() => clock.now());
    await clock.sleep(60_000);
    resume();
    expect(await second).toBeGreaterThanOrEqual(60_000);
    expect(await starts(1)).toHaveLength(1);
  });

  test('sends nobody off once the run is closing, not even out of a hold', async () => {
    let closing = false;
    const {pace, clock} = setUp(0, {closing: () => closing, pass: () => Promise.resolve()});
    pace.hold(100_000, 'http-429');
    const turn = pace.take();
    await clock.sleep(3_000);
    closing = true;
    expect(await turn).toBe('closing');
    expect(clock.now()).toBeLessThan(10_000);
  });

  test('an abort ends a wait and a pause at once, and the next in line still gets its turn', async () => {
    const controller = new AbortController();
    const {pace} = setUp(0);
    pace.hold(60_000, 'http-429');
    const given = pace.take(controller.signal);
    const next = pace.take();
    controller.abort(new Error('stop'));
    await expect(given).rejects.toThrow('stop');
    expect(await next).toBe('go');

    const paused = setUp(0, {closing: () => false, pass: () => new Promise(() => undefined)});
    const other = new AbortController();
    const held = paused.pace.take(other.signal);
    setImmediate(() => other.abort(new Error('stop again')));
    await expect(held).rejects.toThrow('stop again');
  });

  test('states the end of a hold that nobody waited for', () => {
    const {pace, events} = setUp(0);
    pace.close();
    pace.hold(1_000, 'http-429');
    pace.close();
    expect(events.map((event) => event.type)).toEqual(['throttle.engaged', 'throttle.released']);
  });
});

import {describe, expect, it} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {createBreaker} from '../../source/models/breaker.ts';
import {createCooldown} from '../../source/models/cooldown.ts';
import {type Closed, createLimiter, type Slot} from '../../source/models/limiter.ts';
import {createPace} from '../../source/models/limiter-pace.ts';
import {createTokenBucket} from '../../source/models/token-bucket.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {calm} from '../helpers/model-engine.ts';
import {seeded} from '../helpers/random.ts';

const start = 1_000_000;

function create({cap = 2, rpm = null as number | null, tpm = null as number | null, warm = true} = {}) {
  const clock = createFakeClock(start);
  const events: RunEventBody[] = [];
  const cooldown = createCooldown('bedrock/m', clock, (event) => events.push(event));
  const breaker = createBreaker(clock);
  const pace = createPace(clock);
  const requests = createTokenBucket(rpm, clock);
  const tokens = createTokenBucket(tpm, clock);
  const limiter = createLimiter({clock, cap, requests, tokens, pace, cooldown, breaker});
  if (warm) limiter.warm();
  const granted: {name: string; atMs: number; slot: Slot}[] = [];
  const closed: string[] = [];
  const take = (
    name: string,
    {
      tokens: amount = 1,
      first = false,
      restMs = 120_000,
      downMs = 120_000,
      signal = new AbortController().signal,
    } = {},
  ) =>
    limiter
      .take({tokens: amount, patience: {restMs, downMs}, first, signal})
      .then((result: Slot | Closed) => {
        if ('closed' in result) closed.push(`${name} ${result.closed}`);
        else granted.push({name, atMs: clock.now() - start, slot: result});
      });
  const names = () => granted.map(({name}) => name);
  const release = (name: string, health: 'well' | 'down' = 'well') =>
    granted.find((one) => one.name === name)?.slot.release(health, null);
  return {clock, events, cooldown, breaker, pace, limiter, granted, closed, take, names, release};
}

describe('the limiter', () => {
  it('lets so many through at once, in the order of their coming', async () => {
    const {take, names, release} = create();
    for (const name of ['a', 'b', 'c', 'd']) void take(name);
    await calm();
    expect(names()).toEqual(['a', 'b']);
    release('b');
    await calm();
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('lets those go first who have begun', async () => {
    const {take, names, release} = create({cap: 1});
    for (const name of ['a', 'b']) void take(name);
    void take('again', {first: true});
    await calm();
    release('a');
    await calm();
    expect(names()).toEqual(['a', 'again']);
  });

  it('lets one through alone until a model has answered', async () => {
    const {take, names, release, limiter} = create({cap: 4, warm: false});
    for (const name of ['a', 'b', 'c']) void take(name);
    await calm();
    expect(names()).toEqual(['a']);
    release('a');
    await calm();
    expect(names()).toEqual(['a', 'b']);
    limiter.warm();
    await calm();
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('follows a cap that is changed while all wait', async () => {
    const {take, names, release, limiter} = create({cap: 1});
    for (const name of ['a', 'b', 'c', 'd', 'e']) void take(name);
    await calm();
    limiter.setCap(3);
    await calm();
    expect(names()).toEqual(['a', 'b', 'c']);
    limiter.setCap(1);
    release('a');
    release('b');
    await calm();
    expect(names()).toEqual(['a', 'b', 'c']);
    release('c');
    await calm();
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts a slot that is given back twice once', async () => {
    const {take, names, release} = create({cap: 1});
    for (const name of ['a', 'b', 'c']) void take(name);
    await calm();
    release('a');
    release('a');
    await calm();
    expect(names()).toEqual(['a', 'b']);
  });

  it('forgets those who are stopped, in the queue and before it', async () => {
    const {take, names, release} = create({cap: 1});
    const stop = new AbortController();
    void take('a');
    const stopped = take('b', {signal: stop.signal}).catch((error: unknown) => error);
    void take('c');
    await calm();
    stop.abort(new Error('enough'));
    expect(await stopped).toMatchObject({message: 'enough'});
    await expect(take('d', {signal: AbortSignal.abort(new Error('before'))})).rejects.toThrow('before');
    release('a');
    await calm();
    expect(names()).toEqual(['a', 'c']);
  });

  it('spaces starts as so many requests a minute', async () => {
    const {take, granted, clock} = create({cap: 99, rpm: 60});
    for (const name of ['a', 'b', 'c', 'd']) void take(name);
    await calm();
    await clock.advance(10_000);
    await calm();
    expect(granted.map(({atMs}) => atMs)).toEqual([0, 1000, 2000, 3000]);
  });

  it('spaces starts by their tokens, and takes back what was not used', async () => {
    const {take, granted, clock} = create({cap: 99, tpm: 60_000});
    for (const name of ['a', 'b', 'c']) void take(name, {tokens: 10_000});
    await calm();
    await clock.advance(4000);
    // Of 10,000 only 5,000 were used: the next may come 5 s earlier.
    granted[0]?.slot.release('well', 5000);
    await clock.advance(30_000);
    await calm();
    expect(granted.map(({atMs}) => atMs)).toEqual([0, 5000, 15_000]);
  });

  it('gives back what an attempt that was never made had taken', async () => {
    const {take, granted, clock} = create({cap: 1, rpm: 6, tpm: 6000});
    void take('a', {tokens: 1000});
    void take('b', {tokens: 1000});
    await calm();
    granted[0]?.slot.cancel();
    await calm();
    expect(granted.map(({atMs}) => atMs)).toEqual([0, 0]);
    await clock.advance(1);
  });

  it('holds all back while the model rests, and states it', async () => {
    const {take, names, granted, cooldown, clock, events} = create();
    cooldown.hold(5000, 'ThrottlingException');
    cooldown.hold(1000, 'ThrottlingException');
    for (const name of ['a', 'b']) void take(name);
    await calm();
    await clock.advance(4999);
    await calm();
    expect(names()).toEqual([]);
    await clock.advance(1);
    await calm();
    expect(granted.map(({atMs}) => atMs)).toEqual([5000, 5000]);
    expect(events.map(({type}) => type)).toEqual([
      'throttle.engaged',
      'throttle.engaged',
      'throttle.released',
    ]);
  });

  it('sends those away who would wait for too long', async () => {
    const {take, names, closed, cooldown, limiter} = create({cap: 1});
    void take('a');
    void take('b', {restMs: 1000});
    void take('c', {restMs: 9000});
    await calm();
    cooldown.hold(5000, 'ThrottlingException');
    limiter.stir();
    await calm();
    expect([names(), closed]).toEqual([['a'], ['b resting']]);
  });

  it('lets one probe through when a provider may be back, and sends away who has somewhere else to go', async () => {
    const {take, names, closed, release, breaker, clock} = create({cap: 9});
    for (let times = 0; times < 5; times += 1) breaker.end(breaker.begin(), 'down');
    for (const name of ['a', 'b', 'c']) void take(name);
    void take('d', {downMs: 0});
    await calm();
    expect([names(), closed]).toEqual([[], ['d down']]);
    await clock.advance(30_000);
    await calm();
    expect(names()).toEqual(['a']);
    void take('e', {downMs: 0});
    await calm();
    expect(closed).toEqual(['d down', 'e down']);
    release('a');
    await calm();
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('ends all who wait when it is closed', async () => {
    const {take, limiter} = create({cap: 1});
    void take('a');
    const waiting = take('b').catch((error: unknown) => error);
    await calm();
    limiter.close(new Error('over'));
    expect(await waiting).toMatchObject({message: 'over'});
  });
});

describe('the breaker', () => {
  it('opens after five failures in a row, twice as long each time, up to five minutes', () => {
    const clock = createFakeClock(start);
    const breaker = createBreaker(clock);
    const fail = () => breaker.end(breaker.begin(), 'down');
    for (let times = 0; times < 4; times += 1) fail();
    breaker.end(breaker.begin(), 'well');
    for (let times = 0; times < 4; times += 1) fail();
    expect(breaker.untilMs()).toBe(0);
    const spans = [1, 2, 3, 4, 5, 6].map(() => {
      fail();
      return (breaker.untilMs() - start) / 1000;
    });
    expect(spans).toEqual([30, 60, 120, 240, 300, 300]);
    breaker.end(breaker.begin(), 'well');
    for (let times = 0; times < 5; times += 1) fail();
    expect(breaker.untilMs() - start).toBe(30_000);
  });

  it('does not count those who are busy, and takes a stopped probe for nothing', () => {
    const breaker = createBreaker(createFakeClock(start));
    for (let times = 0; times < 20; times += 1) breaker.end(breaker.begin(), 'busy');
    expect(breaker.untilMs()).toBe(0);
    for (let times = 0; times < 5; times += 1) breaker.end(breaker.begin(), 'down');
    const probe = breaker.begin();
    expect([probe, breaker.untilMs()]).toEqual([true, Infinity]);
    breaker.end(probe, 'unknown');
    expect(breaker.untilMs()).toBe(start + 30_000);
    breaker.end(breaker.begin(), 'busy');
    expect(breaker.untilMs()).toBe(0);
  });

  it('hears late failures of before once', () => {
    const breaker = createBreaker(createFakeClock(start));
    const begun = Array.from({length: 9}, () => breaker.begin());
    for (const isProbe of begun) breaker.end(isProbe, 'down');
    expect(breaker.untilMs() - start).toBe(30_000);
  });
});

describe('the pace after a throttle', () => {
  it('is 0.7 of the rate that succeeded, and grows by 5 % each 10 s without one', async () => {
    const clock = createFakeClock(start);
    const pace = createPace(clock);
    for (let times = 0; times < 20; times += 1) {
      pace.take(1);
      pace.succeeded();
      await clock.advance(100);
    }
    expect(pace.freeAtMs() - clock.now()).toBeLessThanOrEqual(0);
    pace.throttled();
    pace.take(1);
    // 20 in 2 s, times 0.7: 7 a second.
    expect(pace.freeAtMs() - clock.now()).toBeCloseTo(1000 / 7, 5);
    await clock.advance(20_000);
    pace.take(1);
    expect(pace.freeAtMs() - clock.now()).toBeCloseTo(1000 / 7 / 1.05 ** 2, 5);
  });

  it('goes by nothing before anything succeeded', () => {
    const pace = createPace(createFakeClock(start));
    pace.take(1);
    pace.throttled();
    pace.take(1);
    expect(pace.freeAtMs()).toBe(start);
  });

  it('finds the rate of a provider: few throttles, and little time lost', async () => {
    const paced = await simulate(true);
    const unpaced = await simulate(false);
    expect(paced.throttles).toBeLessThan(unpaced.throttles / 3);
    expect(paced.seconds).toBeLessThan(30);
  });
});

/** 200 calls by 16 workers against a provider of 20 requests a second, which gives 429 beyond. */
async function simulate(isPaced: boolean): Promise<{throttles: number; seconds: number}> {
  const {take, pace, granted, clock} = create({cap: 16});
  const random = seeded(7);
  let throttles = 0;
  let done = 0;
  let level = 20;
  let levelAtMs = clock.now();
  const worker = async () => {
    while (done < 200) {
      await take('x');
      const slot = granted.pop()?.slot;
      level = Math.min(20, level + ((clock.now() - levelAtMs) * 20) / 1000);
      levelAtMs = clock.now();
      const isOk = level >= 1;
      if (isOk) level -= 1;
      await clock.sleep(150 + random() * 50);
      if (isOk) {
        done += 1;
        pace.succeeded();
      } else {
        throttles += 1;
        if (isPaced) pace.throttled();
      }
      slot?.release(isOk ? 'well' : 'busy', null);
      if (!isOk) await clock.sleep(random() * 250);
    }
  };
  const workers = Promise.all(Array.from({length: 16}, worker));
  let isOver = false;
  void workers.then(() => {
    isOver = true;
  });
  while (!isOver) {
    await calm();
    await clock.advance(20);
  }
  return {throttles, seconds: (clock.now() - start) / 1000};
}

import {connect as connectHttp2} from 'node:http2';
import {connect} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import {foreign, reply, tokenBucket} from '../../source/demo/fake-models/answers.ts';
import type {Reply, Script} from '../../source/demo/fake-models/contract.ts';
import {failure} from '../../source/demo/fake-models/faults.ts';
import {
  type FakeModels,
  type FakeModelsOptions,
  startFakeModels,
} from '../../source/demo/fake-models/start.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {createGate, waitHeaders} from '../helpers/fake-models.ts';

let fake: FakeModels;

afterEach(() => fake.close());

async function start(script: Script, options: FakeModelsOptions = {}): Promise<void> {
  fake = await startFakeModels({...options, script});
}

const question = {model: 'm', max_tokens: 10, messages: [{role: 'user', content: 'Hello'}]};

function ask(extra: object = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(`${fake.origin}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({...question, ...extra}),
    ...(signal && {signal}),
  });
}

/** What the promise rejects with; one that does not reject fails the test. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: unknown) => error,
  );
}

async function status(): Promise<number> {
  const response = await ask();
  await response.text();
  return response.status;
}

describe('the script of the fake', () => {
  test('a list is answered in order, its last answer for ever', async () => {
    await start([failure('throttled'), failure('unavailable'), reply('x')]);
    expect([await status(), await status(), await status(), await status()]).toEqual([429, 503, 200, 200]);
  });

  test('a function sees the exchange and the number of the question, aside calls not counted', async () => {
    const seen: unknown[] = [];
    await start((exchange, index) => {
      seen.push([index, exchange.index, exchange.asked?.prompt]);
      return reply('x');
    });
    await status();
    await (await fetch(`${fake.origin}/v1/models`)).text();
    await status();
    expect(seen).toEqual([
      [0, 0, 'Hello'],
      [1, 2, 'Hello'],
    ]);
  });

  test('a script that throws cuts the client off, and closing tells', async () => {
    await start(() => {
      throw new Error('no more answers');
    });
    await expect(ask()).rejects.toThrow();
    await expect(fake.close()).rejects.toThrow('no more answers');
  });

  test('a token bucket takes its burst, then so many a second by the clock', async () => {
    const clock = createFakeClock(1000);
    const headers = {'x-amz-retry-after': '500'};
    await start(tokenBucket({perSecond: 2, burst: 3, headers}, [reply('x')]), {clock});
    const burst = [await status(), await status(), await status(), await status()];
    await clock.advance(499);
    const early = await ask();
    await early.text();
    await clock.advance(1);
    const later = [await status(), await status()];
    await clock.advance(60_000);
    const rested = [await status(), await status(), await status(), await status()];
    expect(burst).toEqual([200, 200, 200, 429]);
    expect(early.status).toBe(429);
    expect(early.headers.get('x-amz-retry-after')).toBe('500');
    expect(later).toEqual([200, 429]);
    expect(rested).toEqual([200, 200, 200, 429]);
    expect(fake.book.charges).toHaveLength(7);
  });
});

describe('the delivery of the fake', () => {
  test('an answer waits for its gate; what is under way is counted', async () => {
    const gate = createGate();
    await start(() => reply('x', {beforeHead: gate.wait}));
    const asked = [ask(), ask(), ask()];
    await fake.arrived(3);
    expect(fake.exchanges.map(({inFlight}) => inFlight)).toEqual([1, 2, 3]);
    expect(fake.exchanges.map(({ended}) => ended)).toEqual(['open', 'open', 'open']);
    gate.open();
    for (const response of await Promise.all(asked)) await response.text();
    await fake.idle();
    expect(fake.exchanges.map(({ended}) => ended)).toEqual(['whole', 'whole', 'whole']);
    await status();
    expect(fake.exchanges[3]?.inFlight).toBe(1);
    expect(fake.peakInFlight()).toBe(3);
  });

  test('the head comes before the gate between the chunks opens', async () => {
    const gate = createGate();
    await start([reply('Hello', {betweenChunks: gate.wait})]);
    const response = await ask({stream: true});
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^event: message_start\n/);
    expect(fake.exchanges[0]?.ended).toBe('open');
    gate.open();
    while (!(await reader?.read())?.done);
    expect(fake.exchanges[0]?.ended).toBe('whole');
  });

  test('delays pass by the clock that is given', async () => {
    const clock = createFakeClock(5000);
    await start([reply('x', {beforeHead: 60_000})], {clock});
    const asked = ask();
    const exchange = await fake.arrived(1);
    expect(exchange.at).toBe(5000);
    // The answer is prepared a few turns after the arrival; only then somebody sleeps.
    while (exchange.ended === 'open') await clock.advance(60_000);
    expect((await asked).status).toBe(200);
  });

  test('silence lasts until the client goes away', async () => {
    await start([reply('x', {cut: {at: 'head', how: 'hang'}})]);
    const abort = new AbortController();
    const asked = failureOf(ask({}, abort.signal));
    const exchange = await fake.arrived(1);
    abort.abort();
    await asked;
    await fake.idle();
    expect(exchange.ended).toBe('abandoned');
  });

  test('closing ends silence and open gates', async () => {
    await start((_, index) =>
      reply('x', index === 0 ? {cut: {at: 'head', how: 'hang'}} : {beforeHead: createGate().wait}),
    );
    const asked = [failureOf(ask()), failureOf(ask())];
    await fake.arrived(2);
    await fake.close();
    expect((await Promise.all(asked)).every((error) => error instanceof Error)).toBe(true);
  });

  test.each(['reset', 'close'] as const)('%s breaks off after the bytes that were allowed', async (how) => {
    await start([reply('Hello', {cut: {at: 20, how}})]);
    // A reset may overtake the bytes before it: how far the client got is not certain.
    await failureOf(ask().then((response) => response.text()));
    expect(fake.exchanges[0]?.ended).toBe('cut');
  });

  test('a truncated body can end properly', async () => {
    await start([reply('Hello', {cut: {at: 20, how: 'end'}})]);
    const text = await (await ask()).text();
    expect(text).toHaveLength(20);
  });

  test('a request that breaks off is listed, but neither answered nor charged', async () => {
    const answered: number[] = [];
    const script: Script = ({index}) => {
      answered.push(index);
      return reply('x');
    };
    await start(script, {asideScript: script});
    const socket = connect(Number(new URL(fake.origin).port), '127.0.0.1');
    socket.write('POST /v1/messages HTTP/1.1\r\nHost: fake\r\nContent-Length: 100\r\n\r\n{"model"');
    socket.end();
    const exchange = await fake.arrived(1);
    await fake.idle();
    expect(exchange).toMatchObject({body: null, asked: null, ended: 'abandoned'});
    expect(answered).toEqual([]);
    expect(fake.book.charges).toEqual([]);
  });

  test('a client that speaks HTTP/2 can be refused, and is counted', async () => {
    await start([reply('x')], {http2: 'refuse'});
    const session = connectHttp2(fake.origin);
    await new Promise((resolve) => {
      session.once('error', resolve);
      session.once('close', resolve);
    });
    expect(fake.connections).toEqual({http1: 0, http2: 1});
    expect(fake.exchanges).toEqual([]);
  });
});

describe('the billing book', () => {
  const usage = {
    inputTokens: 1000,
    outputTokens: 10,
    cacheReadTokens: 400,
    cacheWriteTokens: 200,
    cacheWrite1hTokens: 50,
  };
  const price = () => ({input: 0.06, output: 0.24, cacheRead: 0.015, cacheWrite: 0.075, cacheWrite1h: 0.12});

  test('charges every kind of token at its price and rounds the sum up', async () => {
    await start([reply('x', {usage})], {price});
    await status();
    // 400 x 0.06 + 400 x 0.015 + 150 x 0.075 + 50 x 0.12 + 10 x 0.24 = 49.65
    expect(fake.book.charges).toEqual([
      {exchange: 0, wire: 'messages', model: 'm', ...usage, costMicroUsd: 50},
    ]);
    expect(fake.book.totalMicroUsd()).toBe(50);
  });

  test('does not round up what is a whole number', async () => {
    await start([reply('x', {usage: {inputTokens: 50, outputTokens: 0}})], {price});
    await status();
    expect(fake.book.totalMicroUsd()).toBe(3);
  });

  test.each([
    ['before its head', {at: 'head', how: 'reset'}],
    ['in its middle', {at: 20, how: 'close'}],
    ['by silence', {at: 'head', how: 'hang'}],
  ] as const)('charges an answer that is cut %s in full', async (_, cut) => {
    await start([reply('x', {usage, cut})]);
    const abort = new AbortController();
    const asked = failureOf(ask({}, abort.signal).then((response) => response.text()));
    await fake.arrived(1);
    await new Promise((resolve) => setImmediate(resolve));
    if (cut.how === 'hang') abort.abort();
    await asked;
    expect(fake.book.totalMicroUsd()).toBe(1040);
  });

  test.each([
    ['throttled', 0],
    ['unavailable', 0],
    ['invalid', 0],
    ['internal', 1],
    ['model-timeout', 1],
    ['model-error', 1],
  ] as const)('the failure %s is charged %i times its input', async (name, times) => {
    await start([failure(name)]);
    await status();
    const bytes = JSON.stringify(question).length;
    expect(fake.book.totalMicroUsd()).toBe(times * Math.ceil(bytes / 4));
  });

  test('charges what the script says instead', async () => {
    await start([failure('throttled', {bill: 'input'}), reply('x', {usage, bill: 'nothing'}), foreign()]);
    await status();
    await status();
    await status();
    expect(fake.book.charges.map(({exchange}) => exchange)).toEqual([0, 2]);
  });

  test('an estimate of the output never exceeds what was asked for', async () => {
    await start([reply('x'.repeat(1000))]);
    await status();
    expect(fake.book.charges[0]?.outputTokens).toBe(10);
  });

  const told: readonly [NonNullable<Reply['told']>, object | undefined][] = [
    ['true', {input_tokens: 400, output_tokens: 10}],
    ['missing', undefined],
    ['zero', {input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0}],
    ['gross', {input_tokens: 1000, output_tokens: 10, cache_read_input_tokens: 400}],
    ['inflated', {input_tokens: 400_000, output_tokens: 10_000}],
  ];
  test.each(told)('is right where the answer tells its usage as %s', async (name, expected) => {
    await start([reply('x', {usage, told: name})]);
    const body = await (await ask()).json();
    if (expected) expect(body).toMatchObject({usage: expected});
    else expect(body).not.toHaveProperty('usage');
    expect(fake.book.charges[0]).toMatchObject(usage);
  });

  test('a total can contradict its parts', async () => {
    await start([reply('x', {usage, told: 'contradictory'})]);
    const response = await fetch(`${fake.origin}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"m"}',
    });
    expect(await response.json()).toMatchObject({usage: {prompt_tokens: 1000, total_tokens: 1110}});
  });
});

test('the date forms of a wait all name the same second', async () => {
  await start([]);
  const now = Date.UTC(2026, 10, 2, 8, 0, 0, 400);
  const forms = new Map(waitHeaders(now, 1500).map((row) => [row.form, row]));
  expect(forms.get('IMF-fixdate')?.headers['retry-after']).toBe('Mon, 02 Nov 2026 08:00:02 GMT');
  expect(forms.get('rfc850')?.headers['retry-after']).toBe('Monday, 02-Nov-26 08:00:02 GMT');
  expect(forms.get('asctime')?.headers['retry-after']).toBe('Mon Nov  2 08:00:02 2026');
  expect(forms.get('asctime')?.expectedMs).toBe(1600);
});

import {afterEach, describe, expect, test} from 'vitest';
import {badGateway, foreign, reply} from '../../source/demo/fake-models/answers.ts';
import type {Answer} from '../../source/demo/fake-models/contract.ts';
import {type FaultName, failure} from '../../source/demo/fake-models/faults.ts';
import type {AttemptFailure, Feature} from '../../source/models/contract.ts';
import {createGate, exampleKeys, waitHeaders} from '../helpers/fake-models.ts';
import {
  attemptOf,
  type Bench,
  exampleKey,
  failureOf,
  providerOf,
  startBench,
  type WireUnderTest,
  wires,
} from './adapters.ts';
import {createManualClock} from './manual-clock.ts';

let bench: Bench | null = null;

afterEach(async () => {
  await bench?.close();
  bench = null;
});

async function start(wire: WireUnderTest, script: readonly Answer[], options = {}): Promise<Bench> {
  bench = await startBench(wire, script, options);
  return bench;
}

const tokens = {
  inputTokens: 130,
  outputTokens: 7,
  cacheReadTokens: 20,
  cacheWriteTokens: 10,
  cacheWrite1hTokens: 4,
};

describe.each(wires)('an answer over %s', (wire) => {
  test.each([true, false])('is read whole, with stream %s', async (stream) => {
    const {ask, fake, progress} = await start(wire, [
      reply({directive: 'Use it.'}, {usage: {inputTokens: 130, outputTokens: 7}, thinking: 'Hm.'}),
    ]);
    const completion = await ask(attemptOf({stream}));
    expect(completion).toMatchObject({
      text: '{"directive":"Use it."}',
      ending: 'complete',
      usage: {inputTokens: 130, outputTokens: 7, cacheReadTokens: 0, cacheWriteTokens: 0, disputed: false},
    });
    expect(completion.responseId).toMatch(/\d/);
    expect(completion.firstByteMs).toBeGreaterThanOrEqual(0);
    expect(progress.at(-1) ?? null).toBe(stream ? completion.text.length : null);
    expect([...progress]).toEqual([...progress].sort((a, b) => a - b));
    expect(fake.exchanges).toHaveLength(1);
    expect(fake.exchanges[0]?.asked).toMatchObject({maxTokens: 500, stream, temperature: null});
  });

  test.each(['schema', 'tool', 'prompt'] as const)('comes on the rung %s', async (rung) => {
    const {ask, fake} = await start(wire, [reply({directive: 'Use it.'})]);
    for (const stream of [true, false]) {
      const {text, ending} = await ask(attemptOf({rung, stream}));
      expect({text, ending}).toEqual({text: '{"directive":"Use it."}', ending: 'complete'});
    }
    const {asked} = fake.exchanges[0] ?? {};
    expect(asked).toMatchObject({rung, prompt: 'The page.'});
    if (rung === 'prompt') expect(asked?.system).toContain('"additionalProperties":false');
    else expect(asked).toMatchObject({system: 'You write rules.', schema: {required: ['directive']}});
  });

  test.each([true, false])('counts tokens of a prompt cache alike, with stream %s', async (stream) => {
    // Chat completions know no writes.
    const used = wire === 'chat' ? {...tokens, cacheWriteTokens: 0, cacheWrite1hTokens: 0} : tokens;
    const {ask, fake} = await start(wire, [reply({directive: 'x'}, {usage: used})]);
    const {usage} = await ask(attemptOf({stream}));
    expect(usage).toEqual({...used, disputed: false});
    expect(fake.book.charges[0]).toMatchObject(used);
  });

  test('without usage is an answer whose tokens nobody knows', async () => {
    const {ask} = await start(wire, [reply({directive: 'x'}, {told: 'missing'})]);
    expect((await ask(attemptOf({stream: false}))).usage).toBeNull();
  });

  test('tells stops that are no success apart', async () => {
    const words = {
      bedrock: ['max_tokens', 'model_context_window_exceeded', 'malformed_tool_use', 'guardrail_intervened'],
      chat: ['length', 'length', 'something_new', 'content_filter'],
      messages: ['max_tokens', 'model_context_window_exceeded', 'something_new', 'refusal'],
    }[wire];
    const {ask} = await start(
      wire,
      words.map((stopReason) => reply({directive: 'x'}, {stopReason})),
    );
    const endings = [];
    for (const _ of words) endings.push((await ask()).ending);
    expect(endings).toEqual([
      'truncated',
      wire === 'chat' ? 'truncated' : 'too-long',
      'malformed',
      'refused',
    ]);
  });

  test('leaves its connection to the next one', async () => {
    const {ask, fake} = await start(wire, [reply({directive: 'x'})]);
    for (const stream of [true, true, false, true]) await ask(attemptOf({stream}));
    expect(fake.connections).toEqual({http1: 1, http2: 0});
  });

  test('that is empty counts as refused', async () => {
    const {ask} = await start(wire, [reply('')]);
    expect((await ask()).ending).toBe('refused');
  });
});

const base = {retryAfterMs: null, once: false, rejected: null, tooLong: false};
const table: Readonly<Partial<Record<FaultName, Partial<AttemptFailure>>>> = {
  throttled: {class: 'throttled', money: 'released', status: 429},
  'too-many': {class: 'throttled', money: 'released', status: 429},
  'not-ready': {class: 'throttled', money: 'released', status: 429},
  'daily-quota': {class: 'quota', money: 'released', status: 429},
  unavailable: {class: 'unavailable', money: 'released', status: 503},
  overloaded: {class: 'unavailable', money: 'released', status: 529},
  internal: {class: 'unavailable', money: 'kept', status: 500},
  'gateway-timeout': {class: 'unavailable', money: 'kept', status: 504},
  'model-timeout': {class: 'timeout', money: 'kept', once: true, status: 408},
  'model-error': {class: 'model_error', money: 'kept', once: true, status: 424},
  invalid: {class: 'invalid', money: 'released', status: 400},
  'too-large': {class: 'invalid', money: 'released', tooLong: true, status: 413},
  unprocessable: {class: 'invalid', money: 'released', status: 422},
  'too-long': {class: 'invalid', money: 'released', tooLong: true, status: 400},
  'no-access': {class: 'denied', money: 'released', status: 403},
  'not-found': {class: 'denied', money: 'released', status: 404},
  legacy: {class: 'denied', money: 'released', status: 404},
  unauthenticated: {class: 'credentials', money: 'released', once: true, status: 401},
};

const bedrockOnly: Readonly<Partial<Record<FaultName, Partial<AttemptFailure>>>> = {
  conflict: {class: 'invalid', money: 'released', name: 'ConflictException'},
  'service-quota': {class: 'quota', money: 'released', name: 'ServiceQuotaExceededException'},
  'model-stream-error': {class: 'model_error', money: 'kept', once: true},
  'no-on-demand': {
    class: 'invalid',
    money: 'released',
    hint: expect.stringContaining('eu.amazon.nova-lite-v1:0'),
  },
  'stream-denied': {
    class: 'credentials',
    rejected: 'stream',
    hint: expect.stringContaining('bedrock.stream'),
  },
  'not-authorized': {class: 'credentials', rejected: null, hint: expect.stringContaining('IAM policy')},
  expired: {class: 'credentials', name: 'ExpiredTokenException', once: true},
  unrecognised: {class: 'credentials', once: true},
  'bad-signature': {class: 'credentials', once: true, hint: expect.stringContaining('clock')},
};

describe.each(wires)('an error over %s', (wire) => {
  const rows = Object.entries({...table, ...(wire === 'bedrock' ? bedrockOnly : {})}) as [
    FaultName,
    Partial<AttemptFailure>,
  ][];

  test.each(rows)('of the kind %s leaves once and is judged', async (fault, expected) => {
    const {fail, fake} = await start(wire, [failure(fault)]);
    const judged = await fail();
    expect(judged).toMatchObject({...base, ...expected});
    expect(judged.message).not.toBe('');
    expect(judged.name).toMatch(/^[\w]+$|^HTTP \d{3}$/);
    expect(await fail(attemptOf({stream: false}))).toMatchObject({
      ...base,
      ...expected,
      // Only a stream can be left out.
      ...(fault === 'stream-denied' && {rejected: null, hint: expect.any(String)}),
    });
    expect(fake.exchanges).toHaveLength(2);
    expect(fake.book.charges.length > 0).toBe(judged.money === 'kept');
  });

  test.each<[FaultName, Feature, ReturnType<typeof attemptOf>]>([
    ['schema-refused', 'schema', attemptOf()],
    ['tool-refused', 'tool', attemptOf({rung: 'tool'})],
    ['temperature-refused', 'temperature', attemptOf({temperature: 0.2})],
    ['cache-refused', 'prompt-cache', attemptOf({promptCache: '5m'})],
    ['usage-refused', 'stream-usage', attemptOf()],
  ])('saying %s names what to leave out', async (fault, rejected, attempt) => {
    const {fail} = await start(wire, [failure(fault)]);
    expect(await fail(attempt)).toMatchObject({class: 'invalid', rejected, money: 'released'});
  });

  test('about something that was not asked for leaves nothing out', async () => {
    const {fail} = await start(wire, [failure('temperature-refused'), failure('schema-refused')]);
    expect(await fail()).toMatchObject({class: 'invalid', rejected: null});
    expect(await fail(attemptOf({rung: 'prompt'}))).toMatchObject({class: 'invalid', rejected: null});
  });

  test('tells how long to wait in every form', async () => {
    const clock = createManualClock();
    const forms = waitHeaders(clock.now(), 61_000);
    const {fail} = await start(
      wire,
      forms.map(({headers}) => failure('throttled', {headers})),
      {clock},
    );
    for (const {form, expectedMs} of forms) {
      expect({form, waitMs: (await fail()).retryAfterMs}).toEqual({form, waitMs: expectedMs});
    }
  });

  test('that is the page of a proxy is unavailable, its cost unknown', async () => {
    const {fail, fake} = await start(wire, [badGateway()]);
    expect(await fail()).toMatchObject({class: 'unavailable', name: 'HTTP 502', status: 502, money: 'kept'});
    expect((await fail(attemptOf({stream: false}))).message).toBe('HTTP 502 (text/html)');
    expect(fake.exchanges).toHaveLength(2);
  });

  test('in the middle of an answer keeps the money, whatever it says', async () => {
    const {fail, fake} = await start(wire, [
      reply({directive: 'Use the example.'}, {breakOff: {after: 1, failure: failure('throttled')}}),
      reply({directive: 'Use the example.'}, {breakOff: {after: 1, failure: failure('unavailable')}}),
    ]);
    expect(await fail()).toMatchObject({class: 'throttled', money: 'kept', status: null});
    expect(await fail()).toMatchObject({class: 'unavailable', money: 'kept'});
    expect(fake.exchanges).toHaveLength(2);
  });
});

describe.each(wires)('what is no answer over %s', (wire) => {
  test.each([true, false])('a web page with 200 is named with its host, with stream %s', async (stream) => {
    const {fail, fake} = await start(wire, [foreign()]);
    const judged = await fail(attemptOf({stream}));
    const {host} = new URL(fake.origin);
    const title = {bedrock: 'Bedrock', chat: 'OpenAI', messages: 'Anthropic'}[wire];
    expect(judged).toMatchObject({
      class: 'foreign',
      money: 'kept',
      once: false,
      message: `not an answer of ${title} (text/html), from ${host}`,
    });
    expect(fake.exchanges).toHaveLength(1);
  });

  test('JSON of another kind is foreign as well', async () => {
    const {fail} = await start(wire, [foreign({contentType: 'application/json', body: '{"ok":true}'})]);
    expect(await fail(attemptOf({stream: false}))).toMatchObject({class: 'foreign', money: 'kept'});
  });

  test('a redirect is not followed', async () => {
    const {fail, fake} = await start(wire, [
      foreign({status: 307, headers: {location: 'http://127.0.0.1:1/elsewhere'}}),
    ]);
    expect(await fail()).toMatchObject({class: 'foreign', status: 307});
    expect(fake.exchanges).toHaveLength(1);
  });

  test('more than 8 MiB is given up', async () => {
    const {fail} = await start(wire, [reply('x'.repeat(9 * 1024 * 1024))]);
    const judged = await fail(attemptOf({stream: false}));
    expect(judged).toMatchObject({class: 'foreign'});
    expect(judged.message).toContain('more than 8388608 bytes');
  });
});

describe.each(wires)('an answer over %s that breaks off', (wire) => {
  const long = {directive: 'Use the example. '.repeat(20)};

  test.each([
    ['a reset in the stream', true, {at: 200, how: 'reset'}],
    ['a closed connection in the stream', true, {at: 200, how: 'close'}],
    ['a seemingly proper end of the stream', true, {at: 200, how: 'end'}],
    ['a reset in a whole answer', false, {at: 100, how: 'reset'}],
    ['a truncated 200', false, {at: 100, how: 'close'}],
    ['half an answer that ends properly', false, {at: 100, how: 'end'}],
    ['a connection closed before the head', true, {at: 'head', how: 'close'}],
    ['a reset before the head', true, {at: 'head', how: 'reset'}],
  ] as const)('by %s is sent once, and its cost is kept', async (_, stream, cut) => {
    const {fail, fake} = await start(wire, [reply(long, {cut})]);
    expect(await fail(attemptOf({stream}))).toMatchObject({class: 'timeout', money: 'kept', once: true});
    expect(fake.exchanges).toHaveLength(1);
    expect(fake.book.charges).toHaveLength(1);
  });

  test.each(['stop', 'done', 'usage'] as const)('without its closing part %s', async (part) => {
    const {fake, ask, fail} = await start(wire, [reply(long, {omit: [part]})]);
    // Bedrock has no part after its usage, Messages none for it.
    const isNeeded = {
      bedrock: {stop: true, done: false, usage: true},
      chat: {stop: true, done: true, usage: false},
      messages: {stop: true, done: true, usage: false},
    }[wire][part];
    if (isNeeded) {
      expect(await fail()).toMatchObject({
        class: 'timeout',
        name: 'incomplete',
        message: expect.stringContaining('the stream ended without'),
        money: 'kept',
        once: true,
      });
    } else {
      const {ending, usage} = await ask();
      expect({ending, isCounted: usage !== null}).toEqual({
        ending: 'complete',
        isCounted: wire === 'messages' || part !== 'usage',
      });
    }
    expect(fake.exchanges).toHaveLength(1);
  });
});

describe.each(wires)('the limits of an exchange over %s', (wire) => {
  test('end a wait for the first byte', async () => {
    const clock = createManualClock();
    const {fail, fake} = await start(wire, [reply('x', {cut: {at: 'head', how: 'hang'}})], {clock});
    const judged = fail();
    await fake.arrived(1);
    clock.advance(29_999);
    clock.advance(1);
    expect(await judged).toMatchObject({
      class: 'timeout',
      name: 'first-byte',
      message: 'no answer began within 30000 ms',
      money: 'kept',
      once: true,
    });
    await fake.idle();
    expect(fake.exchanges).toHaveLength(1);
  });

  test('end a stream that stands still', async () => {
    const clock = createManualClock();
    const {fail} = await start(
      wire,
      [reply({directive: 'Use the example.'}, {cut: {at: 1500, how: 'hang'}, pieces: 30})],
      {clock},
    );
    const moving = Promise.withResolvers<void>();
    const judged = fail(attemptOf(), {progress: () => moving.resolve()});
    await moving.promise;
    clock.advance(120_000);
    expect(await judged).toMatchObject({class: 'timeout', name: 'idle', money: 'kept', once: true});
  });

  test('give a whole answer until the limit of the attempt', async () => {
    const clock = createManualClock();
    const gate = createGate();
    const {ask, fail, fake} = await start(
      wire,
      [reply('x', {beforeHead: gate.wait}), reply('x', {cut: {at: 'head', how: 'hang'}})],
      {clock},
    );
    const patient = ask(attemptOf({stream: false}));
    await fake.arrived(1);
    clock.advance(299_999);
    gate.open();
    expect((await patient).text).toBe('x');
    const judged = fail(attemptOf({stream: false, attemptMs: 200_000}));
    await fake.arrived(2);
    clock.advance(200_000);
    expect(await judged).toMatchObject({class: 'timeout', name: 'attempt', money: 'kept'});
  });
  test('an abort is no lost connection', async () => {
    const {fail, fake} = await start(wire, [
      reply({directive: 'Use the example.'}, {cut: {at: 1500, how: 'hang'}, pieces: 30}),
    ]);
    const abort = new AbortController();
    const judged = await fail(attemptOf(), {signal: abort.signal, progress: () => abort.abort()});
    expect(judged).toMatchObject({class: 'aborted', money: 'kept', retryAfterMs: null});
    await fake.idle();
    expect(fake.exchanges[0]?.ended).toBe('abandoned');
    expect(await fail(attemptOf(), {signal: abort.signal})).toMatchObject({
      class: 'aborted',
      money: 'released',
    });
    expect(fake.exchanges).toHaveLength(1);
  });
});

describe.each(wires)('a connection over %s', (wire) => {
  test('that is refused costs nothing', async () => {
    const {fail, fake} = await start(wire, []);
    await fake.close();
    expect(await fail()).toMatchObject({class: 'unavailable', name: 'ECONNREFUSED', money: 'released'});
  });

  test.each([
    ['ENOTFOUND', true],
    ['EAI_AGAIN', false],
  ])('to a name that gives %s was never made', async (code, final) => {
    const lookup = () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), {code}));
    const {provider, fail} = atHost(wire, {lookup});
    expect(await fail()).toMatchObject({class: 'unavailable', name: code, money: 'released', final});
    provider.close();
  });

  test('that is not made in time costs nothing', async () => {
    const lookup = () => new Promise<never>(() => undefined);
    const {provider, fail} = atHost(wire, {lookup, connectMs: 20});
    expect(await fail()).toMatchObject({class: 'unavailable', money: 'released'});
    provider.close();
  });

  test('to a name that stands for the metadata service is refused', async () => {
    const lookup = async () => [{address: '169.254.169.254', family: 4}];
    const {provider, fail} = atHost(wire, {lookup});
    expect(await fail()).toMatchObject({class: 'invalid', name: 'address-refused', money: 'released'});
    provider.close();
  });
});

function atHost(wire: WireUnderTest, options: object) {
  const provider = providerOf(wire, 'https://models.example.org', options);
  const deps = {signal: new AbortController().signal, progress: () => undefined};
  return {provider, fail: () => failureOf(provider.attempt(attemptOf(), deps))};
}

test.each(wires)('no secret and no word of the question is told of an error over %s', async (wire) => {
  const prompt = 'A paragraph of the page that nobody but the model may see in full.';
  const attempt = attemptOf({question: {...attemptOf().question, prompt}});
  const secret = wire === 'bedrock' ? exampleKeys.secretAccessKey : exampleKey;
  const {fail} = await start(wire, [
    failure('invalid', {message: `Bad key ${secret}\nThe Canonical String is ${secret}`}),
    failure('invalid', {message: `Cannot read {"messages":[{"content":"${prompt}"}]}`}),
    failure('invalid', {message: `\u001b[31mred\u0007 ${'long '.repeat(200)}`}),
  ]);
  expect((await fail(attempt)).message).toBe('Bad key [secret]');
  expect((await fail(attempt)).message).toBe('(left out: it repeats the question)');
  const {message} = await fail(attempt);
  expect(message).toMatch(/^\[31mred +long/);
  expect(message.length).toBeLessThanOrEqual(300);
});

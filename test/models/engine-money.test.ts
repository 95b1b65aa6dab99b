import {afterEach, describe, expect, it} from 'vitest';
import type {Completion, Price} from '../../source/models/contract.ts';
import {inputBound} from '../../source/models/engine-money.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {noCaps} from '../helpers/ledger-samples.ts';
import {
  calm,
  createRig,
  driven,
  failing,
  hang,
  price,
  question,
  questionOf,
  type Rig,
  reply,
  type Script,
  scripted,
  usageOf,
} from '../helpers/model-engine.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.remove();
});

function one(script: Script, options: Parameters<typeof createRig>[1] & {takesMs?: number} = {}) {
  const clock = createFakeClock(1_800_000_000_000);
  const provider = scripted(script, clock, {takesMs: options.takesMs ?? 0});
  const rig = createRig([provider], {clock, ...options});
  rigs.push(rig);
  return {...rig, provider, clock};
}

describe('the reservation of an attempt', () => {
  it('is all its bytes at the dearest input, and the longest answer', async () => {
    const {ask, rows} = one([reply()]);
    await ask(questionOf('é'.repeat(1000)));
    const bytes = 2000 + question.system.length + 2 * '{"type":"object"}'.length + 1024;
    expect(rows()[0]?.reserved).toBe(bytes + 4 * question.maxTokens);
    expect(inputBound(questionOf('é'.repeat(1000)))).toBe(bytes);
  });

  it('counts the write of a prompt cache where that is dearer', async () => {
    const dear: Price = {...price, cacheWrite: 1.25, cacheWrite1h: 2};
    const reserved: number[] = [];
    for (const promptCache of ['off', '5m', '1h'] as const) {
      const {ask, rows} = one([reply()], {price: () => dear, member: {promptCache}});
      await ask();
      reserved.push((rows()[0]?.reserved ?? 0) - 400);
    }
    const bytes = inputBound(question);
    expect(reserved).toEqual([bytes, Math.ceil(1.25 * bytes), 2 * bytes]);
  });

  it.each([
    ['released', 'unavailable', 0],
    ['kept', 'model_error', null],
  ] as const)('is %s after %s', async (money, errorClass, charged) => {
    const {ask, rows, clock, typed} = one([failing(errorClass, {money}), reply()]);
    await driven(clock, ask());
    const [first] = rows();
    expect(first?.charged).toBe(charged);
    expect(typed('budget.charged')[0]).toMatchObject({
      outcome: money,
      costMicroUsd: money === 'kept' ? first?.reserved : 0,
    });
  });
});

describe('the count of an answer', () => {
  const reserved = inputBound(question) + 400;
  it.each([
    ['missing', {usage: null}, reserved, 'did not count'],
    ['zero', {usage: usageOf(0, 0)}, reserved, 'counted no tokens'],
    ['without output', {usage: usageOf(10, 0)}, reserved, 'counted no tokens'],
    ['above the reservation', {usage: usageOf(20_000, 10_000)}, 60_000, 'counted more tokens'],
    ['disputed', {usage: {...usageOf(20, 10), disputed: true}}, 60, 'contradicts itself'],
  ] as const)(
    'that is %s is charged at its dearest, with an alarm',
    async (_, changes: Partial<Completion>, cost, alarm) => {
      const {ask, rows, engine, typed} = one([reply(changes)]);
      await ask();
      await ask(questionOf('Another'));
      expect(rows()[0]?.charged).toBe(cost);
      expect(typed('notice').map(({message}) => message)).toEqual([expect.stringContaining(alarm)]);
      const {input_tokens, output_tokens} = engine.usageStats();
      expect([input_tokens > 0 && input_tokens < 100, output_tokens > 0 && output_tokens < 100]).toEqual([
        true,
        true,
      ]);
    },
  );

  it('is charged by what it says of the prompt cache', async () => {
    const usage = {...usageOf(100, 10), cacheReadTokens: 50, cacheWriteTokens: 30, cacheWrite1hTokens: 10};
    const dear: Price = {...price, cacheRead: 0.1, cacheWrite: 1.25, cacheWrite1h: 2};
    const {ask, rows} = one([reply({usage})], {price: () => dear});
    await ask();
    expect(rows()[0]?.charged).toBe(20 + 5 + 25 + 20 + 40);
  });
});

describe('a cap', () => {
  const need = inputBound(question) + 400;
  const capped = (run: number) => ({settings: {caps: {...noCaps, run}}});

  it('blocks before anything is sent, and says with which question', async () => {
    const {ask, provider, typed, types} = one([reply()], capped(need - 1));
    await expect(ask()).rejects.toMatchObject({exitCode: 7, message: expect.stringContaining('run cap')});
    expect(provider.attempts).toEqual([]);
    expect(types()).toEqual(['request.queued', 'budget.blocked', 'request.failed']);
    expect(typed('budget.blocked')).toMatchObject([
      {
        id: 1,
        provider: 'bedrock',
        blocks: [{window: 'run', capMicroUsd: need - 1, spentMicroUsd: 0, neededMicroUsd: need}],
      },
    ]);
    expect(typed('request.failed')).toMatchObject([{code: 'RM-LLM-037', error: 'budget', attempts: 0}]);
  });

  it('lets through what is known already', async () => {
    const {ask, engine} = one([reply()], capped(need));
    await ask();
    await expect(ask(questionOf('another'))).rejects.toMatchObject({exitCode: 7});
    expect(await ask()).toMatchObject({kind: 'answer', from: 'memory', costMicroUsd: 0});
    expect(engine.runUsage()).toMatchObject({cacheHits: 1, savedMicroUsd: 60});
  });

  it('makes those wait whom only calls of our own are in the way, without a place among them', async () => {
    const {ask, provider, clock, events} = one([reply()], {...capped(2 * need + 500), takesMs: 100});
    await driven(clock, ask(questionOf('x')));
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await driven(clock, Promise.all(names.map((name) => ask(questionOf(name)))));
    expect(answers).toMatchObject(names.map(() => ({kind: 'answer'})));
    expect(provider.peak()).toBe(2);
    // Whoever holds a place has reserved: so between the first start and the last end no budget is waited for.
    let open = 0;
    for (const {type} of events) {
      if (type === 'request.started') open += 1;
      if (type === 'budget.charged') open -= 1;
      expect(open).toBeLessThanOrEqual(2);
    }
  });

  it('warns once when the share of it is spent', async () => {
    const {ask, typed} = one([reply({usage: usageOf(1000, 10)})], capped(2560));
    for (const name of ['a', 'b']) await ask(questionOf(name));
    await ask(questionOf('c')).catch(() => null);
    expect(typed('budget.warned')).toEqual([
      {type: 'budget.warned', window: 'run', capMicroUsd: 2560, spentMicroUsd: 2080},
    ]);
  });

  it('gives the place back to others when it stops one that waits', async () => {
    const {ask, provider, clock} = one((attempt) => (attempt.question.prompt === 'hang' ? hang : reply()), {
      ...capped(3 * need),
    });
    await driven(clock, ask(questionOf('x')));
    const stop = new AbortController();
    const hanging = ask(questionOf('hang'), stop.signal).catch((error: unknown) => error);
    await calm();
    const big = {...questionOf('big'), maxTokens: 100 + need / 4};
    const waiting = new AbortController();
    const stuck = ask(big, waiting.signal).catch((error: unknown) => error);
    await calm();
    expect(provider.attempts.length).toBe(2);
    waiting.abort(new Error('enough'));
    expect(await stuck).toMatchObject({message: 'enough'});
    expect(await driven(clock, ask(questionOf('small')))).toMatchObject({kind: 'answer'});
    stop.abort(new Error('enough'));
    await hanging;
  });
});

describe('a run that goes on', () => {
  it('does not pay again for what was answered, also without a cache', async () => {
    const first = one([reply()], {cacheDir: null});
    await first.ask();
    const clock = createFakeClock(1_800_000_100_000);
    const provider = scripted([reply()], clock);
    const again = createRig([provider], {clock, root: first.root, cacheDir: null});
    expect(await again.ask()).toMatchObject({kind: 'answer', from: 'journal', costMicroUsd: 0});
    expect(provider.attempts).toEqual([]);
    expect(again.typed('cache.hit')).toMatchObject([{from: 'journal', savedMicroUsd: 60}]);
    const other = createRig([provider], {
      clock,
      root: first.root,
      cacheDir: null,
      settings: {runId: 'run-2'},
    });
    expect(await other.ask()).toMatchObject({from: 'model'});
    for (const rig of [again, other]) await rig.remove();
  });

  it.each([
    ['retry', 'answer', 1],
    ['skip', 'unusable', 0],
  ] as const)('and finds a question of unknown end: %s', async (ambiguous, kind, attempts) => {
    const first = one([failing('foreign')], {cacheDir: null});
    await first.ask().catch(() => null);
    const clock = createFakeClock(1_800_000_100_000);
    const provider = scripted([reply()], clock);
    const again = createRig([provider], {clock, root: first.root, cacheDir: null, settings: {ambiguous}});
    expect(await again.ask()).toMatchObject({kind});
    expect(provider.attempts.length).toBe(attempts);
    await again.remove();
  });
});

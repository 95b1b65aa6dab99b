import {afterEach, describe, expect, it} from 'vitest';
import {BudgetExceededError, CredentialsError, ProviderError, UsageError} from '../../source/errors.ts';
import type {ErrorClass} from '../../source/models/contract.ts';
import type {FallbackClass} from '../../source/models/fallback.ts';
import {fallbackClasses, type ProviderName} from '../../source/provider-names.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {noCaps} from '../helpers/ledger-samples.ts';
import {
  createRig,
  driven,
  engineSettings,
  failing,
  price,
  questionOf,
  type Rig,
  reply,
  type Script,
  scripted,
} from '../helpers/model-engine.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.remove();
});

const names: readonly ProviderName[] = ['bedrock', 'openai', 'local'];

/** An engine whose chain does what is written, one script a provider. */
function chainOf(scripts: readonly Script[], options: Parameters<typeof createRig>[1] = {}) {
  const clock = createFakeClock(1_800_000_000_000);
  const providers = scripts.map((script, index) =>
    scripted(script, clock, {name: names[index] ?? 'local', model: `model-${index + 1}`}),
  );
  const rig = createRig(providers, {clock, ...options});
  rigs.push(rig);
  return {...rig, clock, providers, counts: () => providers.map(({attempts}) => attempts.length)};
}

const on = (...classes: readonly FallbackClass[]) => ({
  settings: {fallback: {on: classes, builtinLast: false}},
});

describe('the chain of providers', () => {
  it('is not left without a failure', async () => {
    const {ask, counts} = chainOf([[reply()], [reply()]]);
    await ask();
    expect(counts()).toEqual([1, 0]);
  });

  it('goes on when one cannot answer, and everything names the one that did', async () => {
    const {ask, clock, engine, typed, rows} = chainOf([[failing('unavailable')], [reply()]]);
    expect(await driven(clock, ask())).toMatchObject({kind: 'answer', provider: 'openai', model: 'model-2'});
    expect(typed('request.finished')).toMatchObject([{provider: 'openai', attempts: 4, retries: 2}]);
    expect(typed('request.retry-scheduled').at(-1)).toMatchObject({
      ...{provider: 'bedrock', attempt: 3, delayMs: 0, error: 'unavailable'},
      fallbackTo: {provider: 'openai', model: 'model-2'},
    });
    expect(typed('cache.stored')).toMatchObject([{provider: 'openai'}]);
    expect(rows().map(({state}) => state)).toEqual(['released', 'released', 'released', 'settled']);
    const {by_provider, estimated_cost_usd, requests} = engine.usageStats();
    expect(by_provider).toEqual({
      openai: {
        ...{requests: 1, prompt_tokens: 20, completion_tokens: 10, input_tokens: 20, output_tokens: 10},
        estimated_cost_usd: 0.00006,
      },
    });
    expect([estimated_cost_usd, requests]).toEqual([0.00006, 1]);
  });

  it('visits each once, whatever they say, and then ends', async () => {
    const {ask, clock, counts} = chainOf([
      [failing('unavailable')],
      [failing('throttled')],
      [failing('timeout')],
    ]);
    expect(await driven(clock, ask())).toMatchObject({
      code: 'RM-LLM-031',
      why: 'it is timeout; before: bedrock: unavailable-name, openai: throttled-name',
    });
    expect(counts()).toEqual([3, 3, 2]);
  });

  it.each(fallbackClasses.map((name) => [name]))(
    'goes on for %s if that is named, and only then',
    async (name) => {
      const named = chainOf([[failing(name)], [reply()]], on(name));
      expect(await driven(named.clock, named.ask())).toMatchObject({kind: 'answer', provider: 'openai'});
      const others = fallbackClasses.filter((other) => other !== name);
      const unnamed = chainOf([[failing(name)], [reply()]], on(...others));
      await driven(unnamed.clock, unnamed.ask());
      expect(unnamed.counts()[1]).toBe(0);
    },
  );

  it.each([
    ['invalid', ProviderError],
    ['credentials', CredentialsError],
    ['foreign', ProviderError],
  ] as const)('never goes on for %s', async (errorClass: ErrorClass, type) => {
    const {ask, clock, counts} = chainOf([[failing(errorClass)], [reply()]], on(...fallbackClasses));
    expect(await driven(clock, ask())).toBeInstanceOf(type);
    expect(counts()[1]).toBe(0);
  });

  it('never goes on when the user stops, or the budget is spent', async () => {
    const stopped = chainOf([[failing('throttled', {retryAfterMs: 60_000})], [reply()]]);
    const stop = new AbortController();
    const asked = stopped.ask(questionOf('a'), stop.signal).catch((error: unknown) => error);
    await stopped.clock.advance(10);
    stop.abort(new Error('enough'));
    expect(await asked).toMatchObject({message: 'enough'});
    const spent = chainOf([[failing('unavailable')], [reply()]], {settings: {caps: {...noCaps, hour: 10}}});
    expect(await driven(spent.clock, spent.ask())).toBeInstanceOf(BudgetExceededError);
    expect([stopped.counts()[1], spent.counts()]).toEqual([0, [0, 0]]);
  });

  it('goes on for a refused answer if `content` is named', async () => {
    const refusal = reply({ending: 'refused', stopReason: 'refusal', text: ''});
    const {ask, counts, engine} = chainOf([[refusal], [reply()]], on('content'));
    expect(await ask()).toMatchObject({kind: 'answer', provider: 'openai', costMicroUsd: 120});
    expect(counts()).toEqual([1, 1]);
    const {by_provider, estimated_cost} = engine.usageStats();
    const sum = Object.values(by_provider).reduce((whole, each) => whole + each.estimated_cost_usd * 1e6, 0);
    expect(Math.round(sum)).toBe(Math.round(estimated_cost * 1e6));
  });

  it('does not ask again one that is shut, and goes on at once while one is down', async () => {
    const {ask, clock, counts} = chainOf([[failing('quota')], [reply()]]);
    await driven(clock, ask(questionOf('a')));
    await driven(clock, ask(questionOf('b')));
    expect(counts()).toEqual([1, 2]);
    const down = chainOf([[failing('unavailable')], [reply()]]);
    for (const name of ['a', 'b', 'c']) await driven(down.clock, down.ask(questionOf(name)));
    const at = down.clock.now();
    await driven(down.clock, down.ask(questionOf('d')));
    // Five failures in a row opened the breaker.
    expect([down.counts()[0], down.clock.now() - at]).toEqual([5, 0]);
  });

  it('states the first step from one company to another, and asks whether it may be taken', async () => {
    const asked: string[] = [];
    const {ask, clock, typed, counts} = chainOf([[failing('unavailable')], [reply()], [reply()]], {
      consent: async (from, to) => {
        asked.push(`${from.name} > ${to.name}`);
        return to.name !== 'openai';
      },
    });
    await driven(clock, Promise.all(['a', 'b', 'c'].map((name) => ask(questionOf(name)))));
    expect(asked).toEqual(['bedrock > openai', 'bedrock > local']);
    expect(counts().slice(1)).toEqual([0, 3]);
    expect(typed('notice').map(({message}) => message)).toEqual([
      'bedrock model-1 cannot answer, and openai may not be asked',
      'bedrock model-1 cannot answer: the text of pages goes to local model-3 (http://local.example)',
    ]);
  });

  it('may end with the distiller that needs no model', async () => {
    const {ask, clock} = chainOf([[failing('unavailable')]], {
      settings: {fallback: {...engineSettings.fallback, builtinLast: true}},
    });
    expect(await driven(clock, ask())).toMatchObject({kind: 'unusable', reason: 'no-model'});
    const wrong = chainOf([[failing('invalid')]], {
      settings: {fallback: {...engineSettings.fallback, builtinLast: true}},
    });
    expect(await driven(wrong.clock, wrong.ask())).toBeInstanceOf(ProviderError);
  });
});

describe('a price that is not known', () => {
  it.each([
    ['block', false],
    ['block', true],
    ['allow', true],
  ] as const)(
    'refuses the chosen provider before anything is sent (%s, capped %s)',
    async (unknownPrice, isCapped) => {
      const {ask, counts, rows} = chainOf([[reply()]], {
        price: () => null,
        settings: {unknownPrice, caps: isCapped ? {...noCaps, day: 1_000_000} : noCaps},
      });
      const error = await ask().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({
        code: 'RM-LLM-040',
        exitCode: 2,
        message: 'the price of bedrock model-1 is not known',
      });
      expect([counts(), rows()]).toEqual([[0], []]);
    },
  );

  it('is no 0 where it is allowed', async () => {
    const {ask, engine, rows, typed} = chainOf([[reply()]], {
      price: () => null,
      settings: {unknownPrice: 'allow'},
    });
    expect(await ask()).toMatchObject({costMicroUsd: null});
    expect(engine.runUsage()).toMatchObject({unpricedRequests: 1, costMicroUsd: 0});
    expect(typed('request.finished')).toMatchObject([{costMicroUsd: null}]);
    expect(rows()).toMatchObject([{state: 'settled', charged: null}]);
  });

  it('leaves out one that would stand in, and says so before anything fails', async () => {
    const {ask, clock, counts, typed} = chainOf([[failing('unavailable')], [reply()], [reply()]], {
      price: (_, model) => (model === 'model-2' ? null : price),
    });
    expect(await driven(clock, ask())).toMatchObject({provider: 'local'});
    expect(counts()).toEqual([3, 0, 1]);
    expect(typed('notice')[0]).toMatchObject({
      code: 'RM-LLM-040',
      message: expect.stringContaining('openai model-2'),
    });
  });
});

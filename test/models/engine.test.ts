import {afterEach, describe, expect, it} from 'vitest';
import {CredentialsError, ProviderError, RetryableError, ThrottledError} from '../../source/errors.ts';
import {AttemptError, type Feature} from '../../source/models/contract.ts';
import type {UsageStats} from '../../source/models/stats.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {
  calm,
  createRig,
  driven,
  failing,
  hang,
  memberSettings,
  question,
  questionOf,
  type Rig,
  reply,
  type Script,
  scripted,
  until,
} from '../helpers/model-engine.ts';

const start = 1_800_000_000_000;
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.remove();
});

/** An engine with one provider that does what is written. */
function one(script: Script, options: Parameters<typeof createRig>[1] & {takesMs?: number} = {}) {
  const clock = createFakeClock(start);
  const provider = scripted(script, clock, {takesMs: options.takesMs ?? 0});
  const rig = createRig([provider], {clock, ...options});
  rigs.push(rig);
  return {...rig, provider, clock};
}

describe('a question', () => {
  it('goes from the queue to an answer that is paid for and kept', async () => {
    const {ask, types, rows} = one([reply()]);
    expect(await ask()).toMatchObject({
      ...{kind: 'answer', value: {rules: ['Use widgets.']}, provider: 'bedrock', from: 'model'},
      costMicroUsd: 60,
    });
    expect(types()).toEqual([
      'request.queued',
      'request.started',
      'budget.reserved',
      'budget.charged',
      'cache.stored',
      'request.finished',
    ]);
    expect(rows()).toMatchObject([{state: 'settled', charged: 60}]);
  });

  it('says nothing of its text, unless redaction is off', async () => {
    const secret = questionOf('A page about a canary.');
    const quiet = one([reply()]);
    await quiet.ask(secret);
    expect(JSON.stringify(quiet.events)).not.toMatch(/canary|Say what|Use widgets/);
    const open = one([reply()], {settings: {redact: false}});
    await open.ask(secret);
    expect(open.typed('request.queued')).toMatchObject([{prompt: secret.prompt, system: secret.system}]);
    expect(open.typed('request.finished')).toMatchObject([{response: '{"rules":["Use widgets."]}'}]);
  });

  it('carries hash and length of the prompt, ids for the log of the account, and the limits', async () => {
    const {ask, typed, provider} = one([reply()]);
    await ask(questionOf('é😀'));
    expect(typed('request.queued')).toMatchObject([
      {promptLength: 2, timeoutMs: 30_000, traceId: 'trace-1', provider: 'bedrock', region: 'eu-central-1'},
    ]);
    const [{attempt} = {attempt: null}] = provider.attempts;
    expect(attempt).toMatchObject({stream: true, rung: 'schema', idleMs: 120_000, attemptMs: 300_000});
    expect(attempt?.metadata).toEqual({run_id: 'run-1', page_hash: expect.stringMatching(/^[0-9a-f]{16}$/)});
    // The schema is new to the provider: it is compiled first.
    expect(attempt?.firstByteMs).toBe(300_000);
    await ask(questionOf('another'));
    expect(provider.attempts[1]?.attempt.firstByteMs).toBe(30_000);
  });
});

describe('a throttle', () => {
  it('is waited for, then the answer counts once', async () => {
    const {ask, engine, typed, clock, provider} = one([failing('throttled'), failing('throttled'), reply()], {
      random: () => 1,
    });
    expect(await driven(clock, ask())).toMatchObject({kind: 'answer', costMicroUsd: 60});
    expect(engine.usageStats()).toMatchObject({
      requests: 1,
      limits: {retries: 2, throttle_events: 2, last_error_code: 'throttled-name', last_retry_delay_ms: 500},
    });
    expect(
      typed('request.retry-scheduled').map(({attempt, delayMs, code, status}) => [
        attempt,
        delayMs,
        code,
        status,
      ]),
    ).toEqual([
      [1, 250, 'throttled-name', 429],
      [2, 500, 'throttled-name', 429],
    ]);
    expect(provider.attempts.map(({atMs}) => atMs - start)).toEqual([0, 250, 750]);
    expect(typed('throttle.engaged')).toMatchObject([
      {scope: 'bedrock/eu-central-1/model-1', retryAfterMs: 250},
      {retryAfterMs: 500},
    ]);
    expect(typed('throttle.released').length).toBe(2);
  });

  it.each([
    [0, 0, 250],
    [3000, 3000, 3250],
    [61_000, 61_000, 61_250],
    [1500, 1500, 1750],
    [120_000, 120_000, 120_250],
  ])('that tells %i ms is never undercut', async (told, least, most) => {
    for (const random of [0, 0.37, 0.999]) {
      const {ask, clock, provider} = one([failing('throttled', {retryAfterMs: told}), reply()], {
        random: () => random,
      });
      expect(await driven(clock, ask(), 1000)).toMatchObject({kind: 'answer'});
      const waited = (provider.attempts[1]?.atMs ?? 0) - start;
      expect(waited).toBeGreaterThanOrEqual(least);
      expect(waited).toBeLessThanOrEqual(most);
    }
  });

  it('that tells longer than is waited for closes the model to all', async () => {
    const {ask, clock, provider, typed} = one([failing('throttled', {retryAfterMs: 86_400_000}), reply()]);
    const first = ask(questionOf('a'));
    const second = ask(questionOf('b'));
    const errors = await Promise.all([driven(clock, first), driven(clock, second)]);
    for (const error of errors) expect(error).toBeInstanceOf(ThrottledError);
    expect(errors[0]).toMatchObject({exitCode: 5, code: 'RM-LLM-029', retryAfterMs: 86_400_000});
    expect(provider.attempts.length).toBe(1);
    expect(typed('request.retry-scheduled')).toEqual([]);
    await clock.advance(86_400_500);
    expect(await driven(clock, ask(questionOf('c')))).toMatchObject({kind: 'answer'});
  });

  it.each([1, 2, 3, 5])('without end takes exactly %i attempts', async (maxAttempts) => {
    const {ask, clock, provider, rows} = one([failing('throttled')], {
      member: {retry: {...memberSettings.retry, maxAttempts}},
    });
    const error = await driven(clock, ask());
    expect(error).toBeInstanceOf(ThrottledError);
    expect((error as Error).message).toBe(
      `bedrock model-1: throttled-name (HTTP 429), ${maxAttempts} ${maxAttempts === 1 ? 'attempt' : 'attempts'}`,
    );
    expect(provider.attempts.length).toBe(maxAttempts);
    expect(rows().map(({state, charged}) => [state, charged])).toEqual(
      Array(maxAttempts).fill(['released', 0]),
    );
  });

  it('is seen by all who wait for the same model', async () => {
    const {ask, clock, provider} = one(
      (_, index) => (index === 1 ? failing('throttled', {retryAfterMs: 5000}) : reply()),
      {takesMs: 100, member: {concurrency: 2}},
    );
    await driven(clock, ask(questionOf('first')));
    await driven(clock, Promise.all(['a', 'b', 'c', 'd'].map((name) => ask(questionOf(name)))), 100);
    const late = provider.attempts.slice(3).map(({atMs}) => atMs - start);
    for (const atMs of late) expect(atMs).toBeGreaterThanOrEqual(5000);
  });
});

describe('a failure', () => {
  it.each([
    ['unavailable', 3, RetryableError, 'RM-LLM-030', 5],
    ['timeout', 2, RetryableError, 'RM-LLM-031', 5],
    ['model_error', 2, RetryableError, 'RM-LLM-030a', 5],
    ['quota', 1, ProviderError, 'RM-LLM-029a', 5],
    ['invalid', 1, ProviderError, 'RM-LLM-038b', 5],
    ['denied', 1, ProviderError, 'RM-LLM-038', 5],
    ['foreign', 1, ProviderError, 'RM-LLM-033', 5],
    ['credentials', 2, CredentialsError, 'RM-CRED-044c', 6],
  ] as const)('of class %s is tried %i times', async (errorClass, times, type, code, exitCode) => {
    const {ask, clock, provider, typed} = one([failing(errorClass)]);
    const error = await driven(clock, ask());
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({code, exitCode});
    expect(provider.attempts.length).toBe(times);
    expect(typed('request.failed')).toMatchObject([{code, error: errorClass, attempts: times}]);
  });

  it('that cannot cure itself is not tried again', async () => {
    const {ask, clock, provider} = one([failing('unavailable', {name: 'ENOTFOUND', final: true})]);
    expect(await driven(clock, ask())).toMatchObject({code: 'RM-LLM-030'});
    expect(provider.attempts.length).toBe(1);
  });

  it.each(['quota', 'denied', 'credentials', 'foreign'] as const)(
    'of class %s is not asked for again by the next question',
    async (errorClass) => {
      const {ask, clock, provider} = one([failing(errorClass)]);
      await driven(clock, Promise.allSettled([ask(questionOf('a')), ask(questionOf('b'))]));
      const before = provider.attempts.length;
      expect(await driven(clock, ask(questionOf('c')))).toBeInstanceOf(Error);
      expect([before, provider.attempts.length]).toEqual([errorClass === 'credentials' ? 2 : 1, before]);
    },
  );

  it('of keys that were renewed meanwhile is none, for all who were on their way', async () => {
    const expired = failing('credentials', {name: 'ExpiredTokenException', status: 403});
    const {ask, clock, provider} = one(
      (_, index) => {
        if (index === 0) return reply();
        // The first four that come with the old keys; whoever comes later has the new ones.
        if (index <= 4) return expired;
        return reply();
      },
      {takesMs: 100},
    );
    await driven(clock, ask(questionOf('first')));
    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await driven(clock, Promise.all(names.map((name) => ask(questionOf(name)))));
    expect(answers).toMatchObject(names.map(() => ({kind: 'answer'})));
    expect(provider.attempts.length).toBe(10);
  });

  it('of the question is an end that can be used, if it is too long', async () => {
    const {ask} = one([failing('invalid', {tooLong: true})]);
    expect(await ask()).toEqual({kind: 'unusable', reason: 'too-long', detail: 'it is invalid'});
  });

  it('of a kind that no provider may have is a bug, and its money counts as spent', async () => {
    const {ask, clock, rows} = one([new TypeError('oops')]);
    expect(await driven(clock, ask())).toBeInstanceOf(TypeError);
    expect(rows()).toMatchObject([{state: 'uncertain'}]);
  });

  it('in a row takes the retries away, until answers come again', async () => {
    const {ask, clock, provider} = one([failing('throttled')], {
      member: {retry: {...memberSettings.retry, maxAttempts: 1000}},
    });
    await driven(clock, ask(), 1000);
    // 500 tokens at 5 each: 100 retries.
    expect(provider.attempts.length).toBe(101);
  });

  it('makes a question end in the time that it has', async () => {
    const {ask, clock, provider} = one([hang], {
      member: {
        retry: {...memberSettings.retry, maxAttempts: 9},
        waits: {...memberSettings.waits, attemptMs: 60_000, requestMs: 70_000},
      },
    });
    const error = await driven(clock, ask(), 500);
    expect(error).toMatchObject({code: 'RM-LLM-031', message: 'bedrock model-1: attempt, 2 attempts'});
    expect(provider.attempts.length).toBe(2);
    expect(clock.now() - start).toBeLessThan(72_000);
  });
});

describe('an outage', () => {
  it('opens the breaker after five failures: then one probe at a time', async () => {
    let isDown = true;
    const {ask, clock, provider} = one(() => (isDown ? failing('unavailable') : reply()), {
      member: {retry: {...memberSettings.retry, maxAttempts: 1}},
    });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await driven(clock, ask(questionOf(name)));
    const openedAt = clock.now();
    const waiting = ['f', 'g', 'h'].map((name) => ask(questionOf(name)).catch((error: unknown) => error));
    await calm();
    await clock.advance(29_000);
    expect(provider.attempts.length).toBe(5);
    await clock.advance(1500);
    await calm();
    expect(provider.attempts.length).toBe(6);
    // The probe failed: open for 60 s more, which is still waited for.
    isDown = false;
    await driven(clock, Promise.all(waiting), 500);
    expect(clock.now() - openedAt).toBeGreaterThanOrEqual(90_000);
    expect(provider.attempts.length).toBe(8);
  });

  it('that lasts ends questions at once instead of holding them for hours', async () => {
    const {ask, clock, provider} = one([failing('unavailable')], {
      member: {retry: {...memberSettings.retry, maxAttempts: 1}},
    });
    const all = Array.from({length: 40}, (_, index) => ask(questionOf(String(index))));
    await driven(clock, Promise.allSettled(all), 1000);
    // Five, and the probes after 30, 60 and 120 s; then the wait would be longer than is waited for.
    expect(provider.attempts.length).toBe(8);
    expect(clock.now() - start).toBeLessThan(240_000);
  });
});

describe('an answer', () => {
  it.each([
    ['truncated', 'max_tokens', 'truncated', 'RM-LLM-034'],
    ['too-long', 'model_context_window_exceeded', 'too-long', 'RM-LLM-039'],
    ['refused', 'refusal', 'refused', 'RM-LLM-035'],
  ] as const)('that is %s is paid for, not repaired, not kept', async (ending, stopReason, reason, code) => {
    const {ask, provider, typed, rows, engine} = one([reply({ending, stopReason})]);
    expect(await ask()).toMatchObject({kind: 'unusable', reason});
    expect(provider.attempts.length).toBe(1);
    expect(typed('request.failed')).toMatchObject([{code, error: reason}]);
    expect(typed('cache.stored')).toEqual([]);
    expect(rows()).toMatchObject([{state: 'settled', charged: 60}]);
    expect(engine.usageStats()).toMatchObject({requests: 1, estimated_cost_usd: 0.00006});
    expect(await ask()).toMatchObject({kind: 'unusable'});
    expect(provider.attempts.length).toBe(2);
  });

  it('in another shape is asked for once more, with what is wrong', async () => {
    const {ask, provider, rows} = one([reply({text: '{"rules":"canary"}'}), reply()]);
    expect(await ask()).toMatchObject({kind: 'answer', costMicroUsd: 120});
    const prompt = provider.attempts[1]?.attempt.question.prompt ?? '';
    expect(prompt).toContain('A page.\n\nYour last answer could not be used: rules: expected Array.');
    expect(prompt).not.toContain('canary');
    expect(rows().map(({state}) => state)).toEqual(['settled', 'settled']);
  });

  it('in another shape twice is dropped', async () => {
    const {ask, provider} = one([reply({text: 'I think widgets are fine.'})]);
    expect(await ask()).toMatchObject({kind: 'unusable', reason: 'malformed'});
    expect(provider.attempts.length).toBe(2);
  });

  it('of a model that lost its way is asked for once more, too', async () => {
    const {ask, provider} = one([reply({ending: 'malformed', stopReason: 'malformed_tool_use'}), reply()]);
    expect(await ask()).toMatchObject({kind: 'answer'});
    expect(provider.attempts.length).toBe(2);
  });

  it('may be plain text', async () => {
    const {engine} = one([reply({text: 'Hello.'})]);
    expect(await engine.ask({...question, output: null}, {schema: null})).toMatchObject({value: 'Hello.'});
  });
});

describe('a feature that a model refuses', () => {
  it('is left out, once and for all questions of the run', async () => {
    const refuses = (feature: Feature) => failing('invalid', {rejected: feature, status: 400});
    const {ask, provider, clock, engine, typed} = one(
      [refuses('schema'), refuses('temperature'), refuses('prompt-cache'), refuses('stream'), reply()],
      {member: {temperature: 0, promptCache: '5m'}, takesMs: 10},
    );
    const answers = Promise.all(['a', 'b', 'c'].map((name) => ask(questionOf(name))));
    expect(await driven(clock, answers)).toMatchObject([
      {kind: 'answer'},
      {kind: 'answer'},
      {kind: 'answer'},
    ]);
    expect(
      provider.attempts.map(({attempt: {rung, temperature, promptCache, stream}}) => [
        rung,
        temperature,
        promptCache,
        stream,
      ]),
    ).toEqual([
      ['schema', 0, '5m', true],
      ['tool', 0, '5m', true],
      ['tool', null, '5m', true],
      ['tool', null, 'off', true],
      ...Array(3).fill(['tool', null, 'off', false]),
    ]);
    expect(engine.usageStats().requests).toBe(3);
    expect(typed('notice').map(({message}) => message)).toContain(
      'bedrock/eu-central-1/model-1 is asked without a JSON schema: it was refused',
    );
  });

  it('is not left out for ever in a circle', async () => {
    const {ask, provider} = one([failing('invalid', {rejected: 'schema'})]);
    await expect(ask()).rejects.toBeInstanceOf(ProviderError);
    expect(provider.attempts.length).toBeLessThan(12);
  });
});

describe('a user who stops', () => {
  it('ends the exchange, keeps its money counted, and hears the own reason', async () => {
    const {ask, rows, typed, provider} = one([hang]);
    const stop = new AbortController();
    const asked = ask(question, stop.signal);
    await until(() => provider.attempts.length > 0);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(rows()).toMatchObject([{state: 'uncertain'}]);
    expect(typed('request.cancelled')).toMatchObject([{attempts: 1, uncertain: true}]);
  });

  it.each(['in the queue', 'before the next attempt'])('leaves nothing behind %s', async (place) => {
    const {ask, rows, provider} = one(
      place === 'in the queue' ? [hang] : [failing('throttled', {retryAfterMs: 9000})],
    );
    const other = new AbortController();
    const blocking = place === 'in the queue' ? ask(questionOf('a'), other.signal) : null;
    const stop = new AbortController();
    const asked = ask(question, stop.signal);
    await calm();
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(provider.attempts.length).toBe(1);
    other.abort(new Error('enough'));
    await blocking?.catch(() => null);
    expect(rows().filter(({state}) => state === 'open')).toEqual([]);
  });

  it('closes the engine only once everything is settled', async () => {
    const {ask, rows, engine, provider} = one([hang]);
    const asked = ask().catch((error: unknown) => error);
    await until(() => provider.attempts.length > 0);
    await engine.close();
    expect(rows()).toMatchObject([{state: 'uncertain'}]);
    expect(await asked).toMatchObject({message: 'the model engine is closed'});
  });
});

describe('the usage', () => {
  const keys = (stats: UsageStats) => [
    Object.keys(stats),
    Object.keys(stats.limits),
    Object.keys(stats.by_provider['bedrock'] ?? {}),
  ];

  it('has exactly the keys of the contract', async () => {
    const {ask, engine} = one([reply()]);
    expect(engine.usageStats()).toEqual({
      ...{prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, input_tokens: 0, output_tokens: 0},
      ...{estimated_cost_usd: 0, estimated_cost: 0, requests: 0, by_provider: {}},
      limits: {retries: 0, throttle_events: 0, last_error_code: null, last_retry_delay_ms: 0},
    });
    await ask();
    expect(keys(engine.usageStats()).map((names) => names.toSorted())).toEqual([
      [
        'by_provider',
        'completion_tokens',
        'estimated_cost',
        'estimated_cost_usd',
        'input_tokens',
        'limits',
        'output_tokens',
        'prompt_tokens',
        'requests',
        'total_tokens',
      ],
      ['last_error_code', 'last_retry_delay_ms', 'retries', 'throttle_events'],
      [
        'completion_tokens',
        'estimated_cost_usd',
        'input_tokens',
        'output_tokens',
        'prompt_tokens',
        'requests',
      ],
    ]);
  });

  it('is what the ledger says, with the reservations of unknown outcome', async () => {
    const {ask, engine, clock, ledger} = one([failing('timeout'), reply(), reply()]);
    await driven(clock, ask());
    await driven(clock, ask(questionOf('b')));
    const stats = engine.usageStats();
    const [sum] = ledger.sums({by: 'provider', dayOf: 'utc'});
    const microUsd = (sum?.settledMicroUsd ?? 0) + (sum?.uncertainMicroUsd ?? 0);
    expect(microUsd).toBeGreaterThan(1000);
    expect([stats.estimated_cost_usd, stats.estimated_cost]).toEqual([microUsd / 1e6, microUsd / 1e6]);
    expect(stats).toMatchObject({requests: 2, input_tokens: 40, output_tokens: 20, total_tokens: 60});
    expect(engine.runUsage()).toMatchObject({
      costMicroUsd: microUsd,
      uncertainMicroUsd: sum?.uncertainMicroUsd,
    });
  });
});

describe('the error of a question', () => {
  it('names what the provider said, and what can be done', async () => {
    const {ask} = one([
      failing('denied', {name: 'AccessDeniedException', status: 403, hint: 'ask for access'}),
    ]);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: 'bedrock model-1: AccessDeniedException (HTTP 403), 1 attempt',
      why: 'it is denied',
      hint: 'ask for access',
    });
    expect((error as Error).cause).toBeInstanceOf(AttemptError);
  });
});

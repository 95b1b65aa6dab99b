import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {systemClock} from '../../source/clock.ts';
import {badGateway, foreign, reply, tokenBucket} from '../../source/demo/fake-models/answers.ts';
import type {Answer, Script} from '../../source/demo/fake-models/contract.ts';
import {failure} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import type {MemberSettings} from '../../source/models/engine-contract.ts';
import {createGate, waitHeaders} from '../helpers/fake-models.ts';
import {createJumpClock} from '../helpers/jump-clock.ts';
import {createRig, memberSettings, questionOf, type Rig} from '../helpers/model-engine.ts';
import {providerOf, type WireUnderTest, wires} from './adapters.ts';

const rigs: Rig[] = [];
const fakes: FakeModels[] = [];
const saved = {...process.env};
beforeEach(() => {
  process.env['AWS_MAX_ATTEMPTS'] = '9';
  process.env['AWS_RETRY_MODE'] = 'adaptive';
});
afterEach(async () => {
  process.env = {...saved};
  for (const rig of rigs.splice(0)) await rig.remove();
  for (const fake of fakes.splice(0)) await fake.close();
});

const rules = {rules: ['Use widgets.']};

/** An engine that speaks over real connections to a server that does what is written. */
async function connect(
  wire: WireUnderTest,
  script: Script,
  {member = {}, withLocal = false}: {member?: Partial<MemberSettings>; withLocal?: boolean} = {},
) {
  const clock = createJumpClock();
  const fake = await startFakeModels({script, clock});
  fakes.push(fake);
  const chain = [providerOf(wire, fake.origin, {clock: {now: clock.now, sleep: systemClock.sleep}})];
  const second = withLocal ? await startFakeModels({clock, script: [reply(rules)]}) : null;
  if (second) {
    fakes.push(second);
    chain.push({...providerOf('chat', second.origin), name: 'local'});
  }
  const rig = createRig(chain, {clock: clock as never, member});
  rigs.push(rig);
  return {...rig, fake, second};
}

/** The book of the server and the ledger: what was settled is what it took, and it took nothing that does not count. */
function expectBooksToAgree({rows}: Pick<Rig, 'rows'>, ...servers: readonly FakeModels[]): void {
  const book = servers.reduce((sum, {book}) => sum + book.totalMicroUsd(), 0);
  const all = rows();
  const settled = all
    .filter(({state}) => state === 'settled')
    .reduce((sum, row) => sum + Number(row.charged), 0);
  const uncertain = all
    .filter(({state}) => state === 'uncertain')
    .reduce((sum, row) => sum + row.reserved, 0);
  expect(all.filter(({state}) => state === 'open')).toEqual([]);
  expect(book).toBeGreaterThanOrEqual(settled);
  expect(book).toBeLessThanOrEqual(settled + uncertain);
}

describe.each(wires)('an engine on %s', (wire) => {
  it.each([1, 2, 3])('sends exactly %i requests to a server that throttles for ever', async (maxAttempts) => {
    const rig = await connect(wire, [failure('throttled')], {
      member: {retry: {...memberSettings.retry, maxAttempts}},
    });
    await expect(rig.ask()).rejects.toMatchObject({code: 'RM-LLM-029', exitCode: 5});
    expect(rig.fake.exchanges.length).toBe(maxAttempts);
    expectBooksToAgree(rig, rig.fake);
  });

  it('waits for two throttles, and counts the answer once', async () => {
    const rig = await connect(wire, [failure('throttled'), failure('throttled'), reply(rules)]);
    expect(await rig.ask()).toMatchObject({kind: 'answer', value: rules});
    const stats = rig.engine.usageStats();
    expect(stats).toMatchObject({requests: 1, limits: {retries: 2, throttle_events: 2}});
    expect(stats.limits.last_error_code).not.toBeNull();
    expect(Math.round(stats.estimated_cost_usd * 1e6)).toBe(rig.fake.book.totalMicroUsd());
    expectBooksToAgree(rig, rig.fake);
  });

  it.each<[string, Answer, number]>([
    ['503', failure('unavailable'), 3],
    ['500', failure('internal'), 3],
    ['502 as HTML', badGateway(), 3],
    ['529', failure('overloaded'), 3],
    ['a reset', reply(rules, {cut: {at: 'head', how: 'reset'}}), 2],
    ['408', failure('model-timeout'), 2],
    ['424', failure('model-error'), 2],
    ['validation', failure('invalid'), 1],
    ['no access', failure('no-access'), 1],
    ['not found', failure('not-found'), 1],
    ['a daily quota', failure('daily-quota'), 1],
    ['a captive portal', foreign(), 1],
    ['expired keys', failure('expired'), wire === 'bedrock' ? 2 : 1],
  ])('answers %s with as many requests as it should', async (_, answer, requests) => {
    const rig = await connect(wire, [answer]);
    await expect(rig.ask()).rejects.toMatchObject({message: expect.stringContaining(`${requests} attempt`)});
    expect(rig.fake.exchanges.length).toBe(requests);
    await rig.fake.idle();
    expectBooksToAgree(rig, rig.fake);
  });

  it('never takes a stream without its end for an answer', async () => {
    const cut = reply(rules, {omit: ['stop', 'usage', 'done']});
    const rig = await connect(wire, [cut, cut]);
    await expect(rig.ask()).rejects.toMatchObject({code: 'RM-LLM-031'});
    expect(rig.fake.exchanges.length).toBe(2);
    expect(rig.typed('cache.stored')).toEqual([]);
    expectBooksToAgree(rig, rig.fake);
    const once = await connect(wire, [cut], {member: {retry: {...memberSettings.retry, maxAttempts: 1}}});
    await expect(once.ask()).rejects.toMatchObject({code: 'RM-LLM-031'});
    expect(once.fake.exchanges.length).toBe(1);
  });

  it('never makes rules of an answer that was cut short', async () => {
    const stopReason = wire === 'chat' ? 'length' : 'max_tokens';
    const rig = await connect(wire, [reply('{"rules":["Use', {stopReason})]);
    expect(await rig.ask()).toMatchObject({kind: 'unusable', reason: 'truncated'});
    expect(rig.fake.exchanges.length).toBe(1);
    expectBooksToAgree(rig, rig.fake);
  });

  it('steps down when a schema is refused, once for all questions', async () => {
    const rig = await connect(wire, (exchange) =>
      exchange.asked?.rung === 'schema' ? failure('schema-refused') : reply(rules),
    );
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => rig.ask(questionOf(name))));
    expect(answers).toMatchObject([{kind: 'answer'}, {kind: 'answer'}, {kind: 'answer'}]);
    expect(rig.fake.exchanges.map(({asked}) => asked?.rung)).toEqual(['schema', 'tool', 'tool', 'tool']);
    expectBooksToAgree(rig, rig.fake);
  });

  it('counts what a prompt cache took part in as the server does', async () => {
    const usage = {
      inputTokens: 300,
      outputTokens: 20,
      cacheReadTokens: 100,
      cacheWriteTokens: wire === 'chat' ? 0 : 50,
    };
    const rig = await connect(wire, [reply(rules, {usage})]);
    await rig.ask();
    await rig.ask(questionOf('b'));
    expect(rig.engine.usageStats()).toMatchObject({
      prompt_tokens: 600,
      completion_tokens: 40,
      total_tokens: 640,
    });
    expectBooksToAgree(rig, rig.fake);
  });

  it.each(['missing', 'zero', 'inflated'] as const)(
    'goes on with usage that is %s, and says so',
    async (told) => {
      const rig = await connect(wire, [reply(rules, {told})]);
      expect(await rig.ask()).toMatchObject({kind: 'answer'});
      expect(rig.typed('notice')).toMatchObject([{code: 'RM-LLM-037'}]);
      expect(rig.rows()[0]?.charged).toBeGreaterThanOrEqual(rig.fake.book.totalMicroUsd());
    },
  );

  it('leaves nothing open when it is stopped in the middle of a stream', async () => {
    const gate = createGate();
    const rig = await connect(wire, [reply(rules, {betweenChunks: gate.wait})]);
    const stop = new AbortController();
    const asked = rig.ask(questionOf('a'), stop.signal).catch((error: unknown) => error);
    await rig.fake.arrived(1);
    stop.abort(new Error('enough'));
    expect(await asked).toMatchObject({message: 'enough'});
    gate.open();
    await rig.fake.idle();
    expect(rig.rows()).toMatchObject([{state: 'uncertain'}]);
    expectBooksToAgree(rig, rig.fake);
  });

  it('asks fifty equal questions once', async () => {
    const rig = await connect(wire, [reply(rules)]);
    const answers = await Promise.all(Array.from({length: 50}, () => rig.ask()));
    expect(answers.every(({kind}) => kind === 'answer')).toBe(true);
    expect(rig.fake.exchanges.length).toBe(1);
    expectBooksToAgree(rig, rig.fake);
  });

  it('has somebody else answer while it is down, if that is wanted', async () => {
    const rig = await connect(wire, [failure('unavailable')], {withLocal: true});
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => rig.ask(questionOf(name))));
    expect(answers).toMatchObject(Array(4).fill({kind: 'answer', provider: 'local', value: rules}));
    const {by_provider, requests} = rig.engine.usageStats();
    expect([by_provider['local']?.requests, requests]).toEqual([4, 4]);
    // The breaker opened after five failures: nobody waited for it any more.
    expect(rig.fake.exchanges.length).toBe(5);
    expect(rig.second?.exchanges.length).toBe(4);
    expectBooksToAgree(rig, rig.fake, ...(rig.second ? [rig.second] : []));
  });
});

describe.each(['bedrock', 'chat'] as const)('the rest that %s asks for', (wire) => {
  const waits = waitHeaders(1_800_000_000_000, 3000);

  it.each(waits.map((each) => [each.form, each] as const))(
    'is never cut short: %s',
    async (_, {headers, expectedMs}) => {
      const rig = await connect(wire, [failure('throttled', {headers}), reply(rules)]);
      expect(await rig.ask()).toMatchObject({kind: 'answer'});
      const [first, second] = rig.fake.exchanges;
      const waited = (second?.at ?? 0) - (first?.at ?? 0);
      expect(waited).toBeGreaterThanOrEqual(expectedMs ?? 0);
      expect(waited).toBeLessThanOrEqual((expectedMs ?? 0) + 250);
    },
  );
});

describe('requests at once', () => {
  const names = Array.from({length: 40}, (_, index) => String(index));
  /** A few turns of the machine, so that answers overlap. */
  const aWhile = async () => {
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  it.each([1, 3, 8])('are never more than %i', async (concurrency) => {
    const rig = await connect('chat', [reply(rules, {beforeHead: aWhile})], {member: {concurrency}});
    await Promise.all(names.map((name) => rig.ask(questionOf(name))));
    expect(rig.fake.peakInFlight()).toBeLessThanOrEqual(concurrency);
    expect(rig.fake.exchanges.length).toBe(40);
    expectBooksToAgree(rig, rig.fake);
  });

  it('follow the wish of the user while the run goes on', async () => {
    const gate = createGate();
    const rig = await connect('chat', (_, index) => reply(rules, index < 5 ? {} : {beforeHead: gate.wait}), {
      member: {concurrency: 1},
    });
    rig.engine.setConcurrency(1);
    for (const name of names.slice(0, 5)) await rig.ask(questionOf(name));
    const rest = names.slice(5).map((name) => rig.ask(questionOf(name)));
    await rig.fake.arrived(6);
    rig.engine.setConcurrency(3);
    await rig.fake.arrived(8);
    expect(rig.fake.peakInFlight()).toBe(3);
    gate.open();
    await Promise.all(rest);
    expect(rig.fake.peakInFlight()).toBeLessThanOrEqual(3);
  });

  it('are throttled less with fewer at once', async () => {
    const throttles: number[] = [];
    for (const concurrency of [8, 2]) {
      const rig = await connect(
        'chat',
        (exchange) => (exchange.inFlight > 2 ? failure('throttled') : reply(rules, {beforeHead: aWhile})),
        {member: {concurrency}},
      );
      await Promise.allSettled(names.map((name) => rig.ask(questionOf(name))));
      throttles.push(rig.engine.usageStats().limits.throttle_events);
      expectBooksToAgree(rig, rig.fake);
    }
    const [many = 0, few = 0] = throttles;
    expect(few).toBe(0);
    expect(many).toBeGreaterThan(0);
  });

  it('are not throttled at all where the rate of the server is set', async () => {
    const throttles: number[] = [];
    for (const rpm of [null, 1190]) {
      // As many as are under way may come late, and then together.
      const rig = await connect('chat', tokenBucket({perSecond: 20, burst: 8}, [reply(rules)]), {
        member: {concurrency: 8, rate: {rpm, tpm: null}},
      });
      await Promise.allSettled(names.map((name) => rig.ask(questionOf(name))));
      throttles.push(rig.engine.usageStats().limits.throttle_events);
    }
    expect(throttles).toEqual([expect.any(Number), 0]);
    expect(throttles[0]).toBeGreaterThan(0);
  });
});

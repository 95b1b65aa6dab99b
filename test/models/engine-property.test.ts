import {describe, expect, it} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {noCaps} from '../helpers/ledger-samples.ts';
import {
  createRig,
  driven,
  failing,
  hang,
  memberSettings,
  questionOf,
  reply,
  type Step,
  scripted,
  usageOf,
} from '../helpers/model-engine.ts';
import {seeded} from '../helpers/random.ts';

const steps: readonly ((random: () => number) => Step)[] = [
  () => reply(),
  () => reply(),
  (random) => reply({usage: usageOf(Math.floor(random() * 900), Math.floor(random() * 200))}),
  () => reply({usage: null}),
  () => reply({ending: 'truncated', stopReason: 'max_tokens'}),
  () => reply({ending: 'refused', stopReason: 'refusal', text: ''}),
  () => reply({text: 'no JSON'}),
  () => failing('throttled'),
  (random) => failing('throttled', {retryAfterMs: Math.floor(random() * 200_000)}),
  () => failing('unavailable'),
  () => failing('unavailable', {money: 'kept', status: 500}),
  () => failing('timeout', {name: 'incomplete'}),
  () => failing('model_error'),
  () => failing('invalid', {status: 400}),
  () => failing('invalid', {rejected: 'schema', status: 400}),
  () => failing('invalid', {tooLong: true, status: 413}),
  () => failing('content'),
  () => new TypeError('a bug'),
  () => hang,
];

/** Fifty questions to two providers that do anything, some of them stopped, under a cap that some seeds reach. */
async function anything(seed: number) {
  const random = seeded(seed);
  const clock = createFakeClock(1_800_000_000_000);
  const act = () => (steps[Math.floor(random() * steps.length)] ?? (() => hang))(random);
  const slow = {
    sleep: (_: number, signal?: AbortSignal) => clock.sleep(Math.floor(random() * 3000), signal),
    now: clock.now,
  };
  const providers = [
    scripted(act, slow, {takesMs: 1}),
    scripted(act, slow, {name: 'local', model: 'model-2', region: null, takesMs: 1}),
  ];
  // With one place the first that is lost would hold everything for ever.
  const places = 1 + (seed % 2) * 2;
  const cap = 2000 + Math.floor(random() * 400_000);
  const rig = createRig(providers, {
    ...{clock, random},
    member: {concurrency: places, waits: {...memberSettings.waits, attemptMs: 20_000, requestMs: 100_000}},
    settings: {caps: {...noCaps, hour: cap}},
  });
  const questions = Array.from({length: 50}, async (_, index) => {
    const stop = new AbortController();
    if (random() < 0.2) void clock.sleep(random() * 30_000).then(() => stop.abort(new Error('stopped')));
    await clock.sleep(random() * 20_000);
    return await rig.ask(questionOf(`page ${index % 40}`), stop.signal);
  });
  const results = await driven(clock, Promise.allSettled(questions), 200);
  return {rig, providers, cap, places, results: results as PromiseSettledResult<unknown>[]};
}

describe('whatever happens', () => {
  it.each(Array.from({length: 12}, (_, index) => [index + 1]))(
    'no reservation and no place is lost, and all sums agree (seed %i)',
    async (seed) => {
      const {rig, providers, cap, places, results} = await anything(seed);
      expect(results.length).toBe(50);
      for (const provider of providers) expect(provider.peak()).toBeLessThanOrEqual(places);
      // Money: nothing open, nothing above the cap, and events, usage and ledger say the same.
      const rows = rig.rows();
      expect(rows.filter(({state}) => state === 'open')).toEqual([]);
      const counted = rows.reduce((sum, row) => sum + (row.charged ?? row.reserved), 0);
      // An answer that counts more than was reserved may pass it by that.
      const beyond = rows.reduce((sum, row) => sum + Math.max(0, (row.charged ?? 0) - row.reserved), 0);
      expect(counted).toBeLessThanOrEqual(cap + beyond);
      const stats = rig.engine.usageStats();
      expect(Math.round(stats.estimated_cost_usd * 1e6)).toBe(counted);
      expect(sumOf(rig.typed('budget.charged').map(({costMicroUsd}) => costMicroUsd ?? 0))).toBe(counted);
      const providersSum = Object.values(stats.by_provider);
      for (const key of ['requests', 'input_tokens', 'output_tokens'] as const)
        expect(sumOf(providersSum.map((each) => each[key]))).toBe(stats[key]);
      expect(sumOf(providersSum.map((each) => Math.round(each.estimated_cost_usd * 1e6)))).toBe(counted);
      expect(rig.typed('budget.reserved').length).toBe(rows.length);
      expect(providers.reduce((sum, {attempts}) => sum + attempts.length, 0)).toBe(rows.length);
      expect(everyQuestionEndsOnce(rig.events)).toBe(true);
      expect(rig.typed('throttle.engaged').length).toBe(stats.limits.throttle_events);
      await rig.remove();
    },
  );
});

function everyQuestionEndsOnce(events: readonly RunEventBody[]): boolean {
  const ends = new Map<number, number>();
  for (const event of events) {
    if (event.type === 'request.queued') ends.set(event.id, 0);
    if (
      event.type === 'request.finished' ||
      event.type === 'request.failed' ||
      event.type === 'request.cancelled'
    )
      ends.set(event.id, (ends.get(event.id) ?? 99) + 1);
  }
  return ends.size === 50 && [...ends.values()].every((count) => count === 1);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

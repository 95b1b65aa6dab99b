import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {RunEvent} from '../../source/events/catalogue.ts';
import {reduce} from '../../source/progress/reduce.ts';
import {breakdown, elapsedMs, totals} from '../../source/progress/selectors.ts';
import {initialState} from '../../source/progress/state.ts';
import {recordedEvents} from '../helpers/recorded-events.ts';
import {sampleRun, samples} from '../helpers/samples.ts';

const fold = (events: readonly RunEvent[]) => events.reduce(reduce, initialState);
const event = (body: object, at = 0) => ({seq: 1, at, ...body}) as RunEvent;

describe('the state of a run', () => {
  it('changes with each type of event', () => {
    const prepared = fold([
      event({...samples['run.started'], runId: 'another'}),
      event({...samples['request.started'], attempt: 9}),
      event({...samples['request.started'], id: samples['request.progressed'].id}),
    ]);
    // These change nothing here: no such request is in flight, nothing is paused, and the wait was counted before.
    const silent = new Set(['run.resumed', 'throttle.released', 'request.failed', 'request.cancelled']);
    for (const body of Object.values(samples)) {
      const {lastAt: _, ...after} = reduce(prepared, event(body));
      const {lastAt: __, ...before} = prepared;
      if (!silent.has(body.type)) expect([body.type, after]).not.toEqual([body.type, before]);
    }
  });

  it('does not change what it was given', () => {
    const before = structuredClone(initialState);
    fold(sampleRun());
    expect(initialState).toEqual(before);
  });

  it('begins anew when a run goes on after a stop', () => {
    const first = [
      ...sampleRun().filter(({type}) => type !== 'request.finished'),
      event(samples['request.started']),
    ];
    const second = [event(samples['run.started'], 5000), event(samples['page.fetched'], 6000)];
    expect(fold([...first, ...second])).toEqual(fold(second));
  });

  it('keeps a throttled request out of the failure count', () => {
    const state = fold([
      event(samples['request.started']),
      event(samples['throttle.engaged']),
      event(samples['request.retry-scheduled'], 500),
    ]);
    expect(state.pages.failed).toEqual([]);
    expect(state.requests).toMatchObject({retries: 1, throttles: 1, waitedMs: 2000});
    expect(state.requests.inFlight.get(4)).toMatchObject({attempt: 1, waitsUntil: 2500});
  });

  it.each(['request.finished', 'request.failed', 'request.cancelled'] as const)(
    'takes a request out of flight on %s',
    (type) => {
      const started = fold([event({...samples['request.started'], id: 9})]);
      expect(started.requests.inFlight.size).toBe(1);
      expect(reduce(started, event({...samples[type], id: 9})).requests.inFlight.size).toBe(0);
    },
  );

  it('keeps the time of the first attempt over retries', () => {
    const state = fold([
      event(samples['request.started'], 100),
      event(samples['request.retry-scheduled'], 200),
      event({...samples['request.started'], attempt: 2}, 300),
    ]);
    expect(state.requests.inFlight.get(4)).toMatchObject({startedAt: 100, attempt: 2, waitsUntil: null});
  });

  it('counts pages read into a running crawl and extracted ones into a running extraction', () => {
    const state = fold([
      event({type: 'phase.started', phase: 'crawl', total: null}),
      event({type: 'phase.started', phase: 'extract', total: null}),
      event(samples['page.fetched']),
      event(samples['page.fetched']),
      event(samples['page.extracted']),
      event({type: 'phase.resized', phase: 'crawl', total: 5}),
    ]);
    expect(state.phases.crawl).toEqual({status: 'running', done: 2, total: 5});
    expect(state.phases.extract).toEqual({status: 'running', done: 1, total: null});
  });

  it('measures time from the start of the run', () => {
    const state = fold([event(samples['run.started'], 5000)]);
    expect(elapsedMs(state, 8000)).toBe(3000);
    expect(elapsedMs(initialState, 8000)).toBe(0);
  });

  it('shows counts largest first', () => {
    expect(breakdown({robots: 3, scope: 14, type: 3, depth: 0})).toBe('scope 14, robots 3, type 3');
  });
});

describe('the questions to models', () => {
  const {models} = fold(sampleRun());

  it('count from the queue to their end', () => {
    expect([...models.queued]).toEqual([]);
    expect([...fold([event(samples['request.queued'])]).models.queued]).toEqual([7]);
    expect(models).toMatchObject({
      asked: 1,
      answered: 1,
      failed: 1,
      fallbacks: 1,
      cacheHits: 1,
      cacheStored: 1,
    });
  });

  it('cost what was charged, and keep reserved what is under way', () => {
    expect(models).toMatchObject({costMicroUsd: 1204, inputTokens: 2100, outputTokens: 230});
    expect([models.reservedMicroUsd, models.savedMicroUsd, models.uncertainMicroUsd]).toEqual([0, 1204, 0]);
    expect(fold([event(samples['budget.reserved'])]).models.reservedMicroUsd).toBe(9120);
    const kept = fold([event({...samples['budget.charged'], outcome: 'kept', costMicroUsd: 9120})]);
    expect(kept.models.uncertainMicroUsd).toBe(9120);
    const unpriced = fold([event({...samples['budget.charged'], costMicroUsd: null})]);
    expect([unpriced.models.unpriced, unpriced.models.costMicroUsd]).toEqual([1, 0]);
  });

  it('are parted by the provider that charged, and the one that answered', () => {
    expect(models.byProvider).toEqual({
      bedrock: {answered: 0, inputTokens: 2100, outputTokens: 230, costMicroUsd: 1204},
      local: {answered: 1, inputTokens: 0, outputTokens: 0, costMicroUsd: 0},
    });
  });

  it('do not count the step to another provider as a wait', () => {
    const {retries, waitedMs} = fold(sampleRun()).requests;
    expect([retries, waitedMs]).toEqual([2, 2250]);
  });
});

describe('recorded runs', () => {
  const folder = new URL('../fixtures/runs/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(2);
  });

  it.each(names)('%s folds to the totals that its last event states', (name) => {
    const events = recordedEvents(readFileSync(new URL(name, folder), 'utf8'));
    const last = events.at(-1);
    expect(last?.type).toBe('run.finished');
    expect(totals(fold(events))).toEqual(last?.type === 'run.finished' ? last.totals : null);
  });
});

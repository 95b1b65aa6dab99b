import {afterEach, describe, expect, test} from 'vitest';
import {crawl} from '../../source/crawl/crawl.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';
import {crawlDeps, defaults, eventsOf, page, runCrawl, skips} from './run-crawl.ts';

let site: SiteServer;

afterEach(async () => {
  await site.close();
});

const links = Array.from({length: 30}, (_, i) => `p${String(i).padStart(2, '0')}.html`);

async function serve(delayMs = 0): Promise<SiteServer> {
  site = await startSite({
    routes: {'/': page('Start', links)},
    fallback: (url) => (url.startsWith('/p') ? page(url) : null),
    delayMs: () => delayMs,
  });
  return site;
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a pause', () => {
  test('holds new requests and nothing is lost after it', async () => {
    const {origin} = await serve();
    let open = Promise.resolve();
    let resume: () => void = () => undefined;
    let during = -1;
    const gate = {pass: () => open, closing: () => false, concurrency: () => 4};
    const {pages} = await runCrawl({
      seed: `${origin}/`,
      deps: {gate},
      onPage: async ({order}) => {
        if (order !== 3) return;
        open = new Promise((resolve) => {
          resume = resolve;
        });
        // What had started may still arrive.
        await turns(300);
        const before = site.hits.length;
        await turns(300);
        during = site.hits.length - before;
        resume();
      },
    });
    expect(during).toBe(0);
    expect(pages).toHaveLength(31);
  });
});

describe('finishing early', () => {
  test('starts no new request and keeps what is there', async () => {
    const {origin} = await serve(2);
    let closing = false;
    const gate = {pass: () => Promise.resolve(), closing: () => closing, concurrency: () => 4};
    const events: RunEventBody[] = [];
    const started = () => eventsOf(events, 'request.started').length;
    let startedBefore = 0;
    const {pages, report} = await runCrawl(
      {
        seed: `${origin}/`,
        deps: {gate},
        onPage: ({order}) => {
          if (order !== 5) return;
          closing = true;
          startedBefore = started();
        },
      },
      events,
    );
    // Those that were let through before may say so a moment later: as many as may be in flight.
    expect(started()).toBeLessThanOrEqual(startedBefore + 4);
    expect(site.hits).toHaveLength(started());
    expect(pages.length).toBeGreaterThanOrEqual(6);
    expect(pages.length).toBeLessThanOrEqual(11);
    expect(report).toMatchObject({stopped: 'finish-early', capReached: false, leftOut: 31 - pages.length});
    expect(skips(events).filter((line) => line.includes('finished-early'))).toHaveLength(31 - pages.length);
  });

  test('before the first request gives a run without pages', async () => {
    const {origin} = await serve();
    const gate = {pass: () => Promise.resolve(), closing: () => true, concurrency: () => 4};
    const {pages, report} = await runCrawl({seed: `${origin}/`, deps: {gate}});
    expect(pages).toEqual([]);
    expect(report).toMatchObject({stopped: 'finish-early', leftOut: 1});
    expect(site.hits).toHaveLength(0);
  });
});

describe('an abort', () => {
  test('throws the reason of the signal at once and cancels what is under way', async () => {
    const {origin} = await serve(5);
    const controller = new AbortController();
    const events: RunEventBody[] = [];
    const run = runCrawl(
      {
        seed: `${origin}/`,
        deps: {signal: controller.signal},
        onPage: ({order}) => {
          if (order === 4) controller.abort(new Error('interrupted'));
        },
      },
      events,
    );
    await expect(run).rejects.toThrow('interrupted');
    const started = eventsOf(events, 'request.started').length;
    expect(started).toBeLessThan(14);
    const open = new Set(eventsOf(events, 'request.started').map(({id}) => id));
    for (const type of ['request.finished', 'request.cancelled', 'request.failed'] as const) {
      for (const {id} of eventsOf(events, type)) open.delete(id);
    }
    expect([...open]).toEqual([]);
    expect(eventsOf(events, 'request.cancelled').length).toBeGreaterThan(0);
    await turns(200);
    expect(eventsOf(events, 'request.started')).toHaveLength(started);
    expect(site.hits.length).toBeLessThanOrEqual(started);
  });

  test('ends a pause', async () => {
    const {origin} = await serve();
    const controller = new AbortController();
    const gate = {pass: () => new Promise<void>(() => undefined), closing: () => false, concurrency: () => 4};
    setImmediate(() => controller.abort(new Error('interrupted')));
    await expect(runCrawl({seed: `${origin}/`, deps: {gate, signal: controller.signal}})).rejects.toThrow(
      'interrupted',
    );
  });

  test('before the start sends nothing', async () => {
    const {origin} = await serve();
    await expect(
      runCrawl({seed: `${origin}/`, deps: {signal: AbortSignal.abort(new Error('never'))}}),
    ).rejects.toThrow('never');
    expect(site.hits).toHaveLength(0);
  });
});

test('a consumer that has enough ends the crawl', async () => {
  const {origin} = await serve(2);
  const events: RunEventBody[] = [];
  for await (const {order} of crawl({...defaults, seed: `${origin}/`}, crawlDeps(events, 4))) {
    if (order === 2) break;
  }
  const started = eventsOf(events, 'request.started').length;
  await turns(200);
  expect(eventsOf(events, 'request.started')).toHaveLength(started);
  expect(started).toBeLessThan(12);
});

test('a reader that throws ends the crawl with its error', async () => {
  const {origin} = await serve();
  const deps = {read: () => Promise.reject(new TypeError('a bug in the reader'))};
  await expect(runCrawl({seed: `${origin}/`, deps})).rejects.toThrow('a bug in the reader');
});

test('more requests at a time are allowed during the run', async () => {
  const {origin} = await serve(25);
  let concurrency = 1;
  const gate = {pass: () => Promise.resolve(), closing: () => false, concurrency: () => concurrency};
  let before = 0;
  await runCrawl({
    seed: `${origin}/`,
    deps: {gate},
    onPage: ({order}) => {
      if (order !== 6) return;
      before = site.mostInFlight();
      concurrency = 8;
    },
  });
  expect(before).toBe(1);
  expect(site.mostInFlight()).toBe(8);
});

import {createHash} from 'node:crypto';
import {afterEach, expect, test} from 'vitest';
import {crawl} from '../../source/crawl/crawl.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {type Journal, openJournal} from '../../source/store/journal.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {crawlDeps, defaults, eventsOf, page, pathOf, paths, runCrawl, skips} from './run-crawl.ts';

let site: SiteServer | null = null;
let memory: Journal<string> = openJournal(':memory:');

afterEach(async () => {
  await site?.close();
  site = null;
  memory.close();
  memory = openJournal(':memory:');
});

const pageCount = 150;
const pathOfPage = (i: number) => `/docs/p${i % pageCount}.html`;

/** No page is like another: similar ones would look like a trap. */
const textOf = (i: number) =>
  [1, 2, 3]
    .map((part) => createHash('sha256').update(`${i} ${part}`).digest('hex').replace(/[0-9]/g, ' '))
    .join(' ');

const answer = (url: string) => {
  const [, number = ''] = /^\/docs\/p(\d+)\.html$/.exec(url) ?? [];
  const i = Number(number);
  if (url === '/docs/')
    return page('Start', [
      ...[0, 7, 30].map(pathOfPage),
      '/docs/moved.html',
      '/docs/gone.html',
      '/docs/out.html',
      '/docs/data.bin',
    ]);
  return number === '' ? null : page(textOf(i), [2 * i + 1, 2 * i + 2, 5 * i + 3].map(pathOfPage));
};

const special: Record<string, SiteRoute> = {
  '/robots.txt': {headers: {'content-type': 'text/plain'}, body: 'User-agent: *\nDisallow: /docs/p9.html\n'},
  '/docs/moved.html': {status: 301, headers: {location: '/docs/p4.html'}},
  '/docs/out.html': {status: 302, headers: {location: '/elsewhere/'}},
  '/docs/data.bin': {headers: {'content-type': 'application/zip'}, body: 'PK'},
};

const seedOf = ({origin}: SiteServer) => `${origin}/docs/`;
const without = (events: readonly RunEventBody[]) =>
  events
    .filter(({type}) => !type.startsWith('request.'))
    .map((event) => (event.type === 'page.fetched' ? {...event, from: null, durationMs: null} : event));

test.each([1, 40, 120])(
  'a crawl broken off after %i pages goes on to the same pages and events, and asks for nothing twice',
  async (broken) => {
    site = await startSite({routes: special, fallback: answer});
    const seed = seedOf(site);
    const calm = await runCrawl({seed, maxPages: 500});
    const asked = new Set(site.hits.map(({url}) => url));
    const before = site.hits.length;

    let read = 0;
    for await (const _ of crawl({...defaults, seed, maxPages: 500}, crawlDeps([], 4, {memory}))) {
      read += 1;
      if (read === broken) break;
    }
    const second = await runCrawl({seed, maxPages: 500, concurrency: 9, deps: {memory}});
    expect(second.pages).toEqual(calm.pages);
    expect(without(second.events)).toEqual(without(calm.events));
    expect(second.report).toEqual(calm.report);
    const cached = eventsOf(second.events, 'page.fetched').filter(({from}) => from === 'cache').length;
    expect(cached).toBeGreaterThanOrEqual(broken);
    // What was under way at the break was closed in good order, so it is known as well.
    const hits = site.hits.slice(before).map(({url}) => url);
    expect(new Set(hits)).toEqual(asked);
    const twice = hits.filter((url, at) => hits.indexOf(url) !== at);
    expect(twice.length).toBeLessThanOrEqual(4);

    const settled = site.hits.length;
    const third = await runCrawl({seed, maxPages: 500, deps: {memory}});
    expect(third.pages).toEqual(calm.pages);
    expect(site.hits.length).toBe(settled);
  },
);

test('asks again for what may have passed, not for what is settled', async () => {
  let broken = true;
  site = await startSite({
    routes: {
      '/docs/': page(
        'Start',
        ['a', 'b', 'c', 'd'].map((name) => `/docs/${name}.html`),
      ),
      '/docs/a.html': () => (broken ? {status: 502} : page('A')),
      '/docs/b.html': {status: 410},
      '/docs/c.html': {status: 403},
      '/docs/d.html': () => (broken ? {status: 429, headers: {'retry-after': '86400'}} : page('D')),
    },
  });
  const seed = seedOf(site);
  const first = await runCrawl({seed, concurrency: 1, deps: {memory}});
  expect(eventsOf(first.events, 'page.failed').length).toBe(4);
  broken = false;
  const counts = () => ['a', 'b', 'c', 'd'].map((name) => site?.count(`/docs/${name}.html`));
  const [a = 0, b, c, d = 0] = counts();
  const second = await runCrawl({seed, concurrency: 1, deps: {memory}});
  expect(paths(second.pages)).toEqual(['/docs/', '/docs/a.html', '/docs/d.html']);
  expect(
    eventsOf(second.events, 'page.failed').map(({url, code, status}) => [pathOf(url), code, status]),
  ).toEqual([
    ['/docs/b.html', 'RM-HTTP-404', 410],
    ['/docs/c.html', 'RM-HTTP-012', 403],
  ]);
  expect(counts()).toEqual([a + 1, b, c, d + 1]);
});

test('asks for robots.txt again after a day, and obeys what it says then', async () => {
  let rules = 'User-agent: *\nDisallow:\n';
  site = await startSite({
    routes: {
      '/robots.txt': () => ({headers: {'content-type': 'text/plain'}, body: rules}),
      '/docs/': page('Start', ['/docs/a.html']),
      '/docs/a.html': page('A'),
    },
  });
  const seed = seedOf(site);
  let nowMs = 1_000_000;
  const clock = {now: () => nowMs, sleep: () => Promise.resolve()};
  const asked = () => site?.count('/robots.txt');
  await runCrawl({seed, deps: {memory, clock}});
  rules = 'User-agent: *\nDisallow: /docs/a.html\n';
  nowMs += 24 * 3600 * 1000 - 1;
  expect([paths((await runCrawl({seed, deps: {memory, clock}})).pages), asked()]).toEqual([
    ['/docs/', '/docs/a.html'],
    1,
  ]);
  nowMs += 1;
  const later = await runCrawl({seed, deps: {memory, clock}});
  expect([paths(later.pages), asked()]).toEqual([['/docs/'], 2]);
  expect(skips(later.events)).toEqual([expect.stringContaining('/docs/a.html robots')]);
});

test('follows the start page to its other host from memory as it did at first', async () => {
  const target = await startSite({
    routes: {'/docs/': page('Start', ['/docs/a.html']), '/docs/a.html': page('A')},
  });
  site = await startSite({
    routes: {'/docs/': {status: 301, headers: {location: `http://localhost:${target.port}/docs/`}}},
  });
  const seed = seedOf(site);
  const first = await runCrawl({seed, deps: {memory}}).catch((error: unknown) => error);
  const hits = site.hits.length + target.hits.length;
  const second = await runCrawl({seed, deps: {memory}}).catch((error: unknown) => error);
  // Another host is no redirect to follow; that it is none costs no request the second time.
  expect(first).toMatchObject({code: 'RM-HTTP-014'});
  expect(second).toMatchObject({code: 'RM-HTTP-014', message: (first as Error).message});
  expect(site.hits.length + target.hits.length).toBe(hits);
  await target.close();
});

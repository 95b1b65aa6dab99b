import {afterEach, describe, expect, test} from 'vitest';
import {type SiteServer, startSite} from '../helpers/site-server.ts';
import {eventsOf, page, pathOf, paths, runCrawl, skips, withoutIndexFiles} from './run-crawl.ts';

let site: SiteServer | null = null;

afterEach(async () => {
  await site?.close();
  site = null;
});

/** A number from 0 to 1 that looks random and is the same for the same input. */
function noise(text: string, seed: number): number {
  let value = seed * 2_654_435_761;
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 16_777_619);
  return (value >>> 0) / 2 ** 32;
}

const pageCount = 240;
const words = ['guide', 'api', 'notes', 'upgrade', 'security', 'topic'];

function pathOfPage(i: number): string {
  return `/docs/${words[i % words.length]}-${i}.html`;
}

/** A tangled site: forward and backward links, redirects, duplicates, dead links, an empty page, ranks of all kinds. */
function tangled(url: string) {
  const path = url.split('?', 1)[0] ?? '';
  const links = (i: number) =>
    Array.from(
      {length: 9},
      (_, k) => `${pathOfPage((i * (k + 2) + k * k) % pageCount)}${k === 3 ? '?utm_source=x' : ''}`,
    );
  if (path === '/docs/')
    return page('Start', [
      ...links(1),
      ...links(5),
      '/docs/moved.html',
      '/docs/dead.html',
      '/docs/blank.html',
    ]);
  if (path === '/docs/moved.html') return {status: 301, headers: {location: pathOfPage(77)}};
  if (path === '/docs/blank.html') return page('', [pathOfPage(200)]);
  const i = Number(/-(\d+)\.html$/.exec(path)?.[1] ?? Number.NaN);
  if (Number.isNaN(i) || i >= pageCount) return null;
  if (i % 41 === 7) return {status: 302, headers: {location: pathOfPage((i + 100) % pageCount)}};
  if (i % 37 === 5) return page('The same text everywhere', links(i));
  return page(`Page ${i}`, links(i));
}

async function run(delaySeed: number, concurrency: number, maxPages = 1_000) {
  const server = await startSite({
    routes: {},
    fallback: tangled,
    delayMs: (url) => (delaySeed === 0 ? 0 : Math.floor(noise(url, delaySeed) ** 3 * 25)),
  });
  const result = await runCrawl({seed: `${server.origin}/docs/`, concurrency, maxPages});
  await server.close();
  const facts = result.events
    .filter(({type}) => type.startsWith('page.') || type === 'phase.resized')
    .map((event) =>
      JSON.stringify(event)
        .replaceAll(server.origin, '')
        .replace(/"durationMs":\d+/, ''),
    );
  return {
    pages: result.pages.map(({url, content}) => `${pathOf(url)} ${content}`),
    facts,
    report: result.report,
    server,
  };
}

describe('the order of the pages', () => {
  test('is the same for all delays and any number of requests in flight', async () => {
    const calm = await run(0, 1);
    expect(calm.pages.length).toBeGreaterThan(180);
    for (const [delaySeed, concurrency] of [
      [1, 4],
      [2, 20],
      [3, 20],
      [4, 4],
      [5, 60],
    ] as const) {
      const shuffled = await run(delaySeed, concurrency);
      expect(shuffled.pages).toEqual(calm.pages);
      expect(shuffled.facts).toEqual(calm.facts);
      expect({...shuffled.report, robots: null}).toEqual({...calm.report, robots: null});
    }
  });

  test('is the same when the page limit cuts it, and the limit is exact', async () => {
    const whole = await run(0, 1);
    for (const maxPages of [1, 2, 33, 90]) {
      const calm = await run(0, 1, maxPages);
      expect(calm.pages).toEqual(whole.pages.slice(0, maxPages));
      for (const [delaySeed, concurrency] of [
        [6, 4],
        [7, 20],
      ] as const) {
        const shuffled = await run(delaySeed, concurrency, maxPages);
        expect(shuffled.pages).toEqual(calm.pages);
        expect(shuffled.facts).toEqual(calm.facts);
        expect(shuffled.report.capReached).toBe(true);
        expect(shuffled.report.leftOut).toBe(calm.report.leftOut);
      }
    }
  });

  test('a slow page does not hold up the others', async () => {
    const links = Array.from({length: 30}, (_, i) => `p${i}.html`);
    let answerFirst: () => void = () => undefined;
    site = await startSite({
      routes: {
        '/': page('Start', links),
        // Answered only once a much later page has been asked for.
        '/p0.html': ({response}) => {
          answerFirst = () => response.end(page('First'));
          return null;
        },
        '/p9.html': () => {
          answerFirst();
          return page('Ninth');
        },
      },
      fallback: (url) => (url.startsWith('/p') ? page(url) : null),
    });
    const {pages} = await runCrawl({seed: `${site.origin}/`, concurrency: 3});
    expect(paths(pages).slice(0, 3)).toEqual(['/', '/p0.html', '/p1.html']);
    expect(pages).toHaveLength(31);
  });

  test('pages on change come before guides, guides before reference, reference before the rest', async () => {
    const links = ['zoo.html', 'api.html', 'guide.html', 'upgrade.html'];
    site = await startSite({
      routes: {'/': page('Start', links)},
      fallback: (url) => (url === '/robots.txt' ? null : page(url)),
    });
    const {pages} = await runCrawl({seed: `${site.origin}/`});
    expect(paths(pages)).toEqual(['/', '/upgrade.html', '/guide.html', '/api.html', '/zoo.html']);
  });
});

describe('the limits', () => {
  test('never asks for more pages than may be kept', async () => {
    const links = Array.from({length: 50}, (_, i) => `p${String(i).padStart(2, '0')}.html`);
    site = await startSite({
      routes: {'/': page('Start', links)},
      fallback: (url) => (url.startsWith('/p') ? page(url) : null),
      delayMs: () => 2,
    });
    const {pages, report, events} = await runCrawl({seed: `${site.origin}/`, maxPages: 10, concurrency: 20});
    expect(pages).toHaveLength(10);
    expect(withoutIndexFiles(site.hits)).toHaveLength(11);
    expect(report).toMatchObject({capReached: true, leftOut: 41, incomplete: 0, stopped: null});
    expect(skips(events).filter((line) => line.endsWith(' cap'))).toHaveLength(41);
    expect(eventsOf(events, 'phase.resized').map(({total}) => total)).toEqual([10]);
  });

  test('dead links and duplicates do not count', async () => {
    const routes = {
      '/': page('Start', ['a.html', 'dead.html', 'b.html', 'c.html', 'd.html']),
      '/a.html': page('A'),
      '/b.html': page('A'),
      '/c.html': page('C'),
      '/d.html': page('D'),
    };
    site = await startSite({routes});
    const {pages, report} = await runCrawl({seed: `${site.origin}/`, maxPages: 3, concurrency: 1});
    expect(paths(pages)).toEqual(['/', '/a.html', '/c.html']);
    expect(report).toMatchObject({capReached: true, leftOut: 1});
  });

  test('a site that just fits is not cut', async () => {
    site = await startSite({routes: {'/': page('Start', ['a.html', '/']), '/a.html': page('A', ['/'])}});
    expect((await runCrawl({seed: `${site.origin}/`, maxPages: 2})).report).toMatchObject({
      capReached: false,
      leftOut: 0,
    });
  });

  test('the depth counts links from the start, by the shortest way', async () => {
    const chain = (i: number) => page(`P${i}`, [`p${i + 1}.html`]);
    const routes = {
      '/': page('Start', ['p1.html', 'zz.html']),
      '/p1.html': chain(1),
      '/p2.html': chain(2),
      '/p3.html': page('never'),
      '/zz.html': page('Zz', ['deep.html']),
      '/deep.html': page('Deep', ['p3.html']),
    };
    site = await startSite({routes});
    const {pages, report, events} = await runCrawl({seed: `${site.origin}/`, maxDepth: 2, concurrency: 1});
    expect(paths(pages).toSorted()).toEqual(['/', '/deep.html', '/p1.html', '/p2.html', '/zz.html']);
    expect(report).toMatchObject({capReached: false, leftOut: 1});
    expect(skips(events)).toEqual(['/p3.html depth more than 2 links from the start']);
  });

  test('a page first met too deep is read when a shorter way turns up, or cut like any other', async () => {
    // `upgrade1` leads down a long way before the last of many links, which leads to the same page, has its turn.
    const fillers = Array.from({length: 90}, (_, i) => `f${String(i).padStart(2, '0')}.html`);
    const routes = {
      '/': page('Start', ['upgrade1.html', ...fillers]),
      '/upgrade1.html': page('U1', ['upgrade-2.html']),
      '/upgrade-2.html': page('U2', ['last.html', 'f89.html']),
      '/f89.html': page('F', ['last.html']),
      '/last.html': page('Last'),
    };
    site = await startSite({routes, fallback: (url) => (url.startsWith('/f') ? page(url) : null)});
    const whole = await runCrawl({seed: `${site.origin}/`, maxDepth: 2, concurrency: 1});
    expect(paths(whole.pages).at(-1)).toBe('/last.html');
    expect(paths(whole.pages).indexOf('/upgrade-2.html')).toBeLessThan(
      paths(whole.pages).indexOf('/f89.html'),
    );
    expect(whole.report.leftOut).toBe(0);
    const cut = await runCrawl({seed: `${site.origin}/`, maxDepth: 2, maxPages: 93, concurrency: 1});
    expect(skips(cut.events)).toEqual(['/last.html cap']);
    expect(cut.report).toMatchObject({capReached: true, leftOut: 1});
    // The long way to f89 does not make it a deep page; last.html is one until f89 has been read.
    const early = await runCrawl({seed: `${site.origin}/`, maxDepth: 2, maxPages: 92, concurrency: 1});
    expect(skips(early.events)).toEqual([
      '/f89.html cap',
      '/last.html depth more than 2 links from the start',
    ]);
  });
});

describe('the books', () => {
  test('each page is discovered once and ends once, and memory holds no page twice', async () => {
    const {facts} = await run(3, 20);
    const events = facts.map((line) => JSON.parse(line.replace(/,}/, '}')) as {type: string; url: string});
    const discovered = events.filter(({type}) => type === 'page.discovered').map(({url}) => url);
    const ended = events
      .filter(({type}) => ['page.fetched', 'page.skipped', 'page.failed'].includes(type))
      .map(({url}) => url);
    expect(new Set(discovered).size).toBe(discovered.length);
    expect(ended.toSorted()).toEqual(discovered.toSorted());
  });

  test('a slow consumer holds the crawl back', async () => {
    const links = Array.from({length: 300}, (_, i) => `p${i}.html`);
    site = await startSite({
      routes: {'/': page('Start', links)},
      fallback: (url) => (url.startsWith('/p') ? page(url) : null),
    });
    const server = site;
    let atFifth = 0;
    await runCrawl({
      seed: `${server.origin}/`,
      maxPages: 300,
      concurrency: 20,
      onPage: async ({order}) => {
        if (order !== 5) return;
        let before = -1;
        // Until a hundred turns of the event loop have brought no new request.
        for (
          let calm = 0;
          calm < 100;
          calm = withoutIndexFiles(server.hits).length === before ? calm + 1 : 0
        ) {
          before = withoutIndexFiles(server.hits).length;
          await new Promise((resolve) => setImmediate(resolve));
        }
        atFifth = withoutIndexFiles(server.hits).length;
      },
    });
    expect(atFifth).toBeLessThanOrEqual(5 + 64 + 3);
    expect(withoutIndexFiles(server.hits).length).toBe(301);
  });

  test('never has more in flight than it may', async () => {
    const links = Array.from({length: 60}, (_, i) => `p${i}.html`);
    site = await startSite({
      routes: {'/': page('Start', links)},
      fallback: (url) => (url.startsWith('/p') ? page(url) : null),
      delayMs: () => 3,
    });
    await runCrawl({seed: `${site.origin}/`, concurrency: 7});
    expect(site.mostInFlight()).toBe(7);
  });
});

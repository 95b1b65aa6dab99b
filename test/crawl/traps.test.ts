import {afterEach, describe, expect, test} from 'vitest';
import {signatureOf, similarity} from '../../source/crawl/similarity.ts';
import {repeatedPart, shapeOf, sortedQuery} from '../../source/crawl/trap-shape.ts';
import {type SiteAnswer, type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {
  type CrawlRun,
  eventsOf,
  page,
  paths,
  type RunOptions,
  runCrawl,
  skips,
  withoutIndexFiles,
} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

type Fallback = (url: URL) => SiteAnswer | string | null;

async function run(
  routes: Record<string, SiteRoute>,
  fallback: Fallback,
  options: Partial<RunOptions> & {readonly delayMs?: (url: string) => number} = {},
): Promise<CrawlRun & {readonly site: SiteServer}> {
  const {delayMs, ...crawlOptions} = options;
  const site = await startSite({
    routes,
    fallback: (url) => (url === '/robots.txt' ? null : fallback(new URL(url, 'http://127.0.0.1'))),
    ...(delayMs ? {delayMs} : {}),
  });
  sites.push(site);
  return {site, ...(await runCrawl({seed: `${site.origin}/docs/`, maxPages: 400, ...crawlOptions}))};
}

function notices({events}: CrawlRun): string[] {
  return eventsOf(events, 'notice').map(({code, message}) => `${code} ${message}`);
}

function asked({site}: {readonly site: SiteServer}, part: string): number {
  return new Set(site.hits.filter(({url}) => url.includes(part)).map(({url}) => url)).size;
}

/** A text that no other number gives. */
function essay(seed: number, words = 60): string {
  return Array.from({length: words}, (_, at) => `w${(seed * 7919 + at * at * 31 + at) % 9973}x`).join(' ');
}

const month = (number: string) =>
  `Appointments of month ${number}: nothing is planned, come back another time`;

describe('endless queries', () => {
  const calendar: Fallback = (url) => {
    const m = Number(url.searchParams.get('m'));
    return url.pathname === '/docs/cal.html' ? page(month(String(m)), [`cal.html?m=${m + 1}`]) : null;
  };

  test('a calendar that leads on for ever is left after a few months and named', async () => {
    const result = await run(
      {'/docs/': page('Start', ['cal.html?m=1', 'a.html']), '/docs/a.html': page('A')},
      calendar,
    );
    expect(asked(result, 'cal.html')).toBeLessThanOrEqual(6);
    expect(asked(result, 'cal.html')).toBeGreaterThanOrEqual(5);
    expect(paths(result.pages)).toContain('/docs/a.html');
    expect(notices(result)).toEqual(['RM-DOC-028 Trap suspected at /docs/cal.html?m=*, 5 URLs read']);
    expect(skips(result.events)).toEqual(['/docs/cal.html?m=6 trap /docs/cal.html?m=*']);
    expect(result.report).toMatchObject({capReached: false, leftOut: 0, stopped: null});
  });

  test('one that links a whole year on every page is left as soon', async () => {
    const years: Fallback = (url) => {
      if (url.pathname !== '/docs/cal.html') return null;
      const year = Number(url.searchParams.get('y'));
      const links = Array.from({length: 12}, (_, at) => `cal.html?y=${year + 1}&m=${at + 1}`);
      return page(month(`${year}-${url.searchParams.get('m')}`), links);
    };
    const result = await run({'/docs/': page('Start', ['cal.html?y=2026&m=1'])}, years, {concurrency: 16});
    expect(asked(result, 'cal.html')).toBeLessThanOrEqual(6);
    expect(notices(result)).toHaveLength(1);
  });

  test('pages with new text get further, but never past twenty', async () => {
    const list: Fallback = (url) => {
      const n = Number(url.searchParams.get('page'));
      return url.pathname === '/docs/list'
        ? page(essay(n), [`list?page=${n + 1}`, `list?page=${n + 2}`])
        : null;
    };
    const result = await run({'/docs/': page('Start', ['list?page=1'])}, list, {maxDepth: 50});
    expect(asked(result, 'list?page')).toBe(20);
    expect(notices(result)).toEqual(['RM-DOC-028 Trap suspected at /docs/list?page=*, 20 URLs read']);
  });

  test('a few variants of a page are no trap', async () => {
    const tabs = ['a', 'b', 'c', 'd', 'e'].map((tab) => `tabs?tab=${tab}`);
    const result = await run({'/docs/': page('Start', tabs)}, (url) => page(`Tab ${url.search}`));
    expect(result.pages).toHaveLength(6);
    expect(notices(result)).toEqual([]);
  });

  test('parameters in another order are the same page', async () => {
    const links = ['x?a=1&b=2', 'x?b=2&a=1', 'x?a=1&b=3'];
    const result = await run({'/docs/': page('Start', links)}, (url) => page(url.search));
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/x?a=1&b=2', '/docs/x?a=1&b=3']);
    expect(skips(result.events)).toEqual(['/docs/x?b=2&a=1 duplicate /docs/x?a=1&b=2']);
  });
});

describe('chains', () => {
  const day: Fallback = (url) => {
    const n = Number(/\/day\/(\d+)/.exec(url.pathname)?.[1] ?? Number.NaN);
    if (Number.isNaN(n)) return null;
    return page(`${month(String(n))} ${essay(1, 20)}`, [
      `/docs/day/${n + 1}`,
      `/docs/day/${n + 7}`,
      `/docs/day/${n + 30}`,
    ]);
  };

  test('numbered pages that are found on one another and say the same are left', async () => {
    const result = await run({'/docs/': page('Start', ['day/1'])}, day, {concurrency: 16});
    expect(asked(result, '/day/')).toBeLessThanOrEqual(25);
    expect(asked(result, '/day/')).toBeGreaterThanOrEqual(10);
    expect(notices(result)).toEqual([expect.stringContaining('RM-DOC-028 Trap suspected at /docs/day/*,')]);
  });

  test('a book whose pages lead from one to the next is read to the end', async () => {
    const chapter: Fallback = (url) => {
      const n = Number(/chapter-(\d+)/.exec(url.pathname)?.[1] ?? Number.NaN);
      return n <= 60 ? page(essay(n), [`/docs/chapter-${n + 1}.html`]) : null;
    };
    const result = await run({'/docs/': page('Start', ['chapter-1.html'])}, chapter, {maxDepth: 100});
    expect(result.pages).toHaveLength(61);
    expect(notices(result)).toEqual([]);
  });

  test('pages that an index names are no chain, however alike', async () => {
    const links = Array.from({length: 40}, (_, at) => `day/${at + 1}`);
    const alike: Fallback = (url) =>
      page(
        `${month(url.pathname)} v${url.pathname.length}`,
        links.map((link) => `/docs/${link}`),
      );
    const result = await run({'/docs/': page('Start', links)}, (url) =>
      url.pathname.startsWith('/docs/day/') ? alike(url) : null,
    );
    expect(result.site.hits.filter(({url}) => url.includes('/day/')).length).toBe(40);
  });
});

describe('made-up paths', () => {
  test.each([
    ['/docs/a/a/a/', 'a'],
    ['/docs/x/a/y/a/z/a.html/a', 'a'],
    ['/docs/a/b/a/b/', 'a/b'],
    ['/docs/a/b/a/', null],
    ['/docs/a/a/', null],
    ['/2011/11/11/11/', null],
    ['/docs/', null],
  ])('%s repeats %j', (path, expected) => {
    expect(repeatedPart(path)).toBe(expected);
  });

  test('relative links under a server that answers anything end soon', async () => {
    const result = await run({}, (url) => page(`At ${url.pathname}`, ['deeper/', 'guide.html']));
    expect(withoutIndexFiles(result.site.hits).length).toBeLessThan(12);
    expect(skips(result.events)).toContain('/docs/deeper/deeper/deeper/ trap the path repeats deeper');
  });

  test('ids of a visit in the path do not multiply the site', async () => {
    let visit = 0;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const visitor: Fallback = (url) => {
      const name = /\/docs\/s-[0-9a-f]+\/(\w)\.html$/.exec(url.pathname)?.[1];
      visit += 1;
      const id = (0x1a2b3c4d5e6f + visit * 7919).toString(16);
      return page(
        name ? essay(name.charCodeAt(0)) : 'Start',
        names.map((other) => `/docs/s-${id}/${other}.html`),
      );
    };
    const result = await run({}, (url) => (url.pathname.startsWith('/docs/') ? visitor(url) : null), {
      concurrency: 1,
    });
    expect(result.pages.length).toBe(1 + names.length);
    expect(result.site.hits.length).toBeLessThan(names.length * 6 + 3);
  });
});

describe('one answer for everything', () => {
  const wall =
    'You need to log in to see this page. Ask your administrator for an account, or go back to the start.';
  const links = Array.from({length: 30}, (_, at) => `${String.fromCharCode(97 + (at % 26))}${at}.html`);

  test('a wall in front of every page ends the run with its reason', async () => {
    const events: CrawlRun['events'][number][] = [];
    const site = await startSite({
      routes: {},
      fallback: (url) =>
        url === '/robots.txt'
          ? null
          : page(
              wall,
              links.map((link) => `/docs/${link}`),
            ),
    });
    sites.push(site);
    await expect(runCrawl({seed: `${site.origin}/docs/`}, events)).rejects.toMatchObject({
      code: 'RM-HTTP-015',
      exitCode: 4,
      why: expect.stringContaining('The first 5 answers'),
    });
  });

  test('a wall that stands behind the start page stops the crawl and keeps what was read', async () => {
    let count = 0;
    const result = await run({'/docs/': page('Welcome', links)}, () => {
      count += 1;
      return page(`${wall} Your request was number ${count}.`);
    });
    expect(result.report.stopped).toBe('same-answers');
    expect(withoutIndexFiles(result.site.hits).length).toBeLessThan(15);
    expect(notices(result)[0]).toContain('RM-HTTP-015 Stopped reading');
  });

  test('a captcha that comes in the middle is seen too', async () => {
    let count = 0;
    const result = await run(
      {'/docs/': page('Welcome', [...links, ...links.map((link) => `b/${link}`)])},
      (url) => {
        count += 1;
        return count <= 20 ? page(essay(count)) : page(`${wall} Ray 8f3ab3c29d${count} ${url.hash}`);
      },
    );
    expect(result.report.stopped).toBe('same-answers');
    expect(result.pages.length).toBeGreaterThanOrEqual(20);
  });

  test('a handful of stubs in a row is no wall', async () => {
    const result = await run({'/docs/': page('Welcome', links)}, (url) => {
      const at = links.indexOf(url.pathname.slice('/docs/'.length));
      return at >= 12 && at < 20 ? page(wall) : page(essay(at));
    });
    expect(result.report.stopped).toBeNull();
    expect(skips(result.events).filter((line) => line.includes('duplicate'))).toHaveLength(7);
  });
});

describe('determinism', () => {
  test('what a trap gives away does not depend on delays or on how many are under way', async () => {
    const endless: Fallback = (url) => {
      const n = Number(url.searchParams.get('n') ?? /(\d+)$/.exec(url.pathname)?.[1] ?? 0);
      const links = [1, 2, 3].flatMap((step) => [`/docs/t?n=${n + step}`, `/docs/day/${n + step}`]);
      return url.pathname.startsWith('/docs') ? page(`${month(String(n))} ${essay(n % 5)}`, links) : null;
    };
    const lists: string[] = [];
    const skipped: string[] = [];
    for (const [round, concurrency] of [1, 4, 16].entries()) {
      const result = await run({}, endless, {
        concurrency,
        delayMs: (url) => (url.length * 13 + round * 7) % 11,
      });
      lists.push(paths(result.pages).join(' '));
      skipped.push(skips(result.events).join('\n'));
    }
    expect(new Set(lists).size).toBe(1);
    expect(new Set(skipped).size).toBe(1);
  });
});

describe('fingerprints', () => {
  test.each([
    [
      'Call `open()` on 2026-03-01 at 12:30, id 8f3ab3c29d01, with timeout30.',
      [683393939, 891440874, 1470507958, 1503366054, 1592195605, 1735459850, 1921318460],
    ],
    ['Ärger mit 漢字 und \u{1d538}bc_d, ½ abcdefab.', [1148501163, 1307041883, 1356567617, 1542118352]],
    ['one two', [2083142193]],
    [' \ud800 ', []],
  ])('is the same in every version, since journals hold it: %s', (text, signature) => {
    expect(signatureOf(text)).toEqual(signature);
  });

  test('equal texts are equal, other texts are not, numbers do not count', () => {
    const one = signatureOf(essay(1, 400));
    expect(one).toHaveLength(64);
    expect(similarity(one, signatureOf(essay(1, 400)))).toBe(1);
    expect(similarity(one, signatureOf(essay(2, 400)))).toBeLessThan(0.1);
    expect(
      similarity(
        signatureOf('On 2026-01-02 at 12:30 all is well'),
        signatureOf('On 2027-11-30 at 01:05 all is well'),
      ),
    ).toBe(1);
    expect(
      similarity(signatureOf('set timeout1 to a value'), signatureOf('set timeout2 to a value')),
    ).toBeLessThan(1);
    expect(similarity(signatureOf(''), signatureOf(''))).toBe(1);
    expect(similarity(signatureOf(''), one)).toBe(0);
  });

  test.each([0.5, 0.6, 0.9])('a share of %d is estimated to within 0.15', (share) => {
    const words = Array.from({length: 2000}, (_, at) => `word${at}`);
    const other = words.map((word, at) => (at < 2000 * share * 1.0 ? word : `${word}b`));
    const expected = share / (2 - share);
    expect(
      Math.abs(similarity(signatureOf(words.join(' ')), signatureOf(other.join(' '))) - expected),
    ).toBeLessThan(0.15);
  });

  test.each<[string, string, boolean, boolean]>([
    ['/docs/guide/012.html', '/docs/guide/*.html', true, false],
    ['/docs/2026/03/', '/docs/*/*/', true, false],
    ['/docs/cal?m=1&y=2', '/docs/cal?m=*&y=*', false, false],
    ['/docs/8f3ab3c29d01/a.html', '/docs/*/a.html', false, true],
    ['/docs/s-8f3ab3c29d01/a', '/docs/s-*/a', false, true],
    ['/(S(lit3py55t21z5v55vlm25s55))/a.aspx', '/(S(*))/a.aspx', false, true],
    ['/docs/installation/deadbeef', '/docs/installation/deadbeef', false, false],
    ['/docs/python3-bindings', '/docs/python*-bindings', true, false],
  ])('%s has the shape %s', (path, text, numbered, hasId) => {
    expect(shapeOf(new URL(path, 'https://a.org'))).toEqual({text, numbered, hasId});
  });

  test('a sorted query is one spelling', () => {
    expect(sortedQuery(new URL('https://a.org/x?b=2&a=1'))).toBe('https://a.org/x?a=1&b=2');
    expect(sortedQuery(new URL('https://a.org/x?b=2'))).toBeNull();
  });
});

import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, test} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {createFakeClock} from '../network/fake-clock.ts';
import {
  eventsOf,
  page,
  pathOf,
  paths,
  type RunOptions,
  runCrawl,
  skips,
  userAgent,
  withoutIndexFiles,
} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

async function serve(routes: Record<string, SiteRoute>, now?: () => number): Promise<SiteServer> {
  const site = await startSite({routes, ...(now ? {now} : {})});
  sites.push(site);
  return site;
}

async function run(routes: Record<string, SiteRoute>, options: Partial<RunOptions> = {}, seed = '/docs/') {
  const clock = createFakeClock();
  const site = await serve(routes, clock.now);
  const result = await runCrawl({seed: site.origin + seed, ...options, deps: {clock, ...options.deps}});
  return {...result, site, clock};
}

describe('what belongs to the run', () => {
  test('pages of the folder, once each, whatever their spelling', async () => {
    const {pages, site} = await run({
      '/docs/': page('Start', [
        'a.html',
        './a.html#part',
        '/docs/a.html?utm_source=menu',
        '/docs/x/../a.html',
        '%61.html',
        '/docs/#top',
      ]),
      '/docs/a.html': page('A', ['./', 'a.html']),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html']);
    expect(withoutIndexFiles(site.hits).map(({url}) => url)).toEqual([
      '/robots.txt',
      '/docs/',
      '/docs/a.html',
    ]);
  });

  test('other hosts, ports and folders are never asked', async () => {
    const other = await serve({'/docs/x.html': page('X')});
    const {site, events} = await run({
      '/docs/': page('Start', [
        `${other.origin}/docs/x.html`,
        '/blog/',
        'mailto:a@b.org',
        'a.html',
        '//localhost/docs/',
      ]),
      '/docs/a.html': page('A'),
    });
    expect(other.hits).toHaveLength(0);
    expect(site.count('/blog/')).toBe(0);
    expect(skips(events)).toEqual(['/blog/ scope outside of /docs/']);
  });

  test('files that are no documents: by name without a request, by type after it', async () => {
    const {pages, site, events} = await run({
      '/docs/': page('Start', ['m.pdf', 'pic', 'blob.txt', 'notes.txt', 'x.xhtml', 'readme.md']),
      '/docs/pic': {headers: {'content-type': 'image/png'}, body: 'png'},
      '/docs/blob.txt': {headers: {'content-type': 'text/plain'}, body: 'a\0b'},
      '/docs/notes.txt': {headers: {'content-type': 'text/plain; charset=utf-8'}, body: 'Notes'},
      '/docs/x.xhtml': {headers: {'content-type': 'APPLICATION/xhtml+xml'}, body: page('X')},
      '/docs/readme.md': {headers: {}, body: '# Read me'},
    });
    expect(paths(pages).toSorted()).toEqual([
      '/docs/',
      '/docs/notes.txt',
      '/docs/readme.md',
      '/docs/x.xhtml',
    ]);
    expect(skips(events).toSorted()).toEqual([
      '/docs/blob.txt type binary data',
      '/docs/m.pdf type .pdf',
      '/docs/pic type image/png',
    ]);
    expect(site.count('/docs/m.pdf')).toBe(0);
  });

  test('globs widen and narrow', async () => {
    const {pages, site, events} = await run(
      {
        '/docs/': page('Start', ['a.html', 'old/a.html', '/blog/', '/x/']),
        '/docs/a.html': page('A'),
        '/blog/': page('Blog'),
      },
      {include: ['/docs/**', '/blog/**'], exclude: ['/docs/old/**']},
    );
    expect(paths(pages).toSorted()).toEqual(['/blog/', '/docs/', '/docs/a.html']);
    expect(skips(events)).toEqual([
      '/docs/old/a.html excluded /docs/old/**',
      '/x/ excluded no --include matches',
    ]);
    expect(site.count('/docs/old/a.html')).toBe(0);
  });

  test('pages with equal text are one page', async () => {
    const {pages, events} = await run({
      '/docs/': page('Start', ['a.html', 'b.html']),
      '/docs/a.html': page('Same'),
      '/docs/b.html': page('Same', ['only-here.html']),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html']);
    expect(skips(events)).toEqual(['/docs/b.html duplicate /docs/a.html']);
  });

  test('a page without text is left out, its links are not', async () => {
    const {pages, events} = await run({
      '/docs/': page('Start', ['menu.html', 'menu2.html']),
      '/docs/menu.html': page('', ['a.html']),
      '/docs/menu2.html': page('', ['b.html']),
      '/docs/a.html': page('A'),
      '/docs/b.html': page('B'),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html']);
    expect(skips(events)).toEqual(['/docs/menu.html empty', '/docs/menu2.html empty']);
  });

  test('links of a page that says nofollow are not followed, in the page or in its header', async () => {
    const {pages} = await run({
      '/docs/': page('Start', ['a.html', 'b.html', 'c.html']),
      '/docs/a.html': page('A nofollow', ['x.html']),
      '/docs/b.html': {
        headers: {'content-type': 'text/html', 'x-robots-tag': 'noindex, nofollow'},
        body: page('B', ['y.html']),
      },
      '/docs/c.html': {
        headers: {'content-type': 'text/html', 'x-robots-tag': 'noindex'},
        body: page('C', ['z.html']),
      },
      '/docs/x.html': page('X'),
      '/docs/y.html': page('Y'),
      '/docs/z.html': page('Z'),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html', '/docs/c.html', '/docs/z.html']);
  });

  test('a canonical address is read as a page of the run', async () => {
    const {pages} = await run({
      '/docs/': page('Start', ['a.html']),
      '/docs/a.html': `${page('A')}<link rel="canonical" href="/docs/real.html">`,
      '/docs/real.html': page('Real'),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html', '/docs/real.html']);
  });

  test('one user agent, on robots.txt too', async () => {
    const {site} = await run({'/docs/': page('Start', ['a.html']), '/docs/a.html': page('A')});
    expect(site.userAgents()).toEqual([userAgent]);
  });
});

describe('redirects of a linked page', () => {
  test('inside of the scope give the page under its new address', async () => {
    const {pages, events} = await run({
      '/docs/': page('Start', ['old.html']),
      '/docs/old.html': {status: 301, headers: {location: '/docs/new.html?utm_x=1#a'}},
      '/docs/new.html': page('New', ['old.html', 'new.html']),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/new.html']);
    expect(eventsOf(events, 'page.fetched').at(-1)).toMatchObject({
      url: expect.stringMatching(/old\.html$/),
      finalUrl: expect.stringMatching(/new\.html/),
    });
  });

  test('to a page that is known give nothing new', async () => {
    const {pages, events} = await run({
      '/docs/': page('Start', ['a.html', 'b.html']),
      '/docs/a.html': page('A'),
      '/docs/b.html': {status: 302, headers: {location: '/docs/a.html'}},
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/a.html']);
    expect(skips(events)).toEqual(['/docs/b.html redirect /docs/a.html']);
  });

  test('to a page that waits take its place, whoever is first', async () => {
    const {pages, events} = await run({
      '/docs/': page('Start', ['a.html', 'b.html']),
      '/docs/a.html': {status: 302, headers: {location: '/docs/b.html'}},
      '/docs/b.html': page('B'),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/b.html']);
    expect(skips(events)).toEqual(['/docs/b.html duplicate /docs/a.html']);
  });

  test('spare the page that they lead to a second request', async () => {
    const fillers = Array.from({length: 90}, (_, i) => `f${i}.html`);
    const routes = Object.fromEntries(fillers.map((name) => [`/docs/${name}`, page(name)]));
    const {site} = await run({
      ...routes,
      '/docs/': page('Start', ['old.html', ...fillers, 'new.html']),
      '/docs/old.html': {status: 302, headers: {location: '/docs/new.html'}},
      '/docs/new.html': page('New'),
    });
    expect(site.count('/docs/new.html')).toBe(1);
  });

  test('out of the scope are not followed', async () => {
    const other = await serve({'/docs/x': page('X')});
    const {pages, site, events} = await run({
      '/docs/': page('Start', ['a.html', 'b.html', 'c.html', 'd.html']),
      '/docs/a.html': {status: 302, headers: {location: '/blog/'}},
      '/docs/b.html': {status: 302, headers: {location: `${other.origin}/docs/x`}},
      '/docs/c.html': {status: 302, headers: {location: '/docs/m.pdf'}},
      '/docs/d.html': {status: 302, headers: {location: 'file:///etc/passwd'}},
    });
    expect(paths(pages)).toEqual(['/docs/']);
    expect(site.count('/blog/')).toBe(0);
    expect(other.hits).toHaveLength(0);
    expect(skips(events)).toEqual([
      '/docs/a.html scope outside of /docs/',
      `/docs/b.html scope redirects to ${other.origin}/docs/x`,
      '/docs/c.html type .pdf',
      expect.stringMatching(/^\/docs\/d\.html address .*file:/),
    ]);
    expect(eventsOf(events, 'request.failed').filter(({kind}) => kind !== 'index')).toHaveLength(1);
  });

  test('to what robots.txt forbids are not followed', async () => {
    const {site, events} = await run({
      '/robots.txt': {body: 'User-agent: *\nDisallow: /docs/private/\n'},
      '/docs/': page('Start', ['a.html']),
      '/docs/a.html': {status: 302, headers: {location: '/docs/private/x.html'}},
      '/docs/private/x.html': page('secret'),
    });
    expect(skips(events)).toEqual(['/docs/a.html robots robots.txt:2 Disallow: /docs/private/']);
    expect(site.count('/docs/private/x.html')).toBe(0);
  });
});

describe('robots.txt', () => {
  const pages = {
    '/docs/': page('Start', ['private/x.html', 'a.html']),
    '/docs/a.html': page('A'),
    '/docs/private/x.html': page('X'),
  };
  const forbidding = {body: '# rules\nUser-agent: *\nDisallow: /docs/private/\n'};

  test('is read first and obeyed', async () => {
    const {site, events, report, pages: got} = await run({...pages, '/robots.txt': forbidding});
    expect(site.hits[0]?.url).toBe('/robots.txt');
    expect(site.count('/docs/private/x.html')).toBe(0);
    expect(paths(got)).toEqual(['/docs/', '/docs/a.html']);
    expect(skips(events)).toEqual(['/docs/private/x.html robots robots.txt:3 Disallow: /docs/private/']);
    expect(report.robots).toMatchObject({state: 'read', url: `${site.origin}/robots.txt`});
    expect(eventsOf(events, 'request.started')[0]).toMatchObject({kind: 'robots'});
  });

  test('is not asked for when the user waives it', async () => {
    const {
      site,
      report,
      pages: got,
    } = await run({...pages, '/robots.txt': forbidding}, {respectRobots: false});
    expect(site.count('/robots.txt')).toBe(0);
    expect(got).toHaveLength(3);
    expect(report.robots.state).toBe('ignored');
  });

  test.each([401, 403, 404, 410])('a %i allows everything', async (status) => {
    const {report, pages: got} = await run({
      ...pages,
      '/robots.txt': {status, body: 'User-agent: *\nDisallow: /'},
    });
    expect(got).toHaveLength(3);
    expect(report.robots.state).toBe('absent');
  });

  test.each([500, 502, 503, 429])('a %i forbids everything, with a way out', async (status) => {
    const clock = createFakeClock();
    const site = await serve({...pages, '/robots.txt': {status}}, clock.now);
    await expect(runCrawl({seed: `${site.origin}/docs/`, deps: {clock}})).rejects.toMatchObject({
      code: 'RM-HTTP-019',
      exitCode: 4,
      message: expect.stringContaining(`${site.origin}/docs/`),
      hint: expect.stringContaining('--ignore-robots'),
    });
    expect(site.count('/docs/')).toBe(0);
  });

  test('redirects on the host are followed, five of them', async () => {
    const hop = ({url}: {url: string}) => ({
      status: 302,
      headers: {location: `/r?n=${Number(url.split('=')[1] ?? 5) - 1}`},
    });
    const routes = {...pages, '/robots.txt': hop, '/r': hop, '/r?n=0': forbidding};
    expect((await run(routes)).pages).toHaveLength(2);
    const longer = {...routes, '/robots.txt': {status: 302, headers: {location: '/r?n=5'}}};
    expect((await run(longer)).report.robots.state).toBe('absent');
  });

  test('a forbidden start page ends the run with file, line and rule', async () => {
    const site = await serve({...pages, '/robots.txt': {body: 'User-agent: rules-maker\nDisallow: /docs\n'}});
    await expect(runCrawl({seed: `${site.origin}/docs/`})).rejects.toMatchObject({
      code: 'RM-HTTP-019',
      exitCode: 4,
      why: expect.stringContaining('robots.txt:2 Disallow: /docs'),
    });
    expect(site.hits).toHaveLength(1);
  });

  test('a Crawl-delay spaces the requests, on loopback too', async () => {
    const {site} = await run(
      {...pages, '/robots.txt': {body: 'User-agent: *\nCrawl-delay: 3\n'}},
      {concurrency: 8},
    );
    const [, ...times] = site.hits.map(({at}) => at);
    expect(times).toHaveLength(9);
    for (const [i, time] of times.slice(1).entries())
      expect(time - (times[i] ?? 0)).toBeGreaterThanOrEqual(2_990);
  });

  test('what it says is told before the first page, and the one who is told may refuse', async () => {
    const site = await serve({
      ...pages,
      '/robots.txt': {body: 'User-agent: *\nContent-Signal: ai-input=no\nAllow: /\n'},
    });
    const onRobots = (facts: {aiInputDenied: string | null}) => {
      throw new Error(`denied by ${facts.aiInputDenied}`);
    };
    await expect(runCrawl({seed: `${site.origin}/docs/`, deps: {onRobots}})).rejects.toThrow(
      'denied by robots.txt:2 Content-Signal: ai-input=no',
    );
    expect(site.count('/docs/')).toBe(0);
  });

  test('2 MB of it are no problem', async () => {
    const {pages: got} = await run({
      ...pages,
      '/robots.txt': {body: `User-agent: *\n${'Disallow: /x/\n'.repeat(150_000)}`},
    });
    expect(got).toHaveLength(3);
  });
});

describe('pages that cannot be had', () => {
  test('a dead link is stated as missing and costs nothing else', async () => {
    const {pages, report, events} = await run({
      '/docs/': page('Start', ['gone.html', 'a.html']),
      '/docs/a.html': page('A'),
      '/docs/gone.html': {status: 410},
    });
    expect(pages).toHaveLength(2);
    expect(report.incomplete).toBe(0);
    expect(eventsOf(events, 'page.failed')).toMatchObject([
      {code: 'RM-HTTP-404', status: 410, missing: true},
    ]);
  });

  test('a server error is tried again, then counted as incomplete', async () => {
    const {pages, report, site, events} = await run({
      '/docs/': page('Start', ['bad.html', 'a.html']),
      '/docs/a.html': page('A'),
      '/docs/bad.html': {status: 500},
    });
    expect(pages).toHaveLength(2);
    expect(report.incomplete).toBe(1);
    expect(site.count('/docs/bad.html')).toBe(3);
    expect(eventsOf(events, 'page.failed')).toMatchObject([
      {code: 'RM-HTTP-011', status: 500, missing: false},
    ]);
  });

  test('a throttled page is kept, and nobody asks before its time', async () => {
    const {pages, site, report} = await run(
      {
        '/docs/': page('Start', ['limited.html', 'a.html', 'b.html', 'c.html']),
        '/docs/limited.html': ({hit}) =>
          hit === 1 ? {status: 429, headers: {'retry-after': '2'}} : page('Limited'),
        '/docs/a.html': page('A'),
        '/docs/b.html': page('B'),
        '/docs/c.html': page('C'),
      },
      {concurrency: 1},
    );
    expect(paths(pages)).toEqual([
      '/docs/',
      '/docs/limited.html',
      '/docs/a.html',
      '/docs/b.html',
      '/docs/c.html',
    ]);
    expect(report.incomplete).toBe(0);
    const [first, second] = site.hits.filter(({url}) => url === '/docs/limited.html').map(({at}) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
  });

  test('a page behind 503 comes with the second question', async () => {
    const {pages} = await run({
      '/docs/': page('Start', ['flaky.html']),
      '/docs/flaky.html': ({hit}) => (hit === 1 ? {status: 503} : page('Flaky')),
    });
    expect(paths(pages)).toEqual(['/docs/', '/docs/flaky.html']);
  });

  test('truncated and exploding pages fail, each with its code', async () => {
    const {events, report} = await run({
      '/docs/': page('Start', ['half.html', 'bomb.html', 'closed.html']),
      '/docs/half.html': ({response}) => {
        response.writeHead(200, {'content-type': 'text/html', 'content-length': '500'});
        response.write('<h1>Half');
        setImmediate(() => response.destroy());
        return null;
      },
      '/docs/bomb.html': {
        headers: {'content-type': 'text/html', 'content-encoding': 'gzip'},
        body: gzipSync(Buffer.alloc(40_000_000)),
      },
      '/docs/closed.html': {status: 401},
    });
    const codes = Object.fromEntries(
      eventsOf(events, 'page.failed').map(({url, code}) => [pathOf(url), code]),
    );
    expect(codes).toEqual({
      '/docs/half.html': 'RM-HTTP-016',
      '/docs/bomb.html': 'RM-HTTP-017',
      '/docs/closed.html': 'RM-HTTP-012',
    });
    expect(report.incomplete).toBe(3);
  });

  test('a site that fails over half of its last 40 pages is left alone', async () => {
    const links = Array.from({length: 200}, (_, i) => `p${i}.html`);
    const site = await startSite({
      routes: {'/docs/': page('Start', links)},
      fallback: (url) => (url === '/robots.txt' ? null : {status: 403}),
    });
    sites.push(site);
    const {pages, report, events} = await runCrawl({seed: `${site.origin}/docs/`, maxPages: 1_000});
    expect(pages).toHaveLength(1);
    expect(report).toMatchObject({stopped: 'failing-site', incomplete: 39, leftOut: 161, capReached: false});
    expect(site.hits.length).toBeLessThan(60);
    expect(eventsOf(events, 'notice')).toMatchObject([{code: 'RM-NET-008', level: 'warning'}]);
  });

  test('a site with many dead links is not a failing one', async () => {
    const links = Array.from({length: 100}, (_, i) => `p${i}.html`);
    const {report} = await run({'/docs/': page('Start', links)});
    expect(report).toMatchObject({stopped: null, incomplete: 0, leftOut: 0});
  });
});

describe('the start page', () => {
  async function failure(routes: Record<string, SiteRoute>, seed = '/docs/'): Promise<unknown> {
    const clock = createFakeClock();
    const site = await serve(routes, clock.now);
    return await runCrawl({seed: site.origin + seed, deps: {clock}}).then(
      () => null,
      (error: unknown) => error,
    );
  }

  test.each<[string, SiteRoute, string, number]>([
    ['404', {status: 404}, 'RM-HTTP-404', 4],
    ['403', {status: 403}, 'RM-HTTP-012', 4],
    ['500', {status: 500}, 'RM-HTTP-011', 4],
    ['429 for ever', {status: 429, headers: {'retry-after': '9999'}}, 'RM-HTTP-010', 4],
    ['a PDF', {headers: {'content-type': 'application/pdf'}, body: '%PDF-1.7'}, 'RM-DOC-024', 4],
    [
      'a redirect to another host',
      {status: 302, headers: {location: 'http://other.invalid/docs/'}},
      'RM-HTTP-014',
      4,
    ],
    ['a redirect to a file', {status: 302, headers: {location: 'file:///etc/passwd'}}, 'RM-HTTP-014', 8],
    ['a redirect in a circle', {status: 302, headers: {location: '/docs/'}}, 'RM-HTTP-013', 4],
  ])('%s ends the run', async (_name, route, code, exitCode) => {
    const error = await failure({'/docs/': route});
    expect(error).toMatchObject({code, exitCode, hint: expect.any(String), why: expect.any(String)});
    expect(String(error)).toContain('/docs/');
  });

  test('a redirect to another host names the address to use', async () => {
    const error = await failure({
      '/docs/': {status: 302, headers: {location: 'http://other.invalid/manual/'}},
    });
    expect(error).toMatchObject({hint: expect.stringContaining('rules-maker http://other.invalid/manual/')});
  });

  test('a port where nobody listens is told as that, not as a robots.txt that could not be read', async () => {
    const site = await serve({});
    await site.close();
    const clock = createFakeClock();
    await expect(runCrawl({seed: `${site.origin}/docs/`, deps: {clock}})).rejects.toMatchObject({
      code: 'RM-NET-002',
      exitCode: 4,
      message: `Cannot read ${site.origin}/docs/`,
    });
  });

  test.each(['ftp://example.org/', 'example.org/docs', ''])('%j is a mistake of usage', async (seed) => {
    await expect(runCrawl({seed})).rejects.toMatchObject({code: 'RM-CONF-051', exitCode: 2});
  });

  test('a bad glob is told before any request', async () => {
    const site = await serve({'/docs/': page('Start')});
    await expect(runCrawl({seed: `${site.origin}/docs/`, exclude: ['docs/*']})).rejects.toMatchObject({
      code: 'RM-CONF-074',
    });
    expect(site.hits).toHaveLength(0);
  });

  test('its folder is that of the address it redirects to', async () => {
    const {pages} = await run(
      {
        '/docs': {status: 301, headers: {location: '/docs/v2/'}},
        '/docs/v2/': page('Start', ['a.html', '/docs/v1/']),
        '/docs/v2/a.html': page('A'),
      },
      {},
      '/docs',
    );
    expect(paths(pages)).toEqual(['/docs/v2/', '/docs/v2/a.html']);
  });

  test('its credentials go to its own origin and into no event, page or error', async () => {
    const events: RunEventBody[] = [];
    const site = await serve({'/docs/': page('Start', ['a.html', 'gone.html']), '/docs/a.html': page('A')});
    const {pages} = await runCrawl({seed: `${site.origin.replace('//', '//me:canary@')}/docs/`}, events);
    expect(pages).toHaveLength(2);
    expect(site.hits.every(({headers}) => headers.authorization === `Basic ${btoa('me:canary')}`)).toBe(true);
    expect(JSON.stringify([events, pages])).not.toContain('canary');
  });
});

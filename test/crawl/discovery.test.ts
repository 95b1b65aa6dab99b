import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, test} from 'vitest';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {createFakeClock} from '../network/fake-clock.ts';
import {type CrawlRun, eventsOf, page, pathOf, paths, type RunOptions, runCrawl, skips} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

const here = (url: string) => `HERE${url}`;

const xml = (body: string): SiteRoute => ({headers: {'content-type': 'application/xml'}, body});

const urlset = (...urls: string[]) =>
  `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`;

const sitemapIndex = (...urls: string[]) =>
  `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`).join('')}</sitemapindex>`;

const markdown = (body: string): SiteRoute => ({headers: {'content-type': 'text/markdown'}, body});

/** `HERE` in what the site answers is its own origin. */
async function run(routes: Record<string, SiteRoute>, options: Partial<RunOptions> = {}, seed = '/docs/') {
  const clock = createFakeClock();
  const site: SiteServer = await startSite({
    routes: Object.fromEntries(
      Object.entries(routes).map(([path, route]) => [path, () => filled(route, site)]),
    ),
    now: clock.now,
  });
  sites.push(site);
  const result = await runCrawl({
    seed: site.origin + seed,
    concurrency: 1,
    ...options,
    deps: {clock, ...options.deps},
  });
  return {...result, site};
}

function filled(route: SiteRoute, site: SiteServer) {
  if (typeof route === 'function') throw new Error('no functions here');
  if (typeof route === 'string') return route.replaceAll('HERE', site.origin);
  const {body} = route;
  return typeof body === 'string' ? {...route, body: body.replaceAll('HERE', site.origin)} : route;
}

function via({events}: CrawlRun): Record<string, string> {
  return Object.fromEntries(
    eventsOf(events, 'page.discovered').map((event) => [pathOf(event.url), event.via]),
  );
}

function notices({events}: CrawlRun): string[] {
  return eventsOf(events, 'notice').map(
    ({code, message}) => `${code} ${message.replace(/http:\/\/[\d.:]+/g, '')}`,
  );
}

const abc = {
  '/docs/': page('Start', ['a.html']),
  '/docs/a.html': page('A'),
  '/docs/b.html': page('B'),
  '/docs/c.html': page('C'),
};

describe('sitemaps', () => {
  test('add the pages that no link leads to, each with how it was found', async () => {
    const result = await run({
      ...abc,
      '/sitemap.xml': xml(
        urlset(here('/docs/b.html'), here('/docs/a.html'), here('/docs/'), here('/docs/c.html')),
      ),
    });
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html', '/docs/c.html']);
    expect(via(result)).toEqual({
      '/docs/': 'seed',
      '/docs/a.html': 'link',
      '/docs/b.html': 'sitemap',
      '/docs/c.html': 'sitemap',
    });
    const found = eventsOf(result.events, 'page.discovered').find(({via: how}) => how === 'sitemap');
    expect(found).toMatchObject({depth: 1, referrer: `${result.site.origin}/sitemap.xml`});
  });

  test('are found by the lines of robots.txt, and then not guessed', async () => {
    const result = await run({
      ...abc,
      '/robots.txt': {
        body: 'Sitemap: /maps/docs.txt\nUser-agent: *\nAllow: /\nsitemap: HERE/maps/more.xml.gz # more\n',
      },
      '/maps/docs.txt': {headers: {'content-type': 'text/plain'}, body: 'HERE/docs/b.html\n'},
      '/maps/more.xml.gz': {body: gzipSync(urlset('/docs/c.html'))},
    });
    expect(paths(result.pages)).toHaveLength(4);
    expect(result.site.count('/sitemap.xml')).toBe(0);
  });

  test('of another part of the host do not spare the guess', async () => {
    const result = await run({
      ...abc,
      '/robots.txt': {body: 'Sitemap: HERE/blog-sitemap.xml\n'},
      '/blog-sitemap.xml': xml(urlset(here('/blog/'))),
      '/docs/sitemap.xml': xml(urlset(here('/docs/b.html'))),
    });
    expect(paths(result.pages)).toContain('/docs/b.html');
    expect(skips(result.events)).toEqual([]);
  });

  test('may be indexes, two levels deep, in a circle, with foreign hosts', async () => {
    const result = await run({
      ...abc,
      '/sitemap_index.xml': xml(
        sitemapIndex(
          here('/s/1.xml'),
          here('/sitemap_index.xml'),
          'http://other.invalid/s.xml',
          here('/s/gone.xml'),
        ),
      ),
      '/s/1.xml': xml(sitemapIndex(here('/s/2.xml'), here('/s/1.xml'))),
      '/s/2.xml': xml(urlset(here('/docs/b.html'), 'http://other.invalid/docs/x.html')),
    });
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html']);
    expect(result.site.count('/s/1.xml')).toBe(1);
    expect(result.site.count('/sitemap_index.xml')).toBe(1);
    expect(notices(result)).toEqual(['RM-HTTP-020 2 addresses in sitemaps are of other hosts and left out']);
  });

  test('of an index are asked for up to a number, those near the start page first', async () => {
    const many = Array.from({length: 40}, (_, i) => here(`/blog/s${i}.xml`));
    const result = await run({
      ...abc,
      '/sitemap.xml': xml(sitemapIndex(...many, here('/docs/s.xml'))),
      '/docs/s.xml': xml(urlset(here('/docs/b.html'))),
    });
    expect(paths(result.pages)).toContain('/docs/b.html');
    expect(result.site.hits.filter(({url}) => url.startsWith('/blog/')).length).toBe(15);
    expect(notices(result)).toEqual(['RM-HTTP-020 the sitemaps name more than is read of them']);
  });

  test('are never asked for where robots.txt forbids it, and name no forbidden page', async () => {
    const result = await run({
      ...abc,
      '/robots.txt': {
        body: 'User-agent: *\nDisallow: /maps/\nDisallow: /docs/c.html\nSitemap: HERE/maps/s.xml\n',
      },
      '/maps/s.xml': xml(urlset(here('/docs/b.html'))),
      '/sitemap.xml': xml(urlset(here('/docs/c.html'))),
    });
    expect(result.site.count('/maps/s.xml')).toBe(0);
    expect(skips(result.events)).toEqual(['/docs/c.html robots robots.txt:3 Disallow: /docs/c.html']);
  });

  test.each<[string, SiteRoute, string[]]>([
    ['a web page', page('Not here'), ['RM-HTTP-020 /s.xml is a web page, not a sitemap']],
    [
      'entities',
      xml('<!DOCTYPE x [<!ENTITY a "b">]><urlset/>'),
      ['RM-HTTP-020 /s.xml declares a document type and is not read'],
    ],
    [
      'a bomb',
      {headers: {'content-type': 'application/gzip'}, body: gzipSync(Buffer.alloc(60_000_000))},
      ['RM-HTTP-020 /s.xml is no sitemap that can be read'],
    ],
    ['nothing', {status: 404}, []],
    ['an error', {status: 500}, []],
    ['a way to another host', {status: 302, headers: {location: 'http://other.invalid/s.xml'}}, []],
    ['a circle', {status: 302, headers: {location: '/s.xml'}}, []],
  ])('that are %s end no run', async (_name, route, expected) => {
    const result = await run({...abc, '/robots.txt': {body: 'Sitemap: HERE/s.xml\n'}, '/s.xml': route});
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/a.html']);
    expect(result.report).toMatchObject({incomplete: 0, leftOut: 0});
    expect(notices(result)).toEqual(expected);
  });

  test('of another port are foreign, and tracking is no part of an address', async () => {
    const result = await run({
      ...abc,
      '/sitemap.xml': xml(urlset('//127.0.0.1/docs/no.html', here('/docs/b.html?utm_source=map'))),
    });
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html']);
  });

  test('with dead pages are no loss', async () => {
    const result = await run({...abc, '/sitemap.xml': xml(urlset(here('/docs/dead.html')))});
    expect(eventsOf(result.events, 'page.failed')).toMatchObject([{missing: true}]);
    expect(result.report.incomplete).toBe(0);
  });

  test('do not change the result with delays or requests in flight', async () => {
    const names = Array.from({length: 150}, (_, i) => `/docs/${['guide', 'api', 'x'][i % 3]}-${i}.html`);
    const start = page('Start', names.slice(40, 60));
    const orders = [];
    for (const [concurrency, factor] of [
      [1, 0],
      [20, 7],
      [8, 13],
    ] as const) {
      const site: SiteServer = await startSite({
        routes: {'/docs/': start, '/sitemap.xml': () => urlset(...names.map((name) => site.origin + name))},
        fallback: (url) => (url.includes('-') ? page(url, names.slice(0, 3)) : null),
        delayMs: (url) => (url.length * factor) % 11,
      });
      sites.push(site);
      const {pages} = await runCrawl({seed: `${site.origin}/docs/`, maxPages: 90, concurrency});
      orders.push(paths(pages));
    }
    expect(orders[0]).toHaveLength(90);
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });
});

describe('llms.txt', () => {
  const start = page('Start', ['zoo.html']);
  const pages = Object.fromEntries(['b', 'c', 'd', 'zoo'].map((name) => [`/docs/${name}.html`, page(name)]));

  test('gives pages in its order, before the links of the start page, the optional ones last', async () => {
    const result = await run({
      ...pages,
      '/docs/': start,
      '/docs/llms.txt': markdown(
        '# Docs\n\n> About\n\n## Main\n- [C](c.html): third\n- [B](HERE/docs/b.html)\n- [Blog](/blog/)\n- [Far](https://other.invalid/docs/x)\n\n## Optional\n\n* [D](./d.html)\n',
      ),
    });
    expect(paths(result.pages)).toEqual([
      '/docs/',
      '/docs/c.html',
      '/docs/b.html',
      '/docs/zoo.html',
      '/docs/d.html',
    ]);
    expect(via(result)['/docs/c.html']).toBe('llms-txt');
    expect(skips(result.events)).toEqual([]);
    expect(result.site.hits.map(({url}) => url)).not.toContain('/llms.txt');
  });

  test('is looked for in every folder up to the root', async () => {
    const result = await run(
      {
        '/a/b/docs/': start,
        '/llms.txt': markdown('# All\n- [B](/a/b/docs/b.html)\n'),
        '/a/b/docs/b.html': page('B'),
      },
      {},
      '/a/b/docs/',
    );
    expect(paths(result.pages)).toContain('/a/b/docs/b.html');
    expect(result.site.hits.map(({url}) => url).filter((url) => url.endsWith('/llms.txt'))).toEqual([
      '/a/b/docs/llms.txt',
      '/a/b/llms.txt',
      '/a/llms.txt',
      '/llms.txt',
    ]);
  });

  test.each<[string, SiteRoute]>([
    ['a web page', page('# Docs')],
    [
      'a web page that calls itself text',
      {headers: {'content-type': 'text/plain'}, body: '<!doctype html># Docs\n- [B](b.html)'},
    ],
    ['without an H1', markdown('## Docs\n- [B](b.html)\n')],
    ['gone', {status: 404}],
  ])('is none if it is %s', async (_name, route) => {
    const result = await run({...pages, '/docs/': start, '/docs/llms.txt': route});
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/zoo.html']);
  });

  test('and sitemaps are read both', async () => {
    const result = await run({
      ...pages,
      '/docs/': start,
      '/docs/llms.txt': markdown('# Docs\n- [B](b.html)\n'),
      '/sitemap.xml': xml(urlset(here('/docs/c.html'), here('/docs/b.html'))),
    });
    expect(via(result)).toMatchObject({
      '/docs/b.html': 'llms-txt',
      '/docs/c.html': 'sitemap',
      '/docs/zoo.html': 'link',
    });
  });

  test('with dead entries ends no run', async () => {
    const result = await run({
      ...pages,
      '/docs/': start,
      '/docs/llms.txt': markdown('# Docs\n- [X](x.html)\n- [B](b.html)\n'),
    });
    expect(paths(result.pages)).toEqual(['/docs/', '/docs/b.html', '/docs/zoo.html']);
    expect(eventsOf(result.events, 'page.failed')).toMatchObject([{missing: true}]);
  });
});

describe('Markdown files that an llms.txt names', () => {
  const words = (name: string) =>
    Array.from({length: 60}, (_, i) => `${name} word ${name}${i} and ${i * 7}x`).join(' ');
  const names = ['a', 'b', 'c', 'd'];
  const list = `# Docs\n${names.map((name) => `- [${name}](/docs/${name}.md)`).join('\n')}\n`;
  const files = Object.fromEntries(
    names.map((name) => [`/docs/${name}.md`, markdown(`---\nx: 1\n---\n${words(name)}`)]),
  );
  const htmls = (form: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [form(name), page(`${words(name)}`, ['d.md'])]));

  test.each<[string, (name: string) => string]>([
    ['without an ending', (name) => `/docs/${name}`],
    ['in folders', (name) => `/docs/${name}/`],
    ['with an ending', (name) => `/docs/${name}.html`],
  ])('are left for their pages %s', async (_name, form) => {
    const result = await run({
      '/docs/': page('Start'),
      '/docs/llms.txt': markdown(list),
      ...files,
      ...htmls(form),
    });
    expect(paths(result.pages)).toEqual(['/docs/', ...names.map(form)]);
    expect(via(result)[form('a')]).toBe('llms-txt');
    expect(result.site.count('/docs/d.md')).toBe(0);
  });

  test('are read themselves if there is no page, or the page says something else', async () => {
    const alone = await run({'/docs/': page('Start'), '/docs/llms.txt': markdown(list), ...files});
    expect(paths(alone.pages)).toEqual(['/docs/', ...names.map((name) => `/docs/${name}.md`)]);
    const others = {...htmls((name) => `/docs/${name}`), '/docs/b': page(words('quite another'))};
    const result = await run({
      '/docs/': page('Start'),
      '/docs/llms.txt': markdown(list),
      ...files,
      ...others,
    });
    expect(paths(result.pages)).toEqual(['/docs/', ...names.map((name) => `/docs/${name}.md`)]);
  });

  test('are compared with no page that robots.txt forbids', async () => {
    const result = await run({
      '/robots.txt': {body: 'User-agent: *\nDisallow: /docs/a$\nDisallow: /docs/b.md\n'},
      '/docs/': page('Start'),
      '/docs/llms.txt': markdown(list),
      ...files,
      ...htmls((name) => `/docs/${name}`),
    });
    expect(result.site.count('/docs/a')).toBe(0);
    expect(result.site.count('/docs/b.md')).toBe(0);
  });
});

test('a site that fails every question but those for pages is read all the same', async () => {
  const site = await startSite({
    routes: {'/docs/': page('Start', ['a.html']), '/docs/a.html': page('A'), '/robots.txt': {status: 404}},
    fallback: () => ({status: 400}),
  });
  sites.push(site);
  const {pages} = await runCrawl({seed: `${site.origin}/docs/`});
  expect(paths(pages)).toEqual(['/docs/', '/docs/a.html']);
});

test('with a depth of 0 nothing but the start page is read, whatever is listed', async () => {
  const result = await run({...abc, '/sitemap.xml': xml(urlset(here('/docs/b.html')))}, {maxDepth: 0});
  expect(paths(result.pages)).toEqual(['/docs/']);
  expect(skips(result.events).toSorted()).toEqual([
    '/docs/a.html depth more than 0 links from the start',
    '/docs/b.html depth more than 0 links from the start',
  ]);
});

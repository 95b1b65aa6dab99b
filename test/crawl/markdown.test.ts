import {afterEach, describe, expect, test} from 'vitest';
import {type CrawlOptions, crawl} from '../../source/crawl/crawl.ts';
import {splitFullText} from '../../source/crawl/llms-full-split.ts';
import {planCrawl} from '../../source/crawl/plan-crawl.ts';
import {shareHeld} from '../../source/crawl/text-overlap.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import type {Page} from '../../source/extract/page.ts';
import {readDocument, readOutline, readSample} from '../../source/extractor/read-document.ts';
import {type CrawlMemory, openJournal} from '../../source/store/journal.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {crawlDeps, defaults, eventsOf, pathOf} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

type Routes = Record<string, SiteRoute>;

/** `HERE` in a text answer is the origin of the site. */
async function serve(routes: Routes, delayMs: (url: string) => number = () => 0, fallback?: string) {
  const site: SiteServer = await startSite({
    routes: Object.fromEntries(
      Object.entries(routes).map(([path, route]) => [path, (request) => filled(route, request, site.origin)]),
    ),
    delayMs,
    ...(fallback === undefined ? {} : {fallback: () => fallback}),
  });
  sites.push(site);
  return site;
}

function filled(
  route: SiteRoute,
  request: Parameters<Extract<SiteRoute, (...args: never) => unknown>>[0],
  origin: string,
) {
  const said = typeof route === 'function' ? route(request) : route;
  if (said === null) throw new Error('every route answers here');
  const {body, ...rest} = typeof said === 'string' ? {body: said} : said;
  return {...rest, body: typeof body === 'string' ? body.replaceAll('HERE', origin) : (body ?? '')};
}

type Kept = {readonly path: string; readonly text: string; readonly anchors: readonly (string | null)[]};

async function read(
  site: SiteServer,
  {memory, stopAt = 1000, ...own}: Partial<CrawlOptions> & {memory?: CrawlMemory; stopAt?: number} = {},
) {
  const events: RunEventBody[] = [];
  const kept: Kept[] = [];
  const deps = crawlDeps(events, own.concurrency ?? 4, memory ? ({memory} as never) : {});
  const run = crawl<Page>(
    {...defaults, seed: `${site.origin}/docs/`, ...own},
    {...deps, read: readDocument, outline: readOutline, sample: readSample},
  );
  for await (const {url, content} of run) {
    kept.push({
      path: pathOf(url),
      text: JSON.stringify(content.sections),
      anchors: content.sections.map(({anchor}) => anchor),
    });
    if (kept.length >= stopAt) break;
  }
  return {kept, events, paths: kept.map(({path}) => path)};
}

const shell =
  '<!doctype html><html><head><title>Acme</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>';

const markdown = (body: string): SiteRoute => ({headers: {'content-type': 'text/markdown'}, body});
const plain = (body: string): SiteRoute => ({headers: {'content-type': 'text/plain'}, body});

const prose = (name: string) =>
  `Always close the ${name} widget before you open another ${name}. Never share one ${name} between two ${name} workers, for the ${name} queue is lost then.`;

const document = (name: string, links = '') =>
  `# ${name}\n\n${prose(name)}\n\n## Close \`${name}()\` first\n\nThe ${name} must be closed with care, as it holds a ${name} file.\n\n## Errors\n\nA ${name} error ends the ${name} run.\n\n${links}\n`;

const names = ['a', 'b', 'c', 'd'];
const sitemap = {
  '/sitemap.xml': {
    headers: {'content-type': 'application/xml'},
    body: `<urlset>${names.map((name) => `<url><loc>HERE/docs/${name}</loc></url>`).join('')}</urlset>`,
  },
};
const all = (route: (name: string) => [string, SiteRoute]) => Object.fromEntries(names.map(route));
const shells: Routes = {'/docs/': shell, ...all((name) => [`/docs/${name}`, shell])};
const allPaths = ['/docs/', ...names.map((name) => `/docs/${name}`)];

const negotiating =
  (name: string, html: string): SiteRoute =>
  ({headers}) =>
    /^text\/markdown/.test(headers.accept ?? '') ? {...(markdown(document(name)) as object)} : html;

describe('a site whose pages are empty without scripts is read as Markdown', () => {
  test.each<[string, Routes]>([
    [
      'from .md beside each page',
      {'/docs.md': markdown(document('start')), ...all((n) => [`/docs/${n}.md`, markdown(document(n))])},
    ],
    [
      'from plain text',
      {'/docs/index.md': plain(document('start')), ...all((n) => [`/docs/${n}.md`, plain(document(n))])},
    ],
    [
      'from index.html.md in folders',
      {
        '/docs/index.html.md': markdown(document('start')),
        ...all((n) => [`/docs/${n}/index.html.md`, markdown(document(n))]),
      },
    ],
    [
      'from Accept: text/markdown',
      {'/docs/': negotiating('start', shell), ...all((n) => [`/docs/${n}`, negotiating(n, shell)])},
    ],
    [
      'from where the start page says it is',
      {
        '/docs/': shell.replace(
          '<title>',
          '<link rel="alternate" type="text/markdown" href="/raw/start.txt"><title>',
        ),
        '/raw/start.txt': plain(document('start')),
        ...all((n) => [`/docs/${n}.md`, markdown(document(n))]),
      },
    ],
  ])('%s, under the address of the page', async (_name, routes) => {
    const {paths, kept, events} = await read(
      await serve({...shells, ...sitemap, ...routes}, undefined, shell),
    );
    expect(paths).toEqual(allPaths);
    expect(kept[2]?.text).toContain('Always close the b widget');
    expect(kept.flatMap(({anchors}) => anchors).every((anchor) => anchor === null)).toBe(true);
    expect(eventsOf(events, 'page.fetched').map(({finalUrl}) => pathOf(finalUrl))).toEqual(allPaths);
  });

  test('links in it are followed from where it lies, and each document is asked for once', async () => {
    const site = await serve({
      ...shells,
      '/docs/index.md': markdown(document('start', '[a](a) [b](./b) [c](/docs/c)')),
      '/docs/c.md': markdown(document('c', '[d](d)')),
      ...Object.fromEntries(['a', 'b', 'd'].map((n) => [`/docs/${n}.md`, markdown(document(n))])),
    });
    expect((await read(site)).paths).toEqual(allPaths);
    for (const name of names)
      expect([site.count(`/docs/${name}.md`), site.count(`/docs/${name}`)]).toEqual([1, 0]);
  });

  test('a page without Markdown is asked for as HTML, and a shell among them ends nothing', async () => {
    const site = await serve({
      ...shells,
      ...sitemap,
      '/docs/index.md': markdown(document('start')),
      '/docs/a.md': markdown(document('a')),
      '/docs/b.md': markdown(document('b')),
      '/docs/c.md': shell,
      '/docs/d': `<main><h1 id="top">D</h1><p>${prose('d')}</p></main>`,
    });
    const {paths, events} = await read(site);
    expect(paths).toEqual(['/docs/', '/docs/a', '/docs/b', '/docs/d']);
    expect(eventsOf(events, 'page.skipped').map(({url, reason}) => [pathOf(url), reason])).toEqual([
      ['/docs/c', 'empty'],
    ]);
  });

  test.each<[string, Routes]>([
    [
      'one of the first three has none',
      {'/docs/index.md': markdown(document('start')), '/docs/a.md': markdown(document('a'))},
    ],
    [
      'all say the same',
      {'/docs/index.md': markdown(document('x')), ...all((n) => [`/docs/${n}.md`, markdown(document('x'))])},
    ],
    [
      'robots.txt forbids it',
      {
        '/robots.txt': plain('User-agent: *\nDisallow: /*.md\n'),
        '/docs/index.md': markdown(document('start')),
        ...all((n) => [`/docs/${n}.md`, markdown(document(n))]),
      },
    ],
  ])('not if %s; the error says what was tried', async (_name, routes) => {
    const site = await serve({...shells, ...sitemap, ...routes}, undefined, shell);
    await expect(read(site)).rejects.toMatchObject({
      code: 'RM-DOC-023',
      why: expect.stringMatching(/\.md.*Accept: text\/markdown.*llms-full\.txt/),
    });
    if (routes['/robots.txt']) expect(site.hits.filter(({url}) => url.endsWith('.md'))).toEqual([]);
  });

  test('a plan shows the pages that it leads to', async () => {
    const site = await serve({
      ...shells,
      '/docs/index.md': markdown(document('start', '[a](a)')),
      '/docs/a.md': markdown(document('a')),
    });
    const plan = await planCrawl<Page>(
      {...defaults, seed: `${site.origin}/docs/`},
      {...crawlDeps([], 1), read: readDocument},
    );
    expect(plan.pages.map(({url}) => pathOf(url))).toEqual(['/docs/', '/docs/a']);
  });
});

describe('a site whose text is in llms-full.txt alone', () => {
  const full = (where = (name: string) => `\nSource: HERE/docs/${name}\n`) =>
    ['', ...names].map((name) => `${document(name || 'start').replace('\n', `\n${where(name)}`)}`).join('\n');

  test.each<[string, string]>([
    ['with a Source line under each title', full()],
    ['with URL lines', full((name) => `> URL: /docs/${name}\n`)],
    [
      'with titles that are links',
      full(() => '').replace(
        /^# (\w+)$/gm,
        (_, name) => `# [${name}](HERE/docs/${name === 'start' ? '' : name})`,
      ),
    ],
    [
      'with front matters',
      full(() => '').replace(
        /^# (\w+)$/gm,
        (line, name) => `---\ntitle: ${name}\nurl: /docs/${name === 'start' ? '' : name}\n---\n${line}`,
      ),
    ],
  ])('is read from it %s, without a further request', async (_name, body) => {
    const site = await serve(
      {...shells, '/docs/llms-full.txt': plain(`# Acme\n\n> All of it\n\n${body}`)},
      undefined,
      shell,
    );
    const {paths, kept, events} = await read(site);
    expect(paths).toEqual(allPaths);
    expect(kept[3]?.text).toContain('Always close the c widget');
    expect(kept[3]?.text).not.toContain('the d widget');
    expect(kept[3]?.text).not.toContain('/docs/c');
    expect(eventsOf(events, 'page.discovered').map(({via}) => via)).toEqual([
      'seed',
      ...names.map(() => 'llms-txt'),
    ]);
    expect(names.map((name) => site.count(`/docs/${name}`))).toEqual([0, 0, 0, 0]);
  });

  test('the deepest one counts, and pages outside of the run are left out', async () => {
    const site = await serve({
      ...shells,
      '/docs/llms-full.txt': plain('# Nothing that leads anywhere\n\nWords.\n'),
      '/llms-full.txt': plain(`${full()}\n# Blog\nSource: HERE/blog/x\n\n${prose('blog')}\n`),
    });
    const {paths, kept} = await read(site);
    expect(paths).toEqual(allPaths);
    expect(kept.map(({text}) => text).join()).not.toContain('blog');
  });

  test('one of more than 10 MB is left out, and said so', async () => {
    const site = await serve({...shells, '/docs/llms-full.txt': plain(`${full()}${'x'.repeat(10_000_001)}`)});
    const events: RunEventBody[] = [];
    const run = crawl<Page>(
      {...defaults, seed: `${site.origin}/docs/`},
      {...crawlDeps(events, 1), read: readDocument},
    );
    await expect(run.next()).rejects.toMatchObject({code: 'RM-DOC-023'});
    expect(eventsOf(events, 'notice')).toMatchObject([
      {code: 'RM-HTTP-017', message: expect.stringContaining('llms-full.txt is left out')},
    ]);
  });

  test('titles of an llms.txt, a sample of code and other headings are told apart', () => {
    const text =
      '# Intro\nNo page.\n# Guide\none\n# Step\ntwo\n```sh\n# Guide 2\nSource: /docs/x\n```\n# Guide 2\nthree\n';
    const titles = new Map([
      ['Guide', 'https://a.org/docs/g'],
      ['Guide 2', 'https://a.org/docs/g2'],
    ]);
    const parts = splitFullText(text, 'https://a.org/llms-full.txt', titles, () => true);
    expect([...parts].map(([key, {lines}]) => [key, lines.join('|')])).toEqual([
      ['https://a.org/docs/g', '# Guide|one|# Step|two|```sh|# Guide 2|Source: /docs/x|```'],
      ['https://a.org/docs/g2', '# Guide 2|three|'],
    ]);
  });

  test('an address within a text is text, one between rules starts a page', () => {
    const text =
      '# A\nURL: /docs/a\n\nSee the picture.\n\nSource: https://other.org/p\n\nMore of a.\n\n---\nSource: https://other.org/q\n\n---\nURL: /docs/b\n---\n\nText of b.\n\n# C\nSource: https://other.org/c\nNot ours.\n';
    const parts = splitFullText(text, 'https://a.org/', new Map(), (key) => key.startsWith('https://a.org/'));
    expect([...parts].map(([key, {lines}]) => [key, lines.join('|')])).toEqual([
      [
        'https://a.org/docs/a',
        '# A||See the picture.||Source: https://other.org/p||More of a.||---|Source: https://other.org/q|',
      ],
      ['https://a.org/docs/b', '---|---||Text of b.|'],
    ]);
  });

  test('a hostile one is split in no time', () => {
    const startedAt = performance.now();
    for (const text of [
      '# '.repeat(200_000),
      '---\n'.repeat(200_000),
      `# [${'['.repeat(200_000)}`,
      `# x\n${'*'.repeat(200_000)}`,
    ])
      splitFullText(text, 'https://a.org/', new Map(), () => true);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('a site that can be read as HTML', () => {
  const html = (name: string, id = (slug: string) => slug) =>
    `<main><h1>${name}</h1><p>${prose(name)}</p><h2 id="${id(`close-${name}-first`)}">Close <code>${name}()</code> first</h2><p>The ${name} must be closed with care, as it holds a ${name} file.</p><h2 id="${id('errors')}">Errors</h2><p>A ${name} error ends the ${name} run.</p></main>`;
  const htmls = (id?: (slug: string) => string): Routes => ({
    '/docs/': html('start'),
    ...all((n) => [`/docs/${n}`, html(n, id)]),
  });
  const files = all((n) => [`/docs/${n}.md`, markdown(document(n))]);
  const list = {
    '/docs/llms.txt': markdown(`# Acme\n${names.map((n) => `- [${n}](/docs/${n}.md)`).join('\n')}\n`),
  };

  test('keeps its HTML, whatever lies beside it', async () => {
    const site = await serve({...htmls(), ...sitemap, ...files, '/docs/llms-full.txt': plain(document('x'))});
    const {paths, kept} = await read(site);
    expect(paths).toEqual(allPaths);
    expect(kept[1]?.anchors).toEqual([null, 'close-a-first', 'errors']);
    expect(site.hits.filter(({url}) => /\.md$|full/.test(url))).toEqual([]);
  });

  test('is read from the Markdown that its llms.txt names if text and anchors are the same', async () => {
    const site = await serve({...htmls(), ...list, ...files});
    const {paths, kept} = await read(site);
    expect(paths).toEqual(allPaths);
    expect(kept[4]?.anchors).toEqual([null, 'close-d-first', 'errors']);
    expect([site.count('/docs/d.md'), site.count('/docs/d')]).toEqual([1, 0]);
  });

  test.each<[string, Routes]>([
    ['its anchors cannot be told', htmls((slug) => `id-${slug}-${slug.length}`)],
    [
      'it says less than the page',
      {
        ...htmls(),
        '/docs/b': html('b').replace(
          '</main>',
          `<p>${[...'pqr'].map((w) => `What the ${w} page says of ${w} alone.`).join(' ')}</p></main>`,
        ),
      },
    ],
  ])('keeps its HTML if %s', async (_name, routes) => {
    const site = await serve({...routes, ...list, ...files});
    const {paths} = await read(site);
    expect(paths).toEqual(allPaths);
    expect([site.count('/docs/d.md'), site.count('/docs/d')]).toEqual([0, 1]);
  });
});

describe('what is read from Markdown', () => {
  const byFiles: Routes = {
    ...shells,
    '/docs/index.md': markdown(document('start', '[a](a) [b](b)')),
    '/docs/a.md': markdown(document('a', '[d](d)')),
    '/docs/b.md': markdown(document('b', '[c](c)')),
    '/docs/c.md': markdown(document('c')),
    '/docs/d.md': markdown(document('d')),
  };
  const byFull: Routes = {
    ...shells,
    '/llms-full.txt': plain(
      names.map((n) => document(n).replace('\n', `\nSource: HERE/docs/${n}\n`)).join(''),
    ),
  };

  test.each([
    ['files', byFiles],
    ['one file', byFull],
  ])('does not depend on which answer comes first: %s', async (_name, routes) => {
    const results: Kept[][] = [];
    for (const [factor, concurrency] of [
      [0, 1],
      [7, 8],
      [13, 3],
    ] as const) {
      const site = await serve(routes, (url) => (url.length * factor) % 11);
      const {kept} = await read(site, {concurrency});
      results.push(JSON.parse(JSON.stringify(kept).replaceAll(site.origin, '')));
    }
    expect(results[0]?.length).toBeGreaterThanOrEqual(4);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test.each([
    ['files', byFiles],
    ['one file', byFull],
  ])('is known to a run that goes on: %s', async (_name, routes) => {
    const memory = openJournal<Page>(':memory:');
    const site = await serve(routes);
    const calm = await read(site);
    const before = site.hits.length;
    await read(site, {memory, stopAt: 2});
    const second = await read(site, {memory});
    expect(second.kept).toEqual(calm.kept);
    const twice = site.hits
      .slice(before)
      .map(({url, headers}) => `${url} ${headers.accept}`)
      .filter((hit, at, hits) => hits.indexOf(hit) !== at);
    expect(
      twice.filter((hit) => /\/docs\/\w+\.md|llms/.test(hit) && !hit.includes('application/xml')),
    ).toEqual([]);
    const settled = site.hits.length;
    expect((await read(site, {memory})).kept).toEqual(calm.kept);
    expect(site.hits.length).toBe(settled);
    memory.close();
  });
});

test.each([
  ['one two three four five', 'One, two. Three *four* five!', 1],
  ['one two three four five', 'one two three four', 0.5],
  ['', 'x', 1],
  ['one two', 'three', 0],
])('%j is held by %j to %d', (text, by, expected) => {
  expect(shareHeld(text, by)).toBe(expected);
});

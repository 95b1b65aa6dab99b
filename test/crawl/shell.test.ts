import {afterEach, describe, expect, test} from 'vitest';
import {crawl} from '../../source/crawl/crawl.ts';
import {createDocsify, isDocsifyMenu} from '../../source/crawl/shell-docsify.ts';
import {shellOf} from '../../source/crawl/shell-signs.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import type {Page} from '../../source/extract/page.ts';
import {readDocument} from '../../source/extractor/read-document.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {crawlDeps, defaults, eventsOf, pathOf} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

/** Reads a site with the real extractor; gives the paths and the text of the pages that were kept. */
async function read(routes: Record<string, SiteRoute>, seed = '/docs/') {
  const site = await startSite({routes});
  sites.push(site);
  const events: RunEventBody[] = [];
  const run = crawl<Page>(
    {...defaults, seed: site.origin + seed},
    {...crawlDeps(events, 2), read: readDocument},
  );
  const kept: {path: string; text: string}[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return {site, events, kept, report: next.value};
    kept.push({path: pathOf(next.value.url), text: JSON.stringify(next.value.content.sections)});
  }
}

const shell = (extra = '') =>
  `<!doctype html><html><head><title>Acme</title></head><body>${extra}<div id="root"></div><script src="/app.js"></script></body></html>`;

const article =
  '<main><h1>Guide</h1><p>Always close the widget when you are done with it, or it stays open for ever.</p></main>';

function kindOf(html: string): string | null {
  return shellOf('https://a.org/docs/', Buffer.from(html))?.kind ?? null;
}

describe('a page without text of its own', () => {
  test.each([
    ['React', '<div id="root"></div>', 'empty'],
    ['Vue', '<body class="x"><div id=app></div>', 'empty'],
    [
      'Next',
      '<div class="wrap" id="__next"><div></div></div><script>x("a long text in a script is no text of the page, of course")</script>',
      'empty',
    ],
    ['Nuxt', '<div id="__nuxt"><!-- x --></div>', 'empty'],
    ['Angular', '<body><app-root _nghost-x></app-root></body>', 'empty'],
    ['one that says Loading', '<div id="app"><p>Loading…</p></div>', 'empty'],
    ['one with a style in it', `<div id="app"><style>${'.a{color:red}'.repeat(50)}</style></div>`, 'empty'],
    [
      'one that asks for scripts',
      '<noscript><p>You need to enable JavaScript to run this app.</p></noscript><div></div>',
      'empty',
    ],
    ['docsify', '<div id="app">Please wait</div><script>window.$docsify = {}</script>', 'docsify'],
    ['a short page', '<div id="content"><p>Moved.</p></div>', null],
    ['a pixel in a noscript', '<noscript><img src="https://t.org/p.gif"></noscript><p>Short.</p>', null],
    [
      'a mount that holds its text',
      '<div id="app"><h1>Widgets</h1><p>Close every widget as soon as you can, they are heavy.</p></div>',
      null,
    ],
    ['a node of another name', '<div id="root-menu"></div><p>Short.</p>', null],
  ])('%s', (_name, html, expected) => {
    expect(kindOf(html)).toBe(expected);
  });

  test('a long page is none, whatever stands in it', () => {
    const long = shell(`<p>${'Many words stand here. '.repeat(20)}</p>`);
    const fetched = {
      url: 'https://a.org/',
      finalUrl: 'https://a.org/',
      status: 200,
      contentType: 'text/html',
    };
    expect(readDocument({...fetched, body: Buffer.from(long)}).shell).toBeNull();
    expect(readDocument({...fetched, body: Buffer.from(shell())}).shell).toEqual({kind: 'empty'});
  });

  test('a hostile page is judged in no time', () => {
    const startedAt = performance.now();
    kindOf('<div '.repeat(100_000));
    kindOf('<noscript'.repeat(50_000));
    kindOf(`<div id="app">${'<style>'.repeat(50_000)}`);
    kindOf(`<div id="app">${'<!--'.repeat(80_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('a site of empty pages', () => {
  test.each([
    ['one page', {'/docs/': shell()}],
    [
      'many',
      Object.fromEntries(
        ['', 'a', 'b', 'c', 'd', 'e'].map((name) => [
          `/docs/${name}`,
          shell('<a href="a"></a><a href="b"></a><a href="c"></a><a href="d"></a>'),
        ]),
      ),
    ],
  ])('ends the run and names the ways out: %s', async (_name, routes) => {
    await expect(read(routes)).rejects.toMatchObject({
      code: 'RM-DOC-023',
      exitCode: 4,
      message: expect.stringContaining('empty without JavaScript'),
      hint: expect.stringMatching(/llms\.txt.*Markdown.*--render/),
    });
    expect(
      sites
        .at(-1)
        ?.hits.filter(
          ({url, headers}) => /^\/docs\/\w*$/.test(url) && !headers.accept?.startsWith('text/markdown'),
        ).length,
    ).toBeLessThanOrEqual(5);
  });

  test('two empty pages among good ones change nothing', async () => {
    const links = ['a', 'b', 'c', 'd', 'e'].map((name) => `<a href="${name}">x</a>`).join('');
    const good = (n: number) =>
      `<main><h1>Page ${n}</h1><p>Widget number ${n} is one that you should always close after use. ${n}</p></main>`;
    const {kept} = await read({
      '/docs/': `<html><body>${article}${links}</body></html>`,
      '/docs/a': shell(),
      '/docs/b': shell('<p>b</p>'),
      ...Object.fromEntries(['c', 'd', 'e'].map((name, at) => [`/docs/${name}`, good(at)])),
    });
    expect(kept.map(({path}) => path)).toEqual(['/docs/', '/docs/c', '/docs/d', '/docs/e']);
  });
});

describe('docsify', () => {
  const index =
    '<div id="app">Please wait...</div><script>window.$docsify = {name: "Acme", loadSidebar: true}</script>';
  const text = (name: string) => ({
    headers: {'content-type': 'text/markdown'},
    body: `# ${name}\n\nAlways close the ${name} widget before you open another one of its kind.\n`,
  });

  test('is read from the Markdown files that its menu names', async () => {
    const {kept, events} = await read({
      '/docs/': index,
      '/docs/README.md': {
        headers: {'content-type': 'application/octet-stream'},
        body: '# Acme\n\nAcme makes widgets, and [these](more.md) pages say how to use them.',
      },
      '/docs/_sidebar.md': {
        headers: {'content-type': 'text/plain'},
        body: '* [Start](/)\n* [Guide](guide.md)\n* [Setup](/setup)\n* [Route](/docs/#/route)\n* [Folder](sub/)\n* [Out](https://other.invalid/x)\n',
      },
      ...Object.fromEntries(
        ['more', 'guide', 'setup', 'route', 'sub/README'].map((name) => [`/docs/${name}.md`, text(name)]),
      ),
    });
    expect(kept.map(({path}) => path).sort()).toEqual(
      ['README', 'guide', 'more', 'route', 'setup', 'sub/README'].map((name) => `/docs/${name}.md`).sort(),
    );
    expect(kept.map(({text: words}) => words).join()).toContain('Always close the guide widget');
    expect(eventsOf(events, 'notice')).toEqual([]);
  });

  test('its settings say where the files are', () => {
    const html = '<script>window.$docsify = {basePath: "/content/", homepage: \'home.md\'}</script>';
    expect(shellOf('https://a.org/docs/index.html', Buffer.from(html))).toEqual({
      kind: 'docsify',
      base: 'https://a.org/content/',
      homepage: 'home.md',
    });
  });

  test('other sites keep their links', () => {
    const links = [{href: 'https://a.org/docs/x', text: ''}];
    expect(createDocsify().links({links, shell: null})).toBe(links);
  });

  test.each([
    ['/docs/_sidebar.md', true],
    ['/docs/de/_navbar.md', true],
    ['/docs/sidebar.md', false],
  ])('%s holds links alone: %s', (path, expected) => {
    expect(isDocsifyMenu(`https://a.org${path}`)).toBe(expected);
  });
});

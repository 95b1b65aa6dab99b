import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {crawl} from '../../source/crawl/crawl.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import type {Page} from '../../source/extract/page.ts';
import {readDocument} from '../../source/extractor/read-document.ts';
import {findBrowser, type Launcher} from '../../source/network/browser.ts';
import {createRenderer, type Renderer} from '../../source/network/render.ts';
import {crawlDeps, defaults, pathOf, userAgent} from '../crawl/run-crawl.ts';
import {createLoopbackClient} from '../helpers/loopback-client.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';

/** A folder in which `playwright-core` (and `docsify`) are installed: they are no dependencies. */
const folder = process.env['RULES_MAKER_TEST_PLAYWRIGHT'] ?? '';
const searchPath = process.env['PATH'] ?? '';
const entry = join(folder, 'node_modules/playwright-core/index.mjs');
const docsify = ['dist/docsify.min.js', 'lib/docsify.min.js']
  .map((file) => join(folder, 'node_modules/docsify', file))
  .find((file) => existsSync(file));
const reason =
  folder === '' || !existsSync(entry)
    ? 'RULES_MAKER_TEST_PLAYWRIGHT names no folder with playwright-core'
    : findBrowser(searchPath) === null
      ? 'no Chromium is installed'
      : null;

const load = async () => (await import(pathToFileURL(entry).href)) as Launcher;
const how = {signal: new AbortController().signal, mayAsk: () => true};
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(routes: Record<string, SiteRoute>): Promise<SiteServer> {
  const site = await startSite({routes});
  closing.push(site.close);
  return site;
}

function renderer(own: Partial<Parameters<typeof createRenderer>[0]> = {}): Renderer {
  const made = createRenderer({
    client: createLoopbackClient({userAgent}),
    intervalMs: 0,
    userAgent,
    searchPath,
    load,
    ...own,
  });
  closing.push(made.close);
  return made;
}

const shell = (script: string) =>
  `<!doctype html><title>Acme</title><div id="root"></div><script>${script}</script>`;

const show = (text: string) => `document.getElementById('root').innerHTML = ${JSON.stringify(text)};`;

describe.skipIf(reason !== null)(
  `a page in a browser${reason === null ? '' : ` (left out: ${reason})`}`,
  () => {
    test('holds what its scripts and their requests make of it', async () => {
      const site = await serve({
        '/docs/': shell(
          `fetch('/data.json').then((r) => r.json()).then(({text}) => { ${show('')} root.textContent = text })`,
        ),
        '/data.json': {
          headers: {'content-type': 'application/json'},
          body: '{"text": "Close every widget, café"}',
        },
      });
      const html = await renderer().render(`${site.origin}/docs/`, how);
      expect(new TextDecoder().decode(html ?? undefined)).toContain('Close every widget, café');
      expect(site.userAgents()).toEqual([userAgent]);
    });

    test('asks no other host, by no way', async () => {
      const other = await serve({'/x': 'x'});
      const ways = `
      fetch('${other.origin}/x').catch(() => 0); new Image().src = '${other.origin}/x';
      new WebSocket('${other.origin.replace('http', 'ws')}/x'); navigator.sendBeacon('${other.origin}/x', 'a');
      document.head.append(Object.assign(document.createElement('script'), {src: '${other.origin}/x'}));
      document.body.append(Object.assign(document.createElement('iframe'), {src: '${other.origin}/x'}));
      open('${other.origin}/x'); new EventSource('${other.origin}/x'); root.textContent = 'done';`;
      const site = await serve({'/docs/': shell(ways), '/post': 'x'});
      const html = await renderer().render(`${site.origin}/docs/`, how);
      expect(new TextDecoder().decode(html ?? undefined)).toContain('done');
      expect(other.hits).toEqual([]);
    });

    test('sends nothing but GET', async () => {
      const site = await serve({
        '/docs/': shell(`fetch('/save', {method: 'POST', body: 'x'}).catch(() => 0); ${show('done')}`),
      });
      await renderer().render(`${site.origin}/docs/`, how);
      expect(site.count('/save')).toBe(0);
    });

    test('asks for nothing that robots.txt forbids', async () => {
      const script = `fetch('/docs/private/x').catch(() => 0); fetch('/docs/open').then((r) => r.text()).then((t) => { ${show('done')} })`;
      const site = await serve({
        '/robots.txt': {body: 'User-agent: *\nDisallow: /docs/private/\n'},
        '/docs/': shell(script),
        '/docs/open': 'x',
        '/docs/private/x': 'x',
      });
      const deps = {...crawlDeps([], 2), read: readDocument, render: renderer().render};
      const run = crawl<Page>({...defaults, seed: `${site.origin}/docs/`}, deps);
      await run.next().catch(() => null);
      expect([site.count('/docs/open'), site.count('/docs/private/x')]).toEqual([1, 0]);
    }, 60_000);

    test('is given up when the run ends', async () => {
      const site = await serve({
        '/docs/': shell(`setInterval(() => fetch('/again?' + Math.random()), 50)`),
        '/again': 'x',
      });
      const stop = new AbortController();
      const rendering = renderer().render(`${site.origin}/docs/`, {...how, signal: stop.signal});
      await expect.poll(() => site.count('/docs/'), {timeout: 15_000}).toBe(1);
      stop.abort(new Error('enough'));
      await expect(rendering).rejects.toThrow('enough');
    }, 30_000);

    test('makes a crawl of a site that is empty without it', async () => {
      const text = (name: string) =>
        show(
          `<main><h1>${name}</h1><p>Always close the ${name} before you open another one of its kind.</p></main><a href="/docs/b">b</a><a href="/docs/c">c</a>`,
        );
      const site = await serve({
        '/docs/': shell(text('alpha')),
        '/docs/b': shell(text('beta')),
        '/docs/c': shell(text('gamma')),
      });
      const events: RunEventBody[] = [];
      const deps = {...crawlDeps(events, 2), read: readDocument, render: renderer().render};
      const run = crawl<Page>({...defaults, seed: `${site.origin}/docs/`}, deps);
      const kept: string[] = [];
      for (let next = await run.next(); !next.done; next = await run.next())
        kept.push(pathOf(next.value.url));
      expect(kept).toEqual(['/docs/', '/docs/b', '/docs/c']);
    }, 60_000);

    test.skipIf(docsify === undefined)(
      'shows a docsify site',
      async () => {
        const {readFile} = await import('node:fs/promises');
        const site = await serve({
          '/docs/':
            '<div id="app">Please wait</div><script>window.$docsify = {}</script><script src="docsify.js"></script>',
          '/docs/docsify.js': {
            headers: {'content-type': 'text/javascript'},
            body: await readFile(docsify ?? ''),
          },
          '/docs/README.md': {
            headers: {'content-type': 'text/markdown'},
            body: '# Acme\n\nAlways close the widget.\n',
          },
        });
        const html = await renderer().render(`${site.origin}/docs/`, how);
        expect(new TextDecoder().decode(html ?? undefined)).toMatch(/<p>Always close the widget\.<\/p>/);
      },
      60_000,
    );
  },
);

describe('what is missing is named with the way to get it', () => {
  test('the package', async () => {
    const load = () => Promise.reject(new Error("Cannot find package 'playwright-core'"));
    await expect(renderer({load}).render('http://127.0.0.1:1/', how)).rejects.toMatchObject({
      code: 'RM-DOC-023',
      exitCode: 2,
      hint: expect.stringContaining('npm install -g playwright-core'),
    });
  });

  test('the browser', async () => {
    const here = {load: () => Promise.resolve({} as Launcher), searchPath: join(folder, 'nowhere')};
    if (findBrowser(here.searchPath) !== null) return;
    await expect(renderer(here).render('http://127.0.0.1:1/', how)).rejects.toMatchObject({
      code: 'RM-DOC-023',
      message: '--render needs an installed Chromium',
    });
  });
});

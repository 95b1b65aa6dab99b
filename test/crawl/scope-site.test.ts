import {afterEach, describe, expect, test} from 'vitest';
import {crawl} from '../../source/crawl/crawl.ts';
import {planCrawl} from '../../source/crawl/plan-crawl.ts';
import {type SiteAnswer, type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {createFakeClock} from '../network/fake-clock.ts';
import {
  crawlDeps,
  defaults,
  eventsOf,
  page,
  pathOf,
  paths,
  type RunOptions,
  runCrawl,
  skips,
} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

async function serve(
  routes: Record<string, SiteRoute>,
  fallback?: (url: string) => SiteAnswer | string | null,
) {
  const site = await startSite({routes, ...(fallback ? {fallback} : {})});
  sites.push(site);
  return site;
}

async function run(routes: Record<string, SiteRoute>, options: Partial<RunOptions> = {}, seed = '/docs/') {
  const site = await serve(routes);
  return {...(await runCrawl({seed: site.origin + seed, concurrency: 1, ...options})), site};
}

/** A page with a language and a menu. */
const html = (text: string, facts: {lang?: string; menu?: string[]; links?: string[]; head?: string} = {}) =>
  `<html lang="${facts.lang ?? 'en'}"><head>${facts.head ?? ''}</head><body><nav>${(facts.menu ?? [])
    .map((href) => `<a href="${href}"></a>`)
    .join('')}</nav><main>${page(text, facts.links)}</main></body></html>`;

describe('the scope', () => {
  const menu = [
    '/docs/guide/a',
    '/docs/guide/b',
    '/docs/api/a',
    '/docs/api/b',
    '/docs/guide/intro',
    '/docs/faq',
  ];
  const routes = {
    '/docs/guide/intro': html('Intro', {menu, links: ['/changelog', '/blog/']}),
    ...Object.fromEntries(menu.filter((path) => !path.endsWith('intro')).map((path) => [path, html(path)])),
    '/changelog': html('Changelog', {links: ['/changelog/old', '/docs/faq']}),
  };

  test('is widened to the manual that the side menu shows, and told', async () => {
    const {pages, events, site} = await run(routes, {}, '/docs/guide/intro');
    expect(paths(pages).toSorted()).toEqual(['/changelog', ...menu].toSorted());
    expect(eventsOf(events, 'scope.inferred')).toEqual([
      {
        type: 'scope.inferred',
        origin: site.origin,
        prefix: '/docs/',
        why: 'menu',
        locale: 'en',
        version: null,
        extras: [`${site.origin}/changelog`],
      },
    ]);
    expect(skips(events)).toEqual([
      '/blog/ scope outside of /docs/',
      '/changelog/old scope outside of /docs/',
    ]);
  });

  test('is the globs alone, if there are any', async () => {
    const {pages, events} = await run(routes, {include: ['/docs/guide/**']}, '/docs/guide/intro');
    expect(paths(pages).toSorted()).toEqual(['/docs/guide/a', '/docs/guide/b', '/docs/guide/intro']);
    expect(eventsOf(events, 'scope.inferred')).toMatchObject([{why: 'include', extras: []}]);
  });

  test('excludes what the user excludes, also on the way', async () => {
    const {pages} = await run(routes, {exclude: ['/changelog', '/docs/api/**']}, '/docs/guide/intro');
    expect(paths(pages).toSorted()).toEqual([
      '/docs/faq',
      '/docs/guide/a',
      '/docs/guide/b',
      '/docs/guide/intro',
    ]);
  });

  test('begins where the start page leads, not above it', async () => {
    const {events} = await run(
      {
        '/docs': {status: 302, headers: {location: '/docs/v2/'}},
        '/docs/v2/': html('Two', {links: ['/docs/v1/']}),
      },
      {},
      '/docs',
    );
    expect(eventsOf(events, 'scope.inferred')).toMatchObject([
      {prefix: '/docs/v2/', why: 'start-page', version: 'v2'},
    ]);
    expect(skips(events)).toEqual(['/docs/v1/ version v1']);
  });
});

describe('languages of a site', () => {
  const translated = {
    '/docs/': html('Start', {
      links: ['a', 'de/a', 'zh-CN/a', '/blog/'],
      head: '<link rel="alternate" hreflang="de" href="/docs/de/"><link rel="alternate" hreflang="en" href="/docs/">',
    }),
    '/docs/a': html('A', {links: ['ja/a', 'unmarked']}),
    '/docs/unmarked': html('Ohne Zeichen', {lang: 'de', links: ['never']}),
    '/docs/de/': html('Anfang', {lang: 'de', links: ['a', '../a']}),
    '/docs/de/a': html('A auf Deutsch', {lang: 'de'}),
  };

  test('other than that of the start page are left out, with the reason', async () => {
    const {pages, events, site} = await run(translated);
    expect(paths(pages)).toEqual(['/docs/', '/docs/a']);
    expect(skips(events).toSorted()).toEqual([
      '/blog/ scope outside of /docs/',
      '/docs/de/a locale de',
      '/docs/ja/a locale ja',
      '/docs/unmarked locale de',
      '/docs/zh-CN/a locale zh-CN',
    ]);
    expect(site.count('/docs/de/a')).toBe(0);
  });

  test('are chosen by the user', async () => {
    const {pages, events} = await run(translated, {locale: 'de'});
    expect(paths(pages)).toEqual(['/docs/de/', '/docs/de/a']);
    expect(eventsOf(events, 'scope.inferred')).toMatchObject([{prefix: '/docs/de/', locale: 'de'}]);
    expect(eventsOf(events, 'page.discovered')[0]).toMatchObject({
      via: 'seed',
      url: expect.stringMatching(/\/docs\/de\/$/),
    });
  });

  test('that are not there end the run and name those that are', async () => {
    await expect(run(translated, {locale: 'fr'})).rejects.toMatchObject({
      code: 'RM-DOC-026',
      exitCode: 4,
      message: expect.stringMatching(/has no language fr$/),
      why: expect.stringContaining('de, en'),
    });
  });

  test('that are said to be there and are not end the run as well', async () => {
    const {'/docs/de/': _, ...rest} = translated;
    await expect(run(rest, {locale: 'de'})).rejects.toMatchObject({code: 'RM-DOC-026'});
  });

  test('on another host are named, not asked for', async () => {
    const other = await serve({'/docs/': html('Anfang', {lang: 'de'})});
    const head = `<link rel="alternate" hreflang="de" href="${other.origin}/docs/">`;
    await expect(run({'/docs/': html('Start', {head})}, {locale: 'de'})).rejects.toMatchObject({
      code: 'RM-DOC-026',
      hint: expect.stringContaining(`rules-maker ${other.origin}/docs/`),
    });
    expect(other.hits).toHaveLength(0);
  });

  test('do not matter where every page says the same wrong thing', async () => {
    const {pages} = await run(
      {'/de/docs/': html('Anfang', {lang: 'en', links: ['a']}), '/de/docs/a': html('A', {lang: 'en'})},
      {},
      '/de/docs/',
    );
    expect(pages).toHaveLength(2);
  });
});

describe('versions of a documentation', () => {
  const routes = {
    '/docs/': html('Choose', {links: ['stable/', '3.1/', '3.2/', 'dev/']}),
    '/docs/stable/': html('Stable', {links: ['a', '../3.1/a']}),
    '/docs/stable/a': html('A of stable'),
    '/docs/3.1/': html('Old', {links: ['a', '../stable/a']}),
    '/docs/3.1/a': html('A of old'),
    '/docs/3.2/': {status: 302, headers: {location: '/docs/stable/'}},
  };

  test('above them all the stable one is read', async () => {
    const {pages, events} = await run(routes);
    expect(paths(pages)).toEqual(['/docs/', '/docs/stable/', '/docs/stable/a']);
    expect(skips(events).toSorted()).toEqual([
      '/docs/3.1/ version 3.1',
      '/docs/3.1/a version 3.1',
      '/docs/3.2/ version 3.2',
      '/docs/dev/ version dev',
    ]);
  });

  test('are chosen by the user', async () => {
    const {pages, events} = await run(routes, {docVersion: '3.1'});
    expect(paths(pages)).toEqual(['/docs/3.1/', '/docs/3.1/a']);
    expect(skips(events)).toEqual(['/docs/stable/a version stable']);
    const fromStable = await run(routes, {docVersion: '3.1'}, '/docs/stable/a');
    expect(paths(fromStable.pages)).toEqual(['/docs/3.1/a']);
  });

  test.each(['9.9', '3.2', 'nightly'])('are never replaced by another: %s', async (docVersion) => {
    await expect(run(routes, {docVersion}, '/docs/stable/')).rejects.toMatchObject({
      code: 'RM-DOC-026',
      exitCode: 4,
      message: expect.stringContaining(`has no version ${docVersion}`),
    });
  });
});

describe('a plan', () => {
  async function plan(site: SiteServer, options: Partial<RunOptions> = {}) {
    const {deps, onPage: _, ...rest} = options;
    return await planCrawl({...defaults, seed: `${site.origin}/docs/`, ...rest}, crawlDeps([], 4, deps));
  }

  const routes = {
    '/robots.txt': {body: 'User-agent: *\nDisallow: /docs/private/\nCrawl-delay: 2\n'},
    '/docs/': html('Start', {links: ['guide', 'zoo', 'private/x', 'de/a', '/blog/']}),
    '/docs/llms.txt': {headers: {'content-type': 'text/plain'}, body: '# Docs\n- [First](first)\n'},
  };

  async function listed() {
    const site: SiteServer = await serve({
      ...routes,
      '/sitemap.xml': () => `<urlset><url><loc>${site.origin}/docs/upgrade</loc></url></urlset>`,
    });
    return site;
  }

  test('names pages, sources and reasons, and reads none of them', async () => {
    const site = await listed();
    const {pages, skipped, cut, estimate, scope, start} = await plan(site, {
      deps: {clock: createFakeClock()},
    });
    expect(pages.map(({url, via}) => `${pathOf(url)} ${via}`)).toEqual([
      '/docs/ seed',
      '/docs/upgrade sitemap',
      '/docs/guide link',
      '/docs/first llms-txt',
      '/docs/zoo link',
    ]);
    expect(skipped.map(({url, reason, detail}) => `${pathOf(url)} ${reason} ${detail}`)).toEqual([
      '/docs/private/x robots robots.txt:2 Disallow: /docs/private/',
      '/docs/de/a locale de',
      '/blog/ scope outside of /docs/',
    ]);
    expect(start).toBe(`${site.origin}/docs/`);
    expect(scope).toMatchObject({prefix: '/docs/', why: 'start-page', locale: 'en'});
    expect(cut).toBe(0);
    expect(estimate).toMatchObject({seconds: 8, intervalMs: 2000});
    expect(site.hits.map(({url}) => url)).toEqual([
      '/robots.txt',
      '/docs/',
      '/docs/llms.txt',
      '/docs/sitemap.xml',
      '/docs/sitemap_index.xml',
      '/sitemap.xml',
    ]);
  });

  test('says what the limits cut', async () => {
    const site = await serve({'/docs/': html('Start', {links: ['a', 'b', 'c']})});
    expect(await plan(site, {maxPages: 2})).toMatchObject({cut: 2, pages: [{via: 'seed'}, {via: 'link'}]});
    expect(await plan(site, {maxDepth: 0})).toMatchObject({cut: 3, pages: [{via: 'seed'}]});
  });

  test('fails as a run would', async () => {
    const site = await serve({'/robots.txt': {body: 'User-agent: *\nDisallow: /\n'}});
    await expect(plan(site)).rejects.toMatchObject({code: 'RM-HTTP-019', exitCode: 4});
  });

  test('is what a run does then', async () => {
    const site = await serve({'/docs/': html('Start', {links: ['zoo', 'guide', 'api', 'upgrade']})}, (url) =>
      /^\/docs\/\w+$/.test(url) ? html(url) : null,
    );
    const {pages} = await plan(site);
    const done = await runCrawl({seed: `${site.origin}/docs/`});
    expect(pages.map(({url}) => pathOf(url))).toEqual(paths(done.pages));
  });
});

test('a crawl that is aborted among the lists of a site ends with the reason', async () => {
  const abort = new AbortController();
  const site = await serve({
    '/docs/': html('Start'),
    '/sitemap.xml': () => {
      abort.abort(new Error('enough'));
      return null;
    },
  });
  const run = crawl({...defaults, seed: `${site.origin}/docs/`}, crawlDeps([], 1, {signal: abort.signal}));
  await expect(run.next()).rejects.toThrow('enough');
});

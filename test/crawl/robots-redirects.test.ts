import {afterEach, expect, test} from 'vitest';
import {parseAllowedPlace} from '../../source/network/allow-private.ts';
import {createHttpClient} from '../../source/network/client.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {type CrawlRun, page, paths, runCrawl, userAgent} from './run-crawl.ts';

const sites: SiteServer[] = [];

afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

async function serve(routes: Record<string, SiteRoute>): Promise<SiteServer> {
  const site = await startSite({routes});
  sites.push(site);
  return site;
}

const pages = {
  '/docs/': page('Start', ['a.html', 'private/x.html']),
  '/docs/a.html': page('A'),
  '/docs/private/x.html': page('X'),
};

/** Another host as far as the crawl can tell: it has another port. */
async function readFrom(other: SiteServer, opened: boolean): Promise<CrawlRun> {
  const site = await serve({
    ...pages,
    '/robots.txt': {status: 302, headers: {location: `${other.origin}/robots.txt`}},
  });
  const place = parseAllowedPlace(`127.0.0.1:${other.port}`);
  const allowPrivate = opened && place ? [place] : [];
  const client = createHttpClient({userAgent, seed: site.origin, allowPrivate});
  return await runCrawl({seed: `${site.origin}/docs/`, deps: {client}});
}

test('a robots.txt that moved to another host counts for this one', async () => {
  const other = await serve({'/robots.txt': {body: 'User-agent: *\nDisallow: /docs/private/\n'}});
  const {pages: got, report} = await readFrom(other, true);
  expect(paths(got)).toEqual(['/docs/', '/docs/a.html']);
  expect(report.robots.state).toBe('read');
});

test('one that is missing there is missing here', async () => {
  const {pages: got, report} = await readFrom(await serve({}), true);
  expect(got).toHaveLength(3);
  expect(report.robots.state).toBe('absent');
});

test('one that fails there forbids everything here', async () => {
  const other = await serve({'/robots.txt': {status: 403}, '/x': {}});
  expect((await readFrom(other, true)).pages).toHaveLength(3);
  const failing = await serve({'/robots.txt': {status: 501}});
  await expect(readFrom(failing, true)).rejects.toMatchObject({code: 'RM-HTTP-019'});
});

test('the guard holds on the way there', async () => {
  const other = await serve({'/robots.txt': {body: 'User-agent: *\nDisallow: /\n'}});
  const {report} = await readFrom(other, false);
  expect(other.hits).toEqual([]);
  expect(report.robots.state).toBe('absent');
});

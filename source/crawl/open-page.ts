import type {HttpResponse} from '../network/http.ts';
import type {CrawlDeps, CrawlOptions} from './contract.ts';
import {openSeed, seedKey} from './open-seed.ts';
import {createSite} from './site.ts';

/**
 * Asks for one page as a crawl asks for its start page: robots.txt first, the same pace, limits and guard.
 *
 * @throws as a crawl does when its start page cannot be had
 */
export async function openPage(
  options: CrawlOptions,
  deps: Omit<CrawlDeps<unknown>, 'read'>,
): Promise<HttpResponse | null> {
  const key = seedKey(options.seed);
  const site = createSite(options, {...deps, read: unread});
  try {
    return (await openSeed(key, options, deps, site)).response;
  } finally {
    site.close();
  }
}

function unread(): never {
  throw new Error('a page that is only asked for is not read');
}

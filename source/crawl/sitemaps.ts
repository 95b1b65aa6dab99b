import type {Emit} from '../events/catalogue.ts';
import {foldersUp, type Probed, type Prober} from './probe.ts';
import {isSameSite} from './same-host.ts';
import {type SitemapEntry, scanSitemap} from './sitemap-scan.ts';

/** A page that a sitemap names; `url` is absolute and on the host of the start page. */
export type SitemapPage = {readonly url: string; readonly lastmod: string | null; readonly sitemap: string};

/** Addresses taken from all sitemaps of a run together. */
const maxPages = 200_000;

/** Files that one index may name; of more, those that lie nearest to the start page come first. */
const maxChildren = 16;

/** An index may name indexes, and these only sitemaps: what `sitemaps.org` does not even allow, but sites do. */
const maxLevels = 2;

/** How far up from the folder of the start page a sitemap is looked for; the root always is. */
const maxFolders = 3;

/**
 * The pages that the sitemaps of a host name, each once, in the order of the files. Those that robots.txt names come
 * first; `sitemap.xml` and `sitemap_index.xml` are looked for only if these name no page below `folder`.
 *
 * @param named - the `Sitemap` lines of robots.txt, as written
 * @param folder - the address of the folder of the start page
 */
export async function readSitemaps(
  {named, folder}: {readonly named: readonly string[]; readonly folder: URL},
  prober: Prober,
  emit: Emit,
): Promise<SitemapPage[]> {
  const reader = createReader(folder, prober, emit);
  for (const line of named) {
    const url = URL.parse(line, folder.href);
    if (url) await reader.read(url, true);
  }
  const folders = foldersUp(folder.pathname);
  for (const path of [...new Set([...folders.slice(0, maxFolders - 1), '/'])]) {
    if (reader.isUseful()) break;
    for (const name of ['sitemap.xml', 'sitemap_index.xml']) {
      if (await reader.read(new URL(path + name, folder), false)) break;
    }
  }
  reader.finish();
  return reader.pages();
}

function createReader(folder: URL, prober: Prober, emit: Emit) {
  const pages = new Map<string, SitemapPage>();
  const seen = new Set<string>();
  let useful = false;
  let foreign = 0;
  let cut = false;

  const notice = (level: 'info' | 'warning', message: string, hint: string | null) => {
    emit({type: 'notice', level, code: 'RM-HTTP-020', message, hint});
  };

  /** The address on the host of the start page, or `null`: http or https and `www.` make no difference. */
  const local = ({loc}: SitemapEntry, base: string): URL | null => {
    const url = URL.parse(loc, base);
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
    if (url.origin === folder.origin) return url;
    return isSameSite(url, folder) ? new URL(url.pathname + url.search, folder) : null;
  };

  const refused = (why: 'html' | 'entities' | 'unreadable', {url}: Probed, isNamed: boolean) => {
    if (why === 'html') {
      // Where nobody promised a sitemap, a site that answers everything with its front page is no news.
      if (isNamed) notice('info', `${url} is a web page, not a sitemap`, null);
    } else if (why === 'entities') {
      notice('warning', `${url} declares a document type and is not read`, null);
    } else notice('info', `${url} is no sitemap that can be read`, null);
  };

  const addPages = (entries: readonly SitemapEntry[], sitemap: string) => {
    for (const entry of entries) {
      const url = local(entry, sitemap);
      if (url === null) {
        foreign += 1;
        continue;
      }
      if (pages.size >= maxPages) {
        cut = true;
        return;
      }
      if (!pages.has(url.href)) pages.set(url.href, {url: url.href, lastmod: entry.lastmod, sitemap});
      useful ||= url.pathname.startsWith(folder.pathname);
    }
  };

  const read = async (url: URL, isNamed: boolean, level = 0): Promise<boolean> => {
    if (seen.has(url.href)) return true;
    seen.add(url.href);
    const probed = await prober.get(url.href);
    if (probed === null) return false;
    const scanned = probed.isHtml ? ({kind: 'refused', why: 'html'} as const) : scanSitemap(probed.body);
    if (scanned.kind === 'refused') {
      refused(scanned.why, probed, isNamed);
      return false;
    }
    cut ||= scanned.cut;
    if (scanned.kind === 'pages') {
      addPages(scanned.entries, probed.url);
      return true;
    }
    if (level >= maxLevels) return true;
    const children = scanned.entries.flatMap((entry) => local(entry, probed.url) ?? []);
    foreign += scanned.entries.length - children.length;
    cut ||= children.length > maxChildren;
    for (const child of nearest(children, folder.pathname).slice(0, maxChildren)) {
      await read(child, true, level + 1);
    }
    return true;
  };

  return {
    read,
    /** True if some page of the sitemaps lies below the folder of the start page. */
    isUseful: () => useful,
    pages: () => [...pages.values()],
    finish() {
      if (foreign > 0)
        notice('info', `${foreign} addresses in sitemaps are of other hosts and left out`, null);
      if (cut) {
        const hint = 'Links are followed all the same; start from the sitemap of a part to read that part.';
        notice('info', 'the sitemaps name more than is read of them', hint);
      }
    },
  };
}

/** Those that share the most of the path with the start page first, else as they stand. */
function nearest(urls: readonly URL[], path: string): URL[] {
  const shared = (url: URL) => {
    let at = 0;
    while (at < path.length && url.pathname[at] === path[at]) at += 1;
    return at;
  };
  return urls
    .map((url, index) => ({url, index, near: shared(url)}))
    .sort((a, b) => b.near - a.near || a.index - b.index)
    .map(({url}) => url);
}

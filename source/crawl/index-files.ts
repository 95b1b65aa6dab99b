import type {Emit} from '../events/catalogue.ts';
import {readLlmsTxt} from './llms-txt.ts';
import {urlKey} from './normalise-url.ts';
import {createProber} from './probe.ts';
import type {Robots} from './robots.ts';
import type {Site} from './site.ts';
import {readSitemaps} from './sitemaps.ts';

/** A page that a file of the site names. */
export type IndexEntry = {
  readonly key: string;
  readonly via: 'sitemap' | 'llms-txt';
  /** What the file calls it, or empty. */
  readonly text: string;
  /** The address of the file. */
  readonly file: string;
  /** What the site itself puts last. */
  readonly optional: boolean;
};

/** All pages that llms.txt and the sitemaps name, in this order. Never fails: a file that cannot be had is none. */
export async function readIndexFiles(
  start: URL,
  robots: Robots,
  site: Site,
  emit: Emit,
): Promise<IndexEntry[]> {
  const folder = new URL('.', start);
  folder.search = '';
  const prober = createProber(start.origin, robots, site);
  const entries: IndexEntry[] = [];
  for (const {url, text, optional, file} of await readLlmsTxt(folder, prober)) {
    const key = urlKey(url);
    if (key !== null) entries.push({key, via: 'llms-txt', text, file, optional});
  }
  for (const {url, sitemap} of await readSitemaps({named: robots.sitemaps, folder}, prober, emit)) {
    const key = urlKey(url);
    if (key !== null) entries.push({key, via: 'sitemap', text: '', file: sitemap, optional: false});
  }
  if (prober.exhausted()) {
    const message = 'the site has more sitemaps than are asked for';
    emit({type: 'notice', level: 'info', code: 'RM-HTTP-020', message, hint: null});
  }
  return entries;
}

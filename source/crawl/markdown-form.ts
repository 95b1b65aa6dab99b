import {RulesMakerError} from '../errors.ts';
import type {CrawlDeps} from './contract.ts';
import {notADocument} from './document-type.ts';
import type {IndexEntry} from './index-files.ts';
import type {TwinOf} from './markdown-twins.ts';
import {urlKey} from './normalise-url.ts';
import {isHtml} from './probe.ts';
import {forbidsFollowing, type Reading, tryRead} from './read-page.ts';
import type {Robots} from './robots.ts';
import {isSameHost} from './same-host.ts';
import type {Site} from './site.ts';

/**
 * Where the text of pages comes from if not from their HTML. HTML is preferred wherever it can be read: its headings
 * have real anchors, its menus lead to pages that no list names, and warnings are marked as such.
 */
export type MarkdownSource<T> = {
  /** The page under its own address, or `null` if its HTML is to be read. */
  readonly read: (key: string, site: Site) => Promise<Reading<T> | null>;
  /** In the place of the start page, or `null`. */
  readonly start: Reading<T> | null;
  /** Pages that only this source names. */
  readonly entries: readonly IndexEntry[];
  readonly twinOf: TwinOf;
};

/**
 * Reads the Markdown at an address as the page `key`, so that evidence cites the page. `null` if it is not there, is
 * HTML, cannot be read, or may not be asked for.
 *
 * @param anchors - the rule by which the headings of the page get their ids, or `null`
 */
export async function readMarkdown<T>(
  {key, address, anchors}: {readonly key: string; readonly address: string; readonly anchors: string | null},
  site: Site,
  robots: Robots,
  deps: Pick<CrawlDeps<T>, 'read'>,
): Promise<Reading<T> | null> {
  const page = new URL(key);
  const mayAsk = (url: URL) => isSameHost(url, page) && robots.check(url).allowed;
  if (!mayAsk(new URL(address))) return null;
  const outcome = await site.fetch(address, 'markdown', (_from, to) => mayAsk(new URL(to)));
  if (outcome.kind !== 'answer') return null;
  const {finalUrl, status, headers, body, durationMs} = outcome.response;
  const contentType = headers['content-type'] ?? null;
  if (status !== 200 || notADocument(outcome.response) !== null || isHtml(contentType ?? undefined, body))
    return null;
  const markdown = {base: finalUrl, anchors};
  const read = await tryRead({url: key, finalUrl: key, status, contentType, body, markdown}, deps);
  if (read instanceof RulesMakerError) return null;
  const facts = {finalUrl: key, status, durationMs, from: 'network', bytes: body.length} as const;
  return {kind: 'page', facts, read: forbidsFollowing(headers) ? {...read, nofollow: true} : read};
}

export function isMarkdownFile(key: string): boolean {
  return new URL(key).pathname.endsWith('.md');
}

/** Whether there is a page, and words on it. */
export function holdsText<T>(reading: Reading<T> | null): reading is Extract<Reading<T>, {kind: 'page'}> {
  return reading?.kind === 'page' && !reading.read.empty;
}

/** The canonical address of the start page after redirects. */
export function finalKey(key: string, reading: Reading<unknown>): string {
  return reading.kind === 'page' ? (urlKey(reading.facts.finalUrl) ?? key) : key;
}

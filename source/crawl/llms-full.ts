import {RulesMakerError} from '../errors.ts';
import type {CrawlDeps} from './contract.ts';
import type {IndexEntry} from './index-files.ts';
import {splitFullText} from './llms-full-split.ts';
import {llmsFolders} from './llms-txt.ts';
import {finalKey, type MarkdownSource} from './markdown-form.ts';
import {noTwins} from './markdown-twins.ts';
import {isHtml} from './probe.ts';
import {type Reading, tryRead} from './read-page.ts';
import {isSameHost} from './same-host.ts';
import type {Site} from './site.ts';
import type {Survey} from './survey.ts';

/**
 * The pages of the first llms-full.txt from the folder of the start page up to the root that names pages of the run:
 * one answer holds them all. `null` if there is none. One of more than 10 MB is left out with a notice.
 */
export async function readFullText<T>(
  {key, entries, judge, start}: Survey<T>,
  site: Site,
  deps: Pick<CrawlDeps<T>, 'read' | 'emit'>,
): Promise<MarkdownSource<T> | null> {
  if (!start) return null;
  const startKey = finalKey(key, start.reading);
  const origin = new URL(startKey);
  const mayAsk = (url: URL) => isSameHost(url, origin) && judge.robots.check(url).allowed;
  const titles = titlesOf(entries);

  for (const path of llmsFolders(new URL('.', origin).pathname)) {
    const url = new URL(`${path}llms-full.txt`, origin);
    if (!mayAsk(url)) continue;
    const outcome = await site.fetch(url.href, 'markdown', (_from, to) => mayAsk(new URL(to)));
    if (outcome.kind === 'failure' && outcome.error.code === 'RM-HTTP-017') {
      const message = `${url.href} is left out: ${outcome.error.why ?? 'it is too big'}`;
      deps.emit({type: 'notice', level: 'warning', code: 'RM-HTTP-017', message, hint: null});
    }
    if (outcome.kind !== 'answer') continue;
    const {finalUrl, status, headers, body, durationMs} = outcome.response;
    if (isHtml(headers['content-type'], body)) continue;
    const isOurs = (page: string) => judge.link(new URL(page)) === null;
    const parts = splitFullText(new TextDecoder().decode(body), finalUrl, titles, isOurs);
    if (parts.size === 0) continue;

    const read = async (page: string): Promise<Reading<T> | null> => {
      const part = parts.get(page);
      if (part === undefined) return null;
      const bytes = Buffer.from(part.lines.join('\n'));
      const markdown = {base: page, anchors: null};
      const contentType = 'text/markdown; charset=utf-8';
      const found = await tryRead(
        {url: page, finalUrl: page, status, contentType, body: bytes, markdown},
        deps,
      );
      if (found instanceof RulesMakerError) return {kind: 'failed', error: found, status};
      const facts = {finalUrl: page, status, durationMs, from: 'network', bytes: bytes.length} as const;
      return {kind: 'page', facts, read: found};
    };
    const named = [...parts].map(([page, {title}]): IndexEntry => {
      return {key: page, via: 'llms-txt', text: title, file: finalUrl, optional: false};
    });
    return {read, start: await read(startKey), entries: named, twinOf: noTwins};
  }
  return null;
}

/** The pages by what an llms.txt calls them; a name for two pages names none. */
function titlesOf(entries: readonly IndexEntry[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  const twice = new Set<string>();
  for (const {key, via, text} of entries) {
    if (via !== 'llms-txt' || text === '') continue;
    if (titles.has(text) && titles.get(text) !== key) twice.add(text);
    titles.set(text, key);
  }
  for (const text of twice) titles.delete(text);
  return titles;
}

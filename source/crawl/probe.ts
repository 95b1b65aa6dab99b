import type {Robots} from './robots.ts';
import {isSameHost} from './same-host.ts';
import type {Site} from './site.ts';

/** An index file that was there. */
export type Probed = {readonly url: string; readonly body: Uint8Array; readonly isHtml: boolean};

export type Prober = {
  /**
   * The file, or `null` if the host has none, forbids it, or does not give it. Each address is asked for once, and no
   * more than {@link maxProbes} in all.
   */
  readonly get: (url: string) => Promise<Probed | null>;
  /** True once an address was not asked for because there had been too many. */
  readonly exhausted: () => boolean;
};

/** Index files that a run asks for beside robots.txt; at one a second that is as many seconds. */
const maxProbes = 24;

/** Asks for index files (sitemaps, llms.txt). A file that cannot be had is none: no probe ends a run. */
export function createProber(origin: string, robots: Robots, site: Site): Prober {
  const host = new URL(origin);
  const asked = new Map<string, Promise<Probed | null>>();
  let exhausted = false;

  const mayAsk = (url: URL) => isSameHost(url, host) && robots.check(url).allowed;

  const ask = async (url: string): Promise<Probed | null> => {
    const outcome = await site.fetch(url, 'index', (_from, to) => mayAsk(new URL(to)));
    if (outcome.kind !== 'answer') return null;
    const {finalUrl, body, headers} = outcome.response;
    return {url: finalUrl, body, isHtml: isHtml(headers['content-type'], body)};
  };

  return {
    get(url) {
      const known = asked.get(url);
      if (known !== undefined) return known;
      if (!mayAsk(new URL(url))) return Promise.resolve(null);
      if (asked.size >= maxProbes) {
        exhausted = true;
        return Promise.resolve(null);
      }
      const answer = ask(url);
      asked.set(url, answer);
      return answer;
    },
    exhausted: () => exhausted,
  };
}

/** By what it is, not by what it is called: many sites answer every address with their front page. */
export function isHtml(header: string | undefined, body: Uint8Array): boolean {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1000)).toString('utf8');
  if (/^[\s\uFEFF]{0,99}<(?:!doctype\s{1,9}html|html|head|body)\b/i.test(start)) return true;
  return (
    /^\s*text\/html/i.test(header ?? '') && /^[\s\uFEFF]{0,99}<(?!\?xml|urlset|sitemapindex)/i.test(start)
  );
}

/** The folders from that of a path up to the root, deepest first: `/a/b/`, `/a/`, `/`. */
export function foldersUp(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    folders.push(path.slice(0, end + 1));
    if (end === 0) break;
  }
  return folders;
}

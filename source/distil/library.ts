import type {Page} from '../extract/page.ts';
import type {Library} from './rule.ts';
import {asciiSlug} from './slug.ts';

/** Titles beyond this many add nothing. */
const MAX_TITLES = 400;
const NUMBERED = /^(?:Welcome to )?(.{1,40}?)(?:'s)? v?(\d+(?:\.\d+)+[\w.-]*)(?: documentation| docs| manual| reference| API)?$/i;
const BRACKETED = /^(?:Welcome to )?(.{1,40}?)(?:'s)? (?:documentation|docs|manual|reference)(?: \(v?(\d[\w.]*)\))?$/i;

/** Name and version as the documentation states them; the version is `null` if it states none. The host is the last resort for a name. */
export function detectLibrary(pages: Iterable<Page>, seedUrl: string): Library & {readonly slug: string} {
  const names = new Map<string, number>();
  const versions = new Map<string, number>();
  const tails = new Map<string, number>();
  let seen = 0;
  for (const page of pages) {
    if (++seen > MAX_TITLES) break;
    if (page.version !== null) vote(versions, page.version);
    const parts = page.title.split(/\s+(?:[|\u2013\u2014\u00B7\u2022]|--?)\s+/).map((part) => part.replace(/[\u2019]/g, "'").trim()).filter((part) => part !== '');
    for (const part of parts) {
      const stated = NUMBERED.exec(part) ?? BRACKETED.exec(part);
      if (stated?.[1] === undefined || /release notes|changes/i.test(part)) continue;
      vote(names, stated[1]);
      if (stated[2] !== undefined && page.version === null) vote(versions, stated[2]);
    }
    const tail = parts.length > 1 ? parts.at(-1) : undefined;
    if (tail !== undefined && tail.length <= 30) vote(tails, tail);
  }
  const known = Math.min(seen, MAX_TITLES);
  const name = winner(names, known * 0.2) ?? winner(tails, known * 0.5) ?? hostName(seedUrl);
  return {name, version: winner(versions, known * 0.2), url: seedUrl, slug: asciiSlug(name)};
}

function vote(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function winner(counts: ReadonlyMap<string, number>, least: number): string | null {
  const [best] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return best !== undefined && best[1] >= Math.max(1, least) ? best[0] : null;
}

/** `docs.acme.dev` gives "acme"; a host without letters gives "documentation". */
function hostName(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const labels = host.split('.').filter((label) => !/^(?:www|docs?|api|developers?|help|learn|\d+)$/.test(label));
  const label = labels.length > 1 ? labels.at(-2) : labels[0];
  return label === undefined || !/[a-z]/.test(label) ? 'documentation' : label;
}

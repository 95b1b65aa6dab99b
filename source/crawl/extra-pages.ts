import {urlKey} from './normalise-url.ts';

/** Pages outside of the scope that are read all the same. */
const maxExtras = 20;

const words =
  /(?:^|[^a-z])(?:changelog|change[ _-]log|release[ _-]?notes?|releases|what[' ’_-]{0,2}s[ _-]?new|migrat(?:ion|ing)|upgrad(?:e|ing)|breaking[ _-]changes)(?:$|[^a-z])/i;

/**
 * The changelog, release notes and migration guides of the host that the start page links to: what changed belongs to
 * a manual, wherever it stands.
 */
export function extraPages(
  start: URL,
  links: readonly {readonly href: string; readonly text: string}[],
): string[] {
  const keys = new Set<string>();
  for (const {href, text} of links) {
    if (keys.size >= maxExtras) break;
    const key = urlKey(href);
    const url = key === null ? null : URL.parse(key);
    if (key === null || url?.origin !== start.origin) continue;
    const path = url.pathname.replace(/\/(?:index\.html?)?$/, '');
    const name = path.slice(path.lastIndexOf('/') + 1).slice(0, 100);
    if (words.test(name) || namesExtra(text)) keys.add(key);
  }
  return [...keys];
}

/** True if the text of a link is one by which such a page is told. */
export function namesExtra(text: string): boolean {
  return words.test(text.slice(0, 100));
}

import type {ReadResult} from './contract.ts';
import {namesExtra} from './extra-pages.ts';
import {type Rank, rankOf} from './rank.ts';

type Link = ReadResult<unknown>['links'][number];

/**
 * The links of a page without those that change nothing: links to other hosts, and an index leads to a thousand places of
 * one page, where the first of these links, with the ones whose texts say more, leads to the same crawl. Each keeps its
 * place (`at`).
 *
 * @param url - the final address of the page
 */
export function thinLinks(links: readonly Link[], url: string): readonly Link[] {
  const isNear = createHostTest(url);
  const kept: Link[] = [];
  const seen = new Map<string, {text: string; rank: Rank | null; isExtra: boolean}>();
  for (const [at, link] of links.entries()) {
    const {href, text} = link;
    if (!isNear(href)) continue;
    const fragment = href.indexOf('#');
    const address = fragment < 0 ? href : href.slice(0, fragment);
    const earlier = seen.get(address);
    if (!earlier) seen.set(address, {text, rank: null, isExtra: namesExtra(text)});
    else if (!isRoute(href, fragment)) {
      earlier.rank ??= rankOf('', earlier.text);
      const rank = rankOf('', text);
      const isExtra = namesExtra(text);
      if (rank >= earlier.rank && (earlier.isExtra || !isExtra)) continue;
      if (rank < earlier.rank) earlier.rank = rank;
      earlier.isExtra ||= isExtra;
    }
    kept.push(at === kept.length ? link : {...link, at});
  }
  return kept;
}

/** True for what may be of the same host (see `isSameHost`); better one too many. */
function createHostTest(url: string): (href: string) => boolean {
  const bare = new URL(url).hostname.replace(/^www\./, '');
  const starts = ['http://', 'https://'].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}www.${bare}`]);
  return (href) => /^https?:\/\/[^/?#]{0,500}@/.test(href) || starts.some((start) => href.startsWith(start));
}

/** `#/guide`, `#!guide`: a page for the program that makes the site. */
function isRoute(href: string, fragment: number): boolean {
  return fragment >= 0 && (href[fragment + 1] === '/' || href[fragment + 1] === '!');
}

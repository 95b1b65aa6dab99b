import {urlKey} from './normalise-url.ts';
import {type Rank, rankOf} from './rank.ts';

/** So many answers are remembered: some megabytes. */
const maxRemembered = 50_000;

/**
 * `urlKey` for the links of pages, their fragments left out. Menus repeat the same links on every page, and an index
 * leads to many places of one page.
 *
 * @param twinOf - the page that an address is another form of
 */
export function createKeyMemory(twinOf: (key: string) => string): (href: string) => string | null {
  const toKey = createKeyReader();
  const keyOf = remember((href) => {
    const key = toKey(href);
    return key === null ? null : twinOf(key);
  });
  return (href) => {
    const fragment = href.indexOf('#');
    return keyOf(fragment < 0 ? href : href.slice(0, fragment));
  };
}

/** What the text of a link says about its page: menus repeat that, too. */
export function createRankMemory(): (text: string) => Rank {
  return remember((text) => rankOf('', text));
}

/**
 * `urlKey` for absolute addresses, without a parser for those that need none: plain paths on the host of the address
 * before, which an index has by the thousand.
 */
function createKeyReader(): (href: string) => string | null {
  let root = '';
  return (href) => {
    if (root !== '' && href.startsWith(root) && isPlainPath(href.slice(root.length))) return href;
    const key = urlKey(href);
    if (key !== null) root = key.slice(0, key.indexOf('/', 'https://'.length) + 1);
    return key;
  };
}

/** Nothing to resolve, to escape or to drop, and no query: such a path is its own key. */
function isPlainPath(path: string): boolean {
  return /^[\w~./-]*$/.test(path) && !path.startsWith('.') && !path.includes('/.');
}

function remember<T>(compute: (text: string) => T): (text: string) => T {
  const seen = new Map<string, T>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    if (seen.size >= maxRemembered) seen.clear();
    const value = compute(text);
    seen.set(text, value);
    return value;
  };
}

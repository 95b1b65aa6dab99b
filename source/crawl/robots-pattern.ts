import {normaliseEscapes} from './normalise-url.ts';

/** A path pattern of robots.txt, ready to be matched. */
export type RobotsPattern = {
  /** The octets of the normalised pattern: the longest match wins. */
  readonly length: number;
  readonly matches: (path: string) => boolean;
};

/**
 * Compiles a pattern with `*` (any run of characters) and `$` (the end, if it stands last). The matcher goes through
 * the path once from left to right: taking the first place for each piece between stars is always right.
 *
 * @see RFC 9309, 2.2.2 and 2.2.3
 */
export function compilePattern(source: string): RobotsPattern {
  const pattern = normalisePath(source);
  const anchored = pattern.endsWith('$');
  // Only at the end is it a sign of its own.
  const pieces = (anchored ? pattern.slice(0, -1) : pattern).replaceAll('$', '%24').split('*');
  const first = pieces[0] ?? '';
  const last = pieces.length > 1 ? (pieces.at(-1) ?? '') : null;
  const middle = pieces.slice(1, -1);

  const matches = (path: string) => {
    if (!path.startsWith(first)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = path.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    if (last === null) return !anchored || at === path.length;
    if (!anchored) return path.indexOf(last, at) >= 0;
    return path.length - last.length >= at && path.endsWith(last);
  };
  return {length: pattern.length, matches};
}

/** The path and query of a URL as patterns are matched against them: a `*` or `$` of the URL is no wildcard. */
export function robotsPath(url: URL): string {
  return normalisePath(`${url.pathname}${url.search}`.replaceAll('*', '%2A').replaceAll('$', '%24'));
}

/** One spelling for both sides: what must not stand bare in a URL is escaped, what need not be escaped is not. */
function normalisePath(text: string): string {
  return normaliseEscapes(text).replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, (char) => {
    return [...Buffer.from(char)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('');
  });
}

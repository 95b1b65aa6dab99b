/** A segment of a path that tells which tree (language, version) a page stands in. */
export type PathMark = {
  /** The path before it, with `/` at the end. */
  readonly prefix: string;
  /** The segment as written. */
  readonly name: string;
  /** What comes after it: empty, or from `/` on. */
  readonly rest: string;
};

/** Trees begin near the root of a site. */
const maxSegments = 5;

/** The first segment that passes. The last one, `page.html`, counts only without a file type. */
export function findMark(path: string, test: (segment: string, before: string) => boolean): PathMark | null {
  let at = 1;
  let before = '';
  for (let count = 0; count < maxSegments && at < path.length; count += 1) {
    const end = path.indexOf('/', at);
    const name = path.slice(at, end < 0 ? path.length : end);
    if (test(name, before)) return {prefix: path.slice(0, at), name, rest: end < 0 ? '' : path.slice(end)};
    if (end < 0) return null;
    before = name;
    at = end + 1;
  }
  return null;
}

/** Where the user's wish for another language or version leads. */
export type TreeChoice =
  /** The start page stands in that tree. */
  | {readonly kind: 'stay'}
  /** Addresses where it may begin, likeliest first. */
  | {readonly kind: 'go'; readonly urls: readonly string[]}
  /** The trees that there are. */
  | {readonly kind: 'missing'; readonly found: readonly string[]};

/** The trees that stand side by side below one prefix, and the known paths in each, from the mark on. */
export type Trees = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** What is kept of a tree: enough to recognise it and to find its start. */
const maxRests = 200;

/** All trees among some paths; only marks that are folders count, since a page may be called anything. */
export function collectTrees(paths: Iterable<string>, markOf: (path: string) => PathMark | null): Trees {
  const trees = new Map<string, Map<string, string[]>>();
  for (const path of paths) {
    const mark = markOf(path);
    if (!mark || mark.rest === '') continue;
    const names = trees.get(mark.prefix) ?? new Map<string, string[]>();
    trees.set(mark.prefix, names);
    const rests = names.get(mark.name);
    if (!rests) names.set(mark.name, [mark.rest]);
    else if (rests.length < maxRests) rests.push(mark.rest);
  }
  return trees;
}

/** Where a tree may begin: the page that stands where the start page does, then the nearest to the root. */
export function startsOf(
  prefix: string,
  name: string,
  rests: readonly string[],
  wantedRest: string,
): readonly string[] {
  const nearest = [...rests].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
  const paths = [...(rests.includes(wantedRest) ? [wantedRest] : []), nearest ?? '/', wantedRest];
  return [...new Set(paths)].map((rest) => `${prefix}${name}${rest === '' ? '/' : rest}`);
}

import type {Refusal} from './never.ts';
import {collectTrees, findMark, type PathMark, startsOf, type TreeChoice} from './path-mark.ts';

/** The versions of a documentation, and which of them a run reads. */
export type DocVersions = {
  /** As it stands in the path, or as the page states it; `null` if nothing tells. */
  readonly version: string | null;
  /** A refusal if the address stands in the tree of another version. */
  readonly refuse: (url: URL) => Refusal | null;
  /** Where a run over this version would start. */
  readonly choose: (wanted: string) => TreeChoice;
};

/** Names that mean a version wherever they stand, best first. */
const sureNames = ['stable', 'current', 'latest', 'lts', 'nightly', 'canary', 'unstable'];

/** Names that mean one beside another version. */
const otherNames: ReadonlySet<string> = new Set(
  'next dev devel development main master trunk head edge beta alpha preview experimental unreleased snapshot'.split(
    ' ',
  ),
);

/** Folders in which numbers are releases, steps or interfaces that belong to one and the same documentation. */
const notVersioned =
  /^(?:api|rest|graphql|releases?|release-?notes?|releaselog|changelogs?|changes|news|whats-?new|blog|posts?|history|migrations?|migrating|upgrades?|upgrading|tutorials?|steps?|chapters?|downloads?|schemas?)$/i;

/** With so many pages of its own beside them, what stands outside of the version folders is the current version. */
const ownPages = 5;

/**
 * Sees from the start page and from the addresses that are known which versions a documentation has. The start page's
 * wins; if it stands above them all, the current stable one does.
 *
 * @param stated - the version that the start page states, or `null`
 * @param paths - the paths of all addresses that are known before the crawl
 */
export function createDocVersions(start: URL, stated: string | null, paths: readonly string[]): DocVersions {
  const known = new Set(paths);
  const trees = collectTrees(paths, markOf);
  const folder = start.pathname.slice(0, start.pathname.lastIndexOf('/') + 1);

  const isPlace = (prefix: string, names: readonly string[]): boolean => {
    if (names.some((name) => isSure(name))) return true;
    if (names.length > 1 && names.some((name) => kindOf(name) === 'dotted')) return true;
    return names.some((name) => (trees.get(prefix)?.get(name) ?? []).some((rest) => hasTwin(prefix, rest)));
  };
  const hasTwin = (prefix: string, rest: string) => rest.length > 1 && known.has(prefix + rest.slice(1));

  const own = ownMark();
  /** The version that is read of each place; `null` = what stands outside of the folders. */
  const chosen = new Map<string, string | null>();
  for (const [prefix, tree] of trees) {
    if (own?.prefix === prefix || !prefix.startsWith(folder)) continue;
    const names = [...tree.keys()];
    if (isPlace(prefix, names)) chosen.set(prefix, isCovered(prefix, tree) ? null : best(names));
  }
  if (own) chosen.set(own.prefix, own.name);

  function ownMark(): PathMark | null {
    const mark = markOf(start.pathname);
    if (!mark || mark.rest === '') return null;
    const names = [...new Set([mark.name, ...(trees.get(mark.prefix)?.keys() ?? [])])];
    return kindOf(mark.name) === 'dotted' || isPlace(mark.prefix, names) ? mark : null;
  }

  function isCovered(prefix: string, tree: ReadonlyMap<string, readonly string[]>): boolean {
    for (const rests of tree.values()) if (rests.some((rest) => hasTwin(prefix, rest))) return true;
    let outside = 0;
    for (const path of known) {
      if (path.startsWith(folder) && path !== start.pathname && markOf(path)?.prefix !== prefix) outside += 1;
      if (outside >= ownPages) return true;
    }
    return false;
  }

  return {
    version: own?.name ?? [...chosen.values()].find((name) => name !== null) ?? stated,
    refuse(url) {
      const mark = markOf(url.pathname);
      const version = mark ? chosen.get(mark.prefix) : undefined;
      if (!mark || version === undefined || mark.name === version) return null;
      return {reason: 'version', detail: mark.name};
    },
    choose(wanted) {
      if (own ? isAsked(own.name, wanted) : false) return {kind: 'stay'};
      if (stated !== null && isAsked(stated, wanted) && (!own || kindOf(own.name) === 'name'))
        return {kind: 'stay'};
      for (const [prefix, tree] of trees) {
        if (!start.pathname.startsWith(prefix)) continue;
        const asked = [...tree.keys()].filter((one) => isAsked(one, wanted)).sort(compareVersions);
        const name = asked.find((one) => bare(one) === bare(wanted)) ?? asked.at(-1);
        if (name === undefined) continue;
        const rest = own?.prefix === prefix ? own.rest : `/${start.pathname.slice(prefix.length)}`;
        const urls = startsOf(prefix, name, tree.get(name) ?? [], rest).map(
          (path) => new URL(path, start).href,
        );
        return {kind: 'go', urls};
      }
      if (own && /^[\w.-]{1,40}$/.test(wanted)) {
        const names = own.name.startsWith('v') && /^\d/.test(wanted) ? [`v${wanted}`, wanted] : [wanted];
        return {
          kind: 'go',
          urls: names.map((name) => new URL(`${own.prefix}${name}${own.rest}`, start).href),
        };
      }
      return {kind: 'missing', found: foundNames(trees)};
    },
  };
}

/** True if a path stands in the tree of a version. */
export function standsInVersion(path: string, wanted: string): boolean {
  const mark = markOf(path);
  return mark !== null && isAsked(mark.name, wanted);
}

function foundNames(trees: ReturnType<typeof collectTrees>): string[] {
  const names = [...trees.values()].flatMap((tree) => [...tree.keys()]);
  return [...new Set(names.filter((name) => kindOf(name) !== 'integer'))].sort(compareVersions).reverse();
}

function markOf(path: string): PathMark | null {
  return findMark(path, (segment, before) => kindOf(segment) !== null && !notVersioned.test(before));
}

type Kind = 'dotted' | 'integer' | 'name';

/** `3.2`, `v3`, `4.x`, `2.0-rc1` are dotted; a plain number says little. */
function kindOf(segment: string): Kind | null {
  if (segment.length > 24) return null;
  const lower = segment.toLowerCase();
  if (sureNames.includes(lower) || otherNames.has(lower)) return 'name';
  const match =
    /^(v|version-)?\d{1,4}((?:\.(?:\d{1,4}|x)){0,3})(?:[-._]?(?:alpha|beta|rc|dev|pre|lts|a|b)[-._]?\d{0,4})?$/.exec(
      lower,
    );
  if (!match) return null;
  return match[1] === undefined && match[2] === '' && /^\d+$/.test(lower) ? 'integer' : 'dotted';
}

function isSure(name: string): boolean {
  return sureNames.includes(name.toLowerCase()) || /^v\d/i.test(name);
}

/** The current stable version: by name, else the highest number that is no pre-release. */
function best(names: readonly string[]): string {
  const named = sureNames.find((sure) => names.some((name) => name.toLowerCase() === sure));
  const numbered = names.filter((name) => kindOf(name) !== 'name');
  const stable = numbered.filter((name) => !/(?:alpha|beta|rc|dev|pre)/i.test(name));
  const highest = (stable.length > 0 ? stable : numbered).toSorted(compareVersions).at(-1);
  const isStable = named !== undefined && sureNames.indexOf(named) < 3;
  const byName = names.find((name) => name.toLowerCase() === named);
  return (isStable ? byName : (highest ?? byName)) ?? names[0] ?? '';
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d{1,6}/g)?.map(Number) ?? []);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at += 1) {
    const difference = (left?.[at] ?? -1) - (right?.[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `3.2` asks for `3.2`, `v3.2`, `3.2.x` and `3.2.1`. */
function isAsked(name: string, wanted: string): boolean {
  const want = bare(wanted);
  return bare(name) === want || (/^\d/.test(want) && bare(name).startsWith(`${want}.`));
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^(?:version-|v)(?=\d)/, '');
}

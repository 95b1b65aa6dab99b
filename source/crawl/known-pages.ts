import type {DiscoveredVia, Emit, SkipReason} from '../events/catalogue.ts';
import type {ReadResult} from './contract.ts';
import type {Candidate} from './frontier.ts';
import type {IndexEntry} from './index-files.ts';
import type {Judge} from './judge.ts';
import {createKeyMemory, createRankMemory} from './link-memory.ts';
import {noTwins, type TwinOf} from './markdown-twins.ts';
import {type Rank, rankOf} from './rank.ts';
import {createTraps, type TrapDecision} from './traps.ts';

/** A page that links are taken from. */
type Referrer = {readonly url: string; readonly depth: number};

/**
 * All pages that the crawl has heard of. Each one is stated once as `page.discovered` and ends once: fetched, failed
 * or skipped.
 */
export type KnownPages = {
  readonly discover: (key: string, via: DiscoveredVia, depth: number, referrer: string | null) => void;
  /** Marks the one end of a page; the caller states it. */
  readonly close: (key: string) => void;
  readonly skip: (key: string, reason: SkipReason, detail: string | null) => void;
  /** The pages that the links of one page offer to the frontier; states what is new. */
  readonly addLinks: (from: Referrer, read: ReadResult<unknown>) => Candidate[];
  /** The pages that the site itself lists, as if the start page linked to them. */
  readonly addEntries: (entries: readonly IndexEntry[]) => Candidate[];
  /** Pages that have not ended and may still be read. */
  readonly waiting: () => number;
  /** An address that a page turned out to have. */
  readonly adopt: (key: string) => void;
  /** A page has ended under these addresses; gives what may be read because its text is new. */
  readonly settled: (keys: readonly string[], signature: readonly number[] | null) => Candidate[];
  /** Ends the pages that are still held back because they look like a trap. */
  readonly skipTraps: () => void;
  /** Ends every page that is left; `cut` were not read for this reason, `tooDeep` for their depth. */
  readonly skipRest: (
    reason: SkipReason,
    detail: string | null,
    ownerOf: (key: string) => string | null,
  ) => {readonly cut: number; readonly tooDeep: number};
};

export function createKnownPages(options: {
  readonly judge: Judge;
  readonly maxDepth: number;
  readonly emit: Emit;
  /** The page that an address is another form of. */
  readonly twinOf?: TwinOf;
}): KnownPages {
  const {judge, maxDepth, emit, twinOf = noTwins} = options;
  /** The rank by path of a page that belongs to the run; `null` for every other. */
  const known = new Map<string, Rank | null>();
  const open = new Set<string>();
  const tooDeep = new Set<string>();
  /** Pages that some link offered within the depth limit. */
  const offered = new Set<string>();
  const keyOf = createKeyMemory(twinOf);
  const rankOfText = createRankMemory();
  const traps = createTraps();

  const discover: KnownPages['discover'] = (key, via, depth, referrer) => {
    known.set(key, rankOf(new URL(key).pathname, ''));
    open.add(key);
    emit({type: 'page.discovered', url: key, via, depth, referrer});
  };
  const close = (key: string) => {
    open.delete(key);
    tooDeep.delete(key);
  };
  const skip: KnownPages['skip'] = (key, reason, detail) => {
    close(key);
    emit({type: 'page.skipped', url: key, reason, detail});
  };

  /** The rank by path, or `null` if the page is not to be read. */
  const meet = (key: string, depth: number, referrer: string, via: DiscoveredVia = 'link'): Rank | null => {
    const rank = known.get(key);
    if (rank !== undefined) return rank;
    const url = new URL(key);
    const refusal = judge.link(url) ?? traps.refuse(url);
    if (refusal === null) {
      discover(key, via, depth, referrer);
      return known.get(key) ?? null;
    }
    known.set(key, null);
    if (refusal === 'foreign') return null;
    emit({type: 'page.discovered', url: key, via, depth, referrer});
    emit({type: 'page.skipped', url: key, ...refusal});
    return null;
  };

  const addLinks: KnownPages['addLinks'] = (from, read) => {
    if (read.nofollow) return [];
    const depth = from.depth + 1;
    const offers = new Map<string, Candidate>();
    const first = read.canonical === null ? [] : [{href: read.canonical, text: ''}];
    const hrefs: ReadResult<unknown>['links'] = [...first, ...read.links];
    for (const [index, {href, text, at}] of hrefs.entries()) {
      const position = at === undefined ? index : at + first.length;
      const key = keyOf(href);
      const pathRank = key === null ? null : meet(key, depth, from.url);
      if (key === null || pathRank === null || !open.has(key)) continue;
      if (depth > maxDepth) {
        if (!offered.has(key)) tooDeep.add(key);
        continue;
      }
      tooDeep.delete(key);
      offered.add(key);
      const earlier = offers.get(key);
      if (earlier?.rank === 0) continue;
      const rank = pathRank === 0 ? 0 : (Math.min(pathRank, rankOfText(text)) as Rank);
      if (!earlier || rank < earlier.rank)
        offers.set(key, {key, rank, depth, position: earlier?.position ?? position});
    }
    return obey(traps.admit([...offers.values()], from.url));
  };

  const addEntries: KnownPages['addEntries'] = (entries) => {
    const offers = new Map<string, Candidate>();
    for (const [index, {key: named, via, text, file, optional}] of entries.entries()) {
      const key = twinOf(named);
      if (!known.has(key) && isElsewhere(judge.link(new URL(key)))) continue;
      const pathRank = meet(key, 1, file, via);
      if (pathRank === null || !open.has(key)) continue;
      if (maxDepth < 1) {
        if (!offered.has(key)) tooDeep.add(key);
        continue;
      }
      tooDeep.delete(key);
      offered.add(key);
      const byName = pathRank === 0 ? 0 : (Math.min(pathRank, rankOf('', text)) as Rank);
      const rank = optional ? 3 : byName;
      const position = index + (optional ? lastPosition : firstPosition[via]);
      if (!offers.has(key)) offers.set(key, {key, rank, depth: 1, position});
    }
    return obey(traps.admit([...offers.values()], null));
  };

  const obey = ({admitted, refused, notices}: TrapDecision): Candidate[] => {
    for (const notice of notices) emit(notice);
    for (const {key, pattern} of refused) skip(key, 'trap', pattern);
    return admitted;
  };

  const skipRest: KnownPages['skipRest'] = (reason, detail, ownerOf) => {
    let cut = 0;
    let deep = 0;
    for (const key of [...open]) {
      const owner = ownerOf(key);
      if (owner !== null) {
        skip(key, 'duplicate', owner);
        continue;
      }
      if (tooDeep.has(key)) {
        deep += 1;
        skip(key, 'depth', `more than ${maxDepth} links from the start`);
      } else {
        cut += 1;
        skip(key, reason, detail);
      }
    }
    return {cut, tooDeep: deep};
  };

  const adopt = (key: string) => {
    if (!known.has(key)) known.set(key, null);
  };

  return {
    discover,
    close,
    skip,
    addLinks,
    addEntries,
    adopt,
    settled: (keys, signature) => obey(traps.settle(keys, signature)),
    skipTraps: () => void obey(traps.finish()),
    skipRest,
    waiting: () => open.size - tooDeep.size,
  };
}

/** Before and after the links of the start page: an llms.txt is an order by hand, a sitemap mostly by alphabet. */
const firstPosition = {'llms-txt': -1_000_000, sitemap: 1_000_000} as const;
const lastPosition = 2_000_000;

/** A list names the whole host: what stands outside of the folder is no page that was left out of the run. */
function isElsewhere(refusal: ReturnType<Judge['link']>): boolean {
  return refusal === 'foreign' || refusal?.reason === 'scope';
}

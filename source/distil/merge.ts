import type {DropReason} from '../events/catalogue.ts';
import {identifiersIn, lastPart} from './identifiers.ts';
import {conditionClass, isNegative, replacedBy, verbOf} from './keys.ts';
import {type Candidate, type Evidence, ruleKinds} from './rule.ts';
import {settle} from './settle.ts';

/** A verified candidate with what the merger needs to know of its page. */
export type Found = {
  readonly candidate: Candidate;
  /** The version whose notes it stands in, or `null`. */
  readonly release: string | null;
  readonly topic: string;
  readonly globs: readonly string[];
};

export type Merged = {
  readonly kept: readonly Found[];
  readonly dropped: readonly {readonly found: Found; readonly reason: DropReason}[];
};

const MAX_EVIDENCE = 3;
/** Share of common words from which two rules with the same names and verb say the same. */
const SAME_WORDS = 0.5;
/** The same for rules that share nothing but words. */
const SAME_TEXT = 0.7;

/** Joins what says the same, then settles what contradicts. The order of `found` does not change the result's wording. */
export function merge(found: readonly Found[]): Merged {
  const sizes = new Map<string, number>();
  for (const {candidate} of found)
    for (const {url} of candidate.evidence) sizes.set(url, (sizes.get(url) ?? 0) + 1);
  const ordered = [...found].sort((a, b) => byPreference(a, b, sizes));
  const groups: Group[] = [];
  const buckets = new Map<string, number[]>();
  const dropped: {found: Found; reason: DropReason}[] = [];
  for (const entry of ordered) {
    const words = wordsOf(entry.candidate);
    const keys = bucketsOf(entry.candidate);
    const seen = new Set(keys.flatMap((key) => buckets.get(key) ?? []));
    const twin = [...seen].find((index) => {
      const group = groups[index];
      return group !== undefined && same(group.lead.candidate, group.words, entry.candidate, words);
    });
    const group = twin === undefined ? undefined : groups[twin];
    if (group !== undefined) {
      give(group, entry.candidate.evidence, entry.candidate.versions);
      if (ruleKinds.indexOf(entry.candidate.kind) < ruleKinds.indexOf(group.kind))
        group.kind = entry.candidate.kind;
      dropped.push({found: entry, reason: 'duplicate'});
      continue;
    }
    for (const key of keys) buckets.set(key, [...(buckets.get(key) ?? []), groups.length]);
    groups.push({
      lead: entry,
      words,
      evidence: [...entry.candidate.evidence],
      kind: entry.candidate.kind,
      versions: entry.candidate.versions,
    });
  }
  const absorbed = absorb(groups, dropped);
  const kept = absorbed.map(({lead, evidence, kind, versions}) => {
    const [first = lead.candidate.evidence[0], ...rest] = evidence;
    return {...lead, candidate: {...lead.candidate, kind, versions, evidence: [first, ...rest] as const}};
  });
  const settled = settle(kept);
  return {
    kept: settled.kept,
    dropped: [
      ...dropped,
      ...settled.dropped.map((entry) => ({found: entry, reason: 'contradiction' as const})),
    ],
  };
}

type Group = {
  lead: Found;
  words: Set<string>;
  evidence: Evidence[];
  kind: Candidate['kind'];
  versions: Candidate['versions'];
};

/** Adds proofs from further pages; a version comes along only with the page that states it. */
function give(group: Group, proofs: readonly Evidence[], versions: Candidate['versions']): void {
  for (const proof of proofs) {
    if (group.evidence.length === MAX_EVIDENCE || group.evidence.some((other) => other.url === proof.url))
      continue;
    group.evidence.push(proof);
    group.versions ??= versions;
  }
}

/** "Stop using `a`" says less than "Use `b` instead of `a`": it gives its evidence to that rule. */
function absorb(groups: readonly Group[], dropped: {found: Found; reason: DropReason}[]): Group[] {
  const pairs = new Map<string, {group: Group; names: ReadonlySet<string>}[]>();
  for (const group of groups) {
    const names = new Set(replacedBy(group.lead.candidate.directive)?.old.map(lastPart) ?? []);
    for (const name of names) pairs.set(name, [...(pairs.get(name) ?? []), {group, names}]);
  }
  return groups.filter((group) => {
    const {candidate} = group.lead;
    if (!/^Stop using /.test(candidate.directive)) return true;
    const own = candidate.identifiers.map(lastPart);
    const [first] = own;
    const better =
      first === undefined
        ? undefined
        : pairs.get(first)?.find(({names}) => own.every((name) => names.has(name)))?.group;
    if (better === undefined) return true;
    give(better, group.evidence, group.versions);
    dropped.push({found: group.lead, reason: 'duplicate'});
    return false;
  });
}

/**
 * Which of two equal rules gives the wording: with an example, then the shorter, then the one of the page that says less
 * (a page that repeats all others says most), then by address.
 */
function byPreference(a: Found, b: Found, sizes: ReadonlyMap<string, number>): number {
  const size = ({candidate}: Found): number => sizes.get(candidate.evidence[0].url) ?? 0;
  return (
    Number(b.candidate.do !== null) - Number(a.candidate.do !== null) ||
    a.candidate.directive.length - b.candidate.directive.length ||
    compare(a.candidate.directive, b.candidate.directive) ||
    size(a) - size(b) ||
    compare(a.candidate.evidence[0].url, b.candidate.evidence[0].url) ||
    compare(a.candidate.evidence[0].quote, b.candidate.evidence[0].quote)
  );
}

function same(a: Candidate, aWords: Set<string>, b: Candidate, bWords: Set<string>): boolean {
  if (isNegative(a) !== isNegative(b)) return false;
  if (textOf(a) === textOf(b)) return true;
  const left = replacedBy(a.directive);
  const right = replacedBy(b.directive);
  if (left !== null && right !== null) return covers(left.old, right.old) && covers(left.next, right.next);
  const share = common(aWords, bWords);
  const stops = verbOf(a.directive) === 'stop';
  if (share >= SAME_TEXT && (!stops || namesKey(a) === namesKey(b))) return true;
  if (namesKey(a) !== namesKey(b) || verbOf(a.directive) !== verbOf(b.directive)) return false;
  return (
    share >= SAME_WORDS ||
    (verbOf(a.directive) === 'stop' && conditionClass(a.condition) === conditionClass(b.condition))
  );
}

/** The words without the marks of code, which one page sets and another does not. */
function textOf({condition, directive}: Candidate): string {
  return `${condition ?? ''} | ${directive}`.replace(/`/g, '').toLowerCase();
}

function covers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((name) => a.some((other) => sameName(name, other)));
}

/** `Pool.close` is `acme.Pool.close`, and may be `close`, but is not `File.close`. */
function sameName(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    long.endsWith(short) && (long.length === short.length || /[.:>]$/.test(long.slice(0, -short.length)))
  );
}

/** Only rules that share a bucket are compared: their names, or a run of four words. */
function bucketsOf(candidate: Candidate): string[] {
  const words = candidate.directive.toLowerCase().match(/[a-z0-9_$.]+/g) ?? [];
  const runs = words.slice(0, -3).map((_, index) => words.slice(index, index + 4).join(' '));
  return [`names ${namesKey(candidate)}`, ...new Set(runs.filter((_, index) => index % 2 === 0))];
}

function namesKey(candidate: Candidate): string {
  return identifiersIn(candidate.directive).map(lastPart).sort().join(' ');
}

function wordsOf(candidate: Candidate): Set<string> {
  return new Set(
    `${candidate.condition ?? ''} ${candidate.directive}`
      .toLowerCase()
      .match(/[a-z0-9_$]+(?:\.[a-z0-9_$]+)*/g) ?? [],
  );
}

function common(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

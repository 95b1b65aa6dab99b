import {identifiersIn, lastPart} from './identifiers.ts';
import {conditionClass, isNegative, replacedBy} from './keys.ts';
import type {Found} from './merge.ts';
import {compareVersions} from './versions.ts';

export type Settled = {readonly kept: readonly Found[]; readonly dropped: readonly Found[]};

const ACTION =
  /^(?:(?:Always|Explicitly) )?(?:Do not |Never |Avoid |Stop )?(?:directly )?(use|using|prefer|call|calling|enable|enabling|pass|passing|import|importing|include|including|add|adding|define|defining|declare|override|overriding|run|running|wrap|return|returning|set|setting)\s+(?:the |a |an )?`([^`]+)`(.*)$/i;

/**
 * Takes rules out that cannot both hold: the same action on the same thing once asked and once forbidden, two values for
 * one setting, and advice to use what a newer rule replaces. The newer version wins; without one both go.
 */
export function settle(found: readonly Found[]): Settled {
  const dropped: Found[] = [];
  let kept = found;
  // A rule that goes may have been what others lost against: what is left must stand by itself.
  for (;;) {
    const losers = losersOf(kept);
    if (losers.size === 0) return {kept, dropped};
    dropped.push(...kept.filter((entry) => losers.has(entry)));
    kept = kept.filter((entry) => !losers.has(entry));
  }
}

function losersOf(found: readonly Found[]): ReadonlySet<Found> {
  const losers = new Set<Found>();
  const actions = new Map<string, {found: Found; negative: boolean; rest: string}[]>();
  const values = new Map<string, {found: Found; value: string}>();
  for (const entry of found) {
    const {directive, condition} = entry.candidate;
    const action = ACTION.exec(directive);
    if (action?.[1] && action[2]) {
      const key = [
        action[1].toLowerCase().replace(/(?:e|ing)$/, ''),
        thing(action[2]),
        conditionClass(condition),
      ].join('\n');
      const rest = (action[3] ?? '').replace(/[.;].*$|,? (?:instead of|rather than|use)\b.*$/, '').trim();
      const others = actions.get(key) ?? [];
      for (const other of others) {
        if (other.negative !== isNegative(entry.candidate) && alike(other.rest, rest))
          lose(other.found, entry, losers);
      }
      actions.set(key, [...others, {found: entry, negative: isNegative(entry.candidate), rest}]);
    }
    const value = /^(?:Always )?Set (?:the )?`([^`]+)`(?: \w+)? to `?([^`\s,;]+?)`?(?:[.,;]|\s)(.*)$/.exec(
      directive,
    );
    if (value?.[1] && value[2]) {
      const key = [value[1], condition ?? '', (value[3] ?? '').toLowerCase()].join('\n');
      const other = values.get(key);
      if (other !== undefined && other.value !== value[2]) lose(other.found, entry, losers);
      values.set(key, {found: entry, value: value[2]});
    }
  }
  outdated(found, losers);
  return losers;
}

/** "Use `b`" loses against "Use `c` instead of `b`" if that is not older. */
function outdated(found: readonly Found[], losers: Set<Found>): void {
  const replaced = new Map<string, Found>();
  for (const entry of found) {
    const exchange = replacedBy(entry.candidate.directive);
    if (exchange?.old.length === 1 && exchange.old[0] !== undefined && /[._]/.test(exchange.old[0]))
      replaced.set(exchange.old[0], entry);
  }
  for (const entry of found) {
    const recommended =
      replacedBy(entry.candidate.directive)?.next ??
      (/^Use `/.test(entry.candidate.directive) ? identifiersIn(entry.candidate.directive).slice(0, 1) : []);
    for (const name of recommended) {
      const newer = replaced.get(name);
      if (newer === undefined || newer === entry || losers.has(newer)) continue;
      const own = versionOf(entry);
      const other = versionOf(newer);
      if (own === null || other === null || compareVersions(other, own) >= 0) losers.add(entry);
    }
  }
}

function lose(a: Found, b: Found, losers: Set<Found>): void {
  const left = versionOf(a);
  const right = versionOf(b);
  const order = left === null || right === null ? 0 : compareVersions(left, right);
  if (order <= 0) losers.add(a);
  if (order >= 0) losers.add(b);
}

function versionOf(found: Found): string | null {
  return found.candidate.versions?.removed ?? found.candidate.versions?.since ?? found.release;
}

function thing(code: string): string {
  return lastPart(code.replace(/\(.*$/, ''));
}

function alike(a: string, b: string): boolean {
  const left = new Set(a.toLowerCase().match(/[a-z0-9_$]+/g) ?? []);
  const right = new Set(b.toLowerCase().match(/[a-z0-9_$]+/g) ?? []);
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - shared;
  return all === 0 || shared / all >= 0.5;
}

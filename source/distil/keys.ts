import {bareName, identifiersIn} from './identifiers.ts';
import type {Candidate} from './rule.ts';

/** The code name a rule is about first; for "Use `b` instead of `a`" that is `a`, which the reader has at hand. */
export function primaryOf(candidate: Candidate): string {
  const old = replacedBy(candidate.directive)?.old[0];
  return bareName(old ?? candidate.identifiers[0] ?? '');
}

/** Condition without wording: its code names, or its plain words where it has none. */
export function conditionClass(condition: string | null): string {
  if (condition === null) return '';
  const names = identifiersIn(condition);
  return names.length > 0
    ? [...names].sort().join(' ')
    : (condition.toLowerCase().match(/[a-z]{4,}/g) ?? []).sort().join(' ');
}

/** True if the rule forbids. */
export function isNegative(candidate: Candidate): boolean {
  return /^(?:Do not|Don't|Never|Avoid|Stop)\b/.test(candidate.directive);
}

export type Exchange = {readonly old: readonly string[]; readonly next: readonly string[]};

/** The names of a rule "Use `b` instead of `a`.", or `null` for other rules. */
export function replacedBy(directive: string): Exchange | null {
  const used = /^(?:Use|Prefer) (.+?) (?:instead of|rather than|over) (.+)\.$/.exec(directive);
  const swapped = /^Replace (.+?) with (.+)\.$/.exec(directive);
  const next = used?.[1] ?? swapped?.[2];
  const old = used?.[2] ?? swapped?.[1];
  if (next === undefined || old === undefined) return null;
  const exchange = {next: identifiersIn(next), old: identifiersIn(old)};
  return exchange.next.length > 0 && exchange.old.length > 0 ? exchange : null;
}

/** First verb of the directive in lower case, without "do not" and its like. */
export function verbOf(directive: string): string {
  return (
    /^(?:(?:Do not|Don't|Always|Never|Only|Explicitly)\s+)*([A-Za-z-]+)/.exec(directive)?.[1] ?? ''
  ).toLowerCase();
}

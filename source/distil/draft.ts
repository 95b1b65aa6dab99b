import {identifiersIn} from './identifiers.ts';
import {visible} from './normalise.ts';
import type {Candidate, Code, Evidence, RuleKind} from './rule.ts';
import type {Setting} from './setting.ts';

/** Longest quote in characters; what is longer is cut between words. */
export const MAX_QUOTE = 300;

export type Draft = {
  readonly kind: RuleKind;
  readonly condition?: string | null;
  readonly directive: string;
  readonly do?: Code | null;
  readonly dont?: Code | null;
  readonly versions?: {readonly since?: string; readonly removed?: string} | null;
  /** The words of the page the rule is made from, one or two sentences. */
  readonly quotes: readonly [string, ...string[]];
  /** True if the quotes do not follow each other on the page. */
  readonly apart?: boolean;
};

/** Most names a rule lists. */
const MAX_IDENTIFIERS = 12;

/** Adds to a draft what follows from its place: evidence and identifiers. */
export function candidateOf(draft: Draft, setting: Setting): Candidate {
  const condition = draft.condition ?? null;
  const named = [...new Set([...identifiersIn(draft.directive), ...identifiersIn(condition ?? '')])];
  return {
    kind: draft.kind,
    condition,
    directive: draft.directive,
    do: draft.do ?? null,
    dont: draft.dont ?? null,
    identifiers: named.slice(0, MAX_IDENTIFIERS),
    versions: draft.versions ?? null,
    evidence: evidenceOf(draft.quotes, draft.apart === true, setting),
  };
}

function evidenceOf(
  quotes: readonly [string, ...string[]],
  apart: boolean,
  setting: Setting,
): readonly [Evidence, ...Evidence[]] {
  const [first, ...rest] = quotes;
  const joined = visible(quotes.join(' '));
  const make = (quote: string): Evidence => ({
    url: setting.page.url,
    anchor: setting.section.anchor,
    quote: cut(quote),
  });
  return rest.length === 0 || (!apart && joined.length <= MAX_QUOTE)
    ? [make(joined)]
    : [make(visible(first)), ...rest.map((quote) => make(visible(quote)))];
}

function cut(quote: string): string {
  return quote.length <= MAX_QUOTE ? quote : quote.slice(0, quote.lastIndexOf(' ', MAX_QUOTE));
}

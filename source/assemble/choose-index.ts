import type {Rule, RuleKind} from '../distil/rule.ts';
import {isTelling} from './telling.ts';

/** Always-on text is paid for in every request: few rules, few characters. */
const MAX_RULES = 20;
const MIN_RULES = 10;
const MAX_CHARACTERS = 4_000;
/** A rule whose rendering is longer than this is read in its topic. */
const MAX_RULE = 320;
/** No kind fills the index alone as long as others have something to say. */
const MAX_SHARE: Readonly<Record<RuleKind, number>> = {
  breaking: 8,
  deprecation: 8,
  security: 6,
  pitfall: 6,
  must: 5,
  prefer: 3,
  howto: 1,
};
/** Rules on one page; the next best page comes first. */
const PER_PAGE = 4;

/** The best rules of the site, spread over kinds and pages. */
export function chooseIndex(rules: readonly Rule[]): Rule[] {
  const chosen: Rule[] = [];
  const kinds = new Map<RuleKind, number>();
  const pages = new Map<string, number>();
  let characters = 0;
  for (const rule of rules) {
    const [{url}] = rule.evidence;
    const size = renderedSize(rule);
    if (chosen.length === MAX_RULES) break;
    if (!standsAlone(rule) || size > MAX_RULE || characters + size > MAX_CHARACTERS) continue;
    if ((kinds.get(rule.kind) ?? 0) >= MAX_SHARE[rule.kind] || (pages.get(url) ?? 0) >= PER_PAGE) continue;
    chosen.push(rule);
    characters += size;
    kinds.set(rule.kind, (kinds.get(rule.kind) ?? 0) + 1);
    pages.set(url, (pages.get(url) ?? 0) + 1);
  }
  if (chosen.length >= MIN_RULES) return chosen;
  const more = rules
    .filter((rule) => !chosen.includes(rule) && standsAlone(rule) && renderedSize(rule) <= MAX_RULE)
    .slice(0, MIN_RULES - chosen.length);
  return [...chosen, ...more].sort((a, b) => rules.indexOf(a) - rules.indexOf(b));
}

/** About what a rule takes when written: frame, condition, directive and code. */
function renderedSize(rule: Rule): number {
  return (
    20 +
    rule.directive.length +
    (rule.condition?.length ?? 0) +
    (rule.do?.code.length ?? 0) +
    (rule.dont?.code.length ?? 0)
  );
}

/** Out of its topic a rule must name its API. */
function standsAlone(rule: Rule): boolean {
  return rule.identifiers.some(isTelling);
}

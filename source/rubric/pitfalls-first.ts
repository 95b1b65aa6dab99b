import type {Rule} from '../distil/rule.ts';
import {type Criterion, criterion, type RubricInput, ratio, thresholds} from './criterion.ts';

const PITFALLS: ReadonlySet<string> = new Set(['breaking', 'deprecation', 'security', 'pitfall']);

/**
 * R12: what an assistant gets wrong stands in the first part of the list (nDCG), and the warnings of the pages have a
 * rule. With pages the mean of both.
 */
export function pitfallsFirst({ruleSet: {rules}, docs}: RubricInput): Criterion {
  const order = gain(rules);
  if (docs === null) return criterion('R12', order, `order ${order.toFixed(2)}; warnings need pages`);
  const {covered, total} = docs.warnings;
  const share = ratio(covered, total);
  const detail = `order ${order.toFixed(2)}, ${covered} of ${total} warnings`;
  return criterion('R12', (order + share) / 2, detail);
}

/** Discounted gain of the first part against the best order of the whole list; 1 if there is no pitfall. */
function gain(rules: readonly Rule[]): number {
  const places = Math.ceil(rules.length * thresholds.first);
  const pitfalls = rules.filter(({kind}) => PITFALLS.has(kind)).length;
  const discount = (at: number) => 1 / Math.log2(at + 2);
  let found = 0;
  let ideal = 0;
  for (let at = 0; at < places; at++) {
    const rule = rules[at];
    if (rule !== undefined && PITFALLS.has(rule.kind)) found += discount(at);
    if (at < pitfalls) ideal += discount(at);
  }
  return ratio(found, ideal);
}

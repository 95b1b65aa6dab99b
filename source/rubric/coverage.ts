import {type Criterion, criterion, needsPages, type RubricInput, ratio} from './criterion.ts';
import type {Covered} from './docs-facts.ts';

/** R15: the mean of the shares of the best pages, of the warnings and of the API entries that have a rule. */
export function coverage({docs}: RubricInput): Criterion {
  if (docs === null) return criterion('R15', null, needsPages);
  const {topPages, warnings, entries} = docs;
  const parts = [topPages, warnings, entries].filter(({total}) => total > 0);
  const sum = parts.reduce((all, {covered, total}) => all + ratio(covered, total), 0);
  const percent = ({covered, total}: Covered) => (total === 0 ? '-' : Math.round((covered / total) * 100));
  const detail = `pages ${percent(topPages)}, warnings ${percent(warnings)}, API ${percent(entries)} %, Gini ${docs.gini.toFixed(2)}`;
  return criterion('R15', parts.length === 0 ? 1 : sum / parts.length, detail);
}

import {settle} from '../distil/settle.ts';
import {type Criterion, criterion, type RubricInput, ratio} from './criterion.ts';

/** R7: no two rules that cannot both hold. */
export function consistent({ruleSet: {rules}}: RubricInput): Criterion {
  const found = rules.map((rule) => ({candidate: rule, release: null, topic: rule.topic, globs: rule.globs}));
  const losers = new Set<unknown>(settle(found).dropped.map(({candidate}) => candidate));
  const failures = rules
    .filter((rule) => losers.has(rule))
    .map(({id}) => ({subject: id, why: 'another rule says the opposite'}));
  const share = ratio(rules.length - failures.length, rules.length);
  return criterion('R7', share, `${failures.length} of ${rules.length} contradict`, failures);
}

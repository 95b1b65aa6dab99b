import {type Criterion, criterion, needsPages, type RubricInput, shareOfRules} from './criterion.ts';

/** R2: names, numbers and code stand at the cited place, and the rule says no where its quote does. */
export function faithful(input: RubricInput): Criterion {
  const {docs} = input;
  if (docs === null) return criterion('R2', null, needsPages);
  return shareOfRules('R2', input, 'rules', (rule) => docs.rules.get(rule)?.unfaithful ?? null);
}

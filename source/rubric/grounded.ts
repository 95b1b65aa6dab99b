import {type Criterion, criterion, needsPages, type RubricInput, shareOfRules} from './criterion.ts';

/** R1: every quote stands in the section that its anchor names, on the page that it cites. */
export function grounded(input: RubricInput): Criterion {
  const {docs} = input;
  if (docs === null) return criterion('R1', null, needsPages);
  return shareOfRules('R1', input, 'rules', (rule) => docs.rules.get(rule)?.ungrounded ?? null);
}

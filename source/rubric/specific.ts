import {identifiersIn} from '../distil/identifiers.ts';
import {TAUTOLOGY} from '../distil/phrases.ts';
import {type Criterion, criterion, needsPages, type RubricInput, shareOfRules} from './criterion.ts';

/** R3: the rule names something that its pages show as code, a heading or a signature, and no commonplace. */
export function specific(input: RubricInput): Criterion {
  const {docs} = input;
  if (docs === null) return criterion('R3', null, needsPages);
  return shareOfRules('R3', input, 'name a documented API', (rule) => {
    if (TAUTOLOGY.test(rule.directive)) return 'a commonplace';
    if (docs.rules.get(rule)?.documented === true) return null;
    const [name = 'nothing'] = identifiersIn(`${rule.directive} ${rule.condition ?? ''}`);
    return `${name} is no documented name`;
  });
}

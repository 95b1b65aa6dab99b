import {identifiersIn} from '../distil/identifiers.ts';
import {normalise} from '../distil/normalise.ts';
import {TAUTOLOGY} from '../distil/phrases.ts';
import {type Criterion, type RubricInput, shareOfRules} from './criterion.ts';

/** R0: ids are unique, no rule stands twice, each names an API and says more than a commonplace. */
export function wellFormed(input: RubricInput): Criterion {
  const ids = new Set<string>();
  const texts = new Set<string>();
  return shareOfRules('R0', input, 'rules', ({id, condition, directive}) => {
    const text = normalise(`${condition ?? ''} | ${directive}`).toLowerCase();
    const again = ids.has(id) ? 'its id stands twice' : texts.has(text) ? 'it stands twice' : null;
    ids.add(id);
    texts.add(text);
    if (again !== null) return again;
    if (TAUTOLOGY.test(directive)) return 'a commonplace';
    return identifiersIn(`${condition ?? ''} ${directive}`).length === 0 ? 'it names no API' : null;
  });
}

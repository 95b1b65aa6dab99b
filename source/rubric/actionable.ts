import {identifiersIn} from '../distil/identifiers.ts';
import {verbOf} from '../distil/keys.ts';
import {WEAK} from '../distil/phrases.ts';
import type {Rule} from '../distil/rule.ts';
import {isVerb} from '../distil/verbs.ts';
import {type Criterion, type RubricInput, shareOfRules} from './criterion.ts';

/** R4: an imperative without weak words, under a condition that names an API or a situation. */
export function actionable(input: RubricInput): Criterion {
  return shareOfRules('R4', input, 'begin with a verb', notActionable);
}

function notActionable({condition, directive}: Rule): string | null {
  const prose = directive.replace(/`[^`]*`/g, ' ');
  if (WEAK.test(prose)) return 'weak words';
  const verb = verbOf(directive);
  if (!isVerb(verb)) return `"${verb}" is no verb of an instruction`;
  if (condition === null || identifiersIn(condition).length > 0) return null;
  return condition.trim().split(/\s+/).length < 3 ? 'a condition that names nothing' : null;
}

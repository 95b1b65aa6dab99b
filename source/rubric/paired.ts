import type {Rule} from '../distil/rule.ts';
import {isVerb} from '../distil/verbs.ts';
import {type Criterion, criterion, type RubricInput, ratio} from './criterion.ts';

const FORBIDS = /^(?:Do not|Don't|Never|Avoid)\b/;

/** R5: who is told what not to do is told what to do. */
export function paired({ruleSet: {rules}}: RubricInput): Criterion {
  const negative = rules.filter(({directive}) => FORBIDS.test(directive));
  const lacking = negative.filter((rule) => !namesAlternative(rule));
  const named = negative.length - lacking.length;
  return criterion(
    'R5',
    ratio(named, negative.length),
    `${named} of ${negative.length} that forbid`,
    lacking.map(({id}) => ({subject: id, why: 'no alternative'})),
  );
}

function namesAlternative(rule: Rule): boolean {
  if (rule.do !== null) return true;
  const prose = rule.directive.replace(/`[^`]*`/g, 'x');
  if (/\b(?:instead|only|unless|rather than|before|without|outside)\b/.test(prose)) return true;
  return prose
    .split(/[;:,.]\s+/)
    .slice(1)
    .some((part) => isVerb(/^(?:(?:and|but|or|then)\s+)?([A-Za-z-]+)/.exec(part)?.[1] ?? ''));
}

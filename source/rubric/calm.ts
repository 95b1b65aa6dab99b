import {type Criterion, criterion, type RubricInput, ratio, thresholds} from './criterion.ts';

const SHOUT = /\b(?:MUST|NEVER|ALWAYS|CRITICAL|IMPORTANT)\b/;

/** R14: few directives shout; more than a fifth lowers it. */
export function calm({ruleSet: {rules}}: RubricInput): Criterion {
  const loud = rules.filter(({directive}) => SHOUT.test(directive.replace(/`[^`]*`/g, ''))).length;
  const share = loud === 0 ? 0 : ratio(loud, rules.length);
  const value = share <= thresholds.shouting ? 1 : thresholds.shouting / share;
  return criterion('R14', value, `${loud} of ${rules.length} shout`);
}

import type {Rule} from '../distil/rule.ts';
import {partsOf} from '../distil/versions.ts';
import {type Criterion, criterion, type RubricInput, ratio, thresholds} from './criterion.ts';

/** R13: the share of the best rules about changes of the last two minor versions or the current major: news to a model. */
export function news({ruleSet: {library, rules}}: RubricInput): Criterion {
  const {version} = library;
  if (version === null) return criterion('R13', null, 'the library states no version');
  const best = rules.slice(0, thresholds.top);
  const recent = best.filter((rule) => isRecent(rule, version)).length;
  return criterion('R13', ratio(recent, best.length), `${recent} of the first ${best.length}`);
}

function isRecent({versions}: Rule, current: string): boolean {
  const stated = versions?.removed ?? versions?.since;
  if (stated === undefined) return false;
  const [major = 0, minor = 0] = partsOf(stated);
  const [currentMajor = 0, currentMinor = 0] = partsOf(current);
  return major > currentMajor || (major === currentMajor && (currentMajor > 0 || minor >= currentMinor - 1));
}

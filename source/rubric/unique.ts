import {conditionClass, isNegative, primaryOf, verbOf} from '../distil/keys.ts';
import type {Rule} from '../distil/rule.ts';
import {type Criterion, criterion, type Failure, type RubricInput, ratio, thresholds} from './criterion.ts';

const RUN = 5;

/**
 * R6: the share of rules that no better one says already, by runs of five words, or by the same API, verb, condition and
 * sign. Counted exactly over an index of the runs: a rule set is small enough.
 */
export function unique({ruleSet: {rules}}: RubricInput): Criterion {
  const failures: Failure[] = [];
  const keys = new Map<string, string>();
  const index = new Map<string, number[]>();
  const sizes: number[] = [];
  for (const [at, rule] of rules.entries()) {
    const runs = runsOf(rule);
    sizes.push(runs.size);
    const key = keyOf(rule);
    const twin = keys.get(key) ?? rules[nearest(runs, index, sizes) ?? -1]?.id;
    if (twin !== undefined) {
      // What it says is in the index already.
      failures.push({subject: rule.id, why: `says what ${twin} says`});
      continue;
    }
    keys.set(key, rule.id);
    for (const run of runs) {
      const places = index.get(run);
      if (places === undefined) index.set(run, [at]);
      else places.push(at);
    }
  }
  const share = ratio(rules.length - failures.length, rules.length);
  return criterion('R6', share, `${failures.length} of ${rules.length} are duplicates`, failures);
}

/** The place of a rule whose runs overlap enough, or `null`. */
function nearest(runs: ReadonlySet<string>, index: ReadonlyMap<string, number[]>, sizes: readonly number[]) {
  const shared = new Map<number, number>();
  for (const run of runs) for (const at of index.get(run) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  for (const [at, common] of shared)
    if (common / (runs.size + (sizes[at] ?? 0) - common) >= thresholds.duplicate) return at;
  return null;
}

function runsOf({condition, directive}: Rule): Set<string> {
  const words = `${condition ?? ''} ${directive}`.toLowerCase().match(/[a-z0-9_$]+/g) ?? [];
  const size = Math.min(RUN, words.length);
  return new Set(
    words.slice(0, words.length - size + 1).map((_, at) => words.slice(at, at + size).join(' ')),
  );
}

function keyOf(rule: Rule): string {
  const sign = isNegative(rule) ? '-' : '+';
  return [primaryOf(rule), verbOf(rule.directive), sign, conditionClass(rule.condition)].join('\n');
}

import {isAlwaysOn} from './concise.ts';
import {type Criterion, criterion, type Failure, type RubricInput, ratio, thresholds} from './criterion.ts';
import {selectionProblem} from './globs.ts';
import {isInstruction, type RuleFile} from './rule-file.ts';

/**
 * R9: the share of rules that are read when they are of use: under globs that select, or in a file that says when to read
 * it. With files, text that is always read and takes more than its share lowers it.
 */
export function scoped({ruleSet: {rules}, files}: RubricInput): Criterion {
  const failures: Failure[] = rules.flatMap(({id, globs}) =>
    globs.flatMap((glob): Failure[] => {
      const why = selectionProblem(glob);
      return why === null ? [] : [{subject: id, why: `glob ${glob}: ${why}`}];
    }),
  );
  const bad = new Set(failures.map(({subject}) => subject));
  const read = (files ?? []).filter(isInstruction);
  if (read.length === 0) {
    const good = rules.filter(({id, globs}) => globs.length > 0 && !bad.has(id)).length;
    return criterion('R9', ratio(good, rules.length), `${good} of ${rules.length} under a glob`, failures);
  }
  const onDemand = new Set(read.filter((file) => !isAlwaysOn(file)).flatMap((file) => file.rules));
  const written = new Set(read.flatMap((file) => file.rules));
  const good = [...written].filter((id) => onDemand.has(id) && !bad.has(id)).length;
  const always = ratio(size(read.filter(isAlwaysOn)), size(read));
  const excess = always <= thresholds.alwaysOnShare ? 1 : thresholds.alwaysOnShare / always;
  const detail = `${good} of ${written.size} on demand, ${Math.round(always * 100)} % always on`;
  return criterion('R9', ratio(good, written.size) * excess, detail, failures);
}

function size(files: readonly RuleFile[]): number {
  return files.reduce((sum, {content}) => sum + content.length, 0);
}

import type {Rule} from '../distil/rule.ts';
import {type Criterion, criterion, type Failure, type RubricInput, ratio, thresholds} from './criterion.ts';
import {frontmatterOf} from './frontmatter.ts';
import {isInstruction, type RuleFile} from './rule-file.ts';

const CHARACTERS_PER_TOKEN = 4;

/** R8: the mean of how well the median rule, the longest rules and the files keep to their measure. */
export function concise({ruleSet: {rules}, files}: RubricInput): Criterion {
  const sizes = rules.map(tokensOf).sort((a, b) => a - b);
  const median = quantile(sizes, 0.5);
  const p95 = quantile(sizes, 0.95);
  const parts = [within(median, thresholds.tokens.median), within(p95, thresholds.tokens.p95)];
  const failures: Failure[] = [];
  if (files !== null) {
    const read = files.filter(isInstruction);
    for (const file of read) {
      const limit = isAlwaysOn(file) ? thresholds.rulesPerFile.always : thresholds.rulesPerFile.any;
      if (file.rules.length > limit)
        failures.push({subject: file.path, why: `${file.rules.length} rules, more than ${limit}`});
    }
    parts.push(ratio(read.length - failures.length, read.length));
  }
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return criterion('R8', mean, `median ${median}, p95 ${p95} tokens`, failures);
}

/** True for text that is in every request. */
export function isAlwaysOn(file: RuleFile): boolean {
  if (file.kind === 'block') return true;
  const head = frontmatterOf(file.content);
  if (file.target === 'cursor') return head?.values?.['alwaysApply'] === true;
  return file.target === 'claude' && head?.values?.['paths'] === undefined;
}

function tokensOf({condition, directive}: Rule): number {
  return Math.round(`${condition ?? ''} ${directive}`.trim().length / CHARACTERS_PER_TOKEN);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function within(size: number, limit: number): number {
  return size <= limit ? 1 : limit / size;
}

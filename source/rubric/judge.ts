import {actionable} from './actionable.ts';
import {calm} from './calm.ts';
import {concise} from './concise.ts';
import {consistent} from './consistent.ts';
import {coverage} from './coverage.ts';
import type {Criterion, RubricInput} from './criterion.ts';
import {examples} from './examples.ts';
import {faithful} from './faithful.ts';
import {grounded} from './grounded.ts';
import {news} from './news.ts';
import {paired} from './paired.ts';
import {pitfallsFirst} from './pitfalls-first.ts';
import {safe} from './safe.ts';
import {scoped} from './scoped.ts';
import {specific} from './specific.ts';
import {stable} from './stable.ts';
import {unique} from './unique.ts';
import {versions} from './versions.ts';
import {wellFormed} from './well-formed.ts';
import {withinLimits} from './within-limits.ts';

export type Judgement = {
  /** The weighted mean of what could be computed, 0 if a gate fails. */
  readonly overall: number;
  readonly criteria: readonly Criterion[];
  /** The gates that are below 1. */
  readonly failed: readonly Criterion[];
};

const all: readonly ((input: RubricInput) => Criterion)[] = [
  wellFormed,
  grounded,
  faithful,
  specific,
  actionable,
  paired,
  unique,
  consistent,
  concise,
  withinLimits,
  scoped,
  examples,
  versions,
  pitfallsFirst,
  news,
  calm,
  coverage,
  safe,
  stable,
];

/** Computes every criterion of the rubric. Pure. */
export function judge(input: RubricInput): Judgement {
  const criteria = all.map((criterion) => criterion(input));
  const failed = criteria.filter(({gate, value}) => gate && value !== null && value < 1);
  let sum = 0;
  let weights = 0;
  for (const {value, weight} of criteria) {
    if (value === null) continue;
    sum += value * weight;
    weights += weight;
  }
  const mean = weights === 0 ? 0 : Math.round((sum / weights) * 10_000) / 10_000;
  return {overall: failed.length > 0 ? 0 : mean, criteria, failed};
}

import type {RuleKind} from './rule.ts';

/** Every constant of the ranking. Changes are judged with a scorer, never by feeling. */
export const weights = {
  /** How much a kind matters before anything else is known. */
  prior: {
    breaking: 1,
    security: 0.95,
    deprecation: 0.9,
    pitfall: 0.8,
    must: 0.7,
    prefer: 0.5,
    howto: 0.3,
  } satisfies Record<RuleKind, number>,
  /** Factor by the age of the change a rule is about, newest first. */
  novelty: {current: 1.5, recent: 1.4, previousMajor: 1.25, none: 1, old: 0.55},
  /** Centrality runs from `low` (a name of one page) to `high` (a name on `fullAt` pages or more). */
  centrality: {low: 0.5, high: 1, fullAt: 40},
  /** Each page beyond the first that says the same. */
  evidence: {perPage: 0.1, max: 1.3},
  /** A rule with code to copy. */
  example: 1.1,
  /** A rule that names what to do instead. */
  alternative: 1.25,
  /** An instruction that only forbids or stops. */
  bare: 0.75,
  /** Long rules cost more of the reader than they give. */
  length: {freeCharacters: 110, lossPerHundred: 0.12, min: 0.7},
} as const;

import type {RuleKind} from './rule.ts';

/** Every constant of the ranking. Changes are judged with a scorer, never by feeling. */
export const weights = {
  /** How much a kind matters before anything else is known. */
  prior: {
    breaking: 1,
    security: 0.95,
    deprecation: 0.9,
    pitfall: 0.85,
    must: 0.6,
    prefer: 0.5,
    howto: 0.3,
  } satisfies Record<RuleKind, number>,
  /** Factor by the age of the change a rule is about, newest first. */
  novelty: {current: 1.5, recent: 1.4, previousMajor: 1.25, none: 0.95, aged: 0.85, old: 0.55, ancient: 0.45},
  /**
   * What counts as how old. From `yearlyMajors` on a library is one that counts in majors (a browser, a runtime), and the
   * distance is counted in them; below, in minors.
   */
  age: {yearlyMajors: 8, newMajors: 2, agedMajors: 4, newMinors: 1, recentMinors: 4, agedMinors: 8},
  /** Centrality runs from `low` (a name of one page) to `high` (a name on `fullAt` pages or more). */
  centrality: {low: 0.5, high: 1, fullAt: 40},
  /** Each page beyond the first that says the same. */
  evidence: {perPage: 0.1, max: 1.3},
  /** Factor for each rule of a section beyond its best `free` ones. */
  variety: {free: 12, each: 0.985, min: 0.8},
  /** A rule with code to copy. */
  example: 1.1,
  /** A rule that names what to do instead. */
  alternative: 1.4,
  /** An instruction that only forbids or stops. */
  bare: 0.75,
  /** Long rules cost more of the reader than they give. */
  length: {freeCharacters: 110, lossPerHundred: 0.12, min: 0.7},
} as const;

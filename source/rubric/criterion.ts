import type {RuleSet} from '../distil/rule.ts';
import type {DocsFacts} from './docs-facts.ts';
import type {RuleFile} from './rule-file.ts';

/** What a criterion looks at. What is `null` was not there to be looked at. */
export type RubricInput = {
  readonly ruleSet: RuleSet;
  /** What the pages say about the rules. */
  readonly docs: DocsFacts | null;
  /** The written files. */
  readonly files: readonly RuleFile[] | null;
};

/** `subject` is the id of a rule, or the path of a file. */
export type Failure = {readonly subject: string; readonly why: string};

export type Criterion = {
  readonly id: CriterionId;
  readonly name: string;
  /** 0 to 1; `null` if it could not be computed, `detail` then says why. */
  readonly value: number | null;
  /** A gate must be 1. */
  readonly gate: boolean;
  /** Percent of the overall number. */
  readonly weight: number;
  readonly detail: string;
  readonly failures: readonly Failure[];
};

/**
 * Every criterion in the order of the table: `gate` must be 1, a number is its weight in the overall number (they sum to
 * 100), `shown` is for the reader alone.
 */
export const rubric = {
  R0: {name: 'well formed', use: 'gate'},
  R1: {name: 'grounded', use: 'gate'},
  R2: {name: 'faithful', use: 'gate'},
  R3: {name: 'specific', use: 15},
  R4: {name: 'actionable', use: 10},
  R5: {name: 'alternatives', use: 'shown'},
  R6: {name: 'unique', use: 10},
  R7: {name: 'consistent', use: 'gate'},
  R8: {name: 'concise', use: 10},
  'R8-limits': {name: 'within limits', use: 'gate'},
  R9: {name: 'scoped', use: 10},
  R10: {name: 'examples', use: 10},
  R11: {name: 'versions', use: 5},
  R12: {name: 'pitfalls first', use: 15},
  R13: {name: 'new', use: 'shown'},
  R14: {name: 'calm', use: 'shown'},
  R15: {name: 'coverage', use: 15},
  R16: {name: 'safe', use: 'gate'},
  R17: {name: 'stable', use: 'shown'},
} as const satisfies Readonly<Record<string, {name: string; use: number | 'gate' | 'shown'}>>;

export type CriterionId = keyof typeof rubric;

/** Every threshold of the rubric. */
export const thresholds = {
  /** What one rule may hold, in characters, lines and counts. */
  directiveCharacters: 240,
  conditionCharacters: 240,
  sentences: 1,
  codeLines: 12,
  quoteCharacters: {min: 12, max: 300},
  evidence: 3,
  identifiers: 12,
  /** Tokens (characters / 4) of condition and directive. */
  tokens: {median: 45, p95: 120},
  /** Rules that a file may hold: always read, and read on demand. */
  rulesPerFile: {always: 30, any: 150},
  /** Always-on text as a share of all text. */
  alwaysOnShare: 0.2,
  /** A glob that matches more of a project than this tells nothing. */
  globShare: 0.6,
  /** Jaccard index of runs of five words from which two rules are one. */
  duplicate: 0.7,
  /** Rules that are looked at for examples and for news. */
  top: 20,
  /** Share of the list in which pitfalls count as "first". */
  first: 0.3,
  /** Pages that must have a rule: the crawl reads the best first. */
  topPages: 50,
  /** Share of directives that may shout. */
  shouting: 0.2,
} as const;

/** A criterion as the table knows it. @param failures - all of them; a reader shows the first few */
export function criterion(
  id: CriterionId,
  value: number | null,
  detail: string,
  failures: readonly Failure[] = [],
): Criterion {
  const {name, use} = rubric[id];
  const rounded = value === null ? null : Math.floor(value * 10_000) / 10_000;
  const weight = typeof use === 'number' ? use : 0;
  return {id, name, value: rounded, gate: use === 'gate', weight, detail, failures};
}

/** The share of the rules that are not among the failures; 1 for no rule. */
export function shareOfRules(
  id: CriterionId,
  {ruleSet: {rules}}: RubricInput,
  what: string,
  why: (rule: RuleSet['rules'][number]) => string | null,
): Criterion {
  const failures = rules.flatMap((rule): Failure[] => {
    const reason = why(rule);
    return reason === null ? [] : [{subject: rule.id, why: reason}];
  });
  const good = rules.length - failures.length;
  return criterion(id, ratio(good, rules.length), `${good} of ${rules.length} ${what}`, failures);
}

/** `part / whole`; 1 for nothing of nothing. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

export const needsPages = 'needs pages';

/** How much a rule matters before anything else is known of it, most first. */
export const ruleKinds = [
  'breaking',
  'security',
  'deprecation',
  'pitfall',
  'must',
  'prefer',
  'howto',
] as const;

export type RuleKind = (typeof ruleKinds)[number];

export type Code = {readonly language: string | null; readonly code: string};

/** The proof of a rule: `quote` is verbatim from the visible text of the page, up to `normalise()`. */
export type Evidence = {readonly url: string; readonly anchor: string | null; readonly quote: string};

/** Everything about a rule that the page supports; the program adds id, topic, globs and score. */
export type Candidate = {
  readonly kind: RuleKind;
  /** "when ..." without the word "when", or `null` if the rule holds everywhere in its scope. */
  readonly condition: string | null;
  /** One imperative sentence. */
  readonly directive: string;
  readonly do: Code | null;
  readonly dont: Code | null;
  /** Code names the rule is about, most important first. */
  readonly identifiers: readonly string[];
  readonly versions: {readonly since?: string; readonly removed?: string} | null;
  readonly evidence: readonly [Evidence, ...Evidence[]];
};

export type Rule = Candidate & {
  readonly id: string;
  readonly topic: string;
  readonly globs: readonly string[];
  /** 0 to 1, four decimals; rules are sorted by it, ties by id. */
  readonly score: number;
};

export type Library = {readonly name: string; readonly version: string | null; readonly url: string};

/** The content of `rules.json`. */
export type RuleSet = {readonly schema: 1; readonly library: Library; readonly rules: readonly Rule[]};

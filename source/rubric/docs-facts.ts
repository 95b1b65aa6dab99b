import type {Rule} from '../distil/rule.ts';

export type Covered = {readonly covered: number; readonly total: number};

/** What the pages say about one rule. Each reason is the first one found, `null` for none. */
export type RuleFacts = {
  readonly ungrounded: string | null;
  readonly unfaithful: string | null;
  /** True if a cited page shows a name of the rule as code, in a heading or as a signature. */
  readonly documented: boolean;
};

/** What one reading of the pages tells about a rule set. */
export type DocsFacts = {
  readonly pages: number;
  readonly rules: ReadonlyMap<Rule, RuleFacts>;
  /** Addresses that are cited and were not among the pages. */
  readonly unread: readonly string[];
  readonly hosts: ReadonlySet<string>;
  /** The version that most pages state, or `null`. */
  readonly version: string | null;
  /** Warnings, deprecations and notes on changes that a quote stands in. */
  readonly warnings: Covered;
  /** API signatures that a rule cites. */
  readonly entries: Covered;
  /** The pages that were read first. */
  readonly topPages: Covered;
  /** How unevenly the rules lie over the sections: 0 = evenly, 1 = all in one. */
  readonly gini: number;
};

import type {Library, Rule, RuleSet} from '../distil/rule.ts';

/** A cluster of rules that share a part of the documentation and a scope. */
export type Topic = {
  /** ASCII, computed by us, unique in the assembly; file names are made from it. */
  readonly slug: string;
  readonly title: string;
  /** The page (with anchor if all rules share one) that the topic links to. */
  readonly url: string;
  /** Relative to the repository root, no braces, no leading `./`; empty = no scope could be told. */
  readonly globs: readonly string[];
  /** Code names the topic is about, most frequent first, for the "read this when" line. */
  readonly identifiers: readonly string[];
  /** Best rule first. */
  readonly rules: readonly Rule[];
};

/** One page of the documentation, as `llms.txt` lists it. */
export type PageSummary = {
  readonly url: string;
  readonly title: string;
  /** The first sentence of the page's text, or `null`. */
  readonly summary: string | null;
  /** The topic slug whose rules cite this page, or `null`. */
  readonly topic: string | null;
};

/** What the targets are written from. Nothing in it depends on time or on the order of answers. */
export type Assembly = {
  readonly library: Library & {
    readonly slug: string;
    /** Wishes of the site's owner that the user waived, such as `robots.txt`: every file says so. */
    readonly waived?: readonly string[];
  };
  readonly ruleSet: RuleSet;
  /** The rules worth an always-on place, best first. */
  readonly index: readonly Rule[];
  readonly topics: readonly Topic[];
  /** In crawl order. */
  readonly pages: readonly PageSummary[];
};

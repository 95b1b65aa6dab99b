import type {AskedModel, ModelEventBody, TokenCounts} from './catalogue-models.ts';
import type {RequestEventBody} from './catalogue-requests.ts';
import type {CriterionValue} from './criterion-value.ts';

/**
 * Every fact that a run can state. The union is the contract of `--json`, of the run log and of `replay`:
 * payloads are JSON-safe facts, never sentences. A new field is optional for readers; a changed meaning
 * raises {@link eventSchema}.
 */
export const eventSchema = 1;

export type Phase = 'crawl' | 'extract' | 'distil' | 'assemble' | 'write';

/** How a page was found. */
export type DiscoveredVia = 'seed' | 'link' | 'sitemap' | 'llms-txt' | 'redirect';

/** Why a page was left out. */
export type SkipReason =
  | 'robots'
  | 'scope'
  | 'excluded'
  | 'duplicate'
  | 'redirect'
  | 'depth'
  | 'cap'
  | 'type'
  | 'address'
  | 'empty'
  | 'trap'
  | 'locale'
  | 'version'
  | 'finished-early';

/** Why a candidate rule did not become a rule. */
export type DropReason =
  | 'quote-not-found'
  | 'quote-too-long'
  | 'quote-too-short'
  | 'quote-unrelated'
  | 'novel-identifier'
  | 'novel-number'
  | 'polarity-mismatch'
  | 'not-actionable'
  | 'tautology'
  | 'no-identifier'
  | 'too-long'
  | 'unsafe'
  | 'duplicate'
  | 'contradiction';

/** What happened to one output file. `kept` = the user's file stays and ours lies beside it as `.new`. */
export type FileAction = 'created' | 'updated' | 'unchanged' | 'removed' | 'kept';

export type StopReason = 'finish-early' | 'interrupted' | 'terminated' | 'error';

export type Outcome = 'complete' | 'partial' | 'nothing' | 'stopped' | 'failed';

/** What a run comes to, in counts. */
export type Totals = {
  readonly pages: {
    readonly discovered: number;
    readonly fetched: number;
    readonly extracted: number;
    readonly skipped: number;
    readonly failed: number;
  };
  readonly rules: {readonly distilled: number; readonly dropped: number};
  readonly files: {readonly written: number; readonly unchanged: number; readonly kept: number};
  readonly requests: {readonly retries: number; readonly throttles: number; readonly waitedMs: number};
};

/** What models were asked and what it cost; all zero without a model. */
export type Usage = {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number;
  /** The rest is there only if a model was asked. */
  readonly cacheHits?: number;
  /** What the answers of the cache had cost. */
  readonly savedMicroUsd?: number;
  /** Part of `costMicroUsd`: reservations of which nobody knows what they came to. */
  readonly uncertainMicroUsd?: number;
  /** Answers without a known price; in none of the amounts. */
  readonly unpricedRequests?: number;
  readonly byModel?: readonly (AskedModel &
    TokenCounts & {
      readonly requests: number;
      readonly costMicroUsd: number;
    })[];
};

export type ErrorReport = {
  readonly code: string;
  readonly message: string;
  readonly why: string | null;
  readonly hint: string | null;
};

export type RunEventBody =
  // run
  | {
      readonly type: 'run.started';
      readonly schema: typeof eventSchema;
      readonly runId: string;
      readonly program: string;
      readonly version: string;
      readonly url: string;
      readonly targets: readonly string[];
      readonly outputRoot: string;
      readonly maxPages: number;
      readonly concurrency: number;
    }
  | {readonly type: 'run.paused'}
  | {readonly type: 'run.resumed'}
  | {readonly type: 'run.stopping'; readonly reason: StopReason}
  | {
      readonly type: 'run.finished';
      readonly outcome: Outcome;
      readonly exitCode: number;
      readonly totals: Totals;
      readonly usage: Usage;
      readonly error: ErrorReport | null;
    }
  // phase
  | {readonly type: 'phase.started'; readonly phase: Phase; readonly total: number | null}
  | {readonly type: 'phase.resized'; readonly phase: Phase; readonly total: number}
  | {readonly type: 'phase.finished'; readonly phase: Phase; readonly done: number}
  // scope: what the run reads of the host
  | {
      readonly type: 'scope.inferred';
      readonly origin: string;
      /** The path that pages begin with; with `--include` the globs count instead. */
      readonly prefix: string;
      readonly why: 'start-page' | 'menu' | 'include';
      readonly locale: string | null;
      readonly version: string | null;
      /** Pages outside of the prefix that are read all the same. */
      readonly extras: readonly string[];
    }
  // page
  | {
      readonly type: 'page.discovered';
      readonly url: string;
      readonly via: DiscoveredVia;
      readonly depth: number;
      readonly referrer: string | null;
    }
  | {
      readonly type: 'page.skipped';
      readonly url: string;
      readonly reason: SkipReason;
      /** The robots line, the page it duplicates, the media type: whatever proves the reason. */
      readonly detail: string | null;
    }
  | {
      readonly type: 'page.fetched';
      readonly url: string;
      readonly finalUrl: string;
      readonly status: number;
      readonly bytes: number;
      readonly from: 'network' | 'cache';
      readonly durationMs: number;
    }
  | {
      readonly type: 'page.extracted';
      readonly url: string;
      readonly title: string;
      readonly sections: number;
      readonly blocks: number;
      /** Hidden nodes and characters that were removed. */
      readonly removed: number;
    }
  | {
      readonly type: 'page.failed';
      readonly url: string;
      readonly code: string;
      readonly status: number | null;
      readonly message: string;
      /** False for a page that the server says does not exist: nothing was lost. */
      readonly missing: boolean;
    }
  // request: one question to a server
  | RequestEventBody
  // questions to models: queue, cache, budget
  | ModelEventBody
  // throttle
  | {
      readonly type: 'throttle.engaged';
      readonly scope: string;
      readonly cause: string;
      readonly retryAfterMs: number;
    }
  | {readonly type: 'throttle.released'; readonly scope: string}
  | {
      readonly type: 'concurrency.changed';
      readonly from: number;
      readonly to: number;
      readonly by: 'user' | 'throttle';
    }
  // output: `rule.distilled` is a rule of the finished set, after merging
  | {readonly type: 'rule.distilled'; readonly id: string; readonly kind: string; readonly url: string}
  | {readonly type: 'rule.dropped'; readonly reason: DropReason; readonly url: string; readonly quote: string}
  // the quality of what is about to be written: `overall` is 0 to 1, 0 if a gate fails
  | {readonly type: 'rubric.computed'; readonly overall: number; readonly criteria: readonly CriterionValue[]}
  | {
      readonly type: 'file.written';
      readonly path: string;
      readonly target: string;
      readonly action: FileAction;
      readonly bytes: number;
      readonly rules: number;
    }
  // notice
  | {
      readonly type: 'notice';
      readonly level: 'info' | 'warning';
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
    };

export type RunEventType = RunEventBody['type'];

/** A fact with its place in the run: `seq` counts from 1, `at` is milliseconds since the epoch. */
export type RunEvent = {readonly seq: number; readonly at: number} & RunEventBody;

/** The event of one type. */
export type RunEventOf<T extends RunEventType> = Extract<RunEvent, {type: T}>;

/** How a step states a fact; number and time are added by the bus. */
export type Emit = (event: RunEventBody) => void;

import type {
  DropReason,
  ErrorReport,
  FileAction,
  Outcome,
  Phase,
  RunEventOf,
  SkipReason,
  StopReason,
  Usage,
} from '../events/catalogue.ts';
import type {BudgetBlock, TokenCounts} from '../events/catalogue-models.ts';
import type {RequestKind} from '../events/catalogue-requests.ts';

type PhaseState = {
  readonly status: 'waiting' | 'running' | 'finished';
  readonly done: number;
  /** `null` while nobody knows. */
  readonly total: number | null;
};

export type Attempt = {
  readonly id: number;
  readonly kind: RequestKind;
  readonly subject: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly startedAt: number;
  /** When the next attempt may start, or `null` while one is under way. */
  readonly waitsUntil: number | null;
  /** Of a streamed answer, so far. */
  readonly characters: number;
};

type FailedPage = {
  readonly url: string;
  readonly code: string;
  readonly status: number | null;
  readonly message: string;
  readonly missing: boolean;
};

export type OutputFile = {
  readonly path: string;
  readonly target: string;
  readonly action: FileAction;
  readonly bytes: number;
  readonly rules: number;
};

type Notice = {
  readonly level: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
};

/** What one provider was asked and took. */
type ProviderState = TokenCounts & {readonly answered: number; readonly costMicroUsd: number};

/** What the models were asked. Costs are those of the ledger: with the reservations of unknown outcome. */
export type ModelState = TokenCounts & {
  /** Questions of which no attempt has begun. */
  readonly queued: ReadonlySet<number>;
  /** The models' questions, and how they ended. */
  readonly asked: number;
  readonly answered: number;
  readonly failed: number;
  readonly cacheHits: number;
  readonly cacheStored: number;
  /** Questions that went on to another provider. */
  readonly fallbacks: number;
  readonly costMicroUsd: number;
  /** Part of the cost: nobody knows what these came to. */
  readonly uncertainMicroUsd: number;
  readonly savedMicroUsd: number;
  /** Of attempts under way. */
  readonly reservedMicroUsd: number;
  /** Answers without a known price. */
  readonly unpriced: number;
  readonly byProvider: Readonly<Record<string, ProviderState>>;
  /** The last word on each window of the budget. */
  readonly warned: Readonly<
    Partial<Record<BudgetBlock['window'], {capMicroUsd: number; spentMicroUsd: number}>>
  >;
  readonly blocked: readonly BudgetBlock[];
};

/** All that a view needs to know of a run: a pure fold of its events. Plain data, no clock. */
export type RunState = {
  readonly run: {
    readonly id: string;
    readonly url: string;
    readonly program: string;
    readonly version: string;
    readonly targets: readonly string[];
    readonly outputRoot: string;
    readonly maxPages: number;
    readonly concurrency: number;
    readonly startedAt: number;
  } | null;
  readonly status: 'waiting' | 'running' | 'paused' | 'stopping' | 'finished';
  readonly stopReason: StopReason | null;
  readonly lastAt: number;
  readonly phases: Readonly<Record<Phase, PhaseState>>;
  /** What is read of the host, or `null` while nobody knows. */
  readonly scope: Omit<RunEventOf<'scope.inferred'>, 'seq' | 'at' | 'type'> | null;
  readonly pages: {
    readonly discovered: number;
    readonly fetched: number;
    readonly fromCache: number;
    readonly bytes: number;
    readonly extracted: number;
    readonly removed: number;
    readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
    readonly failed: readonly FailedPage[];
  };
  readonly requests: {
    readonly inFlight: ReadonlyMap<number, Attempt>;
    readonly retries: number;
    readonly throttles: number;
    readonly waitedMs: number;
  };
  readonly models: ModelState;
  readonly rules: {
    readonly distilled: number;
    readonly byKind: Readonly<Record<string, number>>;
    readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  };
  readonly rubric: Omit<RunEventOf<'rubric.computed'>, 'seq' | 'at' | 'type'> | null;
  readonly files: readonly OutputFile[];
  readonly notices: readonly Notice[];
  readonly outcome: {
    readonly outcome: Outcome;
    readonly exitCode: number;
    readonly error: ErrorReport | null;
    readonly usage: Usage;
  } | null;
};

const waiting: PhaseState = {status: 'waiting', done: 0, total: null};

/** The state before the first event. */
export const initialState: RunState = {
  run: null,
  status: 'waiting',
  stopReason: null,
  lastAt: 0,
  phases: {crawl: waiting, extract: waiting, distil: waiting, assemble: waiting, write: waiting},
  scope: null,
  pages: {
    discovered: 0,
    fetched: 0,
    fromCache: 0,
    bytes: 0,
    extracted: 0,
    removed: 0,
    skipped: {},
    failed: [],
  },
  requests: {inFlight: new Map(), retries: 0, throttles: 0, waitedMs: 0},
  models: {
    queued: new Set(),
    asked: 0,
    answered: 0,
    failed: 0,
    cacheHits: 0,
    cacheStored: 0,
    fallbacks: 0,
    inputTokens: 0,
    outputTokens: 0,
    costMicroUsd: 0,
    uncertainMicroUsd: 0,
    savedMicroUsd: 0,
    reservedMicroUsd: 0,
    unpriced: 0,
    byProvider: {},
    warned: {},
    blocked: [],
  },
  rules: {distilled: 0, byKind: {}, dropped: {}},
  rubric: null,
  files: [],
  notices: [],
  outcome: null,
};

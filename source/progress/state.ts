import type {
  DropReason,
  ErrorReport,
  FileAction,
  Outcome,
  Phase,
  RequestKind,
  RunEventOf,
  SkipReason,
  StopReason,
  Usage,
} from '../events/catalogue.ts';

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
  rules: {distilled: 0, byKind: {}, dropped: {}},
  rubric: null,
  files: [],
  notices: [],
  outcome: null,
};

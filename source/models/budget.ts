import type {Clock} from '../clock.ts';
import {BusyError} from '../errors.ts';
import type {Ledger, LedgerEntry, LedgerOutcome} from '../store/ledger.ts';
import type {Block, Caps, Window, WindowState} from '../store/ledger-windows.ts';
import {budgetExceeded} from './budget-error.ts';

/** What the budget has to say, once each time: the share that `warnAt` names is spent, or a call was refused. */
export type BudgetFact =
  | {
      readonly type: 'budget.warned';
      readonly window: Window;
      readonly capMicroUsd: number;
      /** Settled and uncertain. */
      readonly spentMicroUsd: number;
    }
  | {readonly type: 'budget.blocked'; readonly blocks: readonly Block[]};

export type BudgetDeps = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The run that all calls belong to; a resumed run keeps its id. */
  readonly run: string;
  readonly caps: Caps;
  /** The share of a cap at which to warn, such as 0.8. */
  readonly warnAt: number;
  readonly tell: (fact: BudgetFact) => void;
};

export type Budget = {
  /**
   * Fails early, before a call takes its place in a queue. Writes nothing.
   *
   * @throws BudgetExceededError if the call could not go out even after those under way
   */
  readonly look: (neededMicroUsd: number) => void;
  /**
   * Reserves what an attempt can cost at most, and marks its request as started. Attempts are served in the order of
   * their coming. If only calls of ours that are under way stand in the way, it waits for them one by one.
   *
   * @returns the row, to be settled whatever happens
   * @throws BudgetExceededError if a cap is reached, OutputError or BusyError if the ledger cannot be used, or the
   * signal's reason
   */
  readonly reserve: (entry: Omit<LedgerEntry, 'run'>, signal?: AbortSignal) => Promise<number>;
  /**
   * Says how the attempt ended, and keeps its answer.
   *
   * @throws OutputError or BusyError if the ledger cannot be used: the reservation then stays counted
   */
  readonly settle: (id: number, outcome: LedgerOutcome) => Promise<void>;
  /** What each capped window counts now. */
  readonly windows: () => readonly WindowState[];
};

/** So often is the ledger asked while another process holds it, a second apart; each time waits for 5 s itself. */
const busyTries = 5;

/** The spending caps of one run, over the ledger that all processes share. */
export function createBudget({ledger, clock, run, caps, warnAt, tell}: BudgetDeps): Budget {
  const open = new Set<number>();
  const warned = new Set<Window>();
  let line: Promise<void> = Promise.resolve();
  const wakers: (() => void)[] = [];

  const warn = (states: readonly WindowState[]): void => {
    for (const {window, capMicroUsd, settledMicroUsd, uncertainMicroUsd} of states) {
      const spentMicroUsd = settledMicroUsd + uncertainMicroUsd;
      if (capMicroUsd === 0 || spentMicroUsd < warnAt * capMicroUsd) warned.delete(window);
      else if (!warned.has(window)) {
        warned.add(window);
        tell({type: 'budget.warned', window, capMicroUsd, spentMicroUsd});
      }
    }
  };

  const block = (blocks: readonly Block[]): never => {
    tell({type: 'budget.blocked', blocks});
    throw budgetExceeded(blocks, clock.now());
  };

  /** Resolves when a call of ours has been settled. */
  const nextSettled = () => new Promise<void>((resolve) => wakers.push(resolve));

  const inLine = async (entry: LedgerEntry, signal: AbortSignal | undefined): Promise<number> => {
    for (;;) {
      signal?.throwIfAborted();
      // Both before asking: a call that settles meanwhile must not be missed.
      const isUnderWay = open.size > 0;
      const settledNext = nextSettled();
      const answer = await patiently(() => ledger.reserve(entry, caps), clock);
      if (answer.kind === 'reserved') {
        open.add(answer.id);
        warn(answer.windows);
        return answer.id;
      }
      // Another budget of this process may be what is in the way: of its calls we hear nothing.
      if (!answer.ownCallsOnly || !isUnderWay) return block(answer.blocks);
      await orAborted(settledNext, signal);
    }
  };

  return {
    look(neededMicroUsd) {
      const {blocks, ownCallsOnly} = ledger.look(run, neededMicroUsd, caps);
      if (blocks.length > 0 && !(ownCallsOnly && open.size > 0)) block(blocks);
    },
    async reserve(entry, signal) {
      const turn = line;
      const place = Promise.withResolvers<void>();
      line = turn.then(() => place.promise);
      try {
        await orAborted(turn, signal);
        return await inLine({...entry, run}, signal);
      } finally {
        place.resolve();
      }
    },
    async settle(id, outcome) {
      try {
        await patiently(() => ledger.settle(id, outcome), clock);
        warn(ledger.look(run, 0, caps).windows);
      } finally {
        // Also if it failed: whoever waits asks the ledger, which knows what still counts.
        open.delete(id);
        for (const wake of wakers.splice(0)) wake();
      }
    },
    windows: () => ledger.look(run, 0, caps).windows,
  };
}

async function patiently<R>(act: () => R, clock: Clock): Promise<R> {
  for (let left = busyTries - 1; ; left -= 1) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof BusyError) || left <= 0) throw error;
      await clock.sleep(1_000);
    }
  }
}

/** What is awaited, or the signal's reason as soon as it is aborted. */
async function orAborted(awaited: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return await awaited;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, {once: true});
  try {
    await Promise.race([awaited, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

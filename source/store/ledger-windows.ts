import type {DatabaseSync} from 'node:sqlite';
import type {LedgerOwner} from './ledger-owner.ts';

/** What a cap is about: the last 3,600 s, the calendar day, or one run with all that resumed it. */
const windows = ['hour', 'day', 'run'] as const;

export type Window = (typeof windows)[number];

/** Whose midnight parts the days. */
export type DayOf = 'local' | 'utc';

/** The most that may be counted per window, in micro-dollars. `null` = no cap, 0 = nothing at all. */
export type Caps = Readonly<Record<Window, number | null>> & {readonly dayOf: DayOf};

/** What a window with a cap counts. All three amounts count, in micro-dollars. */
export type WindowState = {
  readonly window: Window;
  readonly capMicroUsd: number;
  readonly settledMicroUsd: number;
  /** Reserved by calls under way. */
  readonly openMicroUsd: number;
  /** Reserved by calls of which nobody knows how they ended. */
  readonly uncertainMicroUsd: number;
};

/** Why a call may not go out. */
export type Block = WindowState & {
  readonly neededMicroUsd: number;
  /** From when on there is room, at the latest, in ms since the epoch. `null` = never: the need is above the cap, or it is the run's. */
  readonly freeAtMs: number | null;
};

export type Verdict = {
  /** Every window with a cap. */
  readonly windows: readonly WindowState[];
  /** Empty if the call may go out. */
  readonly blocks: readonly Block[];
  /** True if it could go out but for our own calls under way: wait for one to settle and ask again. */
  readonly ownCallsOnly: boolean;
};

export type Ask = {
  readonly run: string;
  readonly neededMicroUsd: number;
  readonly caps: Caps;
  readonly nowMs: number;
  readonly owner: LedgerOwner;
};

const hourMs = 3_600_000;

/** Compares a need with every cap. Rows that are dated in the future (the clock was set back) count as well. */
export function createJudge(database: DatabaseSync): (ask: Ask) => Verdict {
  // The sum of all comes from an index alone; the rest are few rows in indexes of their own, which the `+` makes
  // SQLite use: it keeps a column out of the choice of an index (sqlite.org/optoverview.html).
  const sums = (all: string, few: string) => {
    const sum = 'SELECT coalesce(sum(counted), 0) AS sum FROM attempt';
    return {
      all: database.prepare(`${sum} WHERE ${all}`),
      open: database.prepare(`${sum} WHERE state = 'open' AND ${few}`),
      uncertain: database.prepare(`${sum} WHERE state = 'uncertain' AND ${few}`),
      ownOpen: database.prepare(`${sum} WHERE state = 'open' AND ${few} AND pid = ? AND started = ?`),
    };
  };
  const ofTime = sums('created >= ?', 'created >= ?');
  const ofRun = sums('run = ?', '+run = ?');
  const inOrder = database.prepare(
    'SELECT created, counted FROM attempt WHERE created >= ? AND counted > 0 ORDER BY created',
  );

  const stateOf = (window: Window, capMicroUsd: number, ask: Ask): WindowState => {
    const {all, open, uncertain} = window === 'run' ? ofRun : ofTime;
    const rows = rowsOf(window, ask);
    const openMicroUsd = Number(open.get(rows)?.['sum']);
    const uncertainMicroUsd = Number(uncertain.get(rows)?.['sum']);
    const settledMicroUsd = Number(all.get(rows)?.['sum']) - openMicroUsd - uncertainMicroUsd;
    return {window, capMicroUsd, settledMicroUsd, openMicroUsd, uncertainMicroUsd};
  };

  const ownOpen = (window: Window, ask: Ask): number => {
    const {ownOpen} = window === 'run' ? ofRun : ofTime;
    return Number(ownOpen.get(rowsOf(window, ask), ask.owner.pid, ask.owner.startedAt)?.['sum']);
  };

  const freeAt = (state: WindowState, {neededMicroUsd, caps, nowMs}: Ask): number | null => {
    const {window, capMicroUsd} = state;
    if (window === 'run' || !fits(capMicroUsd, 0, neededMicroUsd)) return null;
    // Rows leave in the order of their time: which is the one with which enough has gone?
    let surplus = counted(state) + neededMicroUsd - capMicroUsd;
    for (const row of inOrder.iterate(windowStart(window, nowMs, caps.dayOf))) {
      surplus -= Number(row['counted']);
      if (surplus <= 0) return leavesAt(window, Number(row['created']), caps.dayOf);
    }
    return null;
  };

  return (ask) => {
    const states = windows.flatMap((window) => {
      const cap = ask.caps[window];
      return cap === null ? [] : [stateOf(window, cap, ask)];
    });
    const full = states.filter((state) => !fits(state.capMicroUsd, counted(state), ask.neededMicroUsd));
    return {
      windows: states,
      blocks: full.map((state) => ({
        ...state,
        neededMicroUsd: ask.neededMicroUsd,
        freeAtMs: freeAt(state, ask),
      })),
      ownCallsOnly:
        full.length > 0 &&
        full.every((state) =>
          fits(state.capMicroUsd, counted(state) - ownOpen(state.window, ask), ask.neededMicroUsd),
        ),
    };
  };
}

/** Everything that counts against the cap. */
function counted(state: WindowState): number {
  return state.settledMicroUsd + state.openMicroUsd + state.uncertainMicroUsd;
}

/** Midnight before, as the wall clock of the place has it. */
export function startOfDay(atMs: number, dayOf: DayOf): number {
  return midnight(atMs, dayOf, 0);
}

/** What picks the rows of a window: the run, or the first moment of which rows count. */
function rowsOf(window: Window, {run, caps, nowMs}: Ask): string | number {
  return window === 'run' ? run : windowStart(window, nowMs, caps.dayOf);
}

/** A cap of 0 blocks also what costs nothing. */
function fits(cap: number, spent: number, needed: number): boolean {
  return cap > 0 && spent + needed <= cap;
}

/** The first moment of which rows count. */
function windowStart(window: 'hour' | 'day', nowMs: number, dayOf: DayOf): number {
  return window === 'hour' ? nowMs - hourMs + 1 : startOfDay(nowMs, dayOf);
}

/** When a row stops to count. */
function leavesAt(window: 'hour' | 'day', createdMs: number, dayOf: DayOf): number {
  return window === 'hour' ? createdMs + hourMs : midnight(createdMs, dayOf, 1);
}

/** Days of 23 and 25 hours, and those that begin at 01:00, are left to `Date`. */
function midnight(atMs: number, dayOf: DayOf, daysLater: number): number {
  const date = new Date(atMs);
  return dayOf === 'utc'
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + daysLater)
    : new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}

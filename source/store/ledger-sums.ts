import type {DatabaseSync} from 'node:sqlite';
import {type DayOf, startOfDay} from './ledger-windows.ts';

export type SumQuery = {
  readonly by: 'hour' | 'day' | 'provider' | 'model' | 'run';
  readonly dayOf: DayOf;
  /** Only rows from then on, in ms since the epoch. */
  readonly sinceMs?: number;
  readonly run?: string;
};

/** What some attempts came to. */
export type Sum = {
  /** The provider, the model, the run, or the beginning of the hour or day in ms since the epoch. */
  readonly key: string | number;
  /** First and last reservation, in ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly attempts: number;
  /** Answered and paid for. */
  readonly settled: number;
  /** Nobody knows how they ended. */
  readonly uncertain: number;
  /** Without a price: their cost is unknown and in none of the amounts. */
  readonly unpriced: number;
  readonly settledMicroUsd: number;
  readonly openMicroUsd: number;
  readonly uncertainMicroUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/** Every offset from UTC is a multiple of it, so that hours and days of any place can be put together from them. */
const slotMs = 900_000;

/** Sums over the ledger, by time in its order, else the dearest first. */
export function createSums(database: DatabaseSync): (query: SumQuery) => Sum[] {
  return ({by, dayOf, sinceMs = Number.MIN_SAFE_INTEGER, run}) => {
    const isByTime = by === 'hour' || by === 'day';
    const key = isByTime ? `created - created % ${slotMs}` : by;
    const rows = database
      .prepare(`SELECT ${key} AS key, min(created) AS fromMs, max(created) AS toMs, count(*) AS attempts,
        count(*) FILTER (WHERE state = 'settled') AS settled,
        count(*) FILTER (WHERE state = 'uncertain') AS uncertain,
        count(*) FILTER (WHERE counted IS NULL) AS unpriced,
        coalesce(sum(counted) FILTER (WHERE state = 'settled'), 0) AS settledMicroUsd,
        coalesce(sum(counted) FILTER (WHERE state = 'open'), 0) AS openMicroUsd,
        coalesce(sum(counted) FILTER (WHERE state = 'uncertain'), 0) AS uncertainMicroUsd,
        coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(output_tokens), 0) AS outputTokens
        FROM attempt WHERE created >= ? AND (? IS NULL OR run = ?) GROUP BY 1 ORDER BY 1`)
      .all(sinceMs, run ?? null, run ?? null) as Sum[];
    if (!isByTime) return rows.map((row) => ({...row})).sort((a, b) => cost(b) - cost(a));
    const sums = new Map<number, Sum>();
    for (const row of rows) {
      const start = by === 'day' ? startOfDay(row.fromMs, dayOf) : startOfHour(row.fromMs, dayOf);
      const before = sums.get(start);
      sums.set(start, before ? added(before, row) : {...row, key: start});
    }
    return [...sums.values()];
  };
}

function cost(sum: Sum): number {
  return sum.settledMicroUsd + sum.openMicroUsd + sum.uncertainMicroUsd;
}

/** By the offset of that moment: the hour that comes twice in autumn stays two hours. */
function startOfHour(atMs: number, dayOf: DayOf): number {
  const offsetMs = dayOf === 'utc' ? 0 : new Date(atMs).getTimezoneOffset() * 60_000;
  return atMs - ((atMs - offsetMs) % 3_600_000);
}

function added(a: Sum, b: Sum): Sum {
  return {
    key: a.key,
    fromMs: Math.min(a.fromMs, b.fromMs),
    toMs: Math.max(a.toMs, b.toMs),
    attempts: a.attempts + b.attempts,
    settled: a.settled + b.settled,
    uncertain: a.uncertain + b.uncertain,
    unpriced: a.unpriced + b.unpriced,
    settledMicroUsd: a.settledMicroUsd + b.settledMicroUsd,
    openMicroUsd: a.openMicroUsd + b.openMicroUsd,
    uncertainMicroUsd: a.uncertainMicroUsd + b.uncertainMicroUsd,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}

import {DatabaseSync} from 'node:sqlite';

export type AuditedRow = {
  readonly id: number;
  readonly run: string;
  readonly request: string;
  readonly state: string;
  readonly reserved: number;
  readonly charged: number | null;
  readonly closedAfter: number | null;
  readonly created: number;
};

/** All rows of a ledger in the order of their reservation, read past the product's own code. */
export function auditRows(path: string): AuditedRow[] {
  const database = new DatabaseSync(path, {readOnly: true});
  try {
    return database
      .prepare(
        'SELECT id, run, request, state, reserved, charged, closed_after AS closedAfter, created FROM attempt ORDER BY id',
      )
      .all()
      .map((row) => ({...row})) as AuditedRow[];
  } finally {
    database.close();
  }
}

/**
 * Plays the rows again in order. At each reservation a row before it counts in full, unless it had been closed by
 * then: `closedAfter` is the last reservation that was there when it closed. No amount rises between reservations, so
 * the peak over them is the peak of all.
 */
export function peakOf(rows: readonly AuditedRow[]): number {
  const closing = rows
    .filter(({closedAfter, charged}) => closedAfter !== null && charged !== null)
    .sort((a, b) => Number(a.closedAfter) - Number(b.closedAfter));
  let sum = 0;
  let peak = 0;
  let next = 0;
  for (const row of rows) {
    for (let one = closing[next]; one && Number(one.closedAfter) < row.id; one = closing[next]) {
      sum += Number(one.charged) - one.reserved;
      next += 1;
    }
    sum += row.reserved;
    peak = Math.max(peak, sum);
  }
  return peak;
}

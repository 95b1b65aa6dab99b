import type {Clock} from '../clock.ts';
import {openLedgerFile, reading, writing} from './ledger-file.ts';
import {createAnswers, type RequestJournal} from './ledger-journal.ts';
import {currentOwner, isOwnerAlive, type LedgerOwner} from './ledger-owner.ts';
import {checkPlace, type FileSystemType} from './ledger-place.ts';
import {createSums, type Sum, type SumQuery} from './ledger-sums.ts';
import {type Block, type Caps, createJudge, type Verdict, type WindowState} from './ledger-windows.ts';

/** One attempt before it leaves. Texts are ids and hashes: no prompt, no page, no secret. */
export type LedgerEntry = {
  readonly run: string;
  /** The key of the request in its run: a hash of all that makes its answer. */
  readonly request: string;
  /** Which attempt of the request it is, from 1. */
  readonly number: number;
  readonly provider: string;
  readonly region: string | null;
  readonly model: string;
  /** The most that it can cost, in whole micro-dollars. `null` = no price is known; only without any cap. */
  readonly reservedMicroUsd: number | null;
  /** How long it may stay open at most: the limit of an attempt and a margin. */
  readonly leaseMs: number;
  /** Unit prices and where they come from, kept as they are: later prices change no row. */
  readonly price: Readonly<Record<string, string | number | null>>;
};

/** How an attempt ended. `status` is of HTTP, `error` a short name. */
export type LedgerOutcome = {readonly status: number | null; readonly error: string | null} & (
  | {
      readonly kind: 'charged';
      /** Whole micro-dollars, rounded up; `null` only for a row without a price. */
      readonly costMicroUsd: number | null;
      readonly tokens: LedgerTokens;
      /** What a resumed run needs instead of asking again; `null` if the answer was of no use. */
      readonly answer: string | null;
    }
  /** It surely cost nothing. */
  | {readonly kind: 'released'}
  /** Nobody knows: the whole reservation stays counted. */
  | {readonly kind: 'kept'}
);

/** `input` includes what was read from and written to a prompt cache, `cacheWrite` what is written for an hour. */
type LedgerTokens = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWrite1h: number;
};

type Reserved = {readonly kind: 'reserved'; readonly id: number; readonly windows: readonly WindowState[]};

type Blocked = {
  readonly kind: 'blocked';
  readonly blocks: readonly Block[];
  readonly ownCallsOnly: boolean;
};

/**
 * What all processes of the user spend together. Every method may throw OutputError (exit 9) if the file cannot be
 * used, and BusyError RM-LOCK-067 if others write for more than 5 s.
 */
export type Ledger = {
  /** True if a restart of the machine forgets it: worth a warning. */
  readonly volatile: boolean;
  /** One transaction: dead owners, sums, comparison, and the row that is reservation and mark of the request at once. */
  readonly reserve: (entry: LedgerEntry, caps: Caps) => Reserved | Blocked;
  /** What `reserve` would say now. Writes nothing. */
  readonly look: (run: string, neededMicroUsd: number, caps: Caps) => Verdict;
  /** One transaction: money and answer. False if the row had been settled before: then nothing changes. */
  readonly settle: (id: number, outcome: LedgerOutcome) => boolean;
  readonly sums: (query: SumQuery) => Sum[];
  readonly journal: RequestJournal;
  /** Calls of ours that are still open become uncertain. */
  readonly close: () => void;
};

export type LedgerDeps = {
  readonly clock: Clock;
  readonly owner?: LedgerOwner;
  readonly isAlive?: (owner: LedgerOwner) => boolean;
  readonly fileSystemType?: FileSystemType;
};

/**
 * Opens (or makes) the ledger of the user. Calls of processes that are gone become uncertain at once.
 *
 * @param path - the database file
 * @throws OutputError RM-FS-059 if it is damaged, RM-FS-060 on a network file system or in a folder of somebody else,
 * RM-CONF-052 if it is of a newer version, RM-FS-053, -054 or -055
 * @throws BusyError RM-LOCK-067
 */
export function openLedger(path: string, deps: LedgerDeps): Ledger {
  const {clock, owner = currentOwner(), isAlive = isOwnerAlive, fileSystemType} = deps;
  const {volatile} = checkPlace(path, fileSystemType);
  const database = openLedgerFile(path);
  const judge = createJudge(database);
  const answers = createAnswers(database);
  const sums = createSums(database);
  const mine = new Set<number>();
  const write = <R>(act: () => R): R => writing(database, path, act);
  const read = <R>(act: () => R): R => reading(database, path, act);
  const now = () => Math.floor(clock.now());

  const openOwners = database.prepare(`SELECT DISTINCT pid, started FROM attempt WHERE state = 'open'`);
  const loseOwner = database.prepare(
    `UPDATE attempt SET state = 'uncertain' WHERE state = 'open' AND pid = ? AND started = ?`,
  );
  const loseLate = database.prepare(
    `UPDATE attempt SET state = 'uncertain' WHERE state = 'open' AND lease <= ?`,
  );
  const loseOne = database.prepare(`UPDATE attempt SET state = 'uncertain' WHERE state = 'open' AND id = ?`);
  const insert = database.prepare(`INSERT INTO attempt
    (run, request, number, provider, region, model, pid, started, created, lease, state, reserved, counted, price)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)`);
  // A row that went uncertain for its lease or its owner may still be settled; one that its owner closed may not.
  const close =
    database.prepare(`UPDATE attempt SET state = ?, charged = ?, counted = coalesce(?, reserved), status = ?, error = ?, closed = ?,
    closed_after = (SELECT max(id) FROM attempt),
    input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, cache_write_tokens = ?, cache_write_1h_tokens = ?
    WHERE id = ? AND closed IS NULL RETURNING run, request`);

  /** None of this changes what is counted. */
  const resolveDead = (nowMs: number): void => {
    for (const row of openOwners.all()) {
      const other = {pid: Number(row['pid']), startedAt: Number(row['started'])};
      const isOurs = other.pid === owner.pid && other.startedAt === owner.startedAt;
      if (!isOurs && !isAlive(other)) loseOwner.run(other.pid, other.startedAt);
    }
    loseLate.run(nowMs);
  };

  const ledger: Ledger = {
    volatile,
    reserve: (entry, caps) =>
      write(() => {
        // Only now, since the wait for the lock may have been long.
        const nowMs = now();
        const needed = neededBy(entry, caps);
        resolveDead(nowMs);
        const {run, request, number, provider, region, model, reservedMicroUsd} = entry;
        const {windows, blocks, ownCallsOnly} = judge({run, neededMicroUsd: needed, caps, nowMs, owner});
        if (blocks.length > 0) return {kind: 'blocked', blocks, ownCallsOnly};
        const {lastInsertRowid} = insert.run(
          ...[run, request, number, provider, region, model, owner.pid, owner.startedAt],
          ...[
            nowMs,
            nowMs + Math.ceil(entry.leaseMs),
            reservedMicroUsd,
            reservedMicroUsd,
            JSON.stringify(entry.price),
          ],
        );
        const id = Number(lastInsertRowid);
        mine.add(id);
        return {
          kind: 'reserved',
          id,
          windows: windows.map((state) => ({...state, openMicroUsd: state.openMicroUsd + needed})),
        };
      }),
    look: (run, neededMicroUsd, caps) => read(() => judge({run, neededMicroUsd, caps, nowMs: now(), owner})),
    settle(id, outcome) {
      const isDone = write(() => {
        const tokens = outcome.kind === 'charged' ? outcome.tokens : null;
        const charge = chargeOf(outcome);
        const row = close.get(
          ...[stateAfter[outcome.kind], charge, charge, outcome.status, outcome.error, now()],
          ...[tokens?.input ?? null, tokens?.output ?? null, tokens?.cacheRead ?? null],
          ...[tokens?.cacheWrite ?? null, tokens?.cacheWrite1h ?? null, id],
        );
        if (row && outcome.kind === 'charged' && outcome.answer !== null)
          answers.keep(String(row['run']), String(row['request']), id, outcome.answer);
        return row !== undefined;
      });
      mine.delete(id);
      return isDone;
    },
    sums: (query) => read(() => sums(query)),
    journal: {
      done: (run, request) => read(() => answers.done(run, request)),
      started: (run, request) => read(() => answers.started(run, request)),
      forgetRun: (run) => write(() => answers.forgetRun(run)),
    },
    close() {
      if (!database.isOpen) return;
      try {
        if (mine.size > 0) write(() => [...mine].map((id) => loseOne.run(id)));
      } finally {
        database.close();
      }
    },
  };
  write(() => resolveDead(now()));
  return ledger;
}

const stateAfter = {charged: 'settled', released: 'released', kept: 'uncertain'} as const;

/** `null` = the reservation goes on counting. */
function chargeOf(outcome: LedgerOutcome): number | null {
  return outcome.kind === 'charged' ? outcome.costMicroUsd : outcome.kind === 'released' ? 0 : null;
}

function neededBy({reservedMicroUsd}: LedgerEntry, {hour, day, run}: Caps): number {
  if (reservedMicroUsd === null && (hour ?? day ?? run) !== null)
    throw new TypeError('a call without a price cannot be held against a cap');
  return reservedMicroUsd ?? 0;
}

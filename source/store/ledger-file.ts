import {chmodSync, closeSync, existsSync, linkSync, openSync, rmSync} from 'node:fs';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {BusyError, OutputError, RulesMakerError, systemCode} from '../errors.ts';
import {notWritten} from './write-file.ts';

/** Raised when the tables change: an older file must then be carried over, never refused. */
const version = 1;

/** How long a write waits for the writes of other processes, in milliseconds. */
const busyMs = 5_000;

/**
 * It waits in tries of this length. SQLite's own waiting grows from 1 to 100 ms a look, so those who wait longest look
 * least often: of 32 processes that write without a pause 14 found no turn in 5 s. In short tries all look alike often.
 */
const tryMs = 4;

/** SQLite's words for "somebody else has it" and for a damaged file. */
const busy = 5;
const damage: ReadonlySet<number> = new Set([11, 26]);

/**
 * One row an attempt, and the answers that runs may still need. `charged` is null until somebody knows; until then the
 * reservation counts. A row without a price has no amounts. `counted` says it again, since SQLite does not take a
 * computed column from an index alone, which is three times as fast. `closed_after` is the number of the last reservation at the
 * time the row was closed: with it the whole history can be played again in order, whatever the clock did.
 */
const tables = `
  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL, request TEXT NOT NULL, number INTEGER NOT NULL,
    provider TEXT NOT NULL, region TEXT, model TEXT NOT NULL,
    pid INTEGER NOT NULL, started INTEGER NOT NULL,
    created INTEGER NOT NULL, lease INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'released', 'uncertain')),
    reserved INTEGER CHECK (reserved >= 0),
    charged INTEGER CHECK (charged >= 0),
    counted INTEGER CHECK (counted IS coalesce(charged, reserved)),
    closed INTEGER, closed_after INTEGER,
    input_tokens INTEGER, output_tokens INTEGER,
    cache_read_tokens INTEGER, cache_write_tokens INTEGER, cache_write_1h_tokens INTEGER,
    price TEXT NOT NULL, status INTEGER, error TEXT,
    CHECK ((closed IS NULL) = (closed_after IS NULL)),
    CHECK ((state IN ('settled', 'released')) <= (closed IS NOT NULL)),
    CHECK ((state = 'open') <= (closed IS NULL AND charged IS NULL))
  ) STRICT;
  CREATE INDEX attempt_time ON attempt (created, counted);
  CREATE INDEX attempt_run ON attempt (run, counted);
  CREATE INDEX attempt_request ON attempt (request, run);
  CREATE INDEX attempt_open ON attempt (pid, started, created, run, counted) WHERE state = 'open';
  CREATE INDEX attempt_uncertain ON attempt (created, run, counted) WHERE state = 'uncertain';
  CREATE TABLE answer (
    run TEXT NOT NULL, request TEXT NOT NULL,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    text TEXT NOT NULL,
    PRIMARY KEY (run, request)
  ) STRICT, WITHOUT ROWID;`;

/**
 * Opens (or makes) the file of a ledger, for its owner alone. WAL with `synchronous = FULL`: what is committed stands
 * on the disk, also after a power cut. A file that is damaged, emptied or of a newer version is refused and left as it
 * is: a ledger that began anew would forget what was spent.
 *
 * @throws OutputError RM-FS-059 if it is damaged, RM-CONF-052 if it is newer, RM-FS-053, -054 or -055
 * @throws BusyError RM-LOCK-067
 */
export function openLedgerFile(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    if (existsSync(path)) chmodSync(path, 0o600);
    else makeFile(path);
    const opened = new DatabaseSync(path, {timeout: tryMs});
    database = opened;
    const found = Number(patiently(() => pragma(opened, 'user_version')));
    if (found > version) throw newer(path);
    if (found < version || patiently(() => pragma(opened, 'quick_check')) !== 'ok') throw damaged(path);
    opened.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    return opened;
  } catch (error) {
    database?.close();
    throw ledgerError(path, error);
  }
}

/**
 * Runs `act` as one transaction that nobody else's write can come between: all of it is on the disk afterwards, or
 * nothing.
 *
 * @throws BusyError RM-LOCK-067 if others write for more than 5 s
 * @throws OutputError RM-FS-053, -054, -055 or -059
 */
export function writing<R>(database: DatabaseSync, path: string, act: () => R): R {
  return transaction(database, path, 'BEGIN IMMEDIATE', act);
}

/** Reads everything as it is at one moment, without holding up anybody. Throws as {@link writing} does. */
export function reading<R>(database: DatabaseSync, path: string, act: () => R): R {
  return transaction(database, path, 'BEGIN', act);
}

function transaction<R>(database: DatabaseSync, path: string, begin: string, act: () => R): R {
  try {
    patiently(() => database.exec(begin));
    const result = act();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
    throw ledgerError(path, error);
  }
}

/** What an error of SQLite means; everything else stays what it is. */
function ledgerError(path: string, error: unknown): unknown {
  if (error instanceof RulesMakerError) return error;
  const code = sqliteCode(error);
  if (code === null) return systemCode(error) === null ? error : notWritten(path, error);
  if (damage.has(code)) return damaged(path, error);
  if (code !== busy) return notWritten(path, error);
  return new BusyError({
    code: 'RM-LOCK-067',
    message: `the spending ledger ${path} is held by another process`,
    why: `it could not be written for ${busyMs / 1000} s`,
    hint: 'look for a stopped rules-maker process (`ps`) and let it go on or end it',
    cause: error,
  });
}

/**
 * A new ledger takes its place as a whole (a hard link never replaces), so none is ever seen half made and of two
 * processes that make it at the same time one wins. The files that SQLite puts beside it take over its mode.
 */
function makeFile(path: string): void {
  const temporary = `${path}.${process.pid}.new`;
  rmSync(temporary, {force: true});
  closeSync(openSync(temporary, 'wx', 0o600));
  try {
    const database = new DatabaseSync(temporary);
    try {
      database.exec(`PRAGMA journal_mode = WAL; BEGIN; ${tables} PRAGMA user_version = ${version}; COMMIT`);
    } finally {
      database.close();
    }
    linkSync(temporary, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, {force: true});
  }
}

function pragma(database: DatabaseSync, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name];
}

/** Tries until nobody else is in the way. */
function patiently<R>(act: () => R): R {
  for (let left = busyMs / tryMs; ; left -= 1) {
    try {
      return act();
    } catch (error) {
      if (sqliteCode(error) !== busy || left <= 1) throw error;
    }
  }
}

/** The primary result code (sqlite.org/rescode.html), or `null` if it is no error of SQLite. */
function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null;
}

function damaged(path: string, cause?: unknown): OutputError {
  return new OutputError({
    code: 'RM-FS-059',
    message: `the spending ledger ${path} is damaged: no paid call is made`,
    why: 'what was spent can no longer be told; nothing was changed',
    hint: `restore it from a backup, or move it away to begin anew: mv ${path} ${path}.damaged`,
    cause,
  });
}

function newer(path: string): OutputError {
  return new OutputError({
    code: 'RM-CONF-052',
    message: `the spending ledger ${path} was written by a newer version of rules-maker: no paid call is made`,
    why: 'its rows have another form; nothing was changed',
    hint: 'update rules-maker, or set XDG_STATE_HOME to another folder',
  });
}

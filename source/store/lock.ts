import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, realpathSync, rmSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import * as v from 'valibot';
import {systemCode} from '../errors.ts';
import {notWritten, writeWhole} from './write-file.ts';

const ownerSchema = v.object({pid: v.number(), sinceMs: v.number(), runId: v.string()});

/** Who holds a lock, and since when. */
export type Owner = Readonly<v.InferOutput<typeof ownerSchema>>;

export type Lock =
  | {readonly kind: 'held'; readonly release: () => void}
  /** `owner` is `null` in the moment between taking a lock and saying so. */
  | {readonly kind: 'busy'; readonly owner: Owner | null};

/** SQLite's "somebody else has it". */
const sqliteBusy = 5;

/**
 * Takes a lock for as long as the process lives. It is a lock of the operating system (through SQLite, since Node has
 * none of its own): the death of the owner, however it comes, frees it at once; a process id that is used again or two
 * that take over at the same time cannot fool it. The owner's name stands beside it, for the message alone.
 *
 * @throws OutputError RM-FS-053, -054 or -055
 */
export function takeLock(path: string, owner: Owner): Lock {
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700});
    database = new DatabaseSync(path, {timeout: 0});
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return {kind: 'busy', owner: readOwner(path)};
    throw notWritten(path, error);
  }
  const held = database;
  const release = () => {
    rmSync(namePath(path), {force: true});
    held.close();
  };
  try {
    writeWhole(namePath(path), JSON.stringify(owner));
  } catch (error) {
    release();
    throw error;
  }
  return {kind: 'held', release};
}

/** Who holds the lock now; `null` if nobody does. */
export function lockOwner(path: string): Owner | 'unknown' | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, {timeout: 0});
    database.exec('BEGIN EXCLUSIVE');
    return null;
  } catch (error) {
    if (isBusy(error)) return readOwner(path) ?? 'unknown';
    // No such folder, or a file that is no lock of ours: nobody can hold that.
    return null;
  } finally {
    database?.close();
  }
}

/** Where the lock of an output folder lies. The folder need not be there yet; links in its path make no difference. */
export function outputLockPath(state: string, outputRoot: string): string {
  const key = createHash('sha256')
    .update(realPath(resolve(outputRoot)))
    .digest('hex')
    .slice(0, 32);
  return join(state, 'locks', key);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (systemCode(error) !== 'ENOENT' || parent === path) return path;
    return join(realPath(parent), basename(path));
  }
}

function namePath(path: string): string {
  return `${path}.owner`;
}

function readOwner(path: string): Owner | null {
  try {
    const parsed = v.safeParse(ownerSchema, JSON.parse(readFileSync(namePath(path), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}

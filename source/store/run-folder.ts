import {closeSync, fstatSync, ftruncateSync, openSync, readSync} from 'node:fs';
import {type FileHandle, mkdir, open, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {messageOf, OutputError, systemCode} from '../errors.ts';
import {lockOwner} from './lock.ts';

/** Runs kept: older ones are removed when a new one starts. */
const runsKept = 50;

export type RunFolder = {
  readonly id: string;
  readonly path: string;
  /** `events.jsonl`: the run as `replay` reads it. */
  readonly logPath: string;
  /** The journal: what the run has read. */
  readonly databasePath: string;
  /** Held by the process that runs it. */
  readonly lockPath: string;
};

/**
 * Makes the folder of a new run, for its owner alone: `<state>/runs/<id>/`.
 *
 * @throws OutputError RM-FS-053 if the state folder cannot be written
 */
export async function createRunFolder(state: string, id: string): Promise<RunFolder> {
  const folder = openRunFolder(state, id);
  try {
    await mkdir(folder.path, {recursive: true, mode: 0o700});
    await removeOldRuns(state);
  } catch (error) {
    throw new OutputError({
      code: 'RM-FS-053',
      message: `the state folder ${state} cannot be written`,
      why: messageOf(error),
      hint: 'set XDG_STATE_HOME to a folder of yours',
      cause: error,
    });
  }
  return folder;
}

/** The folder of a run that is there. */
export function openRunFolder(state: string, id: string): RunFolder {
  const path = join(state, 'runs', id);
  return {
    id,
    path,
    logPath: join(path, 'events.jsonl'),
    databasePath: join(path, 'journal.db'),
    lockPath: join(path, 'lock'),
  };
}

/**
 * The log of a run: appended line by line, whole lines only. A run that goes on appends a second stretch; the half
 * line that a kill may have left before it is cut off.
 */
export async function openRunLog(
  path: string,
): Promise<{write: (line: string) => void; close: () => Promise<void>}> {
  cutHalfLine(path);
  const file: FileHandle = await open(path, 'a', 0o600);
  const stream = file.createWriteStream({autoClose: true});
  let failed = false;
  // A full disk must not end the run that is about to write the files: the log stops, the run goes on.
  stream.on('error', () => {
    failed = true;
  });
  return {
    write: (line) => {
      if (!failed) stream.write(line);
    },
    close: () => new Promise((resolve) => (failed ? resolve() : stream.end(() => resolve()))),
  };
}

const lineBreak = 10;

function cutHalfLine(path: string): void {
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    const chunk = Buffer.alloc(64 * 1024);
    let end = fstatSync(file).size;
    while (end > 0) {
      const start = Math.max(0, end - chunk.length);
      const length = readSync(file, chunk, 0, end - start, start);
      const found = chunk.subarray(0, length).lastIndexOf(lineBreak);
      end = found >= 0 ? start + found + 1 : start;
      if (found >= 0) break;
    }
    ftruncateSync(file, end);
  } finally {
    closeSync(file);
  }
}

async function removeOldRuns(state: string): Promise<void> {
  // Ids begin with the time of their run, so the order of names is the order of runs.
  const old = (await readdir(join(state, 'runs'))).sort().slice(0, -runsKept);
  for (const id of old) {
    const {path, lockPath} = openRunFolder(state, id);
    if (lockOwner(lockPath) === null) await rm(path, {recursive: true, force: true});
  }
}

import {type FileHandle, mkdir, open, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {messageOf, OutputError} from '../errors.ts';

/** Runs kept: older ones are removed when a new one starts. */
const runsKept = 50;

export type RunFolder = {
  readonly id: string;
  readonly path: string;
  /** `events.jsonl`: the run as `replay` reads it. */
  readonly logPath: string;
  readonly databasePath: string;
};

/**
 * Makes the folder of a new run, for its owner alone: `<state>/runs/<id>/`.
 *
 * @throws OutputError RM-FS-053 if the state folder cannot be written
 */
export async function createRunFolder(state: string, id: string): Promise<RunFolder> {
  const runs = join(state, 'runs');
  const path = join(runs, id);
  try {
    await mkdir(path, {recursive: true, mode: 0o700});
    await removeOldRuns(runs);
  } catch (error) {
    throw new OutputError({
      code: 'RM-FS-053',
      message: `the state folder ${state} cannot be written`,
      why: messageOf(error),
      hint: 'set XDG_STATE_HOME to a folder of yours',
      cause: error,
    });
  }
  return {id, path, logPath: join(path, 'events.jsonl'), databasePath: join(path, 'pages.db')};
}

/** The log of a run: appended line by line, whole lines only. */
export async function openRunLog(
  path: string,
): Promise<{write: (line: string) => void; close: () => Promise<void>}> {
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

async function removeOldRuns(runs: string): Promise<void> {
  // Ids begin with the time of their run, so the order of names is the order of runs.
  const old = (await readdir(runs)).sort().slice(0, -runsKept);
  for (const id of old) await rm(join(runs, id), {recursive: true, force: true});
}

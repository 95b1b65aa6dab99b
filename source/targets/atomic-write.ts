import {chmod, lstat, readFile, realpath, rename, stat, unlink} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {OutputError} from '../errors.ts';
import {makeFolders, makeMissing, removeEmpty, syncFolder} from './folders.ts';
import {outputError} from './output-error.ts';
import {guardPath, refused, segmentsOf} from './path-guard.ts';
import {removeIfThere, writeTemporary} from './temporary-file.ts';

export type AtomicWriteOptions = {
  /**
   * What the file held when it was decided to replace it, `null` for "it did not exist". If that is no longer
   * so, nothing is written.
   */
  readonly expected: Uint8Array | null;
  /** Puts the finished temporary file in place. @default `rename` of Node */
  readonly rename?: (from: string, to: string) => Promise<void>;
};

/**
 * Writes a file so that a reader, or a crash at any point, sees the old content or the new one: temporary file
 * in the same folder, fsync, rename, fsync of the folder. Missing folders are made. A failure leaves nothing.
 *
 * @param root - an existing folder
 * @param path - relative to it, `/` as separator
 * @returns false if somebody else changed the file in the meantime; then nothing was written
 * @throws SecurityError RM-FS-056 if a component is a link or not a plain folder or file
 * @throws OutputError RM-FS-053, -054 or -055
 */
export async function atomicWrite(
  root: string,
  path: string,
  data: Uint8Array,
  {expected, rename: move = rename}: AtomicWriteOptions,
): Promise<boolean> {
  const made: string[] = [];
  let written = false;
  try {
    const base = await realpath(root);
    const exists = await guardPath(base, path);
    const target = join(base, path);
    await makeFolders(base, segmentsOf(path).slice(0, -1), made);
    if ((await realpath(dirname(target))) !== dirname(target)) throw refused(path, 'its folder is a link');
    const temporary = await writeTemporary(target, data);
    try {
      if (exists) await chmod(temporary, (await lstat(target)).mode & 0o777);
      if (await isStill(base, path, expected)) {
        await move(temporary, target);
        written = true;
      }
    } finally {
      if (!written) await removeIfThere(temporary);
    }
    for (const folder of [target, ...made].map((each) => dirname(each))) await syncFolder(folder);
    return written;
  } catch (error) {
    throw outputError(path, error);
  } finally {
    if (!written) await removeEmpty(made);
  }
}

/**
 * Deletes a file if it still is what it was, and the folders inside of `.rules-maker` that this leaves empty.
 *
 * @returns false if somebody else changed the file in the meantime
 * @throws as {@link atomicWrite}
 */
export async function atomicRemove(root: string, path: string, expected: Uint8Array): Promise<boolean> {
  try {
    const base = await realpath(root);
    if (!(await isStill(base, path, expected))) return false;
    await unlink(join(base, path));
    const folders = segmentsOf(path).slice(0, -1);
    if (folders[0] === '.rules-maker') await removeEmpty([join(base, ...folders)]);
    else await syncFolder(join(base, ...folders));
    return true;
  } catch (error) {
    throw outputError(path, error);
  }
}

/**
 * Proves before any work that files can be written below `root`, and makes the folder if it is missing. If it
 * cannot be used, nothing that was made stays.
 *
 * @throws OutputError RM-FS-053, -054 or -055 naming the folder
 */
export async function checkWritable(root: string): Promise<void> {
  const made: string[] = [];
  let usable = false;
  try {
    await makeMissing(resolve(root), made);
    if (!(await stat(root)).isDirectory()) throw notFolder(root);
    await unlink(await writeTemporary(join(await realpath(root), 'probe'), new Uint8Array(4096)));
    usable = true;
  } catch (error) {
    throw outputError(`to the output folder ${root}`, error);
  } finally {
    if (!usable) await removeEmpty(made);
  }
}

async function isStill(base: string, path: string, expected: Uint8Array | null): Promise<boolean> {
  if (!(await guardPath(base, path))) return expected === null;
  return expected !== null && Buffer.compare(await readFile(join(base, path)), expected) === 0;
}

function notFolder(root: string): OutputError {
  return new OutputError({
    code: 'RM-FS-053',
    message: `cannot write to the output folder ${root}`,
    why: 'it is not a folder',
    hint: 'choose another --output-dir',
  });
}

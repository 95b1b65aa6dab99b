import {constants} from 'node:fs';
import {type FileHandle, mkdir, open, rmdir, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {systemCode} from '../errors.ts';

/** Makes each folder of an absolute path that is missing, outermost first, and notes it in `made`. */
export async function makeMissing(path: string, made: string[]): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || path === dirname(path)) throw error;
    await makeMissing(dirname(path), made);
    await mkdir(path);
    made.push(path);
  }
}

/** Makes the folders `names` below `base`, one in the other, and notes in `made` those that were missing. */
export async function makeFolders(base: string, names: readonly string[], made: string[]): Promise<void> {
  let folder = base;
  for (const name of names) {
    folder = join(folder, name);
    try {
      await mkdir(folder);
      made.push(folder);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Removes folders, the last one first, as far as they are empty and allow it. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (systemCode(error) === null) throw error;
    }
  }
}

/**
 * Makes what was renamed or removed in a folder last over a power cut. Where a folder cannot be opened (on
 * Windows, or without the right to list it) there is no way to.
 */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder, constants.O_RDONLY);
  } catch (error) {
    if (['EACCES', 'EPERM', 'EISDIR', 'EINVAL'].includes(systemCode(error) ?? '')) return;
    throw error;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

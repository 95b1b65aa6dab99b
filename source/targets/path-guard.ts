import type {Stats} from 'node:fs';
import {lstat} from 'node:fs/promises';
import {join} from 'node:path';
import {SecurityError, systemCode} from '../errors.ts';
import {outputError} from './output-error.ts';

/**
 * Looks at every component of a path below the root without following anything. What is missing is fine; a
 * link, a file with a second name, or anything that is not a plain folder or file is refused.
 *
 * @param path - relative, `/` as separator
 * @returns true if the file exists
 * @throws SecurityError RM-FS-056 naming the path
 */
export async function guardPath(root: string, path: string): Promise<boolean> {
  const names = segmentsOf(path);
  let absolute = root;
  for (const [index, name] of names.entries()) {
    absolute = join(absolute, name);
    const stats = await look(absolute);
    if (stats === null) return false;
    const relative = names.slice(0, index + 1).join('/');
    const problem = index < names.length - 1 ? folderProblem(stats) : fileProblem(stats);
    if (problem !== null)
      throw refused(path, relative === path ? problem : `${relative} is ${problem.slice(6)}`);
  }
  return true;
}

/**
 * The components of a relative path.
 *
 * @throws SecurityError RM-FS-056 if it is absolute, leaves the root, or lies in a `.git` folder
 */
export function segmentsOf(path: string): string[] {
  const names = path.split('/');
  if (/[\u0000-\u001f\\]/.test(path) || /^[A-Za-z]:/.test(path) || path === '' || path.startsWith('/')) {
    throw refused(path, 'it is not a relative path');
  }
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    throw refused(path, 'it leaves the root');
  if (names.some((name) => name.toLowerCase() === '.git')) throw refused(path, 'it lies in a .git folder');
  return names;
}

/** The error for a path that we do not write to. */
export function refused(path: string, why: string): SecurityError {
  return new SecurityError({
    code: 'RM-FS-056',
    message: `refused to write ${path}`,
    why,
    hint: 'move it away, or choose another --output-dir',
  });
}

async function look(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw outputError(path, error);
  }
}

function folderProblem(stats: Stats): string | null {
  return stats.isDirectory() ? null : `it is ${kindOf(stats)}, not a folder`;
}

function fileProblem(stats: Stats): string | null {
  if (!stats.isFile()) return `it is ${kindOf(stats)}`;
  return stats.nlink > 1 ? 'it is a hard link: the file has another name elsewhere' : null;
}

function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isFile() ? 'a file' : 'a device';
}

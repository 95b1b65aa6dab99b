import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {outputError} from './output-error.ts';
import {guardPath} from './path-guard.ts';

/** The bytes of a file below the root, `null` if there is none. @throws SecurityError RM-FS-056 for a link */
export async function readCurrent(root: string, path: string): Promise<Buffer | null> {
  if (!(await guardPath(root, path))) return null;
  try {
    return await readFile(join(root, path));
  } catch (error) {
    throw outputError(path, error);
  }
}

/** Text that comes out as the same bytes again, or `null`. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

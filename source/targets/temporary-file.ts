import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {open, unlink} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {systemCode} from '../errors.ts';

/**
 * Writes and syncs a temporary file beside `target` and returns its path. The name is the same in every run,
 * so what a killed run left is found and replaced. A failure leaves nothing.
 */
export async function writeTemporary(target: string, data: Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(target).digest('hex').slice(0, 12);
  const path = join(dirname(target), `.rules-maker-${hash}.tmp`);
  await removeIfThere(path);
  // O_NOFOLLOW does not exist on Windows; O_EXCL alone refuses a link that is already there.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const file = await open(path, flags, 0o666);
  let complete = false;
  try {
    await file.writeFile(data);
    await file.sync();
    complete = true;
  } finally {
    await file.close();
    if (!complete) await removeIfThere(path);
  }
  return path;
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

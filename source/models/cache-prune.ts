import {readdir, stat, unlink} from 'node:fs/promises';
import {join} from 'node:path';

/** Pruned to this share, so that the next answers do not call for it again. */
const share = 0.9;

/**
 * Makes room in the cache folder: the oldest entries go. Only files that are named like entries are looked at; one
 * that is gone meanwhile was pruned by somebody else.
 *
 * @returns how many entries went
 */
export async function pruneCache(dir: string, maxBytes: number): Promise<number> {
  const entries: {path: string; bytes: number; mtimeMs: number}[] = [];
  for (const folder of await names(dir)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await names(join(dir, folder))) {
      if (!/^[0-9a-f]{64}$/.test(name)) continue;
      const path = join(dir, folder, name);
      const facts = await stat(path).catch(() => null);
      if (facts?.isFile()) entries.push({path, bytes: facts.size, mtimeMs: facts.mtimeMs});
    }
  }
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= maxBytes) return 0;
  let pruned = 0;
  entries.sort((a, b) => a.mtimeMs - b.mtimeMs || (a.path < b.path ? -1 : 1));
  for (const entry of entries) {
    if (bytes <= maxBytes * share) break;
    bytes -= entry.bytes;
    pruned += 1;
    await unlink(entry.path).catch(() => null);
  }
  return pruned;
}

async function names(dir: string): Promise<string[]> {
  return await readdir(dir).catch(() => []);
}

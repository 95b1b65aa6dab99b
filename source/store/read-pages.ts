import {existsSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {version} from './journal.ts';
import {unpackJson} from './kept-page.ts';

/**
 * The pages that a finished run has read, in crawl order, one at a time. Opens its journal for reading alone: opening it
 * as the run does would empty the list of pages. `null` if there is no journal, a damaged one, or one of another version.
 *
 * @param path - the database file
 */
export function readPages<T>(path: string): {readonly pages: Iterable<T>; readonly close: () => void} | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, {readOnly: true});
  if (versionOf(database) === version) return {pages: pagesOf<T>(database), close: () => database.close()};
  database.close();
  return null;
}

/** `null` for a file that is no database. */
function versionOf(database: DatabaseSync): unknown {
  try {
    return database.prepare('PRAGMA user_version').get()?.['user_version'];
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) return null;
    throw error;
  }
}

function* pagesOf<T>(database: DatabaseSync): Iterable<T> {
  const select = database.prepare(
    'SELECT content FROM place JOIN reading ON reading.key = place.reading ORDER BY position',
  );
  for (const row of select.iterate()) yield unpackJson<T>(row['content']);
}

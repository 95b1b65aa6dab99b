import {chmodSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {type KeptPage, keptJson, unpackJson} from './kept-page.ts';
import type {PagesPlace} from './shared-pages.ts';

/** The pages of one run, in the order of the crawl, on disk: memory stays flat however many there are. */
export type PageStore<T> = {
  /** `key`: the address that the page was asked for under. */
  readonly add: (order: number, url: string, page: T | KeptPage, key?: string) => void;
  readonly count: () => number;
  /** Every page in crawl order, read one at a time; may be called again. */
  readonly pages: () => Iterable<T>;
  /** Where another thread can read what has been added so far; `null` if nobody else can. @default `null` */
  readonly share?: () => PagesPlace | null;
  readonly close: () => void;
};

/** Pages written in one transaction: a crash loses at most these. */
const batchSize = 64;

/**
 * Opens (or makes) a page store.
 *
 * @param path - the database file, or `:memory:`
 */
export function openPageStore<T>(path: string): PageStore<T> {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS page (position INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, content ANY NOT NULL) STRICT`);
  if (path !== ':memory:') chmodSync(path, 0o600);
  const insert = database.prepare('INSERT INTO page (position, url, content) VALUES (?, ?, ?)');
  const selectAll = 'SELECT content FROM page ORDER BY position';
  const select = database.prepare(selectAll);
  let pending = 0;

  const commit = () => {
    if (pending > 0) database.exec('COMMIT');
    pending = 0;
  };

  const count = () => Number(database.prepare('SELECT count(*) AS n FROM page').get()?.['n'] ?? 0);

  return {
    add(order, url, page) {
      if (pending === 0) database.exec('BEGIN');
      insert.run(order, url, keptJson(page));
      pending += 1;
      if (pending >= batchSize) commit();
    },
    count,
    *pages() {
      commit();
      for (const row of select.iterate()) yield unpackJson<T>(row['content']);
    },
    share() {
      commit();
      return path === ':memory:' ? null : {path, select: selectAll, count: count()};
    },
    close() {
      commit();
      database.close();
    },
  };
}

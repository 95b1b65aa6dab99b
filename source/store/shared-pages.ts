import {DatabaseSync} from 'node:sqlite';
import {unpackJson} from './kept-page.ts';
import type {PageStore} from './page-store.ts';

/** Where another thread finds the pages of a store; plain data. */
export type PagesPlace = {
  /** The database file. */
  readonly path: string;
  /** Selects `content`, in crawl order. */
  readonly select: string;
  readonly count: number;
};

type SharedPages<T> = Pick<PageStore<T>, 'count' | 'pages' | 'close'>;

/** Opens the pages that another thread has stored, to read them alone. */
export function openSharedPages<T>({path, select, count}: PagesPlace): SharedPages<T> {
  const database = new DatabaseSync(path, {readOnly: true});
  return {
    count: () => count,
    *pages() {
      for (const row of database.prepare(select).iterate()) yield unpackJson<T>(row['content']);
    },
    close: () => database.close(),
  };
}

import {chmodSync, existsSync, renameSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {OutputError} from '../errors.ts';
import {KeptPage, keptJson, type PackedJson, unpackJson} from './kept-page.ts';
import type {PageStore} from './page-store.ts';
import {notWritten} from './write-file.ts';

/**
 * How an address ended. `facts` and `content` are JSON-safe; `content` is the page, or `null` if there is none. What was
 * given as a {@link KeptPage} comes back as one.
 */
export type StoredReading = {
  readonly state: 'page' | 'skipped' | 'failed';
  readonly facts: unknown;
  readonly content: unknown;
};

/** An answer that is no page of the crawl (robots.txt, sitemaps), as it came. */
type StoredAnswer = {
  readonly facts: unknown;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
};

/** What a crawl need not ask for again. Each write is one transaction: after it, no kill can undo it. */
export type CrawlMemory = {
  readonly reading: (key: string) => StoredReading | null;
  readonly keepReading: (key: string, reading: StoredReading) => void;
  readonly answer: (key: string) => StoredAnswer | null;
  readonly keepAnswer: (key: string, answer: StoredAnswer) => void;
  /** True if it holds no reading. */
  readonly isEmpty: () => boolean;
};

export type Journal<T> = CrawlMemory & {
  /** The pages of the run in crawl order, empty at first: a run that goes on puts them in again. */
  readonly pages: PageStore<T>;
  /** Lets the run ask again for what ended this way. */
  readonly forget: (state: 'skipped' | 'failed') => void;
  /** Where a journal that was damaged was put aside, or `null`. */
  readonly setAside: string | null;
  readonly close: () => void;
};

/** Raised when the shape of a page or of a reading changes: an older run cannot go on then. */
export const version = 3;

/** Places are not what a crash must spare, since the order is made anew: so many are written at a time. */
const placesAtATime = 64;

/** SQLite's words for a damaged file. */
const damage: ReadonlySet<number> = new Set([11, 26]);

/**
 * Opens (or makes) the journal of a run. A page, its links and its address are one row, so none is there without the
 * others. WAL with `synchronous = NORMAL`: what is committed is in the system's hands and survives any death of the
 * process; a power cut may cost the last seconds, which are then read again, and never damages the file.
 *
 * @param path - the database file, or `:memory:`
 * @throws OutputError RM-CONF-052 for a journal of another version, RM-FS-053, -054 or -055 if it cannot be written
 */
export function openJournal<T>(path: string): Journal<T> {
  const {database, setAside} = openHealthy(path);
  const guarded = <R>(write: () => R): R => {
    try {
      return write();
    } catch (error) {
      throw notWritten(path, error);
    }
  };
  const getReading = database.prepare('SELECT state, facts, about, content FROM reading WHERE key = ?');
  const putReading = database.prepare(
    'INSERT OR REPLACE INTO reading (key, state, facts, about, content) VALUES (?, ?, ?, ?, ?)',
  );
  const getAnswer = database.prepare('SELECT facts, body, at FROM answer WHERE key = ?');
  const putAnswer = database.prepare(
    'INSERT OR REPLACE INTO answer (key, facts, body, at) VALUES (?, ?, ?, ?)',
  );

  return {
    reading(key) {
      const row = getReading.get(key);
      if (!row) return null;
      return {
        state: row['state'] as StoredReading['state'],
        facts: JSON.parse(String(row['facts'])),
        content: contentOf(row),
      };
    },
    keepReading(key, {state, facts, content}) {
      const about = content instanceof KeptPage ? JSON.stringify(content.about) : null;
      const text = content === null ? null : keptJson(content);
      guarded(() => putReading.run(key, state, JSON.stringify(facts), about, text));
    },
    answer(key) {
      const row = getAnswer.get(key);
      if (!row) return null;
      return {
        facts: JSON.parse(String(row['facts'])),
        body: row['body'] as Uint8Array,
        atMs: Number(row['at']),
      };
    },
    keepAnswer(key, {facts, body, atMs}) {
      guarded(() => putAnswer.run(key, JSON.stringify(facts), body, Math.round(atMs)));
    },
    isEmpty: () => database.prepare('SELECT 1 FROM reading LIMIT 1').get() === undefined,
    forget(state) {
      guarded(() => database.prepare('DELETE FROM reading WHERE state = ?').run(state));
    },
    pages: pagesOf<T>(database, path, guarded),
    setAside,
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function contentOf(row: Readonly<Record<string, unknown>>): unknown {
  const {about, content} = row;
  if (content === null) return null;
  return about === null
    ? unpackJson(content)
    : new KeptPage(JSON.parse(String(about)), content as PackedJson);
}

const selectPages = 'SELECT content FROM place JOIN reading ON reading.key = place.reading ORDER BY position';

/** The pages of this run: places that point to readings, so no page is kept twice. */
function pagesOf<T>(
  database: DatabaseSync,
  path: string,
  guarded: (write: () => void) => void,
): PageStore<T> {
  const insert = database.prepare('INSERT INTO place (position, reading) VALUES (?, ?)');
  let waiting: [number, string][] = [];
  const flush = () => {
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    guarded(() => {
      database.exec('BEGIN');
      for (const row of rows) insert.run(...row);
      database.exec('COMMIT');
    });
  };
  const count = () => {
    flush();
    return Number(database.prepare('SELECT count(*) AS n FROM place').get()?.['n'] ?? 0);
  };
  guarded(() => database.exec('DELETE FROM place'));
  return {
    add(order, url, _page, key = url) {
      waiting.push([order, key]);
      if (waiting.length >= placesAtATime) flush();
    },
    count,
    *pages() {
      flush();
      for (const row of database.prepare(selectPages).iterate()) yield unpackJson<T>(row['content']);
    },
    share: () => (path === ':memory:' ? null : {path, select: selectPages, count: count()}),
    // The journal outlives the pages of a run: whoever opened it closes it.
    close: () => undefined,
  };
}

/** A damaged journal is put aside, never deleted: the run can read the site again. */
function openHealthy(path: string): {database: DatabaseSync; setAside: string | null} {
  const existed = path !== ':memory:' && existsSync(path);
  let setAside: string | null = null;
  if (existed && isDamaged(path)) {
    setAside = `${path}.damaged`;
    for (const end of ['', '-wal', '-shm']) {
      if (existsSync(path + end)) renameSync(path + end, setAside + end);
    }
  }
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path);
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found > 0 && found !== version) throw otherVersion(path);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
      PRAGMA user_version = ${version};
      CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, state TEXT NOT NULL, facts TEXT NOT NULL, about TEXT, content ANY) STRICT;
      CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, facts TEXT NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS place (position INTEGER PRIMARY KEY, reading TEXT NOT NULL UNIQUE) STRICT`);
    if (path !== ':memory:') chmodSync(path, 0o600);
    return {database, setAside};
  } catch (error) {
    database?.close();
    throw error instanceof OutputError ? error : notWritten(path, error);
  }
}

function isDamaged(path: string): boolean {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path);
    return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok';
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && damage.has(Number(error.errcode))) return true;
    throw notWritten(path, error);
  } finally {
    database?.close();
  }
}

function otherVersion(path: string): OutputError {
  return new OutputError({
    code: 'RM-CONF-052',
    message: `${path} was written by another version of rules-maker`,
    why: 'its pages are kept in another form; nothing was changed',
    hint: 'resume it with the version that began it, or start a new run',
  });
}

import {chmodSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Clock} from '../clock.ts';
import {messageOf} from '../errors.ts';
import {fromEntry, type StoredAnswer, toEntry} from './cache-entry.ts';
import {pruneCache} from './cache-prune.ts';

export type AnswerCacheOptions = {
  /** Made, for its owner alone, if it is missing. */
  readonly dir: string;
  /** Older answers are asked anew. */
  readonly ttlMs: number;
  /** All entries together, about. */
  readonly maxBytes: number;
  readonly clock: Clock;
  /** The folder cannot be used; stated once. The run goes on with what it holds in memory. */
  readonly tell: (problem: string) => void;
};

export type AnswerCache = {
  /** What this run has in memory. */
  readonly recent: (key: string) => StoredAnswer | null;
  /** What is on disk. A damaged, strange or old entry is none. */
  readonly load: (key: string) => Promise<StoredAnswer | null>;
  /** @returns the path of the entry, `null` if it could not be written */
  readonly store: (key: string, answer: StoredAnswer) => Promise<string | null>;
  /** Makes room if anything was stored. */
  readonly close: () => Promise<void>;
};

/** Answers in memory at most: they serve a run that asks the same thing again soon. */
const recentAnswers = 500;
const storesPerPrune = 1000;
const slot = 'answer';

/** Answers of models, one file each, shared by all runs of the user and of two runs at once. */
export function createAnswerCache({dir, ttlMs, maxBytes, clock, tell}: AnswerCacheOptions): AnswerCache {
  const recent = new Map<string, StoredAnswer>();
  let stores = 0;
  let told = false;

  const remember = (key: string, answer: StoredAnswer) => {
    recent.delete(key);
    recent.set(key, answer);
    const oldest = recent.size > recentAnswers ? recent.keys().next().value : undefined;
    if (oldest !== undefined) recent.delete(oldest);
  };

  /** One entry; what its library has to complain about goes to `problem`. */
  const open = async (key: string, problem: (error: unknown) => void) => {
    const {FlatCache} = await import('flat-cache');
    const folder = join(dir, key.slice(0, 2));
    const entry = new FlatCache({
      cacheDir: folder,
      cacheId: key,
      ttl: ttlMs,
      lruSize: 0,
      useClone: false,
      serialize: (items: unknown) => JSON.stringify(items),
      deserialize: (text: string) => JSON.parse(text),
    });
    entry.on('error', problem);
    return {folder, entry};
  };

  const isFresh = ({atMs}: StoredAnswer) => clock.now() - atMs < ttlMs;

  return {
    recent(key) {
      const answer = recent.get(key);
      return answer && isFresh(answer) ? answer : null;
    },
    async load(key) {
      // What cannot be read or parsed is a miss; the next answer takes its place.
      const {entry} = await open(key, () => null);
      entry.load();
      const answer = fromEntry(key, entry.get(slot));
      if (!answer || !isFresh(answer)) return null;
      remember(key, answer);
      return answer;
    },
    async store(key, answer) {
      remember(key, answer);
      let problem: unknown = null;
      const {folder, entry} = await open(key, (error) => {
        problem = error;
      });
      try {
        makePrivate(dir);
        makePrivate(folder);
        entry.set(slot, toEntry(key, answer));
        entry.save(true);
        if (problem === null) chmodSync(entry.cacheFilePath, 0o600);
      } catch (error) {
        problem = error;
      }
      if (problem !== null) {
        if (!told) tell(messageOf(problem));
        told = true;
        return null;
      }
      stores += 1;
      if (stores % storesPerPrune === 0) await pruneCache(dir, maxBytes);
      return entry.cacheFilePath;
    },
    async close() {
      recent.clear();
      if (stores > 0) await pruneCache(dir, maxBytes);
    },
  };
}

/** A folder that was there already keeps the mode that its owner gave it. */
function makePrivate(folder: string): void {
  if (mkdirSync(folder, {recursive: true, mode: 0o700}) !== undefined) chmodSync(folder, 0o700);
}

import type {HitSource} from '../events/catalogue-models.ts';
import type {RequestJournal} from '../store/ledger-journal.ts';
import type {AnswerCache} from './cache.ts';
import {type StoredAnswer, toStoredAnswer} from './cache-entry.ts';

export type Known = {readonly answer: StoredAnswer; readonly from: HitSource; readonly key: string};

/** False for an answer that cannot be read: what it is read with has changed. Then it is as good as none. */
type Fits = (answer: StoredAnswer) => boolean;

/** Answers that need no question: of this run, of the cache folder, or of this run before it was stopped. */
export type KnownAnswers = {
  /** @param keys - of the chosen provider first, then of those that may stand in for it */
  readonly find: (keys: readonly string[], fits: Fits) => Promise<Known | null>;
  /** What came to be known while others were asking. */
  readonly recent: (key: string, fits: Fits) => Known | null;
};

export function createKnownAnswers(
  cache: AnswerCache | null,
  journal: RequestJournal,
  runId: string,
): KnownAnswers {
  const recent = (key: string, fits: Fits): Known | null => {
    const answer = cache?.recent(key);
    return answer && fits(answer) ? {answer, from: 'memory', key} : null;
  };
  return {
    recent,
    async find(keys, fits) {
      for (const key of keys) {
        const found = recent(key, fits);
        if (found) return found;
        const answer = await cache?.load(key);
        if (answer && fits(answer)) return {answer, from: 'disk', key};
      }
      const [key] = keys;
      const done = key === undefined ? null : journal.done(runId, key);
      const answer = done && toStoredAnswer(done.text);
      return key !== undefined && answer && fits(answer) ? {answer, from: 'journal', key} : null;
    },
  };
}

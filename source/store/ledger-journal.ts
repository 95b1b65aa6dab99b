import type {DatabaseSync} from 'node:sqlite';

/** An answer that was paid for. */
type KeptAnswer = {
  /** As it was given to `settle`. */
  readonly text: string;
  /** Who answered, and what it came to. */
  readonly provider: string;
  readonly region: string | null;
  readonly model: string;
  readonly costMicroUsd: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
};

/** What a run need not, or should think twice to, ask again. A request is known by its run and its key. */
export type RequestJournal = {
  /** The answer, for nothing, or `null`. */
  readonly done: (run: string, request: string) => KeptAnswer | null;
  /** True if it was sent and nobody knows how that ended: it may have been paid for, and it counts as such. */
  readonly started: (run: string, request: string) => boolean;
  /** Lets go of the answers of a run whose output stands. What was spent stays. */
  readonly forgetRun: (run: string) => void;
};

/**
 * The answers of requests. That a request was started needs no row of its own: its attempts say it, so reservation and
 * mark cannot fall apart.
 */
export function createAnswers(
  database: DatabaseSync,
): RequestJournal & {keep: (run: string, request: string, attempt: number, text: string) => void} {
  const get = database.prepare(`SELECT text, provider, region, model, charged, input_tokens, output_tokens
    FROM answer JOIN attempt ON attempt.id = answer.attempt WHERE answer.run = ? AND answer.request = ?`);
  const put = database.prepare(
    'INSERT OR REPLACE INTO answer (run, request, attempt, text) VALUES (?, ?, ?, ?)',
  );
  const unknown = database.prepare(
    `SELECT 1 FROM attempt WHERE run = ? AND request = ? AND state IN ('open', 'uncertain') LIMIT 1`,
  );
  const isDone = database.prepare('SELECT 1 FROM answer WHERE run = ? AND request = ?');
  const forget = database.prepare('DELETE FROM answer WHERE run = ?');
  return {
    done(run, request) {
      const row = get.get(run, request);
      if (!row) return null;
      return {
        text: String(row['text']),
        provider: String(row['provider']),
        region: row['region'] === null ? null : String(row['region']),
        model: String(row['model']),
        costMicroUsd: row['charged'] === null ? null : Number(row['charged']),
        inputTokens: Number(row['input_tokens']),
        outputTokens: Number(row['output_tokens']),
      };
    },
    started: (run, request) =>
      isDone.get(run, request) === undefined && unknown.get(run, request) !== undefined,
    forgetRun(run) {
      forget.run(run);
    },
    keep(run, request, attempt, text) {
      put.run(run, request, attempt, text);
    },
  };
}

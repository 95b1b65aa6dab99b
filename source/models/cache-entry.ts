import * as v from 'valibot';
import {canonicalJson, sha256} from './cache-key.ts';
import type {TokenUsage} from './contract.ts';

/** An answer as it is kept: complete, and of use when it came. */
export type StoredAnswer = {
  readonly text: string;
  /** As the provider calls it. */
  readonly stopReason: string;
  readonly usage: TokenUsage | null;
  readonly responseId: string | null;
  /** Who answered. */
  readonly provider: string;
  readonly model: string;
  readonly region: string | null;
  /** What it cost then; `null` = no price was known. */
  readonly costMicroUsd: number | null;
  /** When it came, in ms since the epoch. */
  readonly atMs: number;
};

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const storedAnswer = v.object({
  text: v.string(),
  stopReason: v.string(),
  usage: v.nullable(
    v.object({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      cacheWriteTokens: count,
      cacheWrite1hTokens: count,
      disputed: v.boolean(),
    }),
  ),
  responseId: v.nullable(v.string()),
  provider: v.string(),
  model: v.string(),
  region: v.nullable(v.string()),
  costMicroUsd: v.nullable(count),
  atMs: v.number(),
});

const entry = v.object({key: v.string(), sum: v.string(), answer: storedAnswer});

/** The answer with its key and a checksum over both. */
export function toEntry(key: string, answer: StoredAnswer): v.InferOutput<typeof entry> {
  return {key, sum: checksum(key, answer), answer};
}

/** The answer of an entry, or `null` if it is damaged or of another key. */
export function fromEntry(key: string, value: unknown): StoredAnswer | null {
  const {success, output} = v.safeParse(entry, value);
  if (!success || output.key !== key || output.sum !== checksum(key, output.answer)) return null;
  return output.answer;
}

function checksum(key: string, answer: StoredAnswer): string {
  return sha256(canonicalJson([key, answer]));
}

/** An answer that was kept as JSON where damage is noticed otherwise; `null` if it is of another version. */
export function toStoredAnswer(json: string): StoredAnswer | null {
  const {success, output} = v.safeParse(v.pipe(v.string(), v.parseJson(), storedAnswer), json);
  return success ? output : null;
}

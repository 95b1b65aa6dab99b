import {createHash} from 'node:crypto';
import type {Provider, Question} from './contract.ts';

/** Raised when stored answers of before must not be used any more. */
const keySchema = 1;

/** What of the settings changes an answer. */
export type KeySettings = {readonly temperature: number | null};

/**
 * The key of an answer: SHA-256 as hex over everything that makes it. What it is about, and what was learned of a
 * model meanwhile, is no part of it.
 */
export function answerKey(
  {name, endpoint, model, region}: Pick<Provider, 'name' | 'endpoint' | 'model' | 'region'>,
  {system, prompt, output, maxTokens, promptVersion}: Question,
  {temperature}: KeySettings,
): string {
  return sha256(
    canonicalJson({
      keySchema,
      ...{
        provider: name,
        endpoint,
        region,
        model,
        system,
        prompt,
        output,
        maxTokens,
        promptVersion,
        temperature,
      },
    }),
  );
}

/** The same text for the same value, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import {JSONRepairError, jsonrepair} from 'jsonrepair';
import * as v from 'valibot';
import type {Completion} from './contract.ts';
import {parseJson} from './parse-json.ts';
import type {AnswerSchema} from './structured-schema.ts';

/** What an answer says; `error` is one line that a model can be asked again with: places and kinds, no value. */
export type ReadAnswer<Value> =
  | {readonly ok: true; readonly value: Value; readonly repaired: boolean}
  | {readonly ok: false; readonly error: string};

/**
 * Reads structured output. Only a complete answer is read: repair would complete a truncated list without a word. A
 * `null` where the schema takes no `null` stands for an absent key.
 */
export function readAnswer<Value>(
  {text, ending}: Pick<Completion, 'text' | 'ending'>,
  schema: AnswerSchema<Value>,
): ReadAnswer<Value> {
  if (ending !== 'complete') return {ok: false, error: `the answer is not whole (${ending})`};
  const forms = [...new Set([text.trim(), withoutFence(text), withoutTalk(text)])];
  let error = 'no JSON in the answer';
  for (const form of forms) {
    const json = parseJson(form);
    if (json === undefined) continue;
    const read = validated(json, schema);
    if (read.ok) return {...read, repaired: false};
    error = read.error;
    break;
  }
  const json = repaired(withoutTalk(withoutFence(text)));
  const read = json === undefined ? null : validated(json, schema);
  return read?.ok ? {...read, repaired: true} : {ok: false, error};
}

/** What stands in the first code fence, else the text. */
function withoutFence(text: string): string {
  const begin = text.indexOf('```');
  if (begin < 0) return text.trim();
  const line = text.indexOf('\n', begin);
  if (line < 0) return text.trim();
  const end = text.indexOf('```', line);
  return text.slice(line + 1, end < 0 ? undefined : end).trim();
}

/** From the first bracket to the last. */
function withoutTalk(text: string): string {
  const begin = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return begin < 0 || end < begin ? text.trim() : text.slice(begin, end + 1);
}

/**
 * Longer texts are asked for again instead: jsonrepair takes cubic time for prose with quotes in it (0.2 s for this
 * many characters, more than a minute for 64,000).
 */
const maxRepairCharacters = 10_000;

function repaired(text: string): unknown {
  if (text.length > maxRepairCharacters || !/[[{]/.test(text)) return undefined;
  try {
    return parseJson(jsonrepair(text));
  } catch (error) {
    // It is recursive: what is nested too deep ends in a RangeError.
    if (error instanceof JSONRepairError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function validated<Value>(
  json: unknown,
  schema: AnswerSchema<Value>,
): {readonly ok: true; readonly value: Value} | {readonly ok: false; readonly error: string} {
  const first = v.safeParse(schema, json);
  if (first.success) return {ok: true, value: first.output};
  if (first.issues.map((issue) => dropNull(json, issue)).some(Boolean)) {
    const second = v.safeParse(schema, json);
    if (second.success) return {ok: true, value: second.output};
  }
  return {ok: false, error: first.issues.slice(0, 5).map(describe).join('; ')};
}

/** Takes the key away that has a `null` it must not have. */
function dropNull(json: unknown, issue: v.BaseIssue<unknown>, above: readonly unknown[] = []): boolean {
  const path = [...above, ...(issue.path ?? []).map(({key}) => key)];
  if (issue.received === 'null' && path.length > 0) {
    const parent = path.slice(0, -1).reduce((inner, key) => read(inner, key), json);
    const key = path.at(-1);
    if (typeof key !== 'string' || typeof parent !== 'object' || parent === null || Array.isArray(parent)) {
      return false;
    }
    return Object.hasOwn(parent, key) && Reflect.deleteProperty(parent, key);
  }
  // The branches of a union tell their issues from where the union stands.
  return (issue.issues ?? []).map((inner) => dropNull(json, inner, path)).some(Boolean);
}

function read(value: unknown, key: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, String(key)) ? (value as Record<string, unknown>)[String(key)] : undefined;
}

/** `rules.0.kind: expected "must"`: valibot's own messages repeat the value. */
function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the answer';
  return `${place}: expected ${issue.expected ?? `another value (${issue.type})`}`;
}

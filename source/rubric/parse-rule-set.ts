import * as v from 'valibot';
import {type RuleSet, ruleKinds} from '../distil/rule.ts';

const code = v.nullable(v.object({language: v.nullable(v.string()), code: v.string()}));
const evidence = v.object({url: v.string(), anchor: v.nullable(v.string()), quote: v.string()});
const rule = v.object({
  id: v.string(),
  kind: v.picklist(ruleKinds),
  condition: v.nullable(v.string()),
  directive: v.string(),
  do: code,
  dont: code,
  identifiers: v.array(v.string()),
  versions: v.nullable(v.object({since: v.exactOptional(v.string()), removed: v.exactOptional(v.string())})),
  evidence: v.tupleWithRest([evidence], evidence),
  topic: v.string(),
  globs: v.array(v.string()),
  score: v.number(),
});
const ruleSet = v.object({
  schema: v.literal(1),
  library: v.object({name: v.string(), version: v.nullable(v.string()), url: v.string()}),
  rules: v.array(rule),
});

/** The content of a `rules.json`, or what is wrong with it in one line that names the place. */
export function parseRuleSet(text: string): RuleSet | {readonly problem: string} {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {problem: `it is no JSON: ${error.message}`};
    throw error;
  }
  const parsed = v.safeParse(ruleSet, value, {abortEarly: true});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  return {problem: `${place === null ? 'the document' : `"${place}"`}: ${issue.message}`};
}

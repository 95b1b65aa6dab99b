import {identifiersIn, lastPart, mentions} from './identifiers.ts';
import type {Code} from './rule.ts';
import type {Unit} from './units.ts';

/** Longer examples cost more than they say. */
const MAX_LINES = 12;
const MAX_CHARACTERS = 420;

export type Example = {readonly do: Code | null; readonly dont: Code | null};

/** The code block that belongs to a sentence: it follows directly and names what the sentence names. */
export function exampleFor(
  unit: Unit,
  ruleText: string,
  sentence: string,
  negative: boolean,
): Example | null {
  const {code} = unit;
  if (code === null || !isExample(code.code)) return null;
  const names = identifiersIn(ruleText).map(lastPart);
  if (!names.some((name) => mentions(code.code, name))) return null;
  const trimmed = {language: code.language, code: code.code.replace(/\s+$/, '')};
  const bad =
    /(?:#|\/\/|--)\s*(?:bad|wrong|incorrect|don't|do not|not ok|unsafe|never|error|raises|throws|will (?:raise|throw|fail))\b/i.test(
      code.code,
    );
  if (bad) return negative ? {do: null, dont: trimmed} : null;
  if (!negative) return {do: trimmed, dont: null};
  return /:\s*$/.test(sentence) && /^(?:do not|don't|never|avoid)/i.test(sentence)
    ? {do: null, dont: trimmed}
    : null;
}

function isExample(code: string): boolean {
  const lines = code.trim().split('\n');
  return (
    lines.length <= MAX_LINES &&
    code.length <= MAX_CHARACTERS &&
    code.trim().length >= 6 &&
    !/Traceback \(most recent|^\s*\.\.\.\s*$/m.test(code) &&
    balanced(code)
  );
}

function balanced(code: string): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = {')': '(', ']': '[', '}': '{'};
  for (const sign of code.replace(/(["'`])(?:\\.|(?!\1)[^\\\n])*\1/g, '').replace(/(?:#|\/\/)[^\n]*/g, '')) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in pairs && open.pop() !== pairs[sign]) return false;
  }
  return open.length === 0;
}

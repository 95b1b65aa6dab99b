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
  const pair = badAndGood(code);
  if (pair !== null) return pair;
  const trimmed = {language: code.language, code: withoutPrompts(code.code).replace(/\s+$/, '')};
  if (BAD.test(code.code)) return negative ? {do: null, dont: trimmed} : null;
  // "Do not rely on a; always do b, or use c:" shows the way to go.
  if (
    !negative ||
    /[;,.] (?:(?:always|or|but|instead) )*(?:do|use|call|pass|set|prefer|write)\b[^;]*$/i.test(sentence)
  )
    return {do: trimmed, dont: null};
  return /:\s*$/.test(sentence) && /^(?:do not|don't|never|avoid)/i.test(sentence)
    ? {do: null, dont: trimmed}
    : null;
}

/** Code as an example shows it: without prompts and output, whole and short; `null` if it cannot be shown. */
export function shown({language, code}: Code): Code | null {
  const plain = withoutPrompts(code).replace(/^\s*\n|\s+$/g, '');
  return isExample(plain) ? {language, code: plain} : null;
}

const BAD =
  /(?:#|\/\/|--)\s*(?:bad|wrong|incorrect|don't|do not|not ok|unsafe|never|error|raises|throws|will (?:raise|throw|fail))\b/i;
const GOOD = /^\s*(?:#|\/\/|--)\s*(?:good|right|correct|better|ok|instead|fixed|safe)\b/i;
const BAD_LINE = new RegExp(`^\\s*${BAD.source}`, 'i');

/** One block that shows both ways, each under its comment; `null` if it does not. */
function badAndGood({language, code}: Code): Example | null {
  const halves: {bad: string[]; good: string[]} = {bad: [], good: []};
  let half: 'bad' | 'good' | null = null;
  for (const line of code.split('\n')) {
    if (GOOD.test(line)) half = 'good';
    else if (BAD_LINE.test(line)) half = 'bad';
    if (half !== null && line.trim() !== '') halves[half].push(line);
  }
  const text = (lines: readonly string[]) => lines.join('\n').trim();
  // A half that is only its comment shows nothing.
  if (halves.bad.length < 2 || halves.good.length < 2) return null;
  return {do: {language, code: text(halves.good)}, dont: {language, code: text(halves.bad)}};
}

/** `$ ` and `>>> ` are the terminal's, and what a session prints is not code. */
export function withoutPrompts(code: string): string {
  const lines = code.split('\n');
  const prompt = /^\s{0,8}(?:\$|>>>|\.\.\.|%)\s/;
  if (!prompt.test(lines.find((line) => line.trim() !== '') ?? '')) return code;
  return lines
    .filter((line) => prompt.test(line))
    .map((line) => line.replace(prompt, ''))
    .join('\n');
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

export function balanced(code: string): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = {')': '(', ']': '[', '}': '{'};
  for (const sign of code.replace(/(["'`])(?:\\.|(?!\1)[^\\\n])*\1/g, '').replace(/(?:#|\/\/)[^\n]*/g, '')) {
    if ('([{'.includes(sign)) open.push(sign);
    else if (sign in pairs && open.pop() !== pairs[sign]) return false;
  }
  return open.length === 0;
}

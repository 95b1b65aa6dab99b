import {longestTicks} from './extremes.ts';

export type Style = {
  readonly code: boolean;
  /** Absolute address, or `null`. */
  readonly link: string | null;
  readonly strong: boolean;
  readonly em: boolean;
  readonly struck: boolean;
};

/** A stretch of text in one style. */
export type Run = {text: string; readonly style: Style; readonly isBreak: boolean};

/** What a reader sees; neighbouring code is one code span. */
export function runsToText(runs: readonly Run[]): string {
  let text = '';
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index];
    if (!run) break;
    if (!run.style.code) {
      text += run.text;
      continue;
    }
    let code = run.text;
    while (runs[index + 1]?.style.code) code += runs[++index]?.text ?? '';
    text += codeSpan(code);
  }
  return text.trim();
}

/** Code in backticks, with a longer fence if the code holds some. */
export function codeSpan(code: string): string {
  const text = code.trim();
  if (text === '') return '';
  if (!text.includes('`')) return `\`${text}\``;
  const fence = '`'.repeat(longestTicks(text) + 1);
  return `${fence} ${text} ${fence}`;
}

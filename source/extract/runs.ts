import {escapeCode, escapeText, lineBreakMark} from './prose-markdown.ts';

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
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** The runs as HTML for the Markdown converter, or `null` if their text is their Markdown already. */
export function runsToHtml(runs: readonly Run[]): string | null {
  if (
    !runs.some(
      ({style, isBreak}) => isBreak || style.link !== null || style.strong || style.em || style.struck,
    )
  )
    return null;
  let html = '';
  for (let index = 0; index < runs.length; ) {
    const link = runs[index]?.style.link ?? null;
    let inner = '';
    do inner += runToHtml(runs[index++]);
    while (index < runs.length && (runs[index]?.style.link ?? null) === link && link !== null);
    html += link === null ? inner : `<a href="${escapeAddress(link)}">${inner}</a>`;
  }
  return html;
}

function runToHtml(run: Run | undefined): string {
  if (!run) return '';
  if (run.isBreak) return ` ${lineBreakMark} `;
  const {style} = run;
  let html = style.code ? `<code>${escapeCode(run.text)}</code>` : escapeText(run.text);
  if (style.struck) html = `<del>${html}</del>`;
  if (style.em) html = `<em>${html}</em>`;
  if (style.strong) html = `<strong>${html}</strong>`;
  return html;
}

function escapeAddress(address: string): string {
  return escapeText(address.replaceAll('"', '%22').replaceAll('<', '%3C').replaceAll('>', '%3E'));
}

import {NodeHtmlMarkdown} from 'node-html-markdown';
import {codeSpan, type Run} from './runs.ts';
import {detach} from './tree.ts';

/**
 * The converter is asked about shapes: runs of marked text with these in the place of each text and address. No page text
 * holds the characters (they are removed on the way in).
 */
const blank = '\ufdd0';
const blankAddress = '\ufdd1';
const blanks = /[\ufdd0\ufdd1]/;
/** The converter's cost grows with the square of what it gets at once; longer stretches of marked text are cut. */
const maxRuns = 64;
/** A page of the usual kind has some twenty shapes. */
const maxShapes = 2000;

/** What the converter makes of a shape: the pieces between the blanks. */
const templates = new Map<string, readonly string[]>();
const converter = createConverter();

/** One line of Markdown for the runs of a paragraph; `text` is what they say without links and emphasis. */
export function runsToMarkdown(runs: readonly Run[], text: string): string {
  if (!runs.some(isMarked)) return text;
  let markdown = '';
  for (let index = 0; index < runs.length; ) {
    const run = runs[index];
    if (!run) break;
    if (run.isBreak || isPlain(run)) {
      markdown += run.isBreak ? ' <br> ' : run.text;
      index++;
      continue;
    }
    let end = index + 1;
    while (end < runs.length && end - index < maxRuns && isStyled(runs[end])) end++;
    const stretch = stretchToMarkdown(runs.slice(index, end));
    // Where a long stretch was cut, marks of one kind may meet.
    markdown += isStyled(runs[index - 1]) && markdown.at(-1) === stretch[0] ? ` ${stretch}` : stretch;
    index = end;
  }
  return detach(markdown.replace(/ {2,}/g, ' ').trim());
}

function isMarked({style, isBreak}: Run): boolean {
  return isBreak || style.link !== null || style.strong || style.em || style.struck;
}

function isPlain({style}: Run): boolean {
  return !(style.code || style.link !== null || style.strong || style.em || style.struck);
}

function isStyled(run: Run | undefined): boolean {
  return run !== undefined && !run.isBreak && !isPlain(run);
}

/** Runs of marked text side by side: their shape goes through the converter, their texts are put into what comes out. */
function stretchToMarkdown(runs: readonly Run[]): string {
  let shape = '';
  const fills: string[] = [];
  for (let index = 0; index < runs.length; ) {
    const link = runs[index]?.style.link ?? null;
    let end = index + 1;
    while (link !== null && runs[end]?.style.link === link) end++;
    const inside = runs.slice(index, end);
    if (link === null) shape += shapeOf(inside, fills);
    else if (textOf(inside) === link) {
      shape += blank;
      fills.push(`<${inParentheses(link)}>`);
    } else {
      shape += `<a href="${blankAddress}">${shapeOf(inside, fills)}</a>`;
      fills.push(inParentheses(link));
    }
    index = end;
  }
  return filled(templateOf(shape), fills);
}

function textOf(runs: readonly Run[]): string {
  return runs.length === 1 ? (runs[0]?.text ?? '') : runs.map(({text}) => text).join('');
}

/** The markup of some runs; white space at the ends of a text is part of the shape. */
function shapeOf(runs: readonly Run[], fills: string[]): string {
  let shape = '';
  for (const {text, style} of runs) {
    const core = text.trim();
    let html = core === '' ? '' : blank;
    // Its fence depends on the backticks in it.
    const isFenced = style.code && core.includes('`');
    if (core !== '')
      fills.push(isFenced ? codeSpan(core) : style.strong && !style.code ? withoutStars(core) : core);
    if (text.startsWith(' ')) html = ` ${html}`;
    if (core !== '' && text.endsWith(' ')) html += ' ';
    if (style.code && core !== '' && !isFenced) html = `<code>${html}</code>`;
    if (style.struck) html = `<del>${html}</del>`;
    if (style.em) html = `<em>${html}</em>`;
    if (style.strong) html = `<strong>${html}</strong>`;
    shape += html;
  }
  return shape;
}

/** `**kwargs` in bold would begin with four stars. */
function withoutStars(text: string): string {
  return text.replace(/^\*+|\*+$/g, (stars) => '\\*'.repeat(stars.length));
}

function inParentheses(address: string): string {
  return address.replace(/["<>()]/g, (character) => escapes.get(character) ?? character);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '%22'],
  ['<', '%3C'],
  ['>', '%3E'],
  ['(', '%28'],
  [')', '%29'],
]);

function templateOf(shape: string): readonly string[] {
  let template = templates.get(shape);
  if (template === undefined) {
    // The commas keep white space at the ends.
    const markdown = converter.translate(`<p>,${shape},</p>`).slice(1, -1);
    template = markdown.split(blanks);
    if (templates.size >= maxShapes) templates.clear();
    templates.set(shape, template);
  }
  return template;
}

function filled(template: readonly string[], fills: readonly string[]): string {
  let text = template[0] ?? '';
  for (let index = 0; index < fills.length; index++)
    text += (fills[index] ?? '') + (template[index + 1] ?? '');
  return text;
}

function createConverter(): NodeHtmlMarkdown {
  const never = /(?!)/;
  const one = new NodeHtmlMarkdown({globalEscape: [never, ''], lineStartEscape: [never, '']});
  const code = one.translators.get('code');
  if (code) one.aTagTranslators.set('code', code);
  return one;
}

import {NodeHtmlMarkdown} from 'node-html-markdown';
import {detach} from './tree.ts';

/** The converter's cost grows with the square of what it gets at once; in pieces of this size it is linear. */
const maxPiece = 2048;

/**
 * Characters that mean something in Markdown travel through the converter as noncharacters, which no page text holds
 * (they are removed on the way in). So it neither escapes `snake_case` nor eats the underscore inside of emphasis.
 */
const disguises: readonly (readonly [string, string])[] = [
  ['_', '\ufdd0'],
  ['*', '\ufdd1'],
  ['~', '\ufdd2'],
  ['`', '\ufdd3'],
  ['<br>', '\ufdd4'],
];
const never = /(?!)/;
const converter = createConverter();

/** Inline HTML as written by {@link escapeText}, to one line of Markdown each. */
export function htmlToMarkdown(fragments: readonly string[]): string[] {
  const converted: string[] = [];
  for (let start = 0; start < fragments.length; ) {
    let end = start;
    let size = 0;
    do {
      size += (fragments[end] ?? '').length;
      end++;
    } while (end < fragments.length && size + (fragments[end] ?? '').length <= maxPiece);
    converted.push(...convertPiece(fragments.slice(start, end)));
    start = end;
  }
  return converted;
}

/** Text for a fragment: entities for markup, disguises for Markdown. */
export function escapeText(text: string): string {
  return text.replace(/[&<>_*~`]/g, (character) => replacements.get(character) ?? character);
}

/** Inline code for a fragment; its backticks stay, the converter chooses the fence by them. */
export function escapeCode(code: string): string {
  return code.replace(/[&<>_*~]/g, (character) => replacements.get(character) ?? character);
}

export const lineBreakMark = '\ufdd4';

function convertPiece(fragments: readonly string[]): string[] {
  const whole = converter.translate(fragments.map((fragment) => `<p>${fragment}</p>`).join(''));
  const parts = whole.split(/\n{2,}/);
  if (parts.length === fragments.length) return parts.map(reveal);
  return fragments.map((fragment) => reveal(converter.translate(`<p>${fragment}</p>`)));
}

function reveal(markdown: string): string {
  const text = markdown
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\ufdd0-\ufdd4]/g, (mark) => originals.get(mark) ?? mark)
    .trim();
  return detach(text);
}

function createConverter(): NodeHtmlMarkdown {
  const one = new NodeHtmlMarkdown({globalEscape: [never, ''], lineStartEscape: [never, '']});
  const code = one.translators.get('code');
  if (code) one.aTagTranslators.set('code', code);
  return one;
}

const replacements: ReadonlyMap<string, string> = new Map([
  ...disguises,
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);
const originals: ReadonlyMap<string, string> = new Map(disguises.map(([plain, mark]) => [mark, plain]));

import type {Block, Page, Section} from '../extract/page.ts';

const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;

/**
 * The one form in which texts are compared: NFKC, plain quotes and dashes, no invisible characters, no Markdown
 * markers, white space collapsed. Case is kept. Markers inside of a word (`snake_case`, `a*b`) are part of the
 * word and stay; the rule does not ask whether a word stood in a code span, so quotes with and without
 * backticks come out alike.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[\u2018\u2019\u201A\u201B\u2032]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/`/g, '')
    .replace(/[*_]+/g, (marks, at: number, all: string) => (isInWord(all, at, marks.length) ? marks : ''))
    .replace(/(?<=^|\s)[#>|]+(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isInWord(text: string, at: number, length: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at + length] ?? '');
}

/** The quote as a reader sees it: without the backticks that mark inline code, white space collapsed. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(/`/g, '').replace(/\s+/g, ' ').trim();
}

/** True if the quote stands in the visible text of one section of the page. */
export function containsQuote(page: Page, quote: string): boolean {
  return findSection(page, quote) !== undefined;
}

/** The first section that holds the quote. */
export function findSection(page: Page, quote: string): Section | undefined {
  const wanted = normalise(quote);
  return wanted === '' ? undefined : page.sections.find((section) => sectionText(section).includes(wanted));
}

const texts = new WeakMap<Section, string>();

/** `normalise()` of heading and blocks of a section; computed once as long as the section lives. */
export function sectionText(section: Section): string {
  let text = texts.get(section);
  if (text === undefined) {
    text = normalise([section.heading, ...rawTexts(section.blocks)].join('\n'));
    texts.set(section, text);
  }
  return text;
}

/** Every piece of text in the blocks, in page order, code included. */
function rawTexts(blocks: readonly Block[]): string[] {
  return blocks.flatMap(textsOf);
}

function textsOf(block: Block): string[] {
  switch (block.type) {
    case 'paragraph':
    case 'item':
      return [block.text];
    case 'code':
      return [block.code];
    case 'table':
      return [
        block.caption ?? '',
        ...[block.header, ...block.rows].map((row) => row.map((cell) => cell.text).join(' ')),
      ];
    case 'definition':
      return [...block.terms.map((term) => term.text), ...rawTexts(block.blocks)];
    case 'admonition':
      return [block.title ?? '', ...rawTexts(block.blocks)];
    case 'quote':
      return rawTexts(block.blocks);
  }
}

/** Every code block of a section, however deep. */
export function codeBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === 'code') return [block.code];
    return 'blocks' in block ? codeBlocks(block.blocks) : [];
  });
}

import {greatest, longestTicks} from './extremes.ts';
import type {Block, Page, Prose, Section} from './page.ts';
import {codeSpan} from './runs.ts';

/** The page as Markdown: its title, then headings and blocks in page order; ends with a line break. */
export function pageToMarkdown(page: Page): string {
  const parts = [`# ${visible(page.title)}`];
  for (const [index, section] of page.sections.entries()) {
    const isTitle =
      section.path.length === 0 && section.heading.replaceAll('`', '') === page.title.replaceAll('`', '');
    if (!isTitle && !isContinued(page.sections, index)) parts.push(headingLine(section));
    const body = blocksToMarkdown(section.blocks);
    if (body) parts.push(body);
  }
  return `${parts.join('\n\n')}\n`;
}

function headingLine({level, heading, headingMarkdown, signature}: Section): string {
  const marks = '#'.repeat(Math.min(Math.max(level, 2), 6));
  if (headingMarkdown !== undefined) return `${marks} ${visible(headingMarkdown)}`;
  return `${marks} ${signature ? codeSpan(heading) : visible(heading)}`;
}

/** True if a section only goes on after the signatures that stand in it. */
function isContinued(sections: readonly Section[], index: number): boolean {
  const section = sections[index];
  if (!section) return false;
  for (let before = index - 1; before >= 0; before--) {
    const other = sections[before];
    if (!other) return false;
    if (
      other.heading === section.heading &&
      other.anchor === section.anchor &&
      other.level === section.level
    ) {
      return before < index - 1;
    }
    if (!other.path.includes(section.heading)) return false;
  }
  return false;
}

/** Blocks with the indentation of their lists. */
function blocksToMarkdown(blocks: readonly Block[]): string {
  /** Where the text of the innermost item at each depth begins, in columns. */
  const columns = [0];
  let text = '';
  let isTight = false;
  for (const block of blocks) {
    const depth = Math.min(block.depth, columns.length);
    const isItem = block.type === 'item';
    const lines = isItem
      ? itemLines(block, columns)
      : indented(blockLines(block), columns[Math.min(depth, columns.length - 1)] ?? 0);
    if (lines === '') continue;
    text += text === '' ? lines : `${isTight && isItem ? '\n' : '\n\n'}${lines}`;
    isTight = isItem;
  }
  return text;
}

function itemLines(block: Extract<Block, {type: 'item'}>, columns: number[]): string {
  const depth = Math.max(1, Math.min(block.depth, columns.length));
  const marker = block.ordinal === null ? '- ' : `${block.ordinal}. `;
  const column = columns[depth - 1] ?? 0;
  columns.length = depth;
  columns.push(column + marker.length);
  return `${' '.repeat(column)}${marker}${visible(block.markdown)}`;
}

function blockLines(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return block.label ? bold(visible(block.markdown)) : guarded(visible(block.markdown));
    case 'item':
      return guarded(visible(block.markdown));
    case 'code':
      return block.changes === undefined
        ? fenced(block.code, block.language)
        : fenced(withSigns(block.code, block.changes), 'diff');
    case 'table':
      return tableLines(block);
    case 'definition': {
      const terms = block.terms.map(({markdown}) => visible(markdown)).join(', ');
      return `- ${terms}\n\n${indented(blocksToMarkdown(unnested(block.blocks)), 2)}`.trimEnd();
    }
    case 'admonition':
      return quoted(
        [admonitionLabel(block), blocksToMarkdown(unnested(block.blocks))].filter(Boolean).join('\n\n'),
      );
    case 'quote':
      return quoted(blocksToMarkdown(unnested(block.blocks)));
  }
}

function bold(markdown: string): string {
  return `**${markdown.replaceAll('**', '')}**`;
}

/** Blocks inside of a block count their depth from the page; here it counts from the block around them. */
function unnested(blocks: readonly Block[]): Block[] {
  let least = Number.POSITIVE_INFINITY;
  for (const {type, depth} of blocks) least = Math.min(least, type === 'item' ? depth - 1 : depth);
  return blocks.map((block) => ({...block, depth: block.depth - least}));
}

const labels: Readonly<Record<Extract<Block, {type: 'admonition'}>['kind'], string>> = {
  note: 'Note',
  tip: 'Tip',
  info: 'Info',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
  danger: 'Danger',
  deprecated: 'Deprecated',
  versionadded: 'Added',
  versionchanged: 'Changed',
  versionremoved: 'Removed',
  seealso: 'See also',
};

/** The label, unless the text begins with it. */
function admonitionLabel({kind, title, blocks}: Extract<Block, {type: 'admonition'}>): string {
  const label = labels[kind];
  if (title)
    return title.toLowerCase().startsWith(label.toLowerCase()) ? `**${title}**` : `**${label}: ${title}**`;
  const [first] = blocks;
  const start = first && 'text' in first ? first.text.slice(0, 40) : '';
  return new RegExp(`^(?:${label}|new|added|changed|deprecated|removed|stability)\\b`, 'i').test(start)
    ? ''
    : `**${label}**`;
}

/** A fence longer than any run of backticks in the code. */
function fenced(code: string, language: string | null): string {
  const longest = Math.max(2, longestTicks(code));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language ?? ''}\n${code}\n${fence}`;
}

/** What the page shows in green and red. */
function withSigns(code: string, changes: string): string {
  return code
    .split('\n')
    .map((line, index) => `${changes[index] ?? ' '}${line}`)
    .join('\n');
}

function tableLines({caption, header, rows}: Extract<Block, {type: 'table'}>): string {
  const width = greatest(
    rows.map(({length}) => length),
    header.length,
  );
  const line = (cells: readonly Prose[]) =>
    `| ${Array.from({length: width}, (_, index) => visible(cells[index]?.markdown ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [
    line(header),
    `| ${Array.from({length: width}, () => '---').join(' | ')} |`,
    ...rows.map(line),
  ];
  return `${caption ? `**${caption}**\n\n` : ''}${lines.join('\n')}`;
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ').replace(/^> $/gm, '>');
}

function indented(text: string, columns: number): string {
  return columns === 0 ? text : text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

/** `Vec<T>` in text is no tag: outside of code it would vanish where the Markdown is rendered. */
function visible(markdown: string): string {
  if (!/<[A-Za-z/!?]/.test(markdown)) return markdown;
  const unclosed = new Set<number>();
  let text = '';
  for (let at = 0; at < markdown.length; ) {
    const open = markdown.indexOf('`', at);
    if (open < 0) return text + withoutTags(markdown.slice(at));
    let end = open + 1;
    while (markdown[end] === '`') end++;
    const length = end - open;
    const close = unclosed.has(length) ? -1 : markdown.indexOf('`'.repeat(length), end);
    if (close < 0) unclosed.add(length);
    else end = close + length;
    text += withoutTags(markdown.slice(at, open)) + markdown.slice(open, end);
    at = end;
  }
  return text;
}

/** Our own line breaks in cells stay, and addresses. */
function withoutTags(text: string): string {
  return text.replace(/<(?=[A-Za-z/!?])(?!br>|https?:)/g, '\\<');
}

/** A paragraph that begins like another kind of block. */
function guarded(markdown: string): string {
  if (/^\d{1,9}[.)]\s/.test(markdown)) return markdown.replace(/^(\d{1,9})/, '$1\\');
  return /^(?:#{1,6}\s|[-+*]\s|>|~~~|```|-{3,}$|={3,}$)/.test(markdown) ? `\\${markdown}` : markdown;
}

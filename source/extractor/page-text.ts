import type {Block, Page, Prose} from '../extract/page.ts';

/** All that a page says: headings, prose, code, tables, one line each. */
export function pageText(page: Page): string {
  const lines: string[] = [];
  for (const {heading, blocks} of page.sections) {
    lines.push(heading);
    for (const block of blocks) addBlock(lines, block);
  }
  return lines.join('\n');
}

function addBlock(lines: string[], block: Block): void {
  switch (block.type) {
    case 'paragraph':
    case 'item':
      lines.push(block.text);
      return;
    case 'code':
      lines.push(block.code);
      return;
    case 'table':
      for (const row of [block.header, ...block.rows]) addAll(lines, row);
      return;
    case 'definition':
      addAll(lines, block.terms);
      break;
    case 'admonition':
      lines.push(block.title ?? '');
      break;
    default:
  }
  for (const inner of block.blocks) addBlock(lines, inner);
}

function addAll(lines: string[], cells: readonly Prose[]): void {
  for (const {text} of cells) lines.push(text);
}

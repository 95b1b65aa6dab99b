import {hash} from 'node:crypto';
import type {Block, Page, Prose} from './page.ts';

/**
 * SHA-256 (hex) of what the page says: headings and blocks, without addresses, links and the page's furniture. Two pages
 * with the same hash are one page under two addresses.
 */
export function contentHash(page: Page): string {
  const parts: string[] = [];
  add(parts, 'title', page.title);
  for (const {heading, blocks} of page.sections) {
    add(parts, 'heading', heading);
    for (const block of blocks) addBlock(parts, block);
  }
  return hash('sha256', `${parts.join('\0').normalize('NFC')}\0`, 'hex');
}

function addBlock(parts: string[], block: Block): void {
  switch (block.type) {
    case 'paragraph':
    case 'item':
      add(parts, block.type, block.text);
      return;
    case 'code':
      add(parts, 'code', block.code);
      return;
    case 'table':
      for (const row of [block.header, ...block.rows]) addAll(parts, 'row', row);
      return;
    case 'definition':
      addAll(parts, 'term', block.terms);
      break;
    case 'admonition':
      add(parts, block.kind, block.title ?? '');
      break;
    case 'quote':
      add(parts, 'quote', '');
  }
  for (const inner of block.blocks) addBlock(parts, inner);
}

function addAll(parts: string[], kind: string, cells: readonly Prose[]): void {
  for (const {text} of cells) add(parts, kind, text);
}

function add(parts: string[], kind: string, text: string): void {
  // Most texts come with their white space collapsed.
  parts.push(kind, /[^\S ]|\s\s|^\s|\s$/.test(text) ? text.replace(/\s+/g, ' ').trim() : text);
}

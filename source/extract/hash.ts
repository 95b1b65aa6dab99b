import {createHash, type Hash} from 'node:crypto';
import type {Block, Page, Prose} from './page.ts';

/**
 * SHA-256 (hex) of what the page says: headings and blocks, without addresses, links and the page's furniture. Two pages
 * with the same hash are one page under two addresses.
 */
export function contentHash(page: Page): string {
  const hash = createHash('sha256');
  add(hash, 'title', page.title);
  for (const {heading, blocks} of page.sections) {
    add(hash, 'heading', heading);
    for (const block of blocks) addBlock(hash, block);
  }
  return hash.digest('hex');
}

function addBlock(hash: Hash, block: Block): void {
  switch (block.type) {
    case 'paragraph':
    case 'item':
      add(hash, block.type, block.text);
      return;
    case 'code':
      add(hash, 'code', block.code);
      return;
    case 'table':
      for (const row of [block.header, ...block.rows]) addAll(hash, 'row', row);
      return;
    case 'definition':
      addAll(hash, 'term', block.terms);
      break;
    case 'admonition':
      add(hash, block.kind, block.title ?? '');
      break;
    case 'quote':
      add(hash, 'quote', '');
  }
  for (const inner of block.blocks) addBlock(hash, inner);
}

function addAll(hash: Hash, kind: string, cells: readonly Prose[]): void {
  for (const {text} of cells) add(hash, kind, text);
}

function add(hash: Hash, kind: string, text: string): void {
  hash.update(`${kind}\0${text.normalize('NFC').replace(/\s+/g, ' ').trim()}\0`);
}

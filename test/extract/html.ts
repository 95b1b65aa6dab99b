import {extract} from '../../source/extract/extract.ts';
import type {Extracted, Page} from '../../source/extract/page.ts';

const encoder = new TextEncoder();

/** A page from markup, as if it came from https://docs.acme.test/guide/page.html. */
export function extractedFrom(html: string, contentType = 'text/html; charset=utf-8'): Extracted {
  return extract({url: 'https://docs.acme.test/guide/page.html', body: encoder.encode(html), contentType});
}

export function pageOf(html: string): Page {
  return extractedFrom(html).page;
}

/** The blocks of all sections in one list. */
export function blocksOf(html: string) {
  return pageOf(html).sections.flatMap(({blocks}) => blocks);
}

/** The first block, for markup that makes one. */
export function blockOf(html: string) {
  const [block] = blocksOf(html);
  if (!block) throw new Error('no block came out');
  return block;
}

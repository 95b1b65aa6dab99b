import type {Fetched, ReadResult} from '../crawl/crawl.ts';
import {extract} from '../extract/extract.ts';
import {contentHash} from '../extract/hash.ts';
import type {Page} from '../extract/page.ts';

/** A page with less text than this, and no code, holds nothing that a rule could stand on. */
const leastCharacters = 40;

/** Where crawl and extract meet: one parse gives the page, its links and what makes it a duplicate. */
export function readDocument({finalUrl, body, contentType}: Fetched): ReadResult<Page> {
  const {page, links, canonical, nofollow} = extract({url: finalUrl, body, contentType});
  return {content: page, links, canonical, nofollow, hash: contentHash(page), empty: isEmpty(page)};
}

function isEmpty(page: Page): boolean {
  let characters = 0;
  for (const {blocks} of page.sections) {
    for (const block of blocks) {
      if (block.type !== 'paragraph' && block.type !== 'item') return false;
      characters += block.text.length;
      if (characters >= leastCharacters) return false;
    }
  }
  return true;
}

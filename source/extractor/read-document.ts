import type {Fetched, Outline, ReadResult} from '../crawl/crawl.ts';
import {isDocsifyMenu} from '../crawl/shell-docsify.ts';
import {maxShellCharacters, shellOf} from '../crawl/shell-signs.ts';
import {signatureOf} from '../crawl/similarity.ts';
import {extract} from '../extract/extract.ts';
import {contentHash} from '../extract/hash.ts';
import {outlineOf} from '../extract/outline.ts';
import type {Page} from '../extract/page.ts';
import {pageText} from './page-text.ts';

/** A page with less text than this, and no code, holds nothing that a rule could stand on. */
const leastCharacters = 40;

/** Where crawl and extract meet: one parse gives the page, its links and what makes it a duplicate. */
export function readDocument({finalUrl, body, contentType}: Fetched): ReadResult<Page> {
  const {page, links, canonical, nofollow} = extract({url: finalUrl, body, contentType});
  const text = pageText(page);
  const shell = text.trim().length < maxShellCharacters ? shellOf(finalUrl, body) : null;
  return {
    content: page,
    links,
    canonical,
    nofollow,
    hash: contentHash(page),
    lang: page.lang,
    empty: isDocsifyMenu(finalUrl) || isEmpty(page),
    signature: signatureOf(withoutAddress(text, finalUrl)),
    shell,
  };
}

/** What the start page says about its site. */
export function readOutline({finalUrl, body, contentType}: Fetched): Outline {
  return outlineOf({url: finalUrl, body, contentType});
}

/** "Not found: /docs/x.html" is the same text for every address. */
function withoutAddress(text: string, url: string): string {
  const {pathname} = new URL(url);
  return pathname.length < 3 ? text : text.replaceAll(pathname, ' ');
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

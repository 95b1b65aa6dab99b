import type {Fetched, Outline, ReadResult, Sample} from '../crawl/crawl.ts';
import {isDocsifyMenu} from '../crawl/shell-docsify.ts';
import {maxShellCharacters, shellOf} from '../crawl/shell-signs.ts';
import {signatureOf} from '../crawl/similarity.ts';
import {decodeBytes} from '../extract/decode.ts';
import {extract} from '../extract/extract.ts';
import {contentHash} from '../extract/hash.ts';
import {type SlugRule, slugRules, slugsOf} from '../extract/heading-slugs.ts';
import {extractMarkdown} from '../extract/markdown-source.ts';
import {outlineOf} from '../extract/outline.ts';
import type {Extracted, Page, Section} from '../extract/page.ts';
import {pageText} from './page-text.ts';

/** A page with less text than this, and no code, holds nothing that a rule could stand on. */
const leastCharacters = 40;

/** Where crawl and extract meet: one parse gives the page, its links and what makes it a duplicate. */
export function readDocument(fetched: Fetched): ReadResult<Page> {
  const {finalUrl, body} = fetched;
  const {page, links, canonical, nofollow} = extractedOf(fetched);
  const text = pageText(page);
  const shell = !fetched.markdown && text.trim().length < maxShellCharacters ? shellOf(finalUrl, body) : null;
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

/** What tells whether two documents are forms of one page. */
export function readSample(fetched: Fetched): Sample {
  const {page} = extractedOf(fetched);
  const predicted = (rule: SlugRule) =>
    headingSlugs(page, rule).flatMap((slug, at) => (isBelowTitle(page.sections[at]) && slug ? [slug] : []));
  return {
    text: pageText(page),
    anchors: page.sections.flatMap(({anchor}) => anchor ?? []),
    predicted: Object.fromEntries(slugRules.map((rule) => [rule, predicted(rule)])),
  };
}

function extractedOf({finalUrl, body, contentType, markdown}: Fetched): Extracted {
  if (!markdown) return extract({url: finalUrl, body, contentType});
  const extracted = extractMarkdown(finalUrl, decodeBytes(body, contentType), markdown.base);
  const rule = slugRules.find((one) => one === markdown.anchors);
  return rule ? {...extracted, page: withAnchors(extracted.page, rule)} : extracted;
}

/** The title has an id on few sites, and a link to the page says the same. */
function withAnchors(page: Page, rule: SlugRule): Page {
  const slugs = headingSlugs(page, rule);
  const sections = page.sections.map((section, at) =>
    isBelowTitle(section) ? {...section, anchor: section.anchor ?? slugs[at] ?? null} : section,
  );
  return {...page, sections};
}

function headingSlugs({sections}: Page, rule: SlugRule): (string | null)[] {
  return slugsOf(
    sections.map(({heading}) => heading),
    rule,
  );
}

function isBelowTitle(section: Section | undefined): boolean {
  return section !== undefined && section.level > 1;
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

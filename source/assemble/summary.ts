import type {Block, Page} from '../extract/page.ts';

/** Longer first sentences are left out rather than cut. */
const MAX_SUMMARY = 200;
const MIN_SUMMARY = 20;

/** The first sentence of the first running text of a page, or `null`. */
export function summaryOf(page: Page): string | null {
  for (const section of page.sections.slice(0, 4)) {
    for (const block of section.blocks) {
      const sentence = block.type === 'paragraph' && block.depth === 0 ? firstSentence(block) : null;
      if (sentence !== null) return sentence;
    }
  }
  return null;
}

function firstSentence(block: Extract<Block, {type: 'paragraph'}>): string | null {
  const text = block.text.replace(/\s+/g, ' ').trim();
  const sentence = /^.{8,}?[.!](?=\s+[A-Z`"']|$)/.exec(text)?.[0];
  return sentence !== undefined && sentence.length >= MIN_SUMMARY && sentence.length <= MAX_SUMMARY
    ? sentence
    : null;
}

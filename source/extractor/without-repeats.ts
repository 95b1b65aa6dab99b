import {hash} from 'node:crypto';
import type {Block, Page, Section} from '../extract/page.ts';

/** Shorter blocks ("New in version 3.2.", "Returns `self`.") belong to what they stand beside. In characters. */
const leastCharacters = 40;

/**
 * The pages without the blocks that stand word for word on an earlier one: notes that a generator puts on every page,
 * methods that every class inherits. The first page in crawl order keeps the block, so the result depends on the pages
 * alone. Code and tables stay: the text before them speaks of them. A section that has nothing left goes.
 *
 * Holds 53 bits of a hash for each block, about 40 bytes of memory; of a million blocks one is lost in 20,000 runs.
 */
export function* withoutRepeats(pages: Iterable<Page>): Iterable<Page> {
  const seen = new Set<number>();
  for (const page of pages) {
    const own = new Set<number>();
    const isNew = (block: Block): boolean => {
      const key = keyOf(block);
      if (key === null) return true;
      own.add(key);
      return !seen.has(key);
    };
    const fresh = page.sections.map((section) => ({...section, blocks: section.blocks.filter(isNew)}));
    for (const key of own) seen.add(key);
    const isWhole = fresh.every(({blocks}, at) => blocks.length === page.sections[at]?.blocks.length);
    yield isWhole ? page : {...page, sections: withContent(fresh, page.sections)};
  }
}

/** Without the sections that have lost all they had, and that no section below needs for a heading. */
function withContent(fresh: readonly Section[], before: readonly Section[]): Section[] {
  const kept: Section[] = [];
  for (const [at, section] of [...fresh.entries()].reverse()) {
    const isEmptied = section.blocks.length === 0 && (before[at]?.blocks.length ?? 0) > 0;
    const [below] = kept.slice(-1);
    if (!isEmptied || (below && below.level > section.level)) kept.push(section);
  }
  return kept.reverse();
}

/** `null` for a block that always stays. */
function keyOf(block: Block): number | null {
  if (block.type === 'code' || block.type === 'table') return null;
  const text = textOf(block);
  if (text.length < leastCharacters) return null;
  const digest = hash('sha1', `${block.type} ${text}`, 'buffer');
  return digest.readUIntBE(0, 6) * 32 + ((digest[6] ?? 0) & 31);
}

/** What the block says, white space and letter case aside; with the code and the tables in it. */
function textOf(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'item':
      return normalised(block.text);
    case 'code':
      return block.code;
    case 'table':
      return [block.header, ...block.rows].flatMap((row) => row.map(({text}) => text)).join('|');
    case 'definition':
      return [...block.terms.map(({text}) => normalised(text)), ...block.blocks.map(textOf)].join('\n');
    case 'admonition':
      return [block.kind, block.title ?? '', ...block.blocks.map(textOf)].join('\n');
    case 'quote':
      return block.blocks.map(textOf).join('\n');
  }
}

function normalised(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

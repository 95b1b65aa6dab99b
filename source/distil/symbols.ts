import type {Block, Page} from '../extract/page.ts';
import {bareName, identifiersIn, lastPart, namesIn} from './identifiers.ts';

/** More names than any known site has; a bound on memory, not on quality. */
const MAX_NAMES = 300_000;

/** Characters of a heading that are read: names stand at its beginning. */
const MAX_HEADING = 300;

export type SymbolTable = {
  /** Reads the names of one page: inline code, headings, signatures. */
  add(page: Page): void;
  /** True if the name, or the last part of it, is a documented name of the site. */
  has(name: string): boolean;
  /** On how many pages the name (or its last part) stands. */
  count(name: string): number;
};

/** An empty table of the code names of a site. */
export function createSymbolTable(): SymbolTable {
  const pages = new Map<string, number>();
  const count = (name: string): number => {
    const bare = bareName(name);
    return Math.max(pages.get(bare) ?? 0, pages.get(lastPart(bare)) ?? 0);
  };
  return {
    add(page) {
      const names = new Set<string>();
      for (const section of page.sections) {
        for (const name of section.signature
          ? namesIn(signatureName(section.heading))
          : identifiersIn(section.heading.slice(0, MAX_HEADING)))
          note(names, name);
        collect(section.blocks, names);
      }
      for (const name of names) {
        const known = pages.get(name);
        if (known !== undefined || pages.size < MAX_NAMES) pages.set(name, (known ?? 0) + 1);
      }
    },
    has: (name) => count(name) > 0,
    count,
  };
}

const C_TYPE =
  /^(?:const|unsigned|signed|int|long|short|char|void|float|double|struct|enum|union|bool|\w+_t|[A-Z]\w+)$/;

/** What an API signature names: `class flask.Flask(import_name)` gives `flask.Flask`. */
export function signatureName(heading: string): string {
  const called = /[\w\]>]\(/.test(heading.slice(0, MAX_HEADING));
  const head = heading
    .slice(0, MAX_HEADING)
    .replace(/`/g, '')
    .replace(/\(.*$/s, '')
    .replace(/(?:\s*[=:\u2192]|\s->).*$/s, '')
    .replace(
      /^(?:(?:class|classmethod|staticmethod|async|coroutine|awaitable|final|inline|extern|static|abstract|property|exception|function|method|attribute|data|new|const|event|type)\b:?\s+)+/i,
      '',
    )
    .replace(/[\u00B6#[\]]+\s*$/, '')
    .trim();
  const words = head.split(/\s+/);
  // C writes the type first: `int acme_open(void)`, `char *acme_name`.
  const typed = words.length <= 4 && C_TYPE.test(words[0] ?? '') && /^\w+[._]\w/.test(words.at(-1) ?? '');
  const pointer = typed ? words.at(-1) : words.find((word) => /^\*+\w/.test(word));
  return (pointer ?? (called ? words.at(-1) : words[0]) ?? '').replace(/^\*+/, '');
}

function collect(blocks: readonly Block[], names: Set<string>): void {
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'item') spans(block.text, names);
    else if (block.type === 'table')
      for (const row of [block.header, ...block.rows]) for (const cell of row) spans(cell.text, names);
    if (block.type === 'definition') for (const term of block.terms) spans(term.text, names);
    if ('blocks' in block) collect(block.blocks, names);
  }
}

function spans(text: string, names: Set<string>): void {
  for (const match of text.matchAll(/`([^`]{1,120})`/g))
    for (const name of namesIn(match[1] ?? '')) note(names, name);
  for (const match of text.matchAll(/\b[A-Za-z]\w*_\w+\(\)/g)) note(names, match[0].slice(0, -2));
}

function note(names: Set<string>, name: string): void {
  names.add(name);
  const last = lastPart(name);
  if (last.length > 2) names.add(last);
}

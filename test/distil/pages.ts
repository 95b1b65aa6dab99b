import type {AdmonitionKind, Block, Page, Section} from '../../source/extract/page.ts';

/** Blocks and pages for tests, as the extractor would hand them over. */
export function paragraph(text: string): Block {
  return {type: 'paragraph', depth: 0, text, markdown: text};
}

export function item(text: string, depth = 1): Block {
  return {type: 'item', depth, ordinal: null, text, markdown: text};
}

export function code(text: string, language: string | null = 'python'): Block {
  return {type: 'code', depth: 0, language, code: text};
}

export function box(kind: AdmonitionKind, title: string | null, ...blocks: Block[]): Block {
  return {type: 'admonition', depth: 0, kind, title, blocks};
}

export function section(heading: string, blocks: readonly Block[], more: Partial<Section> = {}): Section {
  return {
    anchor: heading.toLowerCase().replace(/\W+/g, '-'),
    level: 2,
    heading,
    path: [],
    signature: false,
    blocks,
    ...more,
  };
}

export function page(name: string, sections: readonly Section[], more: Partial<Page> = {}): Page {
  return {
    url: `https://docs.acme.dev/${name}.html`,
    title: name,
    lang: 'en',
    version: null,
    site: null,
    generator: null,
    kind: 'guide',
    sections,
    removed: {},
    ...more,
  };
}

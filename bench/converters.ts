export type Converter = {
  readonly name: string;
  /** The address of a module with `convert(html, url)`, or with `convertBytes(body, url)`. */
  readonly module: string;
  /** Larger pages are left out: what the converter does with them takes minutes. */
  readonly maxBytes: number;
};

/** Not known to the import analysis: the packages of the peers are none of ours. */
const peer = (name: string) => new URL(`peers/${name}.mjs`, import.meta.url).href;

export const ours: Converter = {
  name: 'rules-maker',
  module: import.meta.resolve('./extract-ours.ts'),
  maxBytes: Number.POSITIVE_INFINITY,
};

/** Its time grows with the square of the page. */
export const plain: Converter = {
  name: 'node-html-markdown',
  module: import.meta.resolve('./extract-plain.ts'),
  maxBytes: 300_000,
};

export const converters: readonly Converter[] = [
  ours,
  plain,
  {
    name: 'turndown + gfm',
    module: peer('turndown'),
    maxBytes: Number.POSITIVE_INFINITY,
  },
  {name: 'defuddle + linkedom', module: peer('defuddle'), maxBytes: 300_000},
  {
    name: 'mdream (Rust)',
    module: peer('mdream'),
    maxBytes: Number.POSITIVE_INFINITY,
  },
  {
    name: 'mdream, minimal',
    module: peer('mdream-minimal'),
    maxBytes: Number.POSITIVE_INFINITY,
  },
];

import type {Resolve} from './links.ts';
import type {Prose} from './page.ts';
import {codeSpan} from './runs.ts';
import {collapse} from './tree.ts';

const code = /(`{1,20})(?!`)([^\n]{1,4000}?[^`\n])\1(?!`)|(`{1,20})(?!`)([^`\n])\3(?!`)/g;
const link =
  /(!?)\[([^\][]{0,1000})\]\(\s{0,9}<?([^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()<>]{0,500})?)>?(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,9}\)/g;

/** One paragraph of Markdown source: what a reader sees, and the same with absolute links. */
export function readInline(source: string, resolve: Resolve): Prose {
  const line = collapse(source);
  const spans: string[] = [];
  const keep = (span: string) => `\ufdd5${spans.push(span) - 1}\ufdd6`;
  const withoutCode = line.replace(code, (_, _fence, inner, _other, single) =>
    keep(codeSpan(inner ?? single ?? '')),
  );
  const untagged = withoutCode
    .replace(/<(kbd|code|tt|samp)>([^<>]{1,500})<\/\1>/gi, (_, _name, inner) => keep(codeSpan(inner)))
    .replace(/<br\s?\/?>/gi, ' ')
    .replace(/<\/?[a-z][a-z0-9-]{0,30}(?:\s[^<>]{0,1000})?\/?>/gi, '');
  const restore = (text: string) =>
    text.replace(/\ufdd5(\d{1,9})\ufdd6/g, (_, index) => spans[Number(index)] ?? '');
  const markdown = untagged.replace(link, (whole, image, label, address) => {
    if (image) return '';
    const target = address.startsWith('#') ? null : resolve(address);
    return target === null ? whole : `[${label}](${target})`;
  });
  const text = untagged
    .replace(link, (_, image, label) => (image ? '' : label))
    .replace(/<(https?:[^\s<>]{1,2000})>/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]{0,2000}?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]{0,2000}[^\s*])\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(?=[^\s_])([^_\n]{1,2000})_(?![\w_])/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
  const plain = collapse(restore(text));
  const marked = collapse(restore(markdown));
  return {text: plain, markdown: marked === plain ? plain : marked};
}

/** The addresses and labels of the links in a Markdown source, in order. */
export function inlineLinks(source: string): {readonly address: string; readonly text: string}[] {
  const links = [];
  for (const [, image, text, address] of source.matchAll(link)) {
    if (!image && address && !address.startsWith('#')) links.push({address, text: collapse(text ?? '')});
  }
  return links;
}

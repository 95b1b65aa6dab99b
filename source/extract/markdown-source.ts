import {visibleCharacters} from './characters.ts';
import {readHtmlFragment} from './html-fragment.ts';
import {absoluteAddress} from './links.ts';
import {readBlocks} from './markdown-blocks.ts';
import {inlineLinks, readInline} from './markdown-inline.ts';
import {inlineReferences} from './markdown-references.ts';
import type {Extracted, Link} from './page.ts';
import {pageKindOf} from './page-kind.ts';
import {topPlace} from './place.ts';
import {Removed} from './removed.ts';
import {Sections} from './sections.ts';
import {collapse} from './tree.ts';

/**
 * A document in Markdown or plain text as a page. Headings carry an anchor only if the source gives one (`{#id}`).
 *
 * @param base - what relative links start from, where the document lies elsewhere than the page that it stands for
 */
export function extractMarkdown(url: string, source: string, base: string = url): Extracted {
  const removed = new Removed();
  const {front, body} = splitFrontMatter(withoutComments(visibleCharacters(source, removed), removed));
  const resolve = (address: string) => absoluteAddress(address, base);
  const lines = inlineReferences(body.split('\n'));
  const title = front.get('title') ?? firstHeading(lines) ?? nameOf(url);
  const sections = new Sections(title);
  readBlocks(lines, {
    place: topPlace(sections),
    resolve,
    level: 0,
    budget: {left: 20 * lines.length + 1000},
    inline: (text) => readInline(text, resolve),
    html: (text, place) => readHtmlFragment(text, place, resolve, removed),
    read: readBlocks,
  });
  const facts = {url, title, generator: null, sections: sections.finished()};
  const links = linksIn(lines.join('\n'), resolve);
  const linked = links.reduce((sum, {text}) => sum + text.length, 0);
  return {
    page: {
      ...facts,
      site: null,
      lang: front.get('lang') ?? null,
      version: null,
      kind: pageKindOf(
        facts,
        linked / Math.max(1, body.length - links.reduce((sum, {href}) => sum + href.length, 0)),
      ),
      removed: removed.counts,
    },
    links,
    canonical: null,
    nofollow: false,
  };
}

function withoutComments(source: string, removed: Removed): string {
  let text = '';
  for (let at = 0; ; ) {
    const open = source.indexOf('<!--', at);
    const close = open < 0 ? -1 : source.indexOf('-->', open + 4);
    if (close < 0) return text + source.slice(at);
    text += source.slice(at, open);
    removed.add('comment');
    at = close + 3;
  }
}

/** Scalars of a YAML front matter, as far as a page needs them. */
function splitFrontMatter(source: string): {front: Map<string, string>; body: string} {
  const front = new Map<string, string>();
  const end = source.startsWith('---\n') ? source.indexOf('\n---', 3) : -1;
  if (end < 0) return {front, body: source};
  for (const line of source.slice(4, end).split('\n')) {
    const [, key, value] = /^([\w-]{1,40}):\s{0,9}(.{1,500})$/.exec(line) ?? [];
    if (key && value) front.set(key.toLowerCase(), collapse(value).replace(/^(["'])(.*)\1$/, '$2'));
  }
  const rest = source.indexOf('\n', end + 1);
  return {front, body: rest < 0 ? '' : source.slice(rest + 1)};
}

function firstHeading(lines: readonly string[]): string | null {
  let inFence = false;
  for (const line of lines) {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) inFence = !inFence;
    const heading = inFence ? null : /^#\s+(.{1,500})$/.exec(line)?.[1];
    if (heading)
      return collapse(
        heading
          .replace(/\s#{1,6}\s*$/, '')
          .replace(/\{#[\w-]{1,100}\}\s*$/, '')
          .replace(/[`*]/g, ''),
      );
  }
  return null;
}

function linksIn(body: string, resolve: (address: string) => string | null): Link[] {
  const links = new Map<string, Link>();
  for (const {address, text} of inlineLinks(body)) {
    const href = resolve(address);
    if (href && !links.has(href)) links.set(href, {href, text});
  }
  return [...links.values()];
}

function nameOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.split('/').filter(Boolean).at(-1) ?? url;
}

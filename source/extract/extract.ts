import {NearAnchors} from './anchors.ts';
import {createClassReader} from './class-facts.ts';
import type {PageContext} from './context.ts';
import {decodeBytes} from './decode.ts';
import {generatorOf, readHead} from './generator.ts';
import {canonicalOf, createResolver, linksOf} from './links.ts';
import {mainNode} from './main-node.ts';
import {extractMarkdown} from './markdown-source.ts';
import {isNofollow, langOf, siteName} from './metadata.ts';
import type {Extracted, Section} from './page.ts';
import {pageKindOf} from './page-kind.ts';
import {parseTree} from './parse.ts';
import {topPlace} from './place.ts';
import {ProseQueue} from './prose-queue.ts';
import {Removed} from './removed.ts';
import {Sections} from './sections.ts';
import {readStyleHides} from './style-hides.ts';
import {pageTitle} from './title.ts';
import {versionOf} from './version.ts';
import {PageWalker} from './walk.ts';

export type SourceDocument = {
  /** The final address, after redirects. */
  readonly url: string;
  readonly body: Uint8Array;
  /** The Content-Type header as received, or `null`. */
  readonly contentType: string | null;
};

/**
 * A fetched document as a page: HTML, or Markdown and plain text where the content type or the content says so.
 * Never throws on what the document holds.
 */
export function extract(document: SourceDocument): Extracted {
  const text = decodeBytes(document.body, document.contentType);
  return isHtml(text, document.contentType)
    ? extractHtml(document.url, text)
    : extractMarkdown(document.url, text);
}

function isHtml(text: string, contentType: string | null): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html' || type === 'application/xhtml+xml') return true;
  if (type === 'text/markdown' || type === 'text/x-markdown') return false;
  return /^\s{0,999}(?:<\?xml|<!doctype|<!--|<html|<head|<body|<meta|<title|<h1|<div|<p)[\s>]?/i.test(
    text.slice(0, 1100),
  );
}

function extractHtml(url: string, source: string): Extracted {
  const removed = new Removed();
  const tree = parseTree(source, removed);
  const {root} = tree;
  const head = readHead(root);
  const resolve = createResolver(url, root);
  const generator = generatorOf(tree, head);
  const page: PageContext = {
    url,
    classes: createClassReader(),
    styleHides: readStyleHides(root),
    removed,
    resolve,
    anchors: new NearAnchors(tree.ids),
    prose: new ProseQueue(),
  };
  const main = mainNode(root, generator, page.classes);
  const title = pageTitle(root, main, head, page) ?? lastResort(url);
  const sections = walk(main, title, page);
  const {all, inLinks} = page.prose.length;
  const facts = {url, title, generator, sections};
  return {
    page: {
      ...facts,
      site: siteName(head.title, head.metas.get('og:site_name')),
      lang: langOf(root),
      version: versionOf(root, head, generator),
      kind: pageKindOf(facts, all === 0 ? 1 : inLinks / all),
      removed: removed.counts,
    },
    links: linksOf(root, resolve),
    canonical: canonicalOf(root, resolve),
    nofollow: isNofollow(head),
  };
}

function walk(main: Parameters<PageWalker['flow']>[0], title: string, page: PageContext): Section[] {
  const sections = new Sections(title);
  page.anchors.see(main, page.classes);
  new PageWalker(page).flow(main, topPlace(sections));
  page.prose.flush();
  return sections.finished();
}

/** A page without any title is called by its address. */
function lastResort(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.split('/').filter(Boolean).at(-1) ?? url;
}

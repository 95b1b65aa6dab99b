import {createPageContext, type PageContext} from './context.ts';
import {decodeBytes, undecodable} from './decode.ts';
import {generatorOf, readHead} from './generator.ts';
import {canonicalOf, createResolver, licenceOf, linksOf} from './links.ts';
import {mainNode} from './main-node.ts';
import {extractMarkdown} from './markdown-source.ts';
import {isNofollow, langOf, siteName} from './metadata.ts';
import type {Extracted, Section} from './page.ts';
import {pageKindOf} from './page-kind.ts';
import {parseTree} from './parse.ts';
import {topPlace} from './place.ts';
import {Removed} from './removed.ts';
import {Sections} from './sections.ts';
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
  const extracted = isHtml(text, document.contentType)
    ? extractHtml(document.url, text)
    : extractMarkdown(document.url, text);
  const lost = undecodable(text);
  return lost === 0 ? extracted : {...extracted, page: {...extracted.page, undecodable: lost}};
}

function isHtml(text: string, contentType: string | null): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html' || type === 'application/xhtml+xml') return true;
  if (type === 'text/markdown' || type === 'text/x-markdown') return false;
  return /^\s{0,999}(?:<\?xml|<!doctype|<!--|<html|<head|<body|<meta|<title|<h1|<div|<p|<main|<article|<section)[\s>]?/i.test(
    text.slice(0, 1100),
  );
}

function extractHtml(url: string, source: string): Extracted {
  const removed = new Removed();
  const tree = parseTree(source, removed);
  const {root} = tree;
  const head = readHead(tree);
  const resolve = createResolver(url, tree);
  const generator = generatorOf(tree, head);
  const page = createPageContext(tree, {url, removed, resolve});
  const main = mainNode(tree.body, generator, page.classes);
  const title = pageTitle(root, main, head, page) ?? lastResort(url);
  const sections = walk(main, title, page);
  const {all, inLinks} = page.length;
  const facts = {url, title, generator, sections};
  const licence = licenceOf(tree, head, resolve);
  return {
    page: {
      ...facts,
      site: siteName(head.title, head.metas.get('og:site_name'), generator),
      lang: langOf(tree),
      version: versionOf(root, head, generator),
      kind: pageKindOf(facts, all === 0 ? 1 : inLinks / all),
      removed: removed.counts,
      ...(licence === null ? {} : {licence}),
    },
    links: linksOf(tree, resolve),
    canonical: canonicalOf(tree, resolve),
    nofollow: isNofollow(head),
  };
}

function walk(main: Parameters<PageWalker['flow']>[0], title: string, page: PageContext): Section[] {
  const sections = new Sections(title);
  page.anchors.see(main, page.classes);
  new PageWalker(page).flow(main, topPlace(sections));
  return sections.finished();
}

/** A page without any title is called by its address. */
function lastResort(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.split('/').filter(Boolean).at(-1) ?? url;
}

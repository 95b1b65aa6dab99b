import {decodeBytes} from './decode.ts';
import type {SourceDocument} from './extract.ts';
import {generatorOf, readHead} from './generator.ts';
import {createResolver, type Resolve} from './links.ts';
import {langOf} from './metadata.ts';
import {parseTree, type Tree} from './parse.ts';
import {Removed} from './removed.ts';
import {attribute, type ElementNode, eachElement, findElement} from './tree.ts';
import {versionOf} from './version.ts';

/** What a page says about the site that it belongs to. Addresses are absolute. */
export type Outline = {
  readonly lang: string | null;
  /** The version of the documented library, or `null`. */
  readonly version: string | null;
  /** `rel=alternate hreflang`, in page order. */
  readonly alternates: readonly {readonly href: string; readonly lang: string}[];
  /** Where the menu beside the text leads; empty if there is none. */
  readonly menu: readonly string[];
  /** `rel=alternate type=text/markdown`: the page as Markdown, or `null`. */
  readonly markdown: string | null;
};

/** The outline of a site, from one page of it. Never throws on what the document holds. */
export function outlineOf({url, body, contentType}: SourceDocument): Outline {
  const tree = parseTree(decodeBytes(body, contentType), new Removed());
  const {root} = tree;
  const resolve = createResolver(url, tree);
  const head = readHead(tree);
  return {
    lang: langOf(tree),
    version: versionOf(root, head, generatorOf(tree, head)),
    alternates: alternatesOf(tree, resolve),
    menu: menuOf(root, resolve),
    markdown: markdownOf(tree, resolve),
  };
}

const maxAlternates = 200;

function alternatesOf({noted}: Tree, resolve: Resolve): {href: string; lang: string}[] {
  const alternates: {href: string; lang: string}[] = [];
  for (const element of noted) {
    if (element.name !== 'link' || alternates.length >= maxAlternates) continue;
    const lang = attribute(element, 'hreflang')?.trim() ?? '';
    if (!/^[a-z]{1,8}(?:[-_][\w-]{1,20})?$/i.test(lang)) continue;
    if (!/\balternate\b/i.test(attribute(element, 'rel') ?? '')) continue;
    const href = resolve(attribute(element, 'href') ?? '');
    if (href !== null) alternates.push({href, lang});
  }
  return alternates;
}

function markdownOf({noted}: Tree, resolve: Resolve): string | null {
  const link = noted.find(
    (element) =>
      element.name === 'link' &&
      /\balternate\b/i.test(attribute(element, 'rel') ?? '') &&
      /^\s*text\/(?:x-)?markdown\b/i.test(attribute(element, 'type') ?? ''),
  );
  return link === undefined ? null : resolve(attribute(link, 'href') ?? '');
}

const menuNames =
  /(?:^|[\s_-])(?:side-?bar|side-?nav|sphinxsidebar|sidebartree|toctree|toc-tree|nav-?tree|menu|md-nav|book-?nav|doc-?nav)/i;

/** The element of navigation with the most links. One that holds the text as well is the layout of the page. */
function menuOf(root: ElementNode, resolve: Resolve): string[] {
  let menu: string[] = [];
  eachElement(root, (element) => {
    if (element.name === 'footer' || element.name === 'main' || element.name === 'article') return false;
    if (!isNavigation(element) || holdsText(element)) return undefined;
    const links = linksIn(element, resolve);
    if (links.length > menu.length) menu = links;
    // What is inside has no more links than the whole.
    return false;
  });
  return menu;
}

function isNavigation(element: ElementNode): boolean {
  const {name} = element;
  if (name === 'nav' || name === 'aside' || attribute(element, 'role') === 'navigation') return true;
  if (name !== 'div' && name !== 'ul' && name !== 'section') return false;
  return [attribute(element, 'class'), attribute(element, 'id')].some(
    (value) => value !== null && menuNames.test(value.slice(0, 300)),
  );
}

function holdsText(element: ElementNode): boolean {
  const isText = ({name, attributes}: ElementNode) =>
    name === 'main' || name === 'article' || name === 'h1' || attributes.role === 'main';
  return findElement(element, isText) !== null;
}

function linksIn(element: ElementNode, resolve: Resolve): string[] {
  const links = new Set<string>();
  eachElement(element, (child) => {
    const address = child.name === 'a' ? attribute(child, 'href') : null;
    const href = address === null || address.startsWith('#') ? null : resolve(address);
    if (href !== null) links.add(href.replace(/#.{0,2000}$/, ''));
    return undefined;
  });
  return [...links];
}

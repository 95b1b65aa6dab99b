import {isWeak, kindOfLabel, kindOfSign, kindOfWord} from './admonition-kind.ts';
import type {PageContext} from './context.ts';
import {isVersionBanner} from './furniture.ts';
import {Inline} from './inline.ts';
import type {AdmonitionKind, Block} from './page.ts';
import {type Child, collapse, type ElementNode, findElement, rawText} from './tree.ts';
import {headingElements} from './tree-rules.ts';
import type {Walker} from './walker.ts';

type Admonition = Extract<Block, {type: 'admonition'}>;

const hosts = new Set([
  'div',
  'aside',
  'section',
  'details',
  'blockquote',
  'dl',
  'p',
  'table',
  'li',
  'article',
  'fieldset',
  'figure',
]);

/** The kind of the admonition that this element is, or `null`. */
export function admonitionOf(element: ElementNode, {classes}: PageContext): AdmonitionKind | null {
  const {name, attributes} = element;
  const facts = classes(element);
  if (!hosts.has(name) && !name.includes('-')) return null;
  const stability = name === 'div' && facts.names.find((one) => one.startsWith('api_stability_'));
  if (stability) return stabilityKind(Number(stability.slice('api_stability_'.length)));
  if (facts.admonition !== null) return isWholePage(element) ? null : declaredKind(element, facts.admonition);
  if (attributes.role === 'note' || attributes.role === 'alert') return 'note';
  if (facts.names.includes('stab') && facts.names.includes('deprecated')) return 'deprecated';
  // Fumadocs: the kind is in the name of the colour.
  const colour = /--callout-color:\s{0,9}var\(--color-(?:fd-)?([a-z]{3,12})/.exec(
    attributes.style ?? '',
  )?.[1];
  return colour === undefined ? null : (kindOfWord(colour) ?? 'note');
}

/** A callout without a kind in its classes may name it in an attribute. */
function declaredKind({attributes}: ElementNode, kind: AdmonitionKind): AdmonitionKind {
  if (kind !== 'note') return kind;
  const word = attributes['data-callout-type'] ?? attributes['data-callout'] ?? attributes['data-type'];
  return word === undefined ? kind : (kindOfWord(word.toLowerCase()) ?? kind);
}

/** The admonition with its title taken out of the text; `null` if nothing is in it. */
export function admonitionBlock(
  element: ElementNode,
  kind: AdmonitionKind,
  depth: number,
  walker: Walker,
): Block | null {
  const content = contentOf(element, walker.page);
  const titleElement = titleOf(content, walker.page);
  let title: string | null = null;
  if (titleElement) {
    const inline = new Inline(walker.page);
    inline.addChildren(titleElement);
    title = inline.plainText() || null;
  }
  const blocks = walker.blocksOf(titleElement ? without(content, titleElement) : content.children, depth);
  if (blocks.length === 0) {
    if (!titleElement || title === null) return null;
    for (const block of walker.blocksOf(titleElement.children, depth)) blocks.push(block);
    title = null;
  }
  const [first] = blocks;
  if (first?.type === 'paragraph' && isVersionBanner(first.text)) return null;
  const sign = signOf(blocks);
  if (sign !== null && blocks.length > 1) blocks.shift();
  const told =
    (title !== null && isWeak(kind) ? kindOfLabel(title) : null) ??
    (sign !== null && kind === 'note' ? kindOfSign(sign) : null);
  return {type: 'admonition', depth, kind: told ?? kind, title, blocks};
}

/** The icon in front of the text, or `null`. */
function signOf([first]: readonly Block[]): string | null {
  if (first?.type !== 'paragraph' || first.text.length > 8) return null;
  return /[\p{L}\p{N}`]/u.test(first.text) ? null : first.text;
}

/** The kind of a paragraph that begins with a bold label: `<strong>Warning:</strong> ...`. */
export function labelledKind(inline: Inline): AdmonitionKind | null {
  const start = inline.boldStart();
  if (!start || start.label.length > 40 || start.rest.trim() === '') return null;
  const isLabel = /[:!]$/.test(start.label) || /^\s*:/.test(start.rest);
  return isLabel ? kindOfLabel(start.label) : null;
}

/** A quote that begins with `[!WARNING]`, a bold label or Node's stability line is an admonition; else `null`. */
export function quoteAsAdmonition(blocks: readonly Block[], depth: number): Admonition | null {
  const [first, ...others] = blocks;
  if (first?.type === 'admonition') return {...first, depth, blocks: [...first.blocks, ...others]};
  if (first?.type !== 'paragraph') return null;
  const alert = /^\[!(\w{3,12})\]\s*/.exec(first.text);
  if (alert?.[1]) {
    const kind = kindOfWord(alert[1].toLowerCase()) ?? 'note';
    const text = first.text.slice(alert[0].length);
    const markdown = first.markdown.replace(/^\\?\[!\w{3,12}\\?\]\s*/, '');
    return {
      type: 'admonition',
      depth,
      kind,
      title: null,
      blocks: text ? [{...first, text, markdown}, ...others] : others,
    };
  }
  const stability = /^`?Stability: (\d)(?:\.\d)?\b/.exec(first.text)?.[1];
  const kind = stability ? stabilityKind(Number(stability)) : null;
  return kind ? {type: 'admonition', depth, kind, title: null, blocks} : null;
}

/** Node's scale: 0 deprecated, 1 experimental, 2 stable, 3 legacy. */
function stabilityKind(level: number): AdmonitionKind | null {
  if (level === 0) return 'deprecated';
  return level === 1 || level === 3 ? 'caution' : null;
}

/** A class like "note" on what holds half of the page is a name for something else. */
function isWholePage(element: ElementNode): boolean {
  if (element.name !== 'section' && element.name !== 'article' && element.name !== 'div') return false;
  return (
    findElement(element, ({name}) => name === 'h1' || name === 'h2') !== null &&
    rawText(element, 6001).length > 6000
  );
}

/** Asciidoctor lays admonitions out as a table, DocBook's olink style too: the text is in the last cell. */
function contentOf(element: ElementNode, {classes}: PageContext): ElementNode {
  if (element.name === 'dl') return element;
  const table = element.name === 'table' ? element : onlyChild(element);
  if (table?.name !== 'table') return element;
  return findElement(table, (one) => one.name === 'td' && classes(one).names.includes('content')) ?? table;
}

function onlyChild(element: ElementNode): ElementNode | null {
  const children = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const [child] = children;
  return children.length === 1 && typeof child !== 'string' ? (child ?? null) : null;
}

/** The label above the text: by class, `summary`, a Doxygen `dt`, or a heading that comes first. */
function titleOf(element: ElementNode, {classes}: PageContext): ElementNode | null {
  const first = firstElement(element);
  if (!first) return null;
  const named = findElement(element, (one) => classes(one).names.some((name) => titleClass.test(name)));
  if (named && collapse(rawText(named, 200)).length < 150 && comesFirst(named, element)) return named;
  if (first.name === 'summary' || first.name === 'dt' || headingElements.has(first.name)) return first;
  return null;
}

const titleClass =
  /^(?:admonition-title|admonition-heading|admonitionheading\S{0,20}|admonition__title|title|custom-block-title|starlight-aside__title|alert-title|alert-heading|callout-title|callout-heading|callout-header|markdown-alert-title|hint-title|rp-callout__title|rspress-directive-title|p-notification__title|deprecated-label|deprecatedlabel|block-title)$/;

function firstElement(element: ElementNode): ElementNode | null {
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (child.trim() !== '') return null;
    } else if (child.name !== 'a' || child.children.length > 0) return child;
  }
  return null;
}

/** True if no text stands before `target` in `element`. */
function comesFirst(target: ElementNode, element: ElementNode): boolean {
  for (const child of element.children) {
    if (child === target) return true;
    if (typeof child === 'string') {
      if (child.trim() !== '') return false;
    } else if (findElement(child, (one) => one === target)) return comesFirst(target, child);
    else if (rawText(child, 50).trim() !== '' && child.name !== 'svg') return false;
  }
  return false;
}

/** The children of `element` without one element somewhere inside. */
function without(element: ElementNode, target: ElementNode): Child[] {
  const left: Child[] = [];
  for (const child of element.children) {
    if (child === target) continue;
    if (typeof child === 'string' || !findElement(child, (one) => one === target)) left.push(child);
    else for (const one of without(child, target)) left.push(one);
  }
  return left;
}

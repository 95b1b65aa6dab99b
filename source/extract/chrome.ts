import type {ClassFacts} from './class-facts.ts';
import {attribute, collapse, type ElementNode, eachElement, rawText} from './tree.ts';

const roles = new Set([
  'navigation',
  'search',
  'banner',
  'contentinfo',
  'tablist',
  'toolbar',
  'menu',
  'menubar',
  'dialog',
  'alertdialog',
  'tooltip',
]);
const elements = new Set([
  'nav',
  'button',
  'select',
  'dialog',
  'input',
  'menuitem',
  'search',
  'marquee',
  'clipboard-copy',
]);
const ids =
  /^(?:nav|navbar|sidebar|sphinxsidebar|sphinxsidebarwrapper|footer|breadcrumbs?|related|toc-drawer|sidebar-drawer|toc-tree-container|searchbox|global-nav|hd|ft|site-header|site-footer|site-nav|toc|table-of-contents|search|feedback|cookie-?\w{0,12}|disqus_thread|comments|navigation|nav-path|side-nav|skip-link|pagination|table-of-contents-layout)$/i;
/** A longer text is no table of contents. */
const maxTocLength = 40_000;
const symbols = /^[¶#§🔗⚓⁋☍↩︎↑^◆◇\s]*$/u;
const linkWords =
  /^(?:permalink|anchor|link|copy link|link to this |direct link|section titled|edit on |edit this |view source|\[?source\]?$|\[?docs\]?$)/i;

/** True for furniture of the site inside the content: menus, breadcrumbs, permalinks, buttons, tables of contents. */
export function isChrome(element: ElementNode, facts: ClassFacts): boolean {
  const {name, attributes} = element;
  if (elements.has(name)) return true;
  if (name === 'a') {
    if (facts.isChrome) return !isNoteNumber(element, facts);
    if (attributes.rel !== undefined && /^(?:prev|next|up|edit)$/i.test(attributes.rel)) return true;
    return isPermalink(element, facts) || isSourceLink(element) || isSwitch(element);
  }
  if (name === 'span') return isMark(element, facts);
  const id = attributes.id;
  if (facts.isChrome && !holdsContent(element, facts)) return true;
  if (attributes.role !== undefined && roles.has(attributes.role)) return true;
  if (name === 'address') return true;
  if (name === 'footer') return element.parent?.name !== 'blockquote';
  if (name === 'form') return !element.holdsHeading && collapse(rawText(element, 2000)).length < 300;
  if (id !== undefined && id.length < 40 && ids.test(id) && !isHeading(name) && !isSection(element, facts))
    return true;
  if (facts.isTocLike && !isHeading(name) && !isRoot(name)) return linkShare(element) > 0.6;
  return false;
}

/** Docutils makes the number of a footnote the way back. */
function isNoteNumber(element: ElementNode, {names}: ClassFacts): boolean {
  return names.includes('fn-backref') && /\w/.test(rawText(element, 20));
}

/** A permalink wrapped in a span, or the name of the language above a code block. */
function isMark(element: ElementNode, facts: ClassFacts): boolean {
  if (facts.isChrome || roles.has(element.attributes.role ?? '')) return true;
  if (facts.isPermalink) return symbols.test(rawText(element, 20));
  if (facts.names.includes('emoji') && /\bstab\b/.test(element.parent?.attributes.class ?? '')) return true;
  return facts.names.includes('lang') && /\blanguage-/.test(element.parent?.attributes.class ?? '');
}

/** A sign beside a heading that links to the heading itself. */
export function isPermalink(element: ElementNode, facts: ClassFacts): boolean {
  if (facts.names.includes('headerlink') || facts.names.includes('viewcode-link')) return true;
  if (/^\s{0,9}[¶§🔗]\s{0,9}$/u.test(rawText(element, 20))) return true;
  const href = attribute(element, 'href');
  const isLocal = href?.startsWith('#') ?? false;
  if (!facts.isPermalink && !isLocal) return false;
  const text = collapse(rawText(element, 200));
  if (text === '') return false; // nothing to show, perhaps an anchor
  if (symbols.test(text)) return true;
  return facts.isPermalink && (text.length < 3 || linkWords.test(text));
}

/** A sign that a script reacts to: `[−]` folds a section. */
function isSwitch(element: ElementNode): boolean {
  if (!/^\s{0,9}javascript:/i.test(attribute(element, 'href') ?? '')) return false;
  return !/[\p{L}\p{N}]/u.test(rawText(element, 20));
}

/** rustdoc, Haddock and others lead from each item to the line that declares it. */
function isSourceLink(element: ElementNode): boolean {
  if (!/(?:^|\s)(?:src|srclink|link|source)(?:\s|$)/.test(element.attributes.class ?? '')) return false;
  if (!/(?:^|\/)(?:src|_modules|source)\/[^#]{1,300}\.html/i.test(attribute(element, 'href') ?? ''))
    return false;
  return /^\[?(?:source|src)\]?$/i.test(rawText(element, 12).trim());
}

/** The share of the visible text that stands in links, 0 to 1; 1 if there is no text. */
function linkShare(element: ElementNode): number {
  if (rawText(element, maxTocLength).length >= maxTocLength) return 0;
  let inLinks = 0;
  eachElement(element, (child) => {
    if (child.name !== 'a') return undefined;
    inLinks += lengthOf(rawText(child));
    return false;
  });
  const all = lengthOf(rawText(element));
  return all === 0 ? 1 : inLinks / all;
}

function lengthOf(text: string): number {
  return text.replace(/\s+/g, '').length;
}

/** A class like "sidebar" on the element that holds the whole page is about its layout. */
function holdsContent(element: ElementNode, {names}: ClassFacts): boolean {
  if (isRoot(element.name) || isHeading(element.name)) return true;
  // Left out of a search index: furniture, or a title.
  if (names.includes('nosearch')) return element.holdsHeading;
  return names.includes('sidebar') && isTextBox(element);
}

/** Sphinx calls a box with a title of its own a sidebar, too. */
function isTextBox({children}: ElementNode): boolean {
  const first = children.find((child) => typeof child !== 'string');
  return typeof first === 'object' && /\bsidebar-title\b/.test(first.attributes.class ?? '');
}

/** A section of the text gets its id from its heading: "navigation" may be what it is about. */
function isSection({name, holdsHeading}: ElementNode, facts: ClassFacts): boolean {
  return holdsHeading && (name === 'section' || facts.names.includes('section'));
}

function isRoot(name: string): boolean {
  return name === 'body' || name === 'html' || name === 'main' || name === 'article';
}

function isHeading(name: string): boolean {
  return name.length === 2 && name[0] === 'h' && name[1] !== 'r';
}

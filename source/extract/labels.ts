import type {ClassFacts, ClassReader} from './class-facts.ts';
import type {Label} from './page.ts';
import {type ElementNode, findElement} from './tree.ts';
import {headingElements} from './tree-rules.ts';

/** What an element names if it is a label: a summary, a caption, the title above a listing; else `null`. */
export function labelOf(element: ElementNode, facts: ClassFacts, classes: ClassReader): Label | null {
  const label = kindOf(element, facts, classes);
  return label !== null && !(element.holdsBlock && holdsMore(element)) ? label : null;
}

function kindOf(element: ElementNode, {names}: ClassFacts, classes: ClassReader): Label | null {
  const {name, parent} = element;
  if (name === 'summary') return 'summary';
  if (name === 'figcaption') return names.includes('header') ? 'title' : 'caption';
  if (names.length === 0) return null;
  if (names.some((one) => titles.test(one))) return 'title';
  if (name !== 'p' && name !== 'div') return null;
  if (names.includes('caption')) return 'caption';
  if (!names.includes('title') || !parent) return null;
  return classes(parent).names.some((one) => titled.has(one)) ? 'title' : null;
}

/** File names above listings: Docusaurus, Sphinx, MkDocs, Nextra, Rspress, Mintlify. */
const titles =
  /^(?:code-?block-?title(?:_\S{1,20})?|code-block-caption|code-title|code-filename|filename|sidebar-title|rp-codeblock__title|code-block-header-title)$/;

/** Blocks of Asciidoctor and DocBook that carry their title as a first paragraph. */
const titled = new Set([
  'listingblock',
  'exampleblock',
  'imageblock',
  'literalblock',
  'openblock',
  'sidebarblock',
  'videoblock',
  'paragraph',
  'ulist',
  'olist',
  'dlist',
  'colist',
  'figure',
  'example',
  'informalexample',
  'table',
  'procedure',
  'itemizedlist',
  'orderedlist',
  'variablelist',
  'sidebar',
]);

function holdsMore(element: ElementNode): boolean {
  return findElement(element, ({name}) => headingElements.has(name) || more.has(name)) !== null;
}

const more = new Set(['pre', 'table', 'ul', 'ol', 'dl', 'blockquote']);

/** The number that docutils prints beside the text of a footnote, or `null`. */
export function footnoteLabel(
  {children}: ElementNode,
  {names}: ClassFacts,
  classes: ClassReader,
): ElementNode | null {
  if (!names.includes('footnote') && !names.includes('citation')) return null;
  const [first] = children.filter((child): child is ElementNode => typeof child !== 'string');
  return first?.name === 'span' && classes(first).names.includes('label') ? first : null;
}

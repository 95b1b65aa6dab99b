import {isChrome} from './chrome.ts';
import type {ClassReader} from './class-facts.ts';
import {type Child, type ElementNode, eachElement, findElement} from './tree.ts';

/** Where a generator puts its text: tag, `#id`, `.class`, `tag.class` or `[role]`, the best first. */
const places: ReadonlyMap<string, readonly string[]> = new Map([
  ['sphinx', ['[main]', '.bd-article', '.body', '#furo-main-content']],
  ['mkdocs', ['.md-content__inner', '[main]']],
  ['docusaurus', ['.theme-doc-markdown', '.theme-doc-version-container', 'article']],
  ['vitepress', ['.vp-doc']],
  ['vuepress', ['.theme-default-content', '.vp-doc']],
  ['starlight', ['.sl-markdown-content']],
  ['mdbook', ['main', '#content']],
  ['rustdoc', ['#main-content', 'main']],
  ['javadoc', ['main', '.contentcontainer']],
  ['asciidoctor', ['article.doc', '#content']],
  ['antora', ['article.doc']],
  ['doxygen', ['div.contents']],
  ['typedoc', ['.col-content']],
  ['node-doc', ['#apicontent']],
  ['haddock', ['#content']],
  ['exdoc', ['#content', '.content-inner']],
  ['honkit', ['.markdown-section']],
  ['gitbook', ['.markdown-section', 'main']],
  ['rspress', ['.rspress-doc', '.rp-doc-layout__doc-container']],
  ['hugo', ['.td-content', '[main]', 'main']],
  ['mediawiki', ['.mw-parser-output', '#mw-content-text']],
]);

const anywhere = [
  '[main]',
  'main',
  'article',
  '#content',
  '#main-content',
  '#main',
  '.markdown-body',
  '.markdown',
  '.td-content',
  '.document',
  '.documentation',
  '.content',
];

/** The element that holds the text of the page. */
export function mainNode(root: ElementNode, generator: string | null, classes: ClassReader): ElementNode {
  const body = findElement(root, ({name}) => name === 'body') ?? root;
  const candidates: ElementNode[] = [];
  eachElement(body, (element) => {
    if (landmarks.has(element.name)) candidates.push(element);
    return element.holdsBlock;
  });
  const proseLength = createProseMeter(classes);
  const whole = proseLength(body);
  for (const place of [...(places.get(generator ?? '') ?? []), ...anywhere]) {
    const matches = candidates.filter((element) => fits(element, place, classes));
    const first = matches[0];
    if (!first) continue;
    const node = matches.length > 1 ? holderOf(matches) : first;
    const length = proseLength(node);
    const isSure = length >= 400 || node.name === 'main' || node.attributes.role === 'main';
    if (length > 0 && length >= (isSure ? 0.2 : 0.5) * whole) return node;
  }
  return densest(body, classes, proseLength);
}

const landmarks = new Set(['main', 'article', 'div', 'section']);

function fits(element: ElementNode, place: string, classes: ClassReader): boolean {
  if (place.startsWith('[')) return element.attributes.role === place.slice(1, -1);
  if (place.startsWith('#')) return element.attributes.id === place.slice(1);
  const [name, wanted] = place.split('.');
  if (name && element.name !== name) return false;
  return wanted === undefined || classes(element).names.includes(wanted);
}

/** Several elements of one kind (blog entries, cards): what holds all of them. */
function holderOf(matches: readonly ElementNode[]): ElementNode {
  let [holder] = matches as [ElementNode];
  for (const match of matches) while (!isWithin(match, holder) && holder.parent) holder = holder.parent;
  return holder;
}

function isWithin(element: ElementNode, holder: ElementNode): boolean {
  for (let node: ElementNode | null = element; node; node = node.parent) if (node === holder) return true;
  return false;
}

/** From the body down as long as one child holds nearly all text that is not in links. */
function densest(body: ElementNode, classes: ClassReader, proseLength: Meter): ElementNode {
  let node = body;
  for (;;) {
    const length = proseLength(node);
    const {holdsHeading} = node;
    const next = node.children
      .flatMap(partsOf)
      .find(
        (child) =>
          isWrapper(child, classes) &&
          (child.holdsHeading || !holdsHeading) &&
          proseLength(child) >= 0.9 * length,
      );
    if (!next || length === 0) return node;
    node = next;
  }
}

/** An element that may stand for the page: it has blocks and is none itself. */
function isWrapper(element: ElementNode, classes: ClassReader): boolean {
  return (
    wrappers.has(element.name) &&
    element.holdsBlock &&
    classes(element).admonition === null &&
    element.attributes.role !== 'note'
  );
}

/** A table as a frame around the page: its cells are looked at, never its rows. */
function partsOf(child: Child): readonly ElementNode[] {
  if (typeof child === 'string') return [];
  if (child.name !== 'table') return [child];
  const cells: ElementNode[] = [];
  eachElement(child, (element) => {
    if (element.name === 'td') cells.push(element);
    return element.name !== 'td' && cells.length < 20;
  });
  return cells;
}

const wrappers = new Set(['div', 'section', 'center', 'article', 'main', 'td', 'form']);

type Meter = (node: ElementNode) => number;

/** Counts the characters of text outside of links and furniture, each element once. */
function createProseMeter(classes: ClassReader): Meter {
  const known = new Map<ElementNode, number>();
  return function measure(node) {
    let length = known.get(node) ?? 0;
    if (known.has(node)) return length;
    for (const child of node.children) {
      if (typeof child === 'string') length += child.length;
      else if (child.name !== 'a' && !silent.has(child.name) && !isChrome(child, classes(child))) {
        length += measure(child);
      }
    }
    if (node.holdsBlock) known.set(node, length);
    return length;
  };
}

const silent = new Set([
  'head',
  'title',
  'script',
  'style',
  'template',
  'noscript',
  'textarea',
  'svg',
  'nav',
  'header',
  'footer',
  'aside',
]);

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
  const whole = proseLength(body, classes);
  for (const place of [...(places.get(generator ?? '') ?? []), ...anywhere]) {
    const matches = candidates.filter((element) => fits(element, place, classes));
    const first = matches[0];
    if (!first) continue;
    const node = matches.length > 1 ? holderOf(matches) : first;
    const length = proseLength(node, classes);
    if (length >= 400 ? length >= 0.2 * whole : length > 0 && length >= 0.5 * whole) return node;
  }
  return densest(body, classes);
}

const landmarks = new Set(['main', 'article', 'div', 'section', 'td']);

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
function densest(body: ElementNode, classes: ClassReader): ElementNode {
  let node = body;
  for (;;) {
    const length = proseLength(node, classes);
    const next = node.children
      .flatMap(partsOf)
      .find((child) => wrappers.has(child.name) && proseLength(child, classes) >= 0.9 * length);
    if (!next || length === 0) return node;
    node = next;
  }
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

/** Characters of text outside of links and furniture. */
function proseLength(node: ElementNode, classes: ClassReader): number {
  let length = 0;
  for (const child of node.children) {
    if (typeof child === 'string') length += child.length;
    else if (child.name !== 'a' && !silent.has(child.name) && !isChrome(child, classes(child))) {
      length += proseLength(child, classes);
    }
  }
  return length;
}

const silent = new Set([
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

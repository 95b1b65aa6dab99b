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
  ['mintlify', ['#content-area', '#content']],
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
export function mainNode(body: ElementNode, generator: string | null, classes: ClassReader): ElementNode {
  const candidates: ElementNode[] = [];
  eachElement(body, (element) => {
    if (landmarks.has(element.name)) candidates.push(element);
    return element.holdsBlock;
  });
  const meter = new ProseMeter(classes);
  const whole = meter.measure(body);
  for (const place of [...(places.get(generator ?? '') ?? []), ...anywhere]) {
    const matches = candidates.filter(testOf(place, classes));
    const first = matches[0];
    if (!first) continue;
    const node = matches.length > 1 ? holderOf(matches) : first;
    const length = meter.measure(node);
    const isSure = length >= 400 || node.name === 'main' || node.attributes.role === 'main';
    if (length > 0 && length >= (isSure ? 0.2 : 0.5) * whole) return withHeader(node);
  }
  return densest(body, classes, meter);
}

/** AsciiDoc prints the first section of a manual page above the content, in the page's header. */
function withHeader(node: ElementNode): ElementNode {
  const {parent} = node;
  if (!parent || node.attributes.id !== 'content') return node;
  const header = parent.children.find(
    (child) => typeof child !== 'string' && child.attributes.id === 'header',
  );
  const isText =
    header && typeof header !== 'string' && findElement(header, ({name}) => name === 'h2') !== null;
  return isText ? parent : node;
}

const landmarks = new Set(['main', 'article', 'div', 'section']);

function testOf(place: string, classes: ClassReader): (element: ElementNode) => boolean {
  const inside = place.slice(1);
  if (place.startsWith('[')) return ({attributes}) => attributes.role === place.slice(1, -1);
  if (place.startsWith('#')) return ({attributes}) => attributes.id === inside;
  const [name, wanted] = place.split('.');
  return (element) =>
    (!name || element.name === name) && (wanted === undefined || classes(element).names.includes(wanted));
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
function densest(body: ElementNode, classes: ClassReader, meter: ProseMeter): ElementNode {
  let node = body;
  for (;;) {
    const length = meter.measure(node);
    const {holdsHeading} = node;
    const parts = node.children.flatMap(partsOf);
    const next = parts.find(
      (child) =>
        isWrapper(child, classes) &&
        (child.holdsHeading || !holdsHeading) &&
        meter.measure(child) >= 0.9 * length &&
        !parts.some((other) => isSameKind(other, child)),
    );
    if (!next || length === 0) return node;
    node = next;
  }
}

/** One long section among short ones is not the page. */
function isSameKind(other: ElementNode, one: ElementNode): boolean {
  if (other === one || other.name !== one.name || !other.holdsHeading) return false;
  return (
    other.attributes.class === one.attributes.class &&
    (one.name === 'section' || Boolean(one.attributes.class))
  );
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

/** Counts the characters of text outside of links and furniture, each element once. */
class ProseMeter {
  private readonly classes: ClassReader;
  private readonly known = new Map<ElementNode, number>();

  constructor(classes: ClassReader) {
    this.classes = classes;
  }

  measure(node: ElementNode): number {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    let length = 0;
    for (const child of node.children) {
      if (typeof child === 'string') length += child.length;
      else if (child.name !== 'a' && !silent.has(child.name) && !isChrome(child, this.classes(child)))
        length += this.measure(child);
    }
    if (node.holdsBlock) this.known.set(node, length);
    return length;
  }
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

import {admonitionBlock, admonitionOf, labelledKind, quoteAsAdmonition} from './admonitions.ts';
import {isChrome} from './chrome.ts';
import type {ClassFacts} from './class-facts.ts';
import {codeText} from './code.ts';
import type {PageContext} from './context.ts';
import {definitionList} from './definitions.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {Inline} from './inline.ts';
import {languageOf} from './language.ts';
import {walkList} from './lists.ts';
import type {Block} from './page.ts';
import {innerPlace, type Place} from './place.ts';
import {walkTable} from './tables.ts';
import type {Child, ElementNode} from './tree.ts';
import {blockElements, headingElements} from './tree-rules.ts';
import type {Walker} from './walker.ts';

/** Turns the content of one page into blocks, in page order. */
export class PageWalker implements Walker {
  readonly page: PageContext;
  private nesting = 0;

  constructor(page: PageContext) {
    this.page = page;
  }

  /** Walks the children of an element: blocks one by one, text between them as paragraphs. */
  flow(element: ElementNode, place: Place): void {
    this.flowAll(element.children, place);
  }

  flowAll(children: readonly Child[], place: Place): void {
    let inline = new Inline(this.page);
    let breaks = 0;
    const flush = () => {
      if (!inline.isEmpty) this.paragraph(inline, place);
      inline = new Inline(this.page);
    };
    for (const child of children) {
      if (typeof child === 'string') {
        if (breaks > 0 && child.trim() !== '') breaks = 0;
        inline.addText(child);
      } else if (this.isBlock(child)) {
        flush();
        this.block(child, place);
      } else if (child.name === 'br' && ++breaks > 1) flush();
      else {
        if (child.name !== 'br') breaks = 0;
        inline.addElement(child);
      }
    }
    flush();
  }

  blocksOf(children: readonly Child[], depth: number): Block[] {
    const blocks: Block[] = [];
    this.nesting++;
    this.flowAll(children, innerPlace(depth, blocks));
    this.nesting--;
    return blocks;
  }

  private isBlock(element: ElementNode): boolean {
    return blockElements.has(element.name) || element.holdsBlock;
  }

  private paragraph(inline: Inline, place: Place): void {
    const {item, depth} = place;
    if (item) {
      place.item = null;
      place.add(inline.prose({type: 'item' as const, depth, ordinal: item.ordinal}));
      return;
    }
    if (place.sections && isPageStamp(inline.plainText())) return;
    const kind = labelledKind(inline);
    const block = inline.prose({type: 'paragraph' as const, depth});
    place.add(kind ? {type: 'admonition', depth, kind, title: null, blocks: [block]} : block);
  }

  private block(element: ElementNode, place: Place): void {
    const {page} = this;
    const facts = page.classes(element);
    const reason = hiddenReason(element, facts, page.styleHides, false);
    if (reason) {
      countHidden(element, reason, page.removed);
      return;
    }
    if (isChrome(element, facts)) return;
    page.anchors.see(element, page.classes);
    if (this.nesting >= maxNesting && holders.has(element.name)) {
      this.flow(element, place);
      return;
    }
    const admonition = admonitionOf(element, page);
    if (admonition) this.add(place, admonitionBlock(element, admonition, place.depth, this));
    else if (headingElements.has(element.name)) this.heading(element, place);
    else if (isCode(element, facts)) this.code(element, place);
    else if (lists.has(element.name)) walkList(element, place, this);
    else if (element.name === 'dl') definitionList(element, place, this);
    else if (element.name === 'table') walkTable(element, place, this);
    else if (element.name === 'blockquote') this.quote(element, place);
    else this.flow(element, place);
  }

  private heading(element: ElementNode, place: Place): void {
    const {anchors, classes} = this.page;
    const inline = new Inline(this.page);
    const near = anchors.snapshot();
    inline.addChildren(element);
    if (inline.isEmpty) return;
    if (!place.sections) this.paragraph(inline, place);
    else {
      const level = Number(element.name.slice(1));
      place.sections.openHeading(level, inline.text(), anchors.of(element, classes, near));
    }
  }

  code(element: ElementNode, place: Place): void {
    const code = codeText(element, this.page);
    if (code.trim() === '') return;
    this.add(place, {
      type: 'code',
      depth: place.depth,
      language: languageOf(element, this.page.classes),
      code,
    });
  }

  private quote(element: ElementNode, place: Place): void {
    const blocks = this.blocksOf(element.children, place.depth);
    if (blocks.length === 0) return;
    const admonition = quoteAsAdmonition(blocks, place.depth);
    if (admonition) this.add(place, admonition);
    else if (blocks.every(({type}) => type === 'code' || type === 'table')) {
      // Old pages indent listings and tables by quoting them.
      for (const block of blocks) this.add(place, block);
    } else this.add(place, {type: 'quote', depth: place.depth, blocks});
  }

  add(place: Place, block: Block | null): void {
    if (!block) return;
    this.page.anchors.pass();
    place.item = null;
    place.add(block);
  }
}

/** Blocks in blocks in blocks: deeper ones are dissolved into the innermost. */
const maxNesting = 8;
const holders = new Set([
  'div',
  'aside',
  'section',
  'details',
  'blockquote',
  'dl',
  'p',
  'article',
  'fieldset',
  'figure',
]);
const lists = new Set(['ul', 'ol', 'menu', 'dir']);
const codeClasses = new Set(['fragment', 'memproto', 'member-signature', 'type-signature']);
const preformatted = new Set(['pre', 'listing', 'xmp', 'plaintext']);

/** Listings and signatures of Doxygen and javadoc are not `pre`. */
function isCode({name}: ElementNode, {names}: ClassFacts): boolean {
  return preformatted.has(name) || (name === 'div' && names.some((one) => codeClasses.has(one)));
}

/** "Last updated on ..." is about the page and not about its subject. */
function isPageStamp(text: string): boolean {
  return (
    text.length < 120 &&
    /^(?:this page (?:was )?)?last (?:modified|updated|edited|changed|built)\b/i.test(text)
  );
}

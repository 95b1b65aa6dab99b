import {admonitionBlock, admonitionOf, labelledKind, quoteAsAdmonition} from './admonitions.ts';
import {isChrome} from './chrome.ts';
import {codeText, isCode} from './code.ts';
import type {PageContext} from './context.ts';
import {declaration, definitionList, isDeclaration} from './definitions.ts';
import {isFurniture, isFurnitureHeading} from './furniture.ts';
import {isGrid, walkGrid} from './grids.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {Inline, plainTextOf} from './inline.ts';
import {footnoteLabel, labelOf} from './labels.ts';
import {languageOf} from './language.ts';
import {walkList} from './lists.ts';
import type {Block, Label} from './page.ts';
import {innerPlace, type Place} from './place.ts';
import {codeSpan} from './runs.ts';
import {walkTable} from './tables.ts';
import {isTabLabel, isTabList, isTabPanel} from './tabs.ts';
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
      inline.trim();
      if (!inline.isEmpty) this.paragraph(inline, place);
      inline = new Inline(this.page);
    };
    for (let index = 0; index < children.length; index++) {
      const child = children[index];
      if (child === undefined) continue;
      if (typeof child === 'string') {
        if (breaks > 0 && child.trim() !== '') breaks = 0;
        inline.addText(child);
      } else if (this.isBlock(child)) {
        flush();
        this.block(child, place);
      } else if (child.name === 'label' && isTabLabel(child, next(children, index), this.page.classes)) {
        flush();
        this.label(child, 'tab', place);
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
    const {name} = element;
    return blockElements.has(name) || element.holdsBlock || (name === 'span' && isAlone(element));
  }

  private paragraph(inline: Inline, place: Place): void {
    const {item, depth} = place;
    if (item) {
      place.item = null;
      place.add(inline.prose({type: 'item' as const, depth, ordinal: item.ordinal}));
      return;
    }
    if (place.sections && isFurniture(inline, place.sections)) return;
    const kind = labelledKind(inline);
    const block = inline.prose({type: 'paragraph' as const, depth});
    place.add(kind ? {type: 'admonition', depth, kind, title: null, blocks: [block]} : block);
  }

  /** A paragraph that names what follows. */
  private label(element: ElementNode | string, label: Label, place: Place): void {
    const inline = new Inline(this.page);
    if (typeof element === 'string') inline.addText(element);
    else inline.addChildren(element);
    if (!/[\p{L}\p{N}]/u.test(inline.plainText())) return;
    if (place.item) this.paragraph(inline, place);
    else place.add(inline.prose({type: 'paragraph' as const, depth: place.depth, label}));
  }

  private block(element: ElementNode, place: Place): void {
    const {page} = this;
    const facts = page.classes(element);
    const reason = hiddenReason(element, facts, page.styleHides, false);
    if (reason) {
      countHidden(element, reason, page.removed);
      return;
    }
    const isSpecial = facts.isSpecial || element.attributes.role !== undefined || isInSpecial(element, page);
    if (isSpecial && isTabList(element, facts)) {
      page.tabs.see(element, (tab) => plainTextOf(tab, page));
      return;
    }
    if (isChrome(element, facts)) return;
    page.anchors.see(element, page.classes);
    if (isSpecial && isTabPanel(element, facts, page.classes))
      this.label(page.tabs.of(element) ?? '', 'tab', place);
    const label = isSpecial || labelElements.has(element.name) ? labelOf(element, facts, page.classes) : null;
    if (label !== null) {
      this.label(element, label, place);
      return;
    }
    const note = isSpecial ? footnoteLabel(element, facts, page.classes) : null;
    if (note) {
      this.footnote(element, note, place);
      return;
    }
    if (this.nesting >= maxNesting && holders.has(element.name)) {
      this.flow(element, place);
      return;
    }
    const admonition = admonitionOf(element, page);
    if (admonition) this.add(place, admonitionBlock(element, admonition, place.depth, this));
    else if (headingElements.has(element.name)) this.heading(element, place);
    else if (isCode(element, facts)) this.code(element, place);
    else if (lists.has(element.name)) {
      if (place.depth > 0 || !place.sections?.dropContents(element)) walkList(element, place, this);
    } else if (element.name === 'dl') definitionList(element, place, this);
    else if (element.name === 'table') walkTable(element, place, this);
    else if (isSpecial && isGrid(element, facts)) walkGrid(element, place, this);
    else if (isSpecial && isDeclaration(element, facts)) declaration(element, place, this);
    else if (element.name === 'blockquote') this.quote(element, place);
    else this.flow(element, place);
  }

  private footnote(element: ElementNode, note: ElementNode, place: Place): void {
    const rest = element.children.filter((child) => child !== note);
    const blocks = this.blocksOf(rest, place.depth);
    const text = plainTextOf(note, this.page);
    this.add(place, {type: 'definition', depth: place.depth, terms: [{text, markdown: text}], blocks});
  }

  private heading(element: ElementNode, place: Place): void {
    const {anchors, classes} = this.page;
    const inline = new Inline(this.page);
    const near = anchors.snapshot();
    inline.addChildren(element);
    if (inline.isEmpty || isFurnitureHeading(inline.plainText(), element.attributes.id)) return;
    if (!place.sections) this.paragraph(inline, place);
    else {
      const level = Number(element.name.slice(1));
      const isSignature = classes(element).names.includes('code-header');
      const text = isSignature ? codeSpan(inline.plainText()) : inline.text();
      place.sections.openHeading(
        level,
        text,
        anchors.of(element, classes, near),
        inline.linkedMarkdown(isSignature),
      );
    }
  }

  code(element: ElementNode, place: Place): void {
    const {code, changes} = codeText(element, this.page);
    if (code.trim() === '') return;
    const language = languageOf(element, this.page.classes);
    const block = {type: 'code' as const, depth: place.depth, language, code};
    this.add(place, changes === null ? block : {...block, changes});
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
const labelElements = new Set(['summary', 'figcaption']);
const lists = new Set(['ul', 'ol', 'menu', 'dir']);

/** The panels of VitePress' code groups have no name of their own. */
function isInSpecial({parent}: ElementNode, {classes}: PageContext): boolean {
  return parent !== null && parent.attributes.class !== undefined && classes(parent).isSpecial;
}

/** What is a paragraph of its own though it is a span: MkDocs' titles of listings, what rustdoc prints beside a heading. */
function isAlone({attributes, parent}: ElementNode): boolean {
  if (attributes.class === 'rightside') return true;
  return attributes.class === 'filename' && /\bhighlight\b/.test(parent?.attributes.class ?? '');
}

function next(children: readonly Child[], index: number): Child | undefined {
  return children.slice(index + 1, index + 4).find((child) => typeof child !== 'string');
}

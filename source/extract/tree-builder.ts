import type {Tag} from './tags.ts';
import {ElementNode, noAttributes} from './tree.ts';
import {endTagScope, headingElements, htmlInForeign, paragraphScope, textlessElements} from './tree-rules.ts';

/** Deeper elements are dissolved into the one at this depth; their text stays. */
const maxDepth = 512;

/** Builds the tree of a page from its tags, forgiving as browsers are, with a bounded depth. */
export class TreeBuilder {
  readonly root = new ElementNode('#root', noAttributes, null);
  readonly ids = new Map<string, number>();
  readonly noted: ElementNode[] = [];
  private current = this.root;
  private depth = 0;
  /** Open elements beyond the depth cap. */
  private dissolved = 0;
  /** Open `svg` and `math` elements, where `/>` closes. */
  private foreign = 0;
  private openParagraphs = 0;
  /** The HTML standard drops a line break right after `<pre>`. */
  private isAfterPre = false;

  get isForeign(): boolean {
    return this.foreign > 0;
  }

  append(text: string): void {
    const visible = this.isAfterPre && text.startsWith('\n') ? text.slice(1) : text;
    this.isAfterPre = false;
    if (visible === '') return;
    if (textlessElements.has(this.current.name) && visible.trim() !== '') this.foster(visible);
    else this.current.append(visible);
  }

  open(tag: Tag, attributes: Readonly<Record<string, string>>, isClosed: boolean): void {
    const {name} = tag;
    this.isAfterPre = name === 'pre' || name === 'listing';
    if (this.foreign > 0 && tag.endsForeign) this.leaveForeign();
    if (this.dissolved === 0) this.implyEnds(tag);
    const isEmpty = isClosed || tag.isVoid;
    if (this.depth >= maxDepth) {
      if (!isEmpty) this.dissolved++;
      return;
    }
    const element = new ElementNode(name, attributes, this.current);
    this.current.append(element);
    this.noteId(element);
    if (tag.isNoted) this.noted.push(element);
    if (tag.isBlock && this.foreign === 0) this.markBlock(tag.isHeading);
    if (isEmpty) return;
    this.current = element;
    this.depth++;
    if (tag.isForeign) this.foreign++;
    if (name === 'p') this.openParagraphs++;
  }

  close(tag: Tag): void {
    const {name} = tag;
    if (name === 'br') this.open(tag, noAttributes, false);
    else if (tag.isVoid) return;
    else if (this.dissolved > 0) this.dissolved--;
    else if (this.current.name === name) this.closeCurrent();
    else this.closeNearest(tag.isHeading ? headingElements : new Set([name]), endTagScope(name));
  }

  private foster(text: string): void {
    let table: ElementNode | null = this.current;
    while (table && table.name !== 'table') table = table.parent;
    if (table?.parent) table.parent.appendBeforeLast(text);
    else this.current.append(text);
  }

  private noteId({name, attributes}: ElementNode): void {
    const {id} = attributes;
    if (id) this.ids.set(id, (this.ids.get(id) ?? 0) + 1);
    const anchor = name === 'a' ? attributes.name : undefined;
    if (anchor && anchor !== id) this.ids.set(anchor, (this.ids.get(anchor) ?? 0) + 1);
  }

  private markBlock(isHeading: boolean): void {
    let above: ElementNode | null = this.current;
    while (above && !(above.holdsBlock && (above.holdsHeading || !isHeading))) {
      above.holdsBlock = true;
      if (isHeading) above.holdsHeading = true;
      above = above.parent;
    }
  }

  private implyEnds({closesParagraph, implied}: Tag): void {
    if (closesParagraph && this.openParagraphs > 0) this.closeNearest(paragraph, paragraphScope);
    if (implied) this.closeNearest(implied.ends, implied.within);
  }

  private closeNearest(names: ReadonlySet<string>, within: ReadonlySet<string>): void {
    for (let open: ElementNode | null = this.current; open?.parent; open = open.parent) {
      if (names.has(open.name)) {
        this.closeTo(open);
        return;
      }
      if (within.has(open.name)) return;
    }
  }

  /** An `svg` that is never closed ends before the next paragraph, unless that stands in its `foreignObject`. */
  private leaveForeign(): void {
    for (let open: ElementNode | null = this.current; open; open = open.parent) {
      if (htmlInForeign.has(open.name)) return;
      if (open.name === 'svg' || open.name === 'math') {
        this.closeTo(open);
        return;
      }
    }
  }

  private closeTo(element: ElementNode): void {
    let open: ElementNode;
    do {
      open = this.current;
      this.closeCurrent();
    } while (open !== element && this.current.parent);
  }

  private closeCurrent(): void {
    const {name, parent} = this.current;
    if (!parent) return;
    if (name === 'svg' || name === 'math') this.foreign--;
    else if (name === 'p') this.openParagraphs--;
    this.current = parent;
    this.depth--;
  }
}

const paragraph: ReadonlySet<string> = new Set(['p']);

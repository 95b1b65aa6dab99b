import {ElementNode} from './tree.ts';
import {
  blockElements,
  closesParagraph,
  endTagScope,
  headingElements,
  impliedEnds,
  paragraphScope,
  voidElements,
} from './tree-rules.ts';

/** Deeper elements are dissolved into the one at this depth; their text stays. */
const maxDepth = 512;

/** Builds the tree of a page from its tags, forgiving as browsers are, with a bounded depth. */
export class TreeBuilder {
  readonly root = new ElementNode('#root', {}, null);
  readonly ids = new Map<string, number>();
  private current = this.root;
  private depth = 0;
  /** Open elements beyond the depth cap. */
  private dissolved = 0;
  /** Open `svg` and `math` elements, where `/>` closes. */
  private foreign = 0;
  /** The HTML standard drops a line break right after `<pre>`. */
  private isAfterPre = false;

  get isForeign(): boolean {
    return this.foreign > 0;
  }

  append(text: string): void {
    const visible = this.isAfterPre && text.startsWith('\n') ? text.slice(1) : text;
    this.isAfterPre = false;
    if (visible === '') return;
    const {children} = this.current;
    const last = children.length - 1;
    const previous = children[last];
    if (typeof previous === 'string') children[last] = previous + visible;
    else children.push(visible);
  }

  open(name: string, attributes: Readonly<Record<string, string>>, isClosed: boolean): void {
    this.isAfterPre = name === 'pre' || name === 'listing';
    if (this.dissolved === 0) this.implyEnds(name);
    if (this.depth >= maxDepth) {
      if (!voidElements.has(name) && !isClosed) this.dissolved++;
      return;
    }
    const element = new ElementNode(name, attributes, this.current);
    this.current.children.push(element);
    this.noteId(element);
    if (blockElements.has(name)) this.markBlock(headingElements.has(name));
    if (isClosed || voidElements.has(name)) return;
    this.current = element;
    this.depth++;
    if (name === 'svg' || name === 'math') this.foreign++;
  }

  close(name: string): void {
    if (name === 'br') this.open('br', {}, false);
    else if (voidElements.has(name)) return;
    else if (this.dissolved > 0) this.dissolved--;
    else if (this.current.name === name) this.closeTo(this.current);
    else this.closeNearest(headingElements.has(name) ? headingElements : new Set([name]), endTagScope(name));
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

  private implyEnds(name: string): void {
    if (closesParagraph.has(name)) this.closeNearest(paragraph, paragraphScope);
    const implied = impliedEnds.get(name);
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

  private closeTo(element: ElementNode): void {
    for (;;) {
      const open = this.current;
      if (!open.parent) return;
      if (open.name === 'svg' || open.name === 'math') this.foreign--;
      this.current = open.parent;
      this.depth--;
      if (open === element) return;
    }
  }
}

const paragraph: ReadonlySet<string> = new Set(['p']);

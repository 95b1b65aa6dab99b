import {Tokenizer, type TokenizerCallbacks} from 'htmlparser2';
import {visibleCharacters} from './characters.ts';
import type {Removed} from './removed.ts';
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
/** More attributes than this on one element are not read. */
const maxAttributes = 64;
const maxComments = 50;

export type Tree = {
  readonly root: ElementNode;
  /** How many elements carry an id (or `a[name]`); an anchor is good only if it is unique. */
  readonly ids: ReadonlyMap<string, number>;
  /** The first short comments; some generators sign there. */
  readonly comments: readonly string[];
};

/** One pass over the source with htmlparser2's tokenizer, end tags implied as browsers do. Never throws on markup. */
export function parseTree(source: string, removed: Removed): Tree {
  const visible = visibleCharacters(source, removed);
  const builder = new TreeBuilder(visible, removed);
  const tokenizer = new Tokenizer({decodeEntities: true}, builder);
  tokenizer.write(visible);
  tokenizer.end();
  return builder;
}

class TreeBuilder implements TokenizerCallbacks, Tree {
  readonly root = new ElementNode('#root', {}, null);
  readonly ids = new Map<string, number>();
  readonly comments: string[] = [];
  private readonly source: string;
  private readonly removed: Removed;
  private current = this.root;
  private depth = 0;
  /** Open elements beyond the depth cap. */
  private dissolved = 0;
  private tag = '';
  private attributes: Record<string, string> = {};
  private attributeCount = 0;
  private attributeName = '';
  private attributeValue = '';
  private foreign = 0;
  /** The HTML standard drops a line break right after `<pre>`. */
  private afterPre = false;

  constructor(source: string, removed: Removed) {
    this.source = source;
    this.removed = removed;
  }

  ontext(start: number, end: number): void {
    this.append(this.source.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.append(visibleCharacters(String.fromCodePoint(codePoint), this.removed));
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, end).toLowerCase();
    this.attributes = {};
    this.attributeCount = 0;
  }

  onattribname(start: number, end: number): void {
    this.attributeName =
      this.attributeCount++ < maxAttributes ? this.source.slice(start, end).toLowerCase() : '';
    this.attributeValue = '';
  }

  onattribdata(start: number, end: number): void {
    this.attributeValue += this.source.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.attributeValue += visibleCharacters(String.fromCodePoint(codePoint), this.removed);
  }

  onattribend(): void {
    const name = this.attributeName;
    if (name && !Object.hasOwn(this.attributes, name)) this.attributes[name] = this.attributeValue;
  }

  onopentagend(): void {
    this.open(this.tag, this.attributes, false);
  }

  onselfclosingtag(): void {
    this.open(this.tag, this.attributes, this.foreign > 0);
  }

  onclosetag(start: number, end: number): void {
    const name = this.source.slice(start, end).toLowerCase();
    if (name === 'br') this.open('br', {}, false);
    else if (!voidElements.has(name)) this.closeTag(name);
  }

  oncomment(start: number, end: number, offset: number): void {
    const text = this.source.slice(start, end - offset).trim();
    if (text === '') return;
    this.removed.add('comment');
    if (this.comments.length < maxComments && text.length < 500) this.comments.push(text);
  }

  oncdata(start: number, end: number, offset: number): void {
    if (this.foreign > 0) this.append(this.source.slice(start, end - offset));
  }

  isInForeignContext(): boolean {
    return this.foreign > 0;
  }

  ondeclaration(): void {
    // The document type carries nothing for us.
  }

  onprocessinginstruction(): void {
    // Nor does `<?xml ?>`.
  }

  onend(): void {
    // What is still open needs no closing.
  }

  private append(text: string): void {
    const visible = this.afterPre && text.startsWith('\n') ? text.slice(1) : text;
    this.afterPre = false;
    if (visible === '') return;
    const {children} = this.current;
    const last = children.length - 1;
    const previous = children[last];
    if (typeof previous === 'string') children[last] = previous + visible;
    else children.push(visible);
  }

  private open(name: string, attributes: Record<string, string>, isClosed: boolean): void {
    this.afterPre = name === 'pre' || name === 'listing';
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

  private noteId({name, attributes}: ElementNode): void {
    const id = attributes.id;
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
    if (closesParagraph.has(name)) this.closeNearest(pTag, paragraphScope);
    const implied = impliedEnds.get(name);
    if (implied) this.closeNearest(implied.ends, implied.within);
  }

  private closeTag(name: string): void {
    if (this.dissolved > 0) {
      this.dissolved--;
      return;
    }
    if (this.current.name === name) this.closeTo(this.current);
    else this.closeNearest(headingElements.has(name) ? headingElements : new Set([name]), endTagScope(name));
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

const pTag: ReadonlySet<string> = new Set(['p']);

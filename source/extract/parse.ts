import {Tokenizer, type TokenizerCallbacks} from 'htmlparser2';
import {visibleCharacters} from './characters.ts';
import {decodeAttribute, decodeText} from './references.ts';
import type {Removed} from './removed.ts';
import {type Tag, tagOf} from './tags.ts';
import {type ElementNode, noAttributes} from './tree.ts';
import {TreeBuilder} from './tree-builder.ts';

/** More attributes than this on one element are not read. */
const maxAttributes = 64;
const maxComments = 50;

export type Tree = {
  readonly root: ElementNode;
  /** The `body`, or the root of a page without one. */
  readonly body: ElementNode;
  /** How many elements carry an id (or `a[name]`); an anchor is good only if it is unique. */
  readonly ids: ReadonlyMap<string, number>;
  /** The first short comments; some generators sign there. */
  readonly comments: readonly string[];
  /** Elements that say something about the page wherever they stand (`meta`, `link`, `a` ...), in page order. */
  readonly noted: readonly ElementNode[];
};

/** One pass over the source with htmlparser2's tokenizer, end tags implied as browsers do. Never throws on markup. */
export function parseTree(source: string, removed: Removed): Tree {
  const visible = visibleCharacters(source, removed);
  const tokens = new TokenReader(visible, removed);
  const tokenizer = new Tokenizer({decodeEntities: false}, tokens);
  tokenizer.write(visible);
  tokenizer.end();
  const {builder, comments} = tokens;
  const {root, ids, noted} = builder;
  const body = noted.find(({name}) => name === 'body') ?? root;
  return {root, body, ids, comments, noted};
}

/** Puts tags together from the tokenizer's positions in the source. */
class TokenReader implements TokenizerCallbacks {
  readonly builder = new TreeBuilder();
  readonly comments: string[] = [];
  private readonly source: string;
  private readonly removed: Removed;
  private tag: Tag = tagOf('');
  private attributes: Record<string, string> | null = null;
  private attributeCount = 0;
  private attributeName = '';
  private attributeValue = '';
  /** In scripts and the like `&amp;` is what it looks like. */
  private isRaw = false;

  constructor(source: string, removed: Removed) {
    this.source = source;
    this.removed = removed;
  }

  ontext(start: number, end: number): void {
    const text = this.source.slice(start, end);
    this.builder.append(this.isRaw ? text : this.decoded(text, decodeText));
  }

  ontextentity(): void {
    // Decoded with the text around.
  }

  onopentagname(start: number, end: number): void {
    this.tag = tagOf(this.source.slice(start, end));
    this.isRaw = this.tag.isRaw && !this.builder.isForeign;
    this.attributes = null;
    this.attributeCount = 0;
  }

  onattribname(start: number, end: number): void {
    const isRead = this.attributeCount++ < maxAttributes;
    this.attributeName = isRead ? this.source.slice(start, end).toLowerCase() : '';
    this.attributeValue = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.attributeName) this.attributeValue = this.source.slice(start, end);
  }

  onattribentity(): void {
    // Decoded with the value around.
  }

  onattribend(): void {
    const name = this.attributeName;
    if (!name) return;
    this.attributes ??= {};
    if (this.attributes[name] === undefined)
      this.attributes[name] = this.decoded(this.attributeValue, decodeAttribute);
  }

  onopentagend(): void {
    this.builder.open(this.tag, this.attributes ?? noAttributes, false);
  }

  onselfclosingtag(): void {
    this.builder.open(this.tag, this.attributes ?? noAttributes, this.builder.isForeign);
  }

  onclosetag(start: number, end: number): void {
    this.isRaw = false;
    this.builder.close(tagOf(this.source.slice(start, end)));
  }

  oncomment(start: number, end: number, offset: number): void {
    const text = this.source.slice(start, end - offset).trim();
    if (text === '') return;
    this.removed.add('comment');
    if (this.comments.length < maxComments && text.length < 500) this.comments.push(text);
  }

  oncdata(start: number, end: number, offset: number): void {
    if (this.builder.isForeign) this.builder.append(this.source.slice(start, end - offset));
  }

  isInForeignContext(): boolean {
    return this.builder.isForeign;
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

  /** References can hide characters, too. */
  private decoded(text: string, decode: (text: string) => string): string {
    const decoded = decode(text);
    return decoded === text ? text : visibleCharacters(decoded, this.removed);
  }
}

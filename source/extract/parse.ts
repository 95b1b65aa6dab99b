import {Tokenizer, type TokenizerCallbacks} from 'htmlparser2';
import {visibleCharacters} from './characters.ts';
import type {Removed} from './removed.ts';
import type {ElementNode} from './tree.ts';
import {TreeBuilder} from './tree-builder.ts';

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
  const tokens = new TokenReader(visible, removed);
  const tokenizer = new Tokenizer({decodeEntities: true}, tokens);
  tokenizer.write(visible);
  tokenizer.end();
  const {builder, comments} = tokens;
  return {root: builder.root, ids: builder.ids, comments};
}

/** Puts tags together from the tokenizer's positions in the source. */
class TokenReader implements TokenizerCallbacks {
  readonly builder = new TreeBuilder();
  readonly comments: string[] = [];
  private readonly source: string;
  private readonly removed: Removed;
  private tag = '';
  private attributes: Record<string, string> = {};
  private attributeCount = 0;
  private attributeName = '';
  private attributeValue = '';

  constructor(source: string, removed: Removed) {
    this.source = source;
    this.removed = removed;
  }

  ontext(start: number, end: number): void {
    this.builder.append(this.source.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.builder.append(this.visible(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.source.slice(start, end).toLowerCase();
    this.attributes = {};
    this.attributeCount = 0;
  }

  onattribname(start: number, end: number): void {
    const isRead = this.attributeCount++ < maxAttributes;
    this.attributeName = isRead ? this.source.slice(start, end).toLowerCase() : '';
    this.attributeValue = '';
  }

  onattribdata(start: number, end: number): void {
    this.attributeValue += this.source.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.attributeValue += this.visible(codePoint);
  }

  onattribend(): void {
    const name = this.attributeName;
    if (name && !Object.hasOwn(this.attributes, name)) this.attributes[name] = this.attributeValue;
  }

  onopentagend(): void {
    this.builder.open(this.tag, this.attributes, false);
  }

  onselfclosingtag(): void {
    this.builder.open(this.tag, this.attributes, this.builder.isForeign);
  }

  onclosetag(start: number, end: number): void {
    this.builder.close(this.source.slice(start, end).toLowerCase());
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

  private visible(codePoint: number): string {
    return visibleCharacters(String.fromCodePoint(codePoint), this.removed);
  }
}

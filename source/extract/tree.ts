import type {ClassFacts} from './class-facts.ts';

/** A light document tree: text is a plain string, so that a page of code does not cost an object a token. */
export type Child = ElementNode | string;

/** Shared by all elements that have none: a page has more of them than of the others. */
export const noAttributes: Readonly<Record<string, string>> = {};
/** The same for children. */
const noChildren: Child[] = [];

export class ElementNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: ElementNode | null;
  children: Child[] = noChildren;
  /** True if a block element stands somewhere inside. */
  holdsBlock = false;
  /** True if h1 to h6 stands somewhere inside. */
  holdsHeading = false;
  /** What its class says; filled in by the reader of classes. */
  facts: ClassFacts | null = null;

  constructor(name: string, attributes: Readonly<Record<string, string>>, parent: ElementNode | null) {
    this.name = name;
    this.attributes = attributes;
    this.parent = parent;
  }

  /** Only while the tree is built. Text after text becomes one. */
  append(child: Child): void {
    const {children} = this;
    // A literal of one is as long as it must be; an empty array grows to seventeen places at once.
    if (children === noChildren) this.children = [child];
    else {
      const last = children[children.length - 1];
      if (typeof child === 'string' && typeof last === 'string') children[children.length - 1] = last + child;
      else children.push(child);
    }
  }

  /** Text in front of the last child, which is still open. */
  appendBeforeLast(text: string): void {
    const last = this.children.pop();
    this.append(text);
    if (last !== undefined) this.children.push(last);
  }
}

/** The value of an attribute, or `null`. */
export function attribute(element: ElementNode, name: string): string | null {
  return Object.hasOwn(element.attributes, name) ? (element.attributes[name] ?? null) : null;
}

/** Calls `visit` for all elements below in page order (the parser caps the depth); `false` leaves out what is inside of an element. */
export function eachElement(root: ElementNode, visit: (element: ElementNode) => boolean | undefined): void {
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    if (visit(child) !== false && child.children.length > 0) eachElement(child, visit);
  }
}

/** The first element below that passes, in page order. */
export function findElement(root: ElementNode, test: (element: ElementNode) => boolean): ElementNode | null {
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    if (test(child)) return child;
    const found = child.children.length > 0 ? findElement(child, test) : null;
    if (found) return found;
  }
  return null;
}

/** All text below as it stands in the source. Stops after about `maxLength` characters. */
export function rawText(node: ElementNode, maxLength = Number.POSITIVE_INFINITY): string {
  let text = '';
  for (const child of node.children) {
    text += typeof child === 'string' ? child : rawText(child, maxLength - text.length);
    if (text.length >= maxLength) break;
  }
  return text;
}

/** White space that is not one space already: nothing is built anew where there is nothing to change. */
export const blanks = /\s{2,}|[^\S ]/g;

/** White space collapsed and trimmed. */
export function collapse(text: string): string {
  return text.replace(blanks, ' ').trim();
}

/** Drops the link to the page source that V8 keeps behind a substring, so that the source can be collected. */
export function detach(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

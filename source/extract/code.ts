import {isPermalink} from './chrome.ts';
import type {PageContext} from './context.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {collapse, detach, type ElementNode} from './tree.ts';
import {blockElements} from './tree-rules.ts';

/**
 * The text of a code block, exact: spans dissolved, `br` a line break, one line per line element, without line numbers
 * and buttons. Blank lines at both ends are dropped.
 */
export function codeText(element: ElementNode, page: PageContext): string {
  const writer = new CodeWriter(page);
  writer.walk(element);
  const text = element.name === 'div' ? flatText(element, writer.text) : writer.text;
  return detach(withoutBlankEnds(text));
}

/** Listings and signatures that are no `pre`: indentation is made of no-break spaces, signatures are one line. */
function flatText(element: ElementNode, text: string): string {
  const plain = text.replaceAll('\u00a0', ' ');
  return / (?:member|type)-signature |memproto/.test(` ${element.attributes.class} `)
    ? collapse(plain)
    : plain;
}

class CodeWriter {
  text = '';
  private readonly page: PageContext;
  private inLine = false;
  private hasLines = false;
  /** True if a line break came since the line element before this one began. */
  private isBroken = false;

  constructor(page: PageContext) {
    this.page = page;
  }

  walk(element: ElementNode): void {
    let isAfterCallout = false;
    for (const child of element.children) {
      if (typeof child === 'string') this.write(child);
      else if (!(isAfterCallout && child.name === 'b')) this.visit(child);
      // Asciidoctor prints the number of a callout twice: for the eye and for the clipboard.
      isAfterCallout = typeof child !== 'string' && child.attributes.class === 'conum';
    }
  }

  private visit(element: ElementNode): void {
    const {name} = element;
    if (name === 'br') {
      this.write('\n');
      return;
    }
    const {page} = this;
    const facts = page.classes(element);
    if (name === 'button' || name === 'select' || name === 'input' || facts.isCodeJunk) return;
    const reason = hiddenReason(element, facts, page.styleHides, true);
    if (reason) {
      countHidden(element, reason, page.removed);
      return;
    }
    if (name === 'a' && isPermalink(element, facts)) return;
    if (!this.inLine && (facts.isLine || lineElements.has(name) || this.isPlainDiv(element)))
      this.line(element);
    else if (blockElements.has(name) && !tableParts.has(name)) this.block(element);
    else this.walk(element);
  }

  /** Some highlighters leave the line break to the layout: it is added only if the line before brought none. */
  private line(element: ElementNode): void {
    if (this.hasLines && !this.isBroken) this.text += '\n';
    this.hasLines = true;
    this.isBroken = false;
    this.inLine = true;
    this.walk(element);
    this.inLine = false;
  }

  /** A `div` is a line unless it wraps lines. */
  private isPlainDiv(element: ElementNode): boolean {
    if (element.name !== 'div' || element.holdsBlock) return false;
    return !element.children.some((child) => typeof child !== 'string' && this.page.classes(child).isLine);
  }

  private block(element: ElementNode): void {
    if (this.text !== '' && !this.text.endsWith('\n')) this.write('\n');
    this.walk(element);
  }

  private write(text: string): void {
    this.text += text;
    if (text.includes('\n')) this.isBroken = true;
  }
}

const lineElements = new Set(['tr', 'li', 'p']);
const tableParts = new Set(['table', 'tbody', 'thead', 'tr', 'td', 'th']);

function withoutBlankEnds(code: string): string {
  const text = code.trimEnd();
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end < 0 || text.slice(start, end).trim() !== '') return text.slice(start);
    start = end + 1;
  }
}

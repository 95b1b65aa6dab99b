import {isPermalink} from './chrome.ts';
import type {PageContext} from './context.ts';
import {hiddenReason} from './hidden.ts';
import {detach, type ElementNode} from './tree.ts';
import {blockElements} from './tree-rules.ts';

/**
 * The text of a code block, exact: spans dissolved, `br` a line break, one line per line element, without line numbers
 * and buttons. Blank lines at both ends are dropped.
 */
export function codeText(element: ElementNode, page: PageContext): string {
  const writer = new CodeWriter(page);
  writer.walk(element);
  return detach(withoutBlankEnds(writer.text));
}

class CodeWriter {
  text = '';
  private readonly page: PageContext;
  private inLine = false;
  private hasLines = false;
  /** Where the line element before this one began. */
  private lineStart = 0;

  constructor(page: PageContext) {
    this.page = page;
  }

  walk(element: ElementNode): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.text += child;
      else this.visit(child);
    }
  }

  private visit(element: ElementNode): void {
    const {name} = element;
    if (name === 'br') {
      this.text += '\n';
      return;
    }
    const {page} = this;
    const facts = page.classes(element);
    if (name === 'button' || name === 'select' || name === 'input' || facts.isCodeJunk) return;
    const reason = hiddenReason(element, facts, page.styleHides, true);
    if (reason) {
      page.removed.add(reason);
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
    if (this.hasLines && !this.text.includes('\n', this.lineStart)) this.text += '\n';
    this.hasLines = true;
    this.lineStart = this.text.length;
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
    if (this.text !== '' && !this.text.endsWith('\n')) this.text += '\n';
    this.walk(element);
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

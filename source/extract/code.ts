import {isPermalink} from './chrome.ts';
import type {ClassFacts} from './class-facts.ts';
import type {PageContext} from './context.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {collapse, detach, type ElementNode} from './tree.ts';
import {blockElements} from './tree-rules.ts';

/**
 * The text of a code block, exact: spans dissolved, `br` a line break, one line per line element, without line numbers
 * and buttons. Blank lines at both ends are dropped.
 */
export function codeText(element: ElementNode, page: PageContext): Listing {
  const writer = new CodeWriter(page);
  writer.walk(element);
  const text = element.name === 'div' ? flatText(element, writer.text) : writer.text;
  const code = withoutBlankEnds(text);
  const changes = writer.changes.length > 0 ? changesOf(text, code, writer.changes) : null;
  return {code: detach(code), changes};
}

/** `changes` has one character a line: `+` for a line that the page shows as added, `-` for a removed one, else a space. */
type Listing = {readonly code: string; readonly changes: string | null};
type Change = {readonly at: number; readonly sign: '+' | '-'};

function changesOf(text: string, code: string, changes: readonly Change[]): string | null {
  const start = text.indexOf(code);
  const signs = Array.from({length: code.split('\n').length}, () => ' ');
  let line = 0;
  let seen = 0;
  for (const {at, sign} of changes) {
    for (; seen < at - start && seen < code.length; seen++) if (code[seen] === '\n') line++;
    if (at >= start && line < signs.length) signs[line] = sign;
  }
  return signs.some((sign) => sign !== ' ') ? signs.join('') : null;
}

/** Listings and signatures that are no `pre`: indentation is made of no-break spaces, signatures are one line. */
function flatText(element: ElementNode, text: string): string {
  const plain = text.replaceAll('\u00a0', ' ');
  return /(?:^|\s)(?:(?:member|type|module|package|tsd)-signature|memproto)(?:\s|$)/.test(
    element.attributes.class ?? '',
  )
    ? collapse(plain)
    : plain;
}

/** Listings and signatures of Doxygen, javadoc and TypeDoc are not `pre`. */
export function isCode({name}: ElementNode, {names}: ClassFacts): boolean {
  return preformatted.has(name) || (name === 'div' && names.some((one) => codeClasses.has(one)));
}

const codeClasses = new Set([
  'fragment',
  'memproto',
  'member-signature',
  'type-signature',
  'module-signature',
  'package-signature',
  'tsd-signature',
  'synopsis',
]);
const preformatted = new Set(['pre', 'listing', 'xmp', 'plaintext']);

class CodeWriter {
  text = '';
  readonly changes: Change[] = [];
  private readonly page: PageContext;
  private inLine = false;
  private hasLines = false;
  /** True if a line break came since the line element before this one began. */
  private isBroken = false;

  constructor(page: PageContext) {
    this.page = page;
  }

  walk(element: ElementNode): void {
    let before: string | undefined;
    for (const child of element.children) {
      if (typeof child === 'string') {
        // Doxygen parts a line from its number by one space that belongs to neither.
        const isParted = before === 'lineno' && element.name === 'div' && /^[ \u00a0]/.test(child);
        this.write(isParted ? child.slice(1) : child);
        before = undefined;
        continue;
      }
      // Asciidoctor prints the number of a callout twice: for the eye and for the clipboard.
      if (!(before === 'conum' && child.name === 'b')) this.visit(child);
      before = child.attributes.class;
      if (before === 'conum') this.text = this.text.replace(/[ \t]{1,20}$/, '');
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
      this.line(element, changeOf(facts.names));
    else if (blockElements.has(name) && !tableParts.has(name)) this.block(element);
    else this.walk(element);
  }

  /** Some highlighters leave the line break to the layout: it is added only if the line before brought none. */
  private line(element: ElementNode, sign: Change['sign'] | null): void {
    if (this.hasLines && !this.isBroken) this.text += '\n';
    if (sign) this.changes.push({at: this.text.length, sign});
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

/** Shiki's and Rspress' `diff add`, Expressive Code's `ins`, the names that Docusaurus' documentation gives. */
function changeOf(names: readonly string[]): Change['sign'] | null {
  if (names.length < 2) return null;
  if (names.includes('diff')) return names.includes('add') ? '+' : names.includes('remove') ? '-' : null;
  if (names.some((name) => name === 'ins' || name === 'code-block-diff-add-line')) return '+';
  return names.some((name) => name === 'del' || name === 'code-block-diff-remove-line') ? '-' : null;
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

import {isChrome} from './chrome.ts';
import type {PageContext} from './context.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {isPlain, plain, sameStyle, styleOf} from './inline-style.ts';
import type {Prose} from './page.ts';
import {type Run, runsToHtml, runsToText, type Style} from './runs.ts';
import {attribute, detach, type ElementNode, findElement, rawText} from './tree.ts';
import {blockElements} from './tree-rules.ts';

/** Collects the inline content of one paragraph, heading or cell. */
export class Inline {
  private readonly page: PageContext;
  private readonly runs: Run[] = [];
  /** White space that waits for the next text. */
  private space = false;
  private isSpaceInCode = false;
  private isBroken = false;
  private readonly keepsBreaks: boolean;

  /** @param keepsBreaks - line breaks and block ends show in the Markdown (table cells) */
  constructor(page: PageContext, keepsBreaks = false) {
    this.page = page;
    this.keepsBreaks = keepsBreaks;
  }

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** Everything below an element; blocks in it are kept apart by line breaks. */
  addChildren(element: ElementNode, style: Style = plain): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.addText(child, style);
      else this.addElement(child, style);
    }
  }

  addElement(element: ElementNode, style: Style = plain): void {
    const {page} = this;
    const facts = page.classes(element);
    const reason = hiddenReason(element, facts, page.styleHides, false);
    if (reason) {
      page.anchors.see(element, page.classes);
      countHidden(element, reason, page.removed);
      return;
    }
    if (isChrome(element, facts)) return;
    page.anchors.see(element, page.classes);
    const {name} = element;
    if (name === 'br') this.addBreak();
    else if (name === 'img' || name === 'rp' || name === 'wbr') return;
    else if (name === 'math' || facts.names.includes('katex')) this.addFormula(element, style);
    else if (blockElements.has(name)) {
      this.addBreak();
      this.addChildren(element, style);
      this.addBreak();
    } else this.addChildren(element, styleOf(element, style, page));
  }

  addText(data: string, style: Style = plain): void {
    const text = data.replace(/\s+/g, ' ');
    if (text === ' ' || text === '') {
      if (text === ' ' && this.runs.length > 0) this.noteSpace(style);
      return;
    }
    this.page.anchors.pass();
    const starts = text.startsWith(' ');
    const core = text.trim();
    if (starts && !this.space) this.noteSpace(style);
    if (this.runs.length > 0 && this.space) this.addSpace(style);
    this.append(core, style);
    this.space = false;
    if (text.endsWith(' ')) this.noteSpace(style);
  }

  /** A line break: a space in the text, `<br>` in table cells' Markdown. */
  addBreak(): void {
    if (this.runs.length === 0) return;
    this.noteSpace(plain);
    this.isBroken = this.keepsBreaks;
  }

  /** The visible text, inline code in backticks. */
  text(): string {
    return detach(runsToText(this.runs));
  }

  /** The visible text without any marks. */
  plainText(): string {
    return detach(
      this.runs
        .map(({text}) => text)
        .join('')
        .trim(),
    );
  }

  /** The label that the text begins with if it begins in bold, else `null`. */
  boldStart(): {readonly label: string; readonly rest: string} | null {
    const [first, ...others] = this.runs;
    if (!first?.style.strong || first.style.code) return null;
    return {label: first.text.trim(), rest: others.map(({text}) => text).join('')};
  }

  /** The prose as an object of the caller's making; its Markdown follows when the page is flushed. */
  prose<T extends object>(facts: T): T & Prose {
    const text = this.text();
    const made = {...facts, text, markdown: text};
    const html = runsToHtml(this.runs);
    if (html !== null) this.page.prose.add(made, html);
    const {length} = this.page.prose;
    length.all += text.length;
    for (const run of this.runs) if (run.style.link !== null) length.inLinks += run.text.length;
    return made;
  }

  private noteSpace(style: Style): void {
    this.space = true;
    this.isSpaceInCode = style.code;
  }

  /** A space belongs to the plain text around code and links. */
  private addSpace(next: Style): void {
    const last = this.runs.at(-1);
    if (!last) return;
    const link = last.style.link === next.link ? next.link : null;
    const splitsCode = last.style.code && next.code && !this.isSpaceInCode;
    if (this.isBroken) this.runs.push({text: ' ', style: plain, isBreak: true});
    else if (!splitsCode && (sameStyle(last.style, next) || isPlain(last.style))) last.text += ' ';
    else {
      const isCode = last.style.code && next.code && !splitsCode;
      this.runs.push({text: ' ', style: {...plain, code: isCode, link}, isBreak: false});
    }
    this.isBroken = false;
  }

  private append(text: string, style: Style): void {
    const last = this.runs.at(-1);
    if (last && !last.isBreak && (last.style === style || sameStyle(last.style, style))) last.text += text;
    else this.runs.push({text, style, isBreak: false});
  }

  /** Formulas keep their TeX where the page has it. */
  private addFormula(element: ElementNode, style: Style): void {
    const source = findElement(
      element,
      (one) => one.name === 'annotation' && /tex/i.test(attribute(one, 'encoding') ?? ''),
    );
    const text = source ? `$${rawText(source).trim()}$` : rawText(element);
    this.addText(text, style);
  }
}

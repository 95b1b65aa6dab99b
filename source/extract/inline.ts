import {isChrome} from './chrome.ts';
import type {ClassFacts} from './class-facts.ts';
import {codeText} from './code.ts';
import type {PageContext} from './context.ts';
import {formulaImage, formulaOf, raisedText} from './formulas.ts';
import type {LinkParts} from './furniture.ts';
import {countHidden, hiddenReason} from './hidden.ts';
import {isPlain, plain, sameStyle, styleOf} from './inline-style.ts';
import type {Prose} from './page.ts';
import {runsToMarkdown} from './prose-markdown.ts';
import {type Run, runsToText, type Style} from './runs.ts';
import {blanks, detach, type ElementNode, rawText} from './tree.ts';
import {blockElements} from './tree-rules.ts';

/** The visible text of an element without any marks. */
export function plainTextOf(element: ElementNode, page: PageContext): string {
  const inline = new Inline(page);
  inline.addChildren(element);
  return inline.plainText();
}

/** Collects the inline content of one paragraph, heading or cell. */
export class Inline {
  private readonly page: PageContext;
  private readonly runs: Run[] = [];
  /** White space that waits for the next text. */
  private space = false;
  private isSpaceInCode = false;
  private isBroken = false;
  private readonly keepsBreaks: boolean;
  private isCut = false;

  /** @param keepsBreaks - line breaks and block ends show in the Markdown (table cells) */
  constructor(page: PageContext, keepsBreaks = false) {
    this.page = page;
    this.keepsBreaks = keepsBreaks;
  }

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** Drops a separator that is left over where furniture was dropped: `1.0.0 · ` before a link to the source. */
  trim(): void {
    while (this.isCut) {
      const last = this.runs.at(-1);
      if (!last || last.style.code || last.style.link !== null) return;
      const left = last.text.replace(/[\s·|•]{1,9}$/, '');
      if (left === last.text) return;
      last.text = left;
      if (left !== '') return;
      this.runs.pop();
    }
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
    if (isChrome(element, facts)) {
      this.isCut = true;
      return;
    }
    page.anchors.see(element, page.classes);
    const {name} = element;
    if (name === 'br') this.addBreak();
    else if (name === 'img') this.addText(formulaImage(element) ?? '', style);
    else if (name === 'rp' || name === 'wbr') return;
    else if (name === 'math' || facts.names.includes('katex')) this.addText(formulaOf(element), style);
    else if (name === 'sup' || name === 'sub') this.addRaised(element, style);
    else if (name === 'q') this.addQuoted(element, style);
    else if (isBadge(element, facts)) this.addApart(element, style);
    else if (name === 'pre') this.addCode(element, style);
    else if (blockElements.has(name)) {
      this.addBreak();
      this.addChildren(element, style);
      this.addBreak();
    } else this.addChildren(element, styleOf(element, style, page));
  }

  addText(data: string, style: Style = plain): void {
    const text = data.replace(blanks, ' ');
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

  /**
   * A heading as Markdown; `null` if no link leads away from the page, since those to the heading itself say nothing.
   *
   * @param isCode - all of it is code, though the page does not mark it so
   */
  linkedMarkdown(isCode: boolean): string | null {
    const own = `${this.page.url}#`;
    const runs: Run[] = [];
    for (const run of this.runs) {
      const link = run.style.link?.startsWith(own) ? null : run.style.link;
      const style = isCode ? {...plain, code: true, link} : {...run.style, link};
      const last = runs.at(-1);
      if (last && sameStyle(last.style, style) && !run.isBreak && !last.isBreak) last.text += run.text;
      else runs.push({text: run.text, style, isBreak: run.isBreak});
    }
    if (!runs.some(({style}) => style.link !== null)) return null;
    return runsToMarkdown(runs, this.text());
  }

  /** The texts of the links, and what stands between them. */
  linkParts(): LinkParts {
    const links: string[] = [];
    let rest = '';
    let open: string | null = null;
    for (const {text, style} of this.runs) {
      if (style.link === null) rest += text;
      else if (style.link === open) links.push(`${links.pop() ?? ''}${text}`);
      else links.push(text);
      open = style.link;
    }
    return {links: links.map((link) => link.trim()), rest};
  }

  /** The label that the text begins with if it begins in bold, else `null`. */
  boldStart(): {readonly label: string; readonly rest: string} | null {
    const [first, ...others] = this.runs;
    if (!first?.style.strong || first.style.code) return null;
    return {label: first.text.trim(), rest: others.map(({text}) => text).join('')};
  }

  /** The prose as an object of the caller's making. */
  prose<T extends object>(facts: T): T & Prose {
    const {length} = this.page;
    const text = this.text();
    length.all += text.length;
    for (const run of this.runs) if (run.style.link !== null) length.inLinks += run.text.length;
    return {...facts, text, markdown: runsToMarkdown(this.runs, text)};
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
    // One name in several styles (`J<em>n</em>`) is one piece of code.
    else if (last?.style.code && style.code && last.style.link === style.link && !last.isBreak) {
      this.runs[this.runs.length - 1] = {
        ...last,
        text: last.text + text,
        style: {...plain, code: true, link: style.link},
      };
    } else this.runs.push({text, style, isBreak: false});
  }

  /** A listing where only one line of text can stand (a table cell): each of its lines is inline code. */
  private addCode(element: ElementNode, style: Style): void {
    for (const line of codeText(element, this.page).code.split('\n')) {
      this.addBreak();
      this.addText(line, {...style, code: true});
    }
    this.addBreak();
  }

  /** `2<sup>32</sup>` is not 232: digits become superscript ones, which compare equal to plain ones (NFKC). */
  private addRaised(element: ElementNode, style: Style): void {
    const raised = style.code ? null : raisedText(rawText(element, 20), element.name === 'sup');
    const link = raised === null ? null : onlyElement(element);
    if (raised === null) this.addChildren(element, style);
    else this.addText(raised, link ? styleOf(link, style, this.page) : style);
  }

  private addQuoted(element: ElementNode, style: Style): void {
    this.addText('“', style);
    this.addChildren(element, style);
    this.addText('”', style);
  }

  /** A badge beside a name is a word of its own. */
  private addApart(element: ElementNode, style: Style): void {
    if (this.runs.length > 0) this.noteSpace(style.code ? plain : style);
    this.addChildren(element, styleOf(element, style, this.page));
    this.noteSpace(plain);
  }
}

function onlyElement({children}: ElementNode): ElementNode | null {
  const [child] = children;
  return children.length === 1 && child !== undefined && typeof child !== 'string' ? child : null;
}

const badges = /^(?:stab|badge|tsd-tag|sd-badge|sl-badge|rp-badge|vpbadge|label|tag|chip|pill)$/;

function isBadge({name}: ElementNode, {names}: ClassFacts): boolean {
  return (name === 'span' || name === 'code') && names.some((one) => badges.test(one));
}

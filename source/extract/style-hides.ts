import type {ClassFacts} from './class-facts.ts';
import {type ElementNode, eachElement, rawText} from './tree.ts';

/** What the page's own style sheets hide, as far as simple selectors (`.a`, `#b`, `p.c`) say it. */
export type StyleHides = {readonly reasonFor: (element: ElementNode, facts: ClassFacts) => string | null};

/** Style sheets are read up to this many characters a page. */
const maxSheetLength = 200_000;

export function readStyleHides(root: ElementNode): StyleHides {
  const reasons = new Map<string, string>();
  let budget = maxSheetLength;
  eachElement(root, (element) => {
    if (element.name !== 'style' || budget <= 0) return undefined;
    const sheet = rawText(element).slice(0, budget);
    budget -= sheet.length;
    readSheet(sheet, reasons);
    return false;
  });
  return {
    reasonFor({name, attributes}, facts) {
      if (reasons.size === 0) return null;
      const id = attributes.id ? reasons.get(`#${attributes.id}`.toLowerCase()) : undefined;
      if (id) return id;
      for (const one of facts.names) {
        const reason = reasons.get(`.${one}`) ?? reasons.get(`${name}.${one}`);
        if (reason) return reason;
      }
      return reasons.get(name) ?? null;
    },
  };
}

/** Rules at the top level only: what stands in `@media print` says nothing about the screen. */
function readSheet(sheet: string, reasons: Map<string, string>): void {
  const css = withoutComments(sheet);
  let depth = 0;
  let start = 0;
  let selector = '';
  for (let index = 0; index < css.length; index++) {
    const character = css.charCodeAt(index);
    if (character === 123) {
      if (depth++ === 0) selector = css.slice(start, index);
      start = index + 1;
    } else if (character === 125) {
      depth = Math.max(0, depth - 1);
      if (depth === 0) noteRule(selector, css.slice(start, index), reasons);
      start = index + 1;
    } else if (character === 59 && depth === 0) start = index + 1;
  }
}

function withoutComments(css: string): string {
  let text = '';
  for (let at = 0; ; ) {
    const open = css.indexOf('/*', at);
    if (open < 0) return text + css.slice(at);
    text += css.slice(at, open);
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return text;
    at = close + 2;
  }
}

function noteRule(selectors: string, declarations: string, reasons: Map<string, string>): void {
  if (selectors.includes('@') || declarations.includes('{')) return;
  const reason = hidesByStyle(declarations);
  for (const one of selectors.split(',')) {
    const selector = one.trim().toLowerCase();
    if (!simpleSelector.test(selector)) continue;
    if (reason) reasons.set(selector, reason);
    else if (/display\s{0,9}:/i.test(declarations)) reasons.delete(selector);
  }
}

const simpleSelector = /^(?:[a-z][a-z0-9]{0,15})?(?:[.#][\w-]{1,80})?$/;

/** Why a list of declarations hides what it is applied to, or `null`. */
export function hidesByStyle(declarations: string): string | null {
  const style = `;${declarations.slice(0, 4000).toLowerCase().replace(/\s+/g, '')};`;
  for (const [reason, pattern] of patterns) if (pattern.test(style)) return reason;
  if (isMoved(style)) return 'off-screen';
  return hasItsBackgroundColour(style) ? 'same-colour' : null;
}

const end = '(?:!important)?;';
const zero = '0*\\.?0*(?:px|r?em|pt|%|vh|vw)?';
const patterns: readonly (readonly [string, RegExp])[] = [
  ['display-none', new RegExp(`;display:none${end}`)],
  ['visibility-hidden', new RegExp(`;visibility:(?:hidden|collapse)${end}`)],
  ['transparent', new RegExp(`;opacity:${zero}${end}`)],
  ['font-size-zero', new RegExp(`;font-size:(?:${zero}|[01](?:\\.\\d{1,4})?px)${end}`)],
  [
    'clipped',
    /;clip:rect\((?:0|1px)(?:px)?[, ]?(?:0|1px)|;clip-path:(?:inset\((?:50|100)%|circle\(0|polygon\(0)/,
  ],
  ['off-screen', /;text-indent:-\d{3,}|;transform:(?:scale\(0|translate[xy]?\(-\d{4,})/],
];

/** Zero-sized boxes that cut their text off, and boxes placed far outside of the page. */
function isMoved(style: string): boolean {
  if (/;position:(?:absolute|fixed)/.test(style)) {
    if (/;(?:left|top|right|bottom):-\d{3,}(?:\.\d{1,9})?(?:px|r?em|pt|vw|vh|%)?/.test(style)) return true;
  }
  if (/;margin(?:-left|-top)?:-\d{4,}px/.test(style)) return true;
  if (!/;overflow(?:-[xy])?:hidden/.test(style)) return false;
  return (
    /;(?:max-)?height:(?:0|1px)(?:px|em)?(?:!important)?;/.test(style) ||
    /;(?:max-)?width:(?:0|1px)(?:px|em)?(?:!important)?;/.test(style)
  );
}

/** Transparent ink, or ink and paper of one colour; white ink with no paper named lies on a white page. */
function hasItsBackgroundColour(style: string): boolean {
  const ink = /;(?:-webkit-text-fill-)?color:([^;!]{1,40})/.exec(style)?.[1];
  if (!ink) return false;
  const colour = plainColour(ink);
  if (colour === 'transparent') return !/background-clip:text/.test(style);
  const paper = /;background(?:-color)?:([^;!]{1,200})/.exec(style)?.[1];
  if (paper === undefined) return false;
  return plainColour(paper) === colour;
}

function plainColour(value: string): string {
  if (/^rgba\(.{1,30},0(?:\.0{1,4})?\)$/.test(value)) return 'transparent';
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(value);
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  if (value === 'white' || value === 'rgb(255,255,255)') return '#ffffff';
  if (value === 'black' || value === 'rgb(0,0,0)') return '#000000';
  return value;
}

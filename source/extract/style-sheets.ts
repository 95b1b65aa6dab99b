import type {ClassReader} from './class-facts.ts';
import {
  cascade,
  type Declarations,
  type Declared,
  readDeclarations,
  withoutComments,
} from './declarations.ts';
import {hidingReason} from './hiding-declarations.ts';
import type {Tree} from './parse.ts';
import {matches, readSelector, type Selector, SelectorIndex} from './selectors.ts';
import {detach, type ElementNode, rawText} from './tree.ts';

type Rule = {readonly selector: Selector; readonly order: number; readonly declarations: Declarations};

type Sheets = {
  readonly declaredFor: DeclaredFor;
  /** True if a rule is about all elements of a name. */
  readonly byName: boolean;
};

/** What the page declares for an element, in its style sheets and in its `style`. */
export type DeclaredFor = (element: ElementNode) => Declarations;

/** Style sheets are read up to this many characters a page, and this many selectors. */
const maxSheetLength = 200_000;
const maxRules = 5000;
const nothing: Declarations = new Map();

/** Reads the embedded style sheets of a page. */
export function readSheets({noted}: Tree, classes: ClassReader): Sheets {
  const index = indexOf(textOf(noted.filter(({name}) => name === 'style')));
  const inlines = new Map<string, Declarations>();
  const cascades = new Map<string, Declarations>();
  const declaredFor: DeclaredFor = (element) => {
    const {style} = element.attributes;
    const inline = style ? remembered(inlines, style, () => readDeclarations(style)) : nothing;
    const candidates = index === null ? noRules : index.candidates(element, classes(element).names);
    if (candidates.length === 0) return inline;
    const found = candidates.filter(({selector}) => matches(element, selector, classes));
    if (found.length === 0) return inline;
    const key = `${found.map(({order}) => order).join()};${style ?? ''}`;
    return remembered(cascades, key, () => {
      found.sort((one, other) => one.selector.weight - other.selector.weight || one.order - other.order);
      return cascade([...found.map(({declarations}) => declarations), inline]);
    });
  };
  return {declaredFor, byName: index?.byName ?? false};
}

/** The pages of a site have their sheets in common. */
const maxIndexes = 16;
const indexes = new Map<string, SelectorIndex<Rule> | null>();

/** The rules that can hide something, by what they are about; `null` without any. */
function indexOf(sheets: string): SelectorIndex<Rule> | null {
  if (sheets === '') return null;
  let index = indexes.get(sheets);
  if (index === undefined) {
    index = makeIndex(rulesOf(sheets));
    if (indexes.size >= maxIndexes) indexes.clear();
    indexes.set(detach(sheets), index);
  }
  return index;
}

function makeIndex(rules: readonly Rule[]): SelectorIndex<Rule> | null {
  const hiding = new Set(
    rules.flatMap(({declarations}) => [...declarations].filter(hidesAlone).map(([name]) => name)),
  );
  const index = new SelectorIndex<Rule>();
  let size = 0;
  for (const {selector, order, declarations} of rules) {
    // `display: block` counts only where another rule says `none`.
    const left = new Map([...declarations].filter(([name]) => hiding.has(name) || acting.has(name)));
    if (left.size === 0) continue;
    index.add(selector, {selector, order, declarations: left});
    size++;
  }
  return size === 0 ? null : index;
}

/** The text of some sheets, each ended even if a block or comment in it is left open. */
function textOf(sheets: readonly ElementNode[]): string {
  let text = '';
  for (const sheet of sheets) {
    if (text.length >= maxSheetLength) break;
    const one = withoutComments(rawText(sheet, maxSheetLength));
    text += one + '}'.repeat(Math.min(9, openBlocks(one)));
  }
  return text.slice(0, maxSheetLength);
}

function openBlocks(sheet: string): number {
  let open = 0;
  for (let index = 0; index < sheet.length; index++) {
    const character = sheet.charCodeAt(index);
    if (character === opening) open++;
    else if (character === closing && open > 0) open--;
  }
  return open;
}

const noRules: readonly Rule[] = [];
/** Styles and combinations of rules that are kept, so that equal elements cost nothing. */
const maxKnown = 2000;

function remembered(known: Map<string, Declarations>, key: string, make: () => Declarations): Declarations {
  let declarations = known.get(key);
  if (declarations === undefined) {
    declarations = make();
    if (known.size >= maxKnown) known.clear();
    known.set(key, declarations);
  }
  return declarations;
}

/** Properties that hide only together with others, or by what is around. */
const acting = new Set(
  'position overflow overflow-x overflow-y color -webkit-text-fill-color background background-color background-image background-clip -webkit-background-clip'.split(
    ' ',
  ),
);

/** True if a declaration hides something, at least together with a fitting `position` or `overflow`. */
function hidesAlone([name, one]: readonly [string, Declared]): boolean {
  return hidingReason(new Map([...helpers, [name, one]])) !== null;
}

const helpers: Declarations = new Map([
  ['position', {value: 'absolute', important: false}],
  ['overflow', {value: 'hidden', important: false}],
]);

function rulesOf(sheets: string): Rule[] {
  const rules: Rule[] = [];
  for (const {selectors, body} of rulesIn(sheets)) {
    const declarations = readDeclarations(body);
    if (declarations.size === 0) continue;
    for (const one of selectors.split(',', 200)) {
      const selector = rules.length < maxRules ? readSelector(one) : null;
      if (selector) rules.push({selector, order: rules.length, declarations});
    }
  }
  return rules;
}

/** Rules that hold on every screen: `@media print` and `(max-width: ...)` say nothing about the page as it opens. */
function* rulesIn(css: string): Generator<{readonly selectors: string; readonly body: string}> {
  let start = 0;
  for (let index = 0; index < css.length; index++) {
    const character = css.charCodeAt(index);
    if (character === semicolon || character === closing) start = index + 1;
    if (character !== opening) continue;
    const prelude = css.slice(start, index).trim();
    start = index + 1;
    if (everywhere.test(prelude)) continue;
    const end = closingOf(css, index);
    const body = css.slice(index + 1, end);
    if (!prelude.startsWith('@') && !body.includes('{')) yield {selectors: prelude, body};
    index = end;
    start = end + 1;
  }
}

const opening = 123;
const closing = 125;
const semicolon = 59;
const everywhere = /^@(?:media\s{1,9}(?:screen|all|only screen)\s{0,9}$|layer\b|supports\b)/i;

/** Where a block ends; one that is never closed ends with the sheet. */
function closingOf(css: string, open: number): number {
  let depth = 0;
  for (let index = open; index < css.length; index++) {
    const character = css.charCodeAt(index);
    if (character === opening) depth++;
    else if (character === closing && --depth === 0) return index;
  }
  return css.length;
}

import type {ClassFacts} from './class-facts.ts';
import {Inline, plainTextOf} from './inline.ts';
import {plain} from './inline-style.ts';
import type {Block, Prose} from './page.ts';
import type {Place} from './place.ts';
import {codeSpan} from './runs.ts';
import type {Child, ElementNode} from './tree.ts';
import type {Walker} from './walker.ts';

type Group = {readonly terms: ElementNode[]; readonly texts: ElementNode[]};

/**
 * A list of terms. Terms with an id (API signatures, options) become sections, each ended by its description; others become
 * definitions.
 */
export function definitionList(list: ElementNode, place: Place, walker: Walker): void {
  const {classes} = walker.page;
  const isPlain = classes(list).names.some((name) => plainLists.has(name));
  for (const part of partsOf(list)) {
    if (!isGroup(part)) walker.flowAll([part], place);
    else if (place.sections && !isPlain && part.terms.some(isSignature))
      signature(part.terms, part.texts, place, walker);
    else if (place.sections && part.texts.some(({holdsHeading}) => holdsHeading))
      unrolled(part, place, walker);
    else walker.add(place, definition(part.terms, part.texts, place, walker));
  }
}

/** Haddock's declarations: a paragraph with the signature, what it means below. */
export function isDeclaration(element: ElementNode, {names}: ClassFacts): boolean {
  return names.includes('top') && /^src(?:\s|$)/.test(firstElement(element)?.attributes.class ?? '');
}

export function declaration(element: ElementNode, place: Place, walker: Walker): void {
  const term = firstElement(element);
  const text = element.children.filter((child) => child !== term);
  if (!term || !place.sections) walker.flow(element, place);
  else signature([term], text, place, walker);
}

function firstElement({children}: ElementNode): ElementNode | undefined {
  return children.find((child): child is ElementNode => typeof child !== 'string');
}

const plainLists = new Set(['glossary', 'footnote', 'citation', 'field-list', 'footnotes']);

function isSignature(term: ElementNode): boolean {
  return Boolean(term.attributes.id);
}

function isCodeTerm(term: ElementNode, {page}: Walker): boolean {
  return page.classes(term).names.some((name) => name === 'sig' || name === 'sig-object');
}

/** `dt` and `dd` in their groups; `div` wrappers are looked through, anything else is kept as it is. */
function* partsOf(list: ElementNode): Generator<Group | ElementNode> {
  let group: Group = {terms: [], texts: []};
  const filled = () => group.terms.length > 0 || group.texts.length > 0;
  for (const child of list.children) {
    if (typeof child === 'string') continue;
    if (child.name === 'dt') {
      if (group.texts.length > 0) {
        yield group;
        group = {terms: [], texts: []};
      }
      group.terms.push(child);
    } else if (child.name === 'dd') group.texts.push(child);
    else {
      if (filled()) yield group;
      group = {terms: [], texts: []};
      if (child.name === 'div' && child.children.some(isTerm)) yield* partsOf(child);
      else yield child;
    }
  }
  if (filled()) yield group;
}

function isTerm(child: ElementNode | string): boolean {
  return typeof child !== 'string' && child.name === 'dt';
}

function isGroup(part: Group | ElementNode): part is Group {
  return 'terms' in part;
}

function signature(
  terms: readonly ElementNode[],
  contents: readonly Child[],
  place: Place,
  walker: Walker,
): void {
  const {anchors, classes} = walker.page;
  const [first, ...others] = terms;
  if (!first || !place.sections) return;
  const near = anchors.snapshot();
  const inline = new Inline(walker.page);
  inline.addChildren(first);
  const heading = inline.plainText();
  if (heading === '') {
    walker.add(place, definition(terms, contents, place, walker));
    return;
  }
  const anchor = anchors.of(first, classes, near);
  const close = place.sections.openSignature(heading, anchor, inline.linkedMarkdown(true));
  const inner: Place = {...place, item: null};
  for (const other of others) {
    const text = codeSpan(plainTextOf(other, walker.page));
    if (text) inner.add({type: 'paragraph', depth: place.depth, text, markdown: text});
  }
  walker.flowAll(contents, inner);
  close();
}

/** A description with headings of its own: they open sections, so the term can only be a paragraph before them. */
function unrolled({terms, texts}: Group, place: Place, walker: Walker): void {
  walker.flowAll([...terms, ...texts], place);
}

function definition(
  terms: readonly ElementNode[],
  contents: readonly Child[],
  place: Place,
  walker: Walker,
): Block {
  const made: Prose[] = [];
  for (const term of terms) {
    const inline = new Inline(walker.page);
    // A signature that nothing can link to is a signature all the same.
    if (isCodeTerm(term, walker)) inline.addText(plainTextOf(term, walker.page), {...plain, code: true});
    else inline.addElement(term);
    if (!inline.isEmpty) made.push(inline.prose({}));
  }
  return {
    type: 'definition',
    depth: place.depth,
    terms: made,
    blocks: walker.blocksOf(contents, place.depth),
  };
}

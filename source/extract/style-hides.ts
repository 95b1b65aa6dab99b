import type {ClassReader} from './class-facts.ts';
import {type Colour, colourOf, isSameColour, isTransparent, white} from './colours.ts';
import type {Declarations} from './declarations.ts';
import {hidingReason} from './hiding-declarations.ts';
import type {Tree} from './parse.ts';
import {type DeclaredFor, readSheets} from './style-sheets.ts';
import type {ElementNode} from './tree.ts';

/** What the style of a page hides: `style` attributes and its own style sheets. */
export type StyleHides = {
  /** True if an element may be hidden for its name or its place alone. */
  readonly byName: boolean;
  readonly reasonFor: (element: ElementNode) => string | null;
};

/** How far up the page a class may tell of dark paper. */
const maxSteps = 40;

export function readStyleHides(tree: Tree, classes: ClassReader): StyleHides {
  const {declaredFor, byName} = readSheets(tree, classes);
  const reasons = new WeakMap<Declarations, string | null>();
  const reasonOf = (declared: Declarations): string | null => {
    let reason = reasons.get(declared);
    if (reason === undefined) {
      reason = hidingReason(declared);
      reasons.set(declared, reason);
    }
    return reason;
  };
  const inkAround = inherited(declaredFor, inkOf);
  const paperAround = inherited(declaredFor, paperOf);

  /** Transparent ink, or ink and paper of one colour, each from the element itself or from what is around it. */
  const isInvisible = (element: ElementNode, declared: Declarations): boolean => {
    const ownInk = inkOf(element, declared);
    const ownPaper = paperOf(element, declared);
    if (ownInk === null && ownPaper === null) return false;
    const ink = ownInk ?? inkAround(element.parent);
    if (ink === null || ink === 'unknown') return false;
    if (isTransparent(ink)) return !isClippedToText(declared);
    const paper = ownPaper ?? paperAround(element.parent);
    if (paper === 'unknown') return false;
    if (paper !== null) return isSameColour(ink, paper);
    return isSameColour(ink, white) && !mayBeDark(element, classes);
  };

  return {
    byName,
    reasonFor(element) {
      const declared = declaredFor(element);
      if (declared.size === 0 && inkAttribute(element) === undefined && !element.attributes.bgcolor)
        return null;
      return reasonOf(declared) ?? (isInvisible(element, declared) ? 'same-colour' : null);
    },
  };
}

type Read = (element: ElementNode, declared: Declarations) => Seen;

/** The colour of an element or else of the nearest one above that has one; worked out once for each. */
function inherited(declaredFor: DeclaredFor, read: Read): (element: ElementNode | null) => Seen {
  const known = new Map<ElementNode, Seen>();
  return function colour(element): Seen {
    if (!element) return null;
    let seen = known.get(element);
    if (seen === undefined) {
      seen = read(element, declaredFor(element)) ?? colour(element.parent);
      known.set(element, seen);
    }
    return seen;
  };
}

type Seen = Colour | 'unknown' | null;

function inkOf(element: ElementNode, declared: Declarations): Seen {
  const value =
    declared.get('-webkit-text-fill-color')?.value ?? declared.get('color')?.value ?? inkAttribute(element);
  if (value === undefined || value === 'inherit' || value === 'currentcolor') return null;
  return colourOf(value) ?? 'unknown';
}

/** `<font color>`, `<body text>`. */
function inkAttribute({name, attributes}: ElementNode): string | undefined {
  if (name === 'font') return attributes.color;
  return name === 'body' ? attributes.text : undefined;
}

function paperOf({attributes}: ElementNode, declared: Declarations): Seen {
  if (declared.has('background-image')) return 'unknown';
  const value = (declared.get('background-color') ?? declared.get('background'))?.value ?? attributes.bgcolor;
  if (value === undefined || value === 'none' || value === 'inherit') return null;
  const colour = colourOf(value);
  return colour && isTransparent(colour) ? null : (colour ?? 'unknown');
}

function isClippedToText(declared: Declarations): boolean {
  const clip = declared.get('background-clip') ?? declared.get('-webkit-background-clip');
  return clip?.value === 'text' || /\btext\b/.test(declared.get('background')?.value ?? '');
}

/** A class may give white ink the dark paper that we do not see. */
function mayBeDark(element: ElementNode, classes: ClassReader): boolean {
  if (element.attributes.class) return true;
  let node = element.parent;
  for (let steps = 0; node && steps < maxSteps; steps++) {
    if (classes(node).names.some((name) => darkClass.test(name))) return true;
    node = node.parent;
  }
  return false;
}

const darkClass =
  /(?:^|[-_])(?:dark|black|night|inverse|inverted|hero|jumbotron|banner|badge|label|btn|button|bg|primary|terminal|console)(?:$|[-_])/;

import {detach} from './tree.ts';
import {
  blockElements,
  closesParagraph,
  endsForeign,
  headingElements,
  type ImpliedEnd,
  impliedEnds,
  notedElements,
  rawElements,
  voidElements,
} from './tree-rules.ts';

/** All that the builder of the tree needs to know about a tag name, worked out once. */
export type Tag = {
  /** In lower case. */
  readonly name: string;
  readonly isVoid: boolean;
  readonly isBlock: boolean;
  readonly isHeading: boolean;
  readonly isNoted: boolean;
  /** Text in it is taken as it stands. */
  readonly isRaw: boolean;
  /** `svg` and `math`, where `/>` closes. */
  readonly isForeign: boolean;
  readonly endsForeign: boolean;
  readonly closesParagraph: boolean;
  readonly implied: ImpliedEnd | null;
};

/** Pages use some fifty; hostile ones do not fill the memory. */
const maxKnown = 1000;
const known = new Map<string, Tag>();

/** @param spelling - the name as written */
export function tagOf(spelling: string): Tag {
  let tag = known.get(spelling);
  if (tag === undefined) {
    const own = detach(spelling);
    tag = tagNamed(own.toLowerCase());
    if (known.size >= maxKnown) known.clear();
    known.set(own, tag);
  }
  return tag;
}

function tagNamed(name: string): Tag {
  return {
    name,
    isVoid: voidElements.has(name),
    isBlock: blockElements.has(name),
    isHeading: headingElements.has(name),
    isNoted: notedElements.has(name),
    isRaw: rawElements.has(name),
    isForeign: name === 'svg' || name === 'math',
    endsForeign: endsForeign.has(name),
    closesParagraph: closesParagraph.has(name),
    implied: impliedEnds.get(name) ?? null,
  };
}

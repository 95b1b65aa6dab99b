import type {Block} from './page.ts';
import type {Sections} from './sections.ts';

/** Where blocks go: into the sections of the page, or into a block that holds others. */
export type Place = {
  /** Nesting in lists, 0 outside of one. */
  readonly depth: number;
  /** `null` inside of a block that holds others: there headings open no section. */
  readonly sections: Sections | null;
  readonly add: (block: Block) => void;
  /** Set while a list item waits for its first text. */
  item: {readonly ordinal: number | null} | null;
};

export function topPlace(sections: Sections): Place {
  return {depth: 0, sections, add: (block) => sections.add(block), item: null};
}

/** A place inside of a block; its blocks are gathered in `blocks`. */
export function innerPlace(depth: number, blocks: Block[]): Place {
  return {depth, sections: null, add: (block) => void blocks.push(block), item: null};
}

/** The same place one list deeper. */
export function itemPlace(place: Place, ordinal: number | null): Place {
  return {...place, depth: place.depth + 1, item: {ordinal}};
}

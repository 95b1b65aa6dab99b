import {itemPlace, type Place} from './place.ts';
import {attribute, type ElementNode} from './tree.ts';
import type {Walker} from './walker.ts';

/** Items in order; what stands between them is kept, headings in them open sections. */
export function walkList(list: ElementNode, place: Place, walker: Walker): void {
  // Javadoc and others lay out whole sections as list items.
  if (place.sections && list.holdsHeading) {
    walker.flow(list, place);
    return;
  }
  const step = attribute(list, 'reversed') === null ? 1 : -1;
  let ordinal = list.name === 'ol' ? startOf(list, step) : null;
  for (const child of list.children) {
    if (typeof child === 'string') {
      if (child.trim() !== '') walker.flowAll([child], itemPlace(place, null));
      continue;
    }
    if (child.name !== 'li') {
      const isNested = child.name === 'ul' || child.name === 'ol';
      walker.flowAll([child], isNested ? {...place, depth: place.depth + 1, item: null} : place);
      continue;
    }
    if (ordinal !== null) ordinal = integer(attribute(child, 'value')) ?? ordinal;
    walker.flowAll([child], itemPlace(place, ordinal));
    if (ordinal !== null) ordinal += step;
  }
}

function startOf(list: ElementNode, step: number): number {
  const count = list.children.filter((child) => typeof child !== 'string' && child.name === 'li').length;
  return integer(attribute(list, 'start')) ?? (step < 0 ? count : 1);
}

function integer(text: string | null): number | null {
  return text !== null && /^\s*-?\d{1,9}\s*$/.test(text) ? Number(text) : null;
}

import type {ClassFacts} from './class-facts.ts';
import type {Prose} from './page.ts';
import type {Place} from './place.ts';
import {proseOf} from './tables.ts';
import {type ElementNode, eachElement} from './tree.ts';
import type {Walker} from './walker.ts';

const maxCells = 100_000;

/** A table that is made of `div`: by its roles, or javadoc's summaries. */
export function isGrid({name, attributes}: ElementNode, {names}: ClassFacts): boolean {
  return (
    name !== 'table' &&
    (attributes.role === 'table' || attributes.role === 'grid' || names.includes('summary-table'))
  );
}

export function walkGrid(grid: ElementNode, place: Place, walker: Walker): void {
  const rows = rowsOf(grid);
  const lines = rows.length > 0 ? rows : javadocRows(grid, walker);
  const [first] = lines;
  if (!first || first.length < 2) {
    walker.flow(grid, place);
    return;
  }
  const isHeader = first.every(
    (cell) => cell.attributes.role === 'columnheader' || isJavadocHeader(cell, walker),
  );
  const made = lines.map((cells): Prose[] => cells.map((cell) => proseOf(cell, walker)));
  const header = isHeader ? (made[0] ?? []) : [];
  walker.add(place, {
    type: 'table',
    depth: place.depth,
    caption: null,
    header,
    rows: isHeader ? made.slice(1) : made,
  });
}

function rowsOf(grid: ElementNode): ElementNode[][] {
  const rows: ElementNode[][] = [];
  let count = 0;
  eachElement(grid, (element) => {
    const {role} = element.attributes;
    if (role === 'row') rows.push([]);
    else if (role !== undefined && cells.has(role) && count++ < maxCells) {
      rows.at(-1)?.push(element);
      return false;
    }
    return undefined;
  });
  return rows.filter((row) => row.length > 0);
}

const cells = new Set(['cell', 'gridcell', 'columnheader', 'rowheader']);

/** The cells follow each other without rows; the headers tell how many make one. */
function javadocRows(grid: ElementNode, walker: Walker): ElementNode[][] {
  const all = grid.children.filter((child): child is ElementNode => typeof child !== 'string');
  const columns = all.filter((cell) => isJavadocHeader(cell, walker)).length;
  if (columns < 2 || all.length % columns !== 0 || all.length > maxCells) return [];
  return Array.from({length: all.length / columns}, (_, row) =>
    all.slice(row * columns, (row + 1) * columns),
  );
}

function isJavadocHeader(cell: ElementNode, {page}: Walker): boolean {
  return page.classes(cell).names.includes('table-header');
}

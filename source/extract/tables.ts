import {greatest} from './extremes.ts';
import {Inline} from './inline.ts';
import type {Prose} from './page.ts';
import {itemPlace, type Place} from './place.ts';
import {attribute, collapse, type ElementNode, eachElement, findElement, rawText} from './tree.ts';
import type {Walker} from './walker.ts';

const maxColumns = 100;
/** Places of a table, spanned ones too; what stands beyond is counted as removed. */
const maxPlaces = 1_000_000;

/** A table of data becomes a block; line numbers beside code become code; tables that only place things are unwrapped. */
export function walkTable(table: ElementNode, place: Place, walker: Walker): void {
  const code = codeCell(table, walker);
  if (code) {
    walker.code(code, place);
    return;
  }
  if (walker.page.classes(table.parent ?? table).names.includes('colist')) {
    callouts(table, place, walker);
    return;
  }
  const rows = rowsOf(table);
  if (isLayout(table, rows)) {
    for (const row of rows) for (const cell of row) walker.flow(cell, place);
    return;
  }
  const captionElement = findElement(table, ({name}) => name === 'caption');
  const caption = captionElement ? proseOf(captionElement, walker).text : '';
  const grid = gridOf(rows, walker);
  const headerRows = headerCount(table, rows);
  const header = grid.slice(0, headerRows).at(-1) ?? [];
  const body = grid.slice(headerRows).filter((row) => row.some(({text}) => text !== ''));
  if (body.length === 0 && header.every(({text}) => text === '')) return;
  for (const upper of grid.slice(0, Math.max(0, headerRows - 1)))
    if (upper.some(({text}) => text !== '')) body.unshift(upper);
  walker.add(place, {type: 'table', depth: place.depth, caption: caption || null, header, rows: body});
}

/** Asciidoctor explains the numbers in a listing in a table of numbers and texts. */
function callouts(table: ElementNode, place: Place, walker: Walker): void {
  for (const [index, row] of rowsOf(table).entries()) {
    const text = row.at(-1);
    if (text) walker.flowAll([text], itemPlace(place, index + 1));
  }
}

/** The cell with the code in a table of line numbers and code. */
function codeCell(table: ElementNode, {page}: Walker): ElementNode | null {
  const names = page.classes(table).names;
  const isKnown = names.some((name) => lineTables.has(name));
  const numbers = findElement(table, (one) => one.name === 'td' && page.classes(one).isCodeJunk);
  if (!isKnown && !numbers) return null;
  return (
    findElement(
      table,
      (one) => one.name === 'pre' && !page.classes(one).isCodeJunk && !isInNumbers(one, table, page.classes),
    ) ?? (isKnown || isNumbered(table, page.classes) ? table : null)
  );
}

/** Each row is a number and a line: as GitHub shows a file. */
function isNumbered(table: ElementNode, classes: Walker['page']['classes']): boolean {
  return rowsOf(table).every(
    ([number, line, ...others]) =>
      number &&
      line &&
      others.length === 0 &&
      classes(number).isCodeJunk &&
      lineCell.test(line.attributes.class ?? ''),
  );
}

const lineCell = /\bcode\b|\bblob-code\b|\bhljs-ln-code\b/;

const lineTables = new Set([
  'highlighttable',
  'rouge-table',
  'lntable',
  'hljs-ln',
  'codehilitetable',
  'highlight-table',
  'listing_frame',
]);

function isInNumbers(element: ElementNode, table: ElementNode, classes: Walker['page']['classes']): boolean {
  for (let node = element.parent; node && node !== table; node = node.parent) {
    if (classes(node).isCodeJunk || classes(node).names.includes('linenos')) return true;
  }
  return (
    !classes(element).isLine && /^[\d\s]*$/.test(rawText(element, 2000)) && rawText(element, 50).trim() !== ''
  );
}

function rowsOf(table: ElementNode): ElementNode[][] {
  const rows: ElementNode[][] = [];
  eachElement(table, (element) => {
    if (element.name === 'table') return false;
    if (element.name !== 'tr') return undefined;
    rows.push(
      element.children.filter(
        (child): child is ElementNode => typeof child !== 'string' && isCell(child.name),
      ),
    );
    return false;
  });
  return rows.filter((row) => row.length > 0);
}

function isCell(name: string): boolean {
  return name === 'td' || name === 'th';
}

function isLayout(table: ElementNode, rows: readonly (readonly ElementNode[])[]): boolean {
  const role = attribute(table, 'role');
  if (role === 'presentation' || role === 'none' || table.holdsHeading) return true;
  const widest = greatest(
    rows.map(({length}) => length),
    0,
  );
  const hasHeader = rows.some((row) => row.some(({name}) => name === 'th'));
  if (widest <= 1) return true;
  if (rows.length === 1 && !hasHeader)
    return !/\b(?:params|exception|retval|fieldtable|informaltable)\b/.test(table.attributes.class ?? '');
  const holdsTable = findElement(table, ({name}) => name === 'table') !== null;
  const holdsCode = findElement(table, ({name}) => name === 'pre') !== null;
  return (holdsTable && rows.length <= 3) || (holdsCode && rows.length <= 2 && !hasHeader);
}

/** Spanned places are filled with empty cells, so that columns stay under their headers. */
function gridOf(rows: readonly (readonly ElementNode[])[], walker: Walker): Prose[][] {
  const grid: Prose[][] = [];
  const pending: number[] = [];
  let places = 0;
  for (const row of rows) {
    if (places >= maxPlaces) {
      walker.page.removed.add('table-cell', row.length);
      continue;
    }
    const line: Prose[] = [];
    const fill = () => {
      while ((pending[line.length] ?? 0) > 0 && line.length < maxColumns) {
        pending[line.length] = (pending[line.length] ?? 0) - 1;
        line.push(empty);
      }
    };
    for (const [index, cell] of row.entries()) {
      fill();
      if (line.length >= maxColumns) {
        walker.page.removed.add('table-cell', row.length - index);
        break;
      }
      const columns = span(cell, 'colspan');
      const below = span(cell, 'rowspan') - 1;
      for (let column = 0; column < columns && line.length < maxColumns; column++) {
        if (below > 0) pending[line.length] = below;
        line.push(column === 0 ? proseOf(cell, walker) : empty);
      }
    }
    fill();
    places += line.length;
    grid.push(line);
  }
  return grid;
}

const empty: Prose = {text: '', markdown: ''};

function span(cell: ElementNode, name: string): number {
  const value = Number.parseInt(attribute(cell, name) ?? '1', 10);
  return value > 1 ? Math.min(value, name === 'colspan' ? maxColumns : 1000) : 1;
}

/** What stands in a cell, its lines and items kept apart. */
export function proseOf(cell: ElementNode, walker: Walker): Prose {
  const inline = new Inline(walker.page, true);
  inline.addElement(cell);
  return inline.prose({});
}

/** The rows of `thead`, else a first row of `th` alone. */
function headerCount(table: ElementNode, rows: readonly (readonly ElementNode[])[]): number {
  const head = table.children.find(
    (child): child is ElementNode => typeof child !== 'string' && child.name === 'thead',
  );
  if (head) {
    const count = head.children.filter((child) => typeof child !== 'string' && child.name === 'tr').length;
    if (count > 0) return count;
  }
  const first = rows[0] ?? [];
  return first.length > 1 &&
    first.every(({name, ...cell}) => name === 'th' || isBlank(cell as ElementNode)) &&
    first.some(({name}) => name === 'th')
    ? 1
    : 0;
}

function isBlank(cell: ElementNode): boolean {
  return collapse(rawText(cell, 100)) === '';
}

import type {Resolve} from './links.ts';
import {readInline} from './markdown-inline.ts';
import type {Block, Prose} from './page.ts';
import type {Place} from './place.ts';

type Table = {readonly block: Block; readonly end: number};

/** The table with a header and a rule line that begins at `start`, or `null`. */
export function readTable(
  lines: readonly string[],
  start: number,
  reading: {readonly place: Place; readonly resolve: Resolve},
): Table | null {
  const rule = lines[start + 1] ?? '';
  if (!rule.includes('-') || !rule.includes('|') || !/^[\s|:-]{3,1000}$/.test(rule)) return null;
  let end = start + 2;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end++;
  const row = (line: string) => cellsOf(line).map((cell): Prose => readInline(cell, reading.resolve));
  return {
    block: {
      type: 'table',
      depth: reading.place.depth,
      caption: null,
      header: row(lines[start] ?? ''),
      rows: lines.slice(start + 2, end).map(row),
    },
    end,
  };
}

function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/);
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

import {kindOfWord} from './admonition-kind.ts';
import {quoteAsAdmonition} from './admonitions.ts';
import type {Resolve} from './links.ts';
import type {Block, Prose} from './page.ts';
import {innerPlace, itemPlace, type Place} from './place.ts';

export type Reading = {
  readonly place: Place;
  readonly resolve: Resolve;
  /** How many containers are around; very deep ones are read as text. */
  readonly level: number;
  readonly inline: (source: string) => Prose;
  /** How many lines may still be looked through for the ends of components, so that tags without end cost no square. */
  readonly budget: {left: number};
  /** Reads HTML that stands between the lines. */
  readonly html: (source: string, place: Place) => void;
  /** Reads the lines inside of a container. */
  readonly read: (lines: readonly string[], reading: Reading) => void;
};

const item = /^(\s*)([-*+]|\d{1,9}[.)])(\s+|$)(.*)$/;
const directive = /^\s*(:{3,})\s*(\w[\w-]{0,30})\s*(?:\[([^\]]{1,200})\]|([^\]{}]{1,200}))?/;
const mkdocs = /^(?:!!!|\?\?\?\+?)\s+(\w[\w-]{0,30})(?:\s+"([^"]{0,200})")?/;

/** Reads the quote, item or admonition that begins at `start`; returns where the next block begins, `start` if there is none. */
export function readContainer(
  lines: readonly string[],
  start: number,
  reading: Reading,
  flush: () => void,
): number {
  const line = lines[start] ?? '';
  if (/^\s{0,3}>/.test(line)) {
    flush();
    return readQuote(lines, start, reading);
  }
  if (item.test(line)) {
    flush();
    return readItem(lines, start, reading);
  }
  const named = directive.exec(line) ?? mkdocs.exec(line);
  if (!named) return start;
  flush();
  const isDirective = line.trim().startsWith(':::');
  return isDirective ? readDirective(lines, start, named, reading) : readMkdocs(lines, start, named, reading);
}

/** A line that can go on with a paragraph. */
export function isText(line: string): boolean {
  return /^\s*[A-Za-z(]/.test(line);
}

function readQuote(lines: readonly string[], start: number, reading: Reading): number {
  let end = start;
  while (end < lines.length && /^\s{0,3}(?:>|[A-Za-z])/.test(lines[end] ?? '')) end++;
  const inner = lines.slice(start, end).map((line) => line.replace(/^\s{0,3}> ?/, ''));
  const {place} = reading;
  // GitHub's first form of alerts: a quote whose first line is nothing but a bold label.
  const label = /^\*\*([A-Za-z]{3,12}):?\*\*\s{0,9}$/.exec(inner[0] ?? '')?.[1];
  if (label && kindOfWord(label.toLowerCase())) {
    addAdmonition(label, null, inner.slice(1), reading);
    return end;
  }
  const blocks = innerBlocks(inner, reading);
  if (blocks.length > 0)
    place.add(quoteAsAdmonition(blocks, place.depth) ?? {type: 'quote', depth: place.depth, blocks});
  return end;
}

function readItem(lines: readonly string[], start: number, reading: Reading): number {
  const [, indent = '', marker = '-', gap = ' ', text = ''] = item.exec(lines[start] ?? '') ?? [];
  const column = indent.length + marker.length + Math.min(Math.max(gap.length, 1), 4);
  let end = start + 1;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    if (line.trim() === '') {
      if (!/^\s/.test(lines[end + 1] ?? '')) break;
      continue;
    }
    const depth = line.length - line.trimStart().length;
    if (depth <= indent.length && (lines[end - 1]?.trim() === '' || !isText(line))) break;
    if (depth <= indent.length && item.test(line)) break;
  }
  const ordinal = /^\d/.test(marker) ? Number.parseInt(marker, 10) : null;
  const inner = lines
    .slice(start + 1, end)
    .map((line) => line.slice(Math.min(column, line.length - line.trimStart().length)));
  reading.read([text, ...inner], {
    ...reading,
    place: itemPlace(reading.place, ordinal),
    level: reading.level + 1,
  });
  return end;
}

function readDirective(
  lines: readonly string[],
  start: number,
  [, colons = ':::', name = '', label, loose]: RegExpExecArray,
  reading: Reading,
): number {
  let depth = 1;
  let end = start + 1;
  for (; end < lines.length; end++) {
    const line = (lines[end] ?? '').trim();
    if (/^:{3,}$/.test(line) && (line.length === colons.length || --depth === 0)) break;
    if (/^:{3,}\s*\w/.test(line) && !line.startsWith(`${colons}:`) && line.startsWith(colons)) depth++;
  }
  addAdmonition(name, label ?? loose?.trim() ?? null, lines.slice(start + 1, end), reading);
  return end + 1;
}

function readMkdocs(
  lines: readonly string[],
  start: number,
  [, name = '', title]: RegExpExecArray,
  reading: Reading,
): number {
  let end = start + 1;
  while (end < lines.length && /^(?: {4}|\t|\s*$)/.test(lines[end] ?? '')) end++;
  addAdmonition(
    name,
    title || null,
    lines.slice(start + 1, end).map((line) => line.replace(/^(?: {4}|\t)/, '')),
    reading,
  );
  return end;
}

/** An admonition of the kind that `name` stands for; without one its lines are read as if nothing was around them. */
export function addAdmonition(
  name: string,
  title: string | null,
  lines: readonly string[],
  reading: Reading,
): void {
  const kind = kindOfWord(name.toLowerCase());
  if (!kind) {
    reading.read(lines, {...reading, level: reading.level + 1});
    return;
  }
  const blocks = innerBlocks(lines, reading);
  if (blocks.length > 0)
    reading.place.add({type: 'admonition', depth: reading.place.depth, kind, title, blocks});
}

function innerBlocks(lines: readonly string[], reading: Reading): Block[] {
  const blocks: Block[] = [];
  reading.read(lines, {...reading, place: innerPlace(reading.place.depth, blocks), level: reading.level + 1});
  return blocks;
}

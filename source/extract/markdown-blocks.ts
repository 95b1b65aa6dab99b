import {kindOfWord} from './admonition-kind.ts';
import {quoteAsAdmonition} from './admonitions.ts';
import {languageNamed} from './language.ts';
import type {Resolve} from './links.ts';
import {readInline} from './markdown-inline.ts';
import {readTable} from './markdown-table.ts';
import type {Block} from './page.ts';
import {innerPlace, itemPlace, type Place} from './place.ts';

export type Reading = {
  readonly place: Place;
  readonly resolve: Resolve;
  /** How many containers are around; very deep ones are read as text. */
  readonly level: number;
};

const maxLevel = 20;
const fence = /^\s*(`{3,}|~{3,})\s*([^`]{0,200})$/;
const item = /^(\s*)([-*+]|\d{1,9}[.)])(\s+|$)(.*)$/;
const directive = /^\s*(:{3,})\s*(\w[\w-]{0,30})\s*(?:\[([^\]]{1,200})\]|([^\]{}]{1,200}))?/;
const mkdocs = /^(?:!!!|\?\?\?\+?)\s+(\w[\w-]{0,30})(?:\s+"([^"]{0,200})")?/;

/** Reads lines of Markdown into blocks: the common constructs, without the corners of CommonMark. */
export function readBlocks(lines: readonly string[], reading: Reading): void {
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) addParagraph(paragraph.join(' '), reading);
    paragraph = [];
  };
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    const end =
      paragraph.length > 0 && isText(line) ? index : readBlock(lines, index, reading, flush, paragraph);
    if (end === index) {
      paragraph.push(line.trim());
      index++;
    } else index = end;
  }
  flush();
}

function isText(line: string): boolean {
  return /^\s*[A-Za-z(]/.test(line);
}

/** Reads the block that begins at `start`; returns where the next one begins, `start` if this is a line of text. */
function readBlock(
  lines: readonly string[],
  start: number,
  reading: Reading,
  flush: () => void,
  open: string[],
): number {
  const line = lines[start] ?? '';
  if (line.trim() === '') {
    flush();
    return start + 1;
  }
  const {place} = reading;
  const mark = fence.exec(line);
  if (mark) {
    flush();
    return readFence(lines, start, mark[1] ?? '```', mark[2] ?? '', reading);
  }
  const heading = /^\s{0,3}(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    flush();
    addHeading((heading[1] ?? '#').length, heading[2] ?? '', reading);
    return start + 1;
  }
  const underline = open.length === 1 ? /^\s{0,3}(=+|-+)\s*$/.exec(line) : null;
  if (underline) {
    const text = open.splice(0).join(' ');
    addHeading(underline[1]?.startsWith('=') ? 1 : 2, text, reading);
    return start + 1;
  }
  if (/^\s{0,3}(?:[-*_]\s*){3,60}$/.test(line)) {
    flush();
    return start + 1;
  }
  if (reading.level < maxLevel) {
    const container = readContainer(lines, start, reading, flush);
    if (container > start) return container;
  }
  if (line.includes('|') && open.length === 0) {
    const table = readTable(lines, start, reading);
    if (table) {
      place.add(table.block);
      return table.end;
    }
  }
  if (/^(?: {4}|\t)/.test(line) && open.length === 0) return readIndented(lines, start, reading);
  return start;
}

function readContainer(lines: readonly string[], start: number, reading: Reading, flush: () => void): number {
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

function addParagraph(source: string, {place, resolve}: Reading): void {
  const prose = readInline(source, resolve);
  if (prose.text === '') return;
  const {item: waiting, depth} = place;
  place.item = null;
  place.add(
    waiting
      ? {type: 'item', depth, ordinal: waiting.ordinal, ...prose}
      : {type: 'paragraph', depth, ...prose},
  );
}

function addHeading(level: number, source: string, {place, resolve}: Reading): void {
  const anchor = /\s*\{#([\w-]{1,200})\}\s*$/.exec(source);
  const {text} = readInline(source.slice(0, anchor?.index).replace(/\s#{1,6}\s*$/, ''), resolve);
  if (text === '') return;
  if (place.sections) place.sections.openHeading(level, text, anchor?.[1] ?? null);
  else place.add({type: 'paragraph', depth: place.depth, text, markdown: text});
}

function readFence(
  lines: readonly string[],
  start: number,
  mark: string,
  info: string,
  {place}: Reading,
): number {
  const indent = /^\s*/.exec(lines[start] ?? '')?.[0].length ?? 0;
  let end = start + 1;
  while (end < lines.length && !isFenceEnd(lines[end] ?? '', mark)) end++;
  const code = lines
    .slice(start + 1, end)
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)));
  place.item = null;
  if (code.some((line) => line.trim() !== '')) {
    place.add({
      type: 'code',
      depth: place.depth,
      language: languageNamed(info),
      code: code.join('\n').trimEnd(),
    });
  }
  return end + 1;
}

function isFenceEnd(line: string, mark: string): boolean {
  const text = line.trim();
  return text.length >= mark.length && text === (mark[0] ?? '`').repeat(text.length);
}

function readIndented(lines: readonly string[], start: number, {place}: Reading): number {
  let end = start;
  while (end < lines.length && /^(?: {4}|\t|\s*$)/.test(lines[end] ?? '')) end++;
  const code = lines.slice(start, end).map((line) => line.replace(/^(?: {4}|\t)/, ''));
  place.add({type: 'code', depth: place.depth, language: null, code: code.join('\n').trimEnd()});
  return end;
}

function readQuote(lines: readonly string[], start: number, reading: Reading): number {
  let end = start;
  while (end < lines.length && /^\s{0,3}(?:>|[A-Za-z])/.test(lines[end] ?? '')) end++;
  const blocks = innerBlocks(
    lines.slice(start, end).map((line) => line.replace(/^\s{0,3}> ?/, '')),
    reading,
  );
  const {place} = reading;
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
  readBlocks([text, ...inner], {
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

function addAdmonition(name: string, title: string | null, lines: readonly string[], reading: Reading): void {
  const kind = kindOfWord(name.toLowerCase());
  if (!kind) {
    readBlocks(lines, {...reading, level: reading.level + 1});
    return;
  }
  const blocks = innerBlocks(lines, reading);
  if (blocks.length > 0)
    reading.place.add({type: 'admonition', depth: reading.place.depth, kind, title, blocks});
}

function innerBlocks(lines: readonly string[], reading: Reading): Block[] {
  const blocks: Block[] = [];
  readBlocks(lines, {...reading, place: innerPlace(reading.place.depth, blocks), level: reading.level + 1});
  return blocks;
}

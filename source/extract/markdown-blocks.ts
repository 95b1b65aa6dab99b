import {kindOfLabel} from './admonition-kind.ts';
import {languageNamed} from './language.ts';
import {readComponent} from './markdown-components.ts';
import {isText, type Reading, readContainer} from './markdown-containers.ts';
import {readInline} from './markdown-inline.ts';
import {readTable} from './markdown-table.ts';
import type {Block} from './page.ts';
import {innerPlace} from './place.ts';

const maxLevel = 20;
const fence = /^\s*(`{3,}|~{3,})\s*([^`]{0,200})$/;

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
      paragraph.push(line.trim().replace(/\\$/, ''));
      index++;
    } else index = end;
  }
  flush();
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
  if (open.length > 0 && /^\s{0,3}:\s{1,9}\S/.test(line)) return readDefinition(lines, start, reading, open);
  const underline = open.length === 1 ? /^\s{0,3}(=+|-+)\s*$/.exec(line) : null;
  if (underline) {
    const text = open.splice(0).join(' ');
    addHeading(underline[1]?.startsWith('=') ? 1 : 2, text, reading);
    return start + 1;
  }
  if (/^\s{0,3}[-*_](?:[-*_ ]{2,200})$/.test(line)) {
    flush();
    return start + 1;
  }
  if (reading.level < maxLevel) {
    const component = readComponent(lines, start, reading, flush);
    if (component > start) return component;
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

/** `Term` and below it `: text`, which goes on as far as it is indented. */
function readDefinition(lines: readonly string[], start: number, reading: Reading, open: string[]): number {
  const {place} = reading;
  const terms = open.splice(0).map((term) => reading.inline(term));
  let end = start + 1;
  while (end < lines.length && /^(?: {2,}|\t|\s*$|\s{0,3}:\s)/.test(lines[end] ?? '')) end++;
  const inner = lines.slice(start, end).map((line) => line.replace(/^\s{0,3}:\s{1,3}|^(?: {1,4}|\t)/, ''));
  const blocks: Block[] = [];
  reading.read(inner, {...reading, place: innerPlace(place.depth, blocks), level: reading.level + 1});
  place.add({type: 'definition', depth: place.depth, terms, blocks});
  return end;
}

function addParagraph(source: string, {place, resolve}: Reading): void {
  const prose = readInline(source, resolve);
  if (prose.text === '') return;
  const {item: waiting, depth} = place;
  place.item = null;
  const label = waiting ? null : /^\*\*([^*]{2,40}?):?\*\*:?\s/.exec(prose.markdown);
  const kind = label?.[0].includes(':') ? kindOfLabel(label[1] ?? '') : null;
  if (kind) {
    const block: Block = {type: 'paragraph', depth, ...prose};
    place.add({type: 'admonition', depth, kind, title: null, blocks: [block]});
    return;
  }
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
    const title = /(?:^|\s)(?:title|filename|file)=["']([^"']{1,200})["']|\s\[([^\]]{1,200})\]/.exec(info);
    const text = title?.[1] ?? title?.[2];
    if (text) place.add({type: 'paragraph', depth: place.depth, label: 'title', text, markdown: text});
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

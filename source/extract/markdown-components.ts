import {kindOfWord} from './admonition-kind.ts';
import type {Reading} from './markdown-containers.ts';
import {addAdmonition} from './markdown-containers.ts';
import type {Label} from './page.ts';

type Tag = {
  readonly name: string;
  readonly attributes: string;
  /** What stands behind the tag on its last line. */
  readonly rest: string;
  /** The line after the tag. */
  readonly end: number;
};

/** Opening tag of MDX or HTML, or a `{% name %}` of GitBook and Hugo. */
const opening =
  /^\s{0,12}(?:<([A-Za-z][\w.-]{0,40})((?:\s[^<>]{0,2000})?)>|\{%\s{0,3}([a-z][\w-]{0,40})((?:\s[^%]{0,500})?)%\})(.{0,4000})$/;
const closing =
  /^\s{0,12}(?:<\/[A-Za-z][\w.-]{0,40}\s{0,3}>|\{%\s{0,3}end[a-z-]{0,40}\s{0,3}%\}|<\/?>)\s{0,20}$/;
/** Lines that only tell the builder something: imports of MDX, tables of contents, attributes of kramdown. */
const machinery =
  /^(?:import\s.{1,500}\sfrom\s+['"].{1,300}['"];?|import\s+['"].{1,300}['"];?|export\s+(?:const|default|function|let)\s.{0,500}|\[\[?(?:toc|_toc_)\]?\]|\{:?\s{0,3}[.#].{0,200}\}|<!--.{0,500}-->)\s{0,20}$/i;
const maxTagLines = 12;

/** Reads the component that begins at `start`; returns where the next block begins, `start` if there is none. */
export function readComponent(
  lines: readonly string[],
  start: number,
  reading: Reading,
  flush: () => void,
): number {
  const line = lines[start] ?? '';
  if (machinery.test(line) || closing.test(line)) {
    flush();
    return start + 1;
  }
  const tab = /^={3}[!+]?\s+"([^"]{1,200})"\s{0,20}$/.exec(line)?.[1];
  if (tab !== undefined) {
    flush();
    return readTab(lines, start, tab, reading);
  }
  const tag = tagAt(lines, start);
  if (!tag || (inlineTags.has(tag.name) && line.trimStart().startsWith('<'))) return start;
  flush();
  if (htmlBlocks.has(tag.name)) {
    const end = closeOf(lines, start, tag.name, reading);
    if (end === null) return start;
    reading.html(lines.slice(start, end + 1).join('\n'), reading.place);
    return end + 1;
  }
  return readInside(lines, start, tag, reading);
}

function readInside(lines: readonly string[], start: number, tag: Tag, reading: Reading): number {
  if (tag.attributes.trimEnd().endsWith('/')) {
    addLabel(tag, reading);
    return tag.end;
  }
  const close = closeOf(lines, start, tag.name, reading);
  const isOnOneLine = close !== null && close < tag.end;
  const inner =
    close === null || isOnOneLine
      ? [withoutClose(tag.rest)]
      : [tag.rest, ...dedented(lines.slice(tag.end, close)), withoutClose(lines[close] ?? '')];
  const kind = kindOfTag(tag);
  if (kind) addAdmonition(kind, attributeOf(tag, 'title'), inner, reading);
  else if (tag.name === 'summary') addText(withoutClose(tag.rest), 'summary', reading);
  else {
    addLabel(tag, reading);
    reading.read(inner, {...reading, level: reading.level + 1});
  }
  return close === null || isOnOneLine ? tag.end : close + 1;
}

/** A tag may go over several lines. */
function tagAt(lines: readonly string[], start: number): Tag | null {
  let text = lines[start] ?? '';
  if (!/^\s{0,12}(?:<[A-Za-z]|\{%)/.test(text)) return null;
  for (let end = start + 1; end <= start + maxTagLines; end++) {
    const found = opening.exec(text);
    if (found) {
      const [, element, attributes, block, parameters, rest] = found;
      return {
        name: element ?? block ?? '',
        attributes: attributes || parameters || '',
        rest: rest ?? '',
        end,
      };
    }
    if (text.length > 2000 || end >= lines.length) return null;
    text += ` ${(lines[end] ?? '').trim()}`;
  }
  return null;
}

/** The line that closes what opens at `start`, or `null`. */
function closeOf(lines: readonly string[], start: number, name: string, {budget}: Reading): number | null {
  const open = new RegExp(`<${name}(?=[\\s>/])|\\{%\\s{0,3}${name}\\b`, 'g');
  const close = new RegExp(`</${name}\\s{0,3}>|\\{%\\s{0,3}end${name}\\b`, 'g');
  let depth = 0;
  let inFence = false;
  for (let index = start; index < lines.length; index++) {
    if (budget.left-- <= 0) return null;
    const line = lines[index] ?? '';
    if (/^\s{0,12}(?:```|~~~)/.test(line)) inFence = !inFence;
    if (inFence) continue;
    depth += (line.match(open)?.length ?? 0) - (line.match(close)?.length ?? 0);
    if (depth <= 0) return index > start || close.test(line) ? index : null;
  }
  return null;
}

function withoutClose(line: string): string {
  return line
    .replace(/(?:<\/[A-Za-z][\w.-]{0,40}\s{0,3}>|\{%\s{0,3}end[\w-]{0,40}\s{0,3}%\})\s{0,20}$/, '')
    .trim();
}

function dedented(lines: readonly string[]): string[] {
  const depths = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths, 40);
  return lines.map((line) => line.slice(Math.min(depth, line.length - line.trimStart().length)));
}

function kindOfTag(tag: Tag): string | null {
  const name = tag.name.toLowerCase();
  if (callouts.has(name)) {
    return attributeOf(tag, 'type') ?? attributeOf(tag, 'style') ?? attributeOf(tag, 'kind') ?? 'note';
  }
  return /^[A-Z]/.test(tag.name) && admonitions.has(name) && kindOfWord(name) ? name : null;
}

/** `label="npm"`, `title="Step"`, the name of a parameter. */
function addLabel(tag: Tag, reading: Reading): void {
  const isField = /(?:param|response|property)?field$|^property$/i.test(tag.name);
  const names = isField ? ['path', 'query', 'body', 'header', 'name'] : ['label', 'title', 'summary'];
  const text = names.map((name) => attributeOf(tag, name)).find(Boolean);
  if (!text) return;
  const type = isField ? attributeOf(tag, 'type') : null;
  addText(type ? `\`${text}\` ${type}` : text, labelOf(tag.name.toLowerCase()), reading);
}

function labelOf(name: string): Label {
  if (/^tab(?:item|panel)?$|tabs?-?item$/.test(name)) return 'tab';
  return /accordion|details|expandable|collapse/.test(name) ? 'summary' : 'title';
}

function readTab(lines: readonly string[], start: number, label: string, reading: Reading): number {
  let end = start + 1;
  while (end < lines.length && /^(?: {4}|\t|\s*$)/.test(lines[end] ?? '')) end++;
  addText(label, 'tab', reading);
  const inner = lines.slice(start + 1, end).map((line) => line.replace(/^(?: {4}|\t)/, ''));
  reading.read(inner, {...reading, level: reading.level + 1});
  return end;
}

function addText(source: string, label: Label, {place, inline}: Reading): void {
  const prose = inline(source);
  if (prose.text !== '') place.add({type: 'paragraph', depth: place.depth, label, ...prose});
}

function attributeOf({attributes}: Tag, name: string): string | null {
  const found = new RegExp(
    `(?:^|\\s)${name}=(?:"([^"]{0,300})"|'([^']{0,300})'|\\{["'\`]([^"'\`]{0,300})["'\`]\\})`,
  ).exec(attributes);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}

const callouts = new Set(['callout', 'admonition', 'aside', 'hint', 'alert', 'callouts']);
const admonitions = new Set([
  'note',
  'warning',
  'tip',
  'info',
  'danger',
  'caution',
  'important',
  'check',
  'error',
  'success',
]);
const htmlBlocks = new Set([
  'table',
  'dl',
  'ul',
  'ol',
  'pre',
  'figure',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'p',
]);
const inlineTags = new Set(
  'a abbr b bdi bdo big br cite code del dfn em font i img input ins kbd mark q s samp small span strike strong sub sup tt u var wbr button label picture'.split(
    ' ',
  ),
);

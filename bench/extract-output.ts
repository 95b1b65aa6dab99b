import {addShingles, wordsOf} from './extract-words.ts';

/** A Markdown text, read for what can be compared. */
export type Output = {
  /** Bodies of fences without the indentation and quote marks of what they stand in. */
  readonly fences: readonly {readonly language: string; readonly lines: readonly string[]}[];
  readonly lines: readonly string[];
  /** Rows of tables with a delimiter row, as the words of their cells. */
  readonly rows: readonly (readonly string[])[];
  readonly headings: readonly string[];
  readonly links: ReadonlySet<string>;
  readonly shingles: ReadonlySet<string>;
  readonly hasPermalinkSign: boolean;
};

const container = /^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*/;
const delimiterRow = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/;
/** `](target "title")`, one pair of parentheses allowed in the target. */
const linkTail =
  /\]\(\s*(<[^>\n]{0,2000}>|(?:[^()\s]|\([^()\s]{0,500}\)){0,2000})(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\s*\)/g;
const image = /!\[[^\]]{0,2000}\]\([^)\n]{0,4000}\)/g;
const tag =
  /<\/?(?:a|abbr|b|blockquote|br|caption|cite|code|colgroup|col|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|samp|section|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?:\s[^<>]{0,2000})?\/?>/gi;
const permalinkSign = /¶|🔗|\[(?:#|§|\u200b|)\]\((?!\s*\))|direct link to|permalink/i;

export function readOutput(markdown: string): Output {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const fences: {language: string; lines: string[]}[] = [];
  const rows: string[][] = [];
  const headings: string[] = [];
  const links = new Set<string>();
  const prose: string[] = [];
  let hasPermalinkSign = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const prefix = container.exec(line)?.[0] ?? '';
    const body = line.slice(prefix.length);
    const fence = /^(`{3,}|~{3,})([^`]*)$/.exec(body);
    if (fence) {
      const end = fenceEnd(lines, at, fence[1] ?? '```');
      const inner = lines.slice(at + 1, end).map((text) => withoutPrefix(text, prefix.length));
      fences.push({
        language:
          (fence[2] ?? '')
            .trim()
            .split(/[\s{,]/, 1)[0]
            ?.toLowerCase() ?? '',
        lines: inner,
      });
      prose.push(...inner);
      at = end;
      continue;
    }
    for (const [, to = ''] of body.matchAll(linkTail)) links.add(plainTarget(to));
    for (const [, to = ''] of body.matchAll(/<(https?:\/\/[^\s<>]{1,2000})>/g)) links.add(plainTarget(to));
    const text = plain(body);
    const heading = /^#{1,6}\s+/.exec(body);
    if (heading) {
      headings.push(wordsOf(plain(body.slice(heading[0].length))).join(' '));
      if (permalinkSign.test(body) || /\s#$/.test(body)) hasPermalinkSign = true;
    } else if (/^(?:=+|-+)$/.test(body) && (lines[at - 1] ?? '').trim() !== '') {
      headings.push(wordsOf(plain((lines[at - 1] ?? '').replace(container, ''))).join(' '));
    } else if (body.includes('¶')) hasPermalinkSign = true;
    if (body.includes('|') && delimiterRow.test(body.trim())) addRows(lines, at, rows);
    prose.push(text);
  }
  const shingles = new Set<string>();
  addShingles(wordsOf(prose.join('\n')), shingles);
  return {fences, lines, rows, headings, links, shingles, hasPermalinkSign};
}

function fenceEnd(lines: readonly string[], start: number, mark: string): number {
  for (let at = start + 1; at < lines.length; at += 1) {
    const body = (lines[at] ?? '').replace(/^[ \t>]*/, '').trimEnd();
    if (body.length >= mark.length && body === (mark[0] ?? '`').repeat(body.length)) return at;
  }
  return lines.length;
}

/** Takes up to `length` blanks and quote marks away. */
function withoutPrefix(line: string, length: number): string {
  let at = 0;
  while (at < length && (line[at] === ' ' || line[at] === '>' || line[at] === '\t')) at += 1;
  return line.slice(at);
}

/** The row above the delimiter row, and those below. */
function addRows(lines: readonly string[], delimiter: number, rows: string[][]): void {
  rows.push(cellsOf(lines[delimiter - 1] ?? ''));
  for (let at = delimiter + 1; at < lines.length && (lines[at] ?? '').includes('|'); at += 1) {
    rows.push(cellsOf(lines[at] ?? ''));
  }
}

function cellsOf(line: string): string[] {
  const cells = line.replace(/^[ \t>]*/, '').split(/(?<!\\)\|/);
  return cells.map((cell) => wordsOf(plain(cell)).join(' ')).filter(Boolean);
}

/** The text of a line: code spans as they are; elsewhere without targets of links, pictures, tags and entities. */
function plain(line: string): string {
  const bare = line.replace(image, ' ').replace(linkTail, '');
  return bare
    .split(/((?<!`)(`{1,5})(?!`)[^\n]{0,5000}?(?<!`)\2(?!`))/)
    .map((part, index) => (index % 3 === 0 ? withoutTags(part) : index % 3 === 1 ? part : ''))
    .join('');
}

function withoutTags(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(tag, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** Addresses are compared without the escapes of Markdown and of addresses. */
export function plainTarget(to: string): string {
  const target = to
    .replace(/^<|>$/g, '')
    .replaceAll('&amp;', '&')
    .replace(/\\([\\_*()[\]~`#.-])/g, '$1');
  const href = URL.canParse(target) ? new URL(target).href : target;
  return href.replace(/%[0-9a-f]{2}/gi, (code) =>
    Number.parseInt(code.slice(1), 16) < 0x80
      ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
      : code,
  );
}

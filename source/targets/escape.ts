import {codeSpan, spanContent} from './code-span.ts';
import {type Hosts, safeUrl} from './links.ts';

/**
 * Makes one line of prose from a page harmless in a file that an assistant obeys. Outside of code spans:
 * `@token` (an import in some readers) and foreign addresses become code spans, `!` never touches a backtick,
 * `$ARGUMENTS` and `$1` are escaped, tags and comments are spelled out, images lose their picture, links to
 * hosts that were not crawled lose their address. Code spans keep their content. Line breaks become blanks;
 * invisible and control characters go.
 *
 * @param text - inline code stands in backticks; a backslash is a backslash
 */
export function escapeInline(text: string, hosts: Hosts): string {
  return pieces(clean(text))
    .flatMap((piece) => (piece.as === 'code' ? [piece] : escapeText(piece.text, hosts)))
    .reduce(append, '');
}

/** {@link escapeInline} for text that begins a Markdown block: it cannot become a heading, a rule or a list. */
export function escapeBlock(text: string, hosts: Hosts): string {
  const line = escapeInline(text, hosts);
  if (/^(?:#{1,6}(?:\s|$)|>|~~~|\||=+\s*$|[-+*](?:\s|$)|(?:[-*_]\s*){3,200}$)/.test(line)) return `\\${line}`;
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Text that is shown as it is, cut at `length` characters (code points). */
export function cut(text: string, length: number): string {
  const line = clean(text);
  if (line.length <= length) return line;
  const characters = [...line.slice(0, length * 2 + 2)];
  return characters.length <= length
    ? line
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** Zero-width, bidi and Tag characters, variation selectors, soft hyphens: they hide or reorder text. */
const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
    .replace(invisible, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** `escape` is text of ours that begins with a backslash that must count. */
type Piece = {readonly text: string; readonly as: 'text' | 'code' | 'escape'};

const asText = (text: string): Piece => ({text, as: 'text'});
const asCode = (text: string): Piece => ({text, as: 'code'});
const asEscape = (text: string): Piece => ({text, as: 'escape'});

/** Splits at code spans; a run of backticks without a partner is text. */
function pieces(line: string): Piece[] {
  const runs = [...line.matchAll(/`+/g)].map((match) => ({at: match.index, length: match[0].length}));
  const partners = new Map<number, number>();
  const nextOfLength = new Map<number, number>();
  for (const {at, length} of runs.toReversed()) {
    const next = nextOfLength.get(length);
    if (next !== undefined) partners.set(at, next);
    nextOfLength.set(length, at);
  }
  const result: Piece[] = [];
  let from = 0;
  for (const {at, length} of runs) {
    const close = partners.get(at);
    if (at < from || close === undefined) continue;
    result.push(asText(line.slice(from, at)), asCode(spanContent(line.slice(at + length, close))));
    from = close + length;
  }
  return [...result, asText(line.slice(from))];
}

const active = new RegExp(
  [
    /(?<link>!?\[(?<label>[^[\]]{0,300})\]\((?<href>[^()\s]{0,2000})(?:\s[^()]{0,200})?\))/,
    /(?<url>(?:https?|ftp|file):\/\/[^\s<>`]{1,2000}|\bwww\.[^\s<>`]{1,2000})/,
    /(?<at>[\p{L}\p{N}_.+-]{0,64}@[^\s`]{1,512}|@$)/u,
    /(?<dollar>\$(?=ARGUMENTS|\d|\{))/,
    /(?<tag><(?=[A-Za-z!/?]))/,
    /(?<bracket>\](?=[(:[]))/,
    /(?<tick>`+)/,
  ]
    .map((part) => part.source)
    .join('|'),
  'giu',
);

function escapeText(text: string, hosts: Hosts): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(active)) {
    result.push(asText(text.slice(from, match.index)), ...harmless(match, hosts));
    from = match.index + match[0].length;
  }
  return [...result, asText(text.slice(from))].filter((piece) => piece.text !== '');
}

function harmless(match: RegExpExecArray, hosts: Hosts): Piece[] {
  const {link, label = '', href = '', url, at, dollar, tag, bracket} = match.groups ?? {};
  if (link !== undefined) return harmlessLink(link.startsWith('!'), label, href, hosts);
  if (url !== undefined) {
    const address = withoutPunctuation(url);
    const ours = safeUrl(address, hosts) !== null && !/[@$!\\]/.test(address);
    return [ours ? asText(address) : asCode(address), ...escapeText(url.slice(address.length), hosts)];
  }
  if (at !== undefined) {
    const token = withoutPunctuation(at);
    return [asCode(token), ...escapeText(at.slice(token.length), hosts)];
  }
  if (dollar !== undefined) return [asEscape('\\$')];
  if (tag !== undefined) return [asText('&lt;')];
  if (bracket !== undefined) return [asEscape('\\]')];
  return [asEscape(match[0].replaceAll('`', '\\`'))];
}

function harmlessLink(image: boolean, label: string, href: string, hosts: Hosts): Piece[] {
  const inner = escapeText(label, hosts);
  const address = image ? null : safeUrl(href, hosts);
  return address === null ? inner : [asText('['), ...inner, asText(`](${address})`)];
}

const openers: Readonly<Record<string, string>> = {')': '(', ']': '[', '}': '{'};

/** Sentence punctuation at the end belongs to the sentence; a closing bracket stays if its partner is inside. */
function withoutPunctuation(token: string): string {
  let end = token.length;
  while (end > 1) {
    const last = token[end - 1] ?? '';
    const opener = openers[last];
    if (!/[.,;:!?)\]}'"*>]/.test(last) || (opener !== undefined && token.slice(0, end).includes(opener)))
      break;
    end -= 1;
  }
  return token.slice(0, end);
}

/** Two spans that touch would become one; a `!` or a backslash before a span would change what it means. */
function append(before: string, piece: Piece): string {
  if (piece.as === 'text') return before + piece.text;
  const free = endsInOpenBackslash(before) ? `${before}\\` : before;
  if (piece.as === 'escape') return free + piece.text;
  return `${free}${/[`!]$/.test(free) ? ' ' : ''}${codeSpan(piece.text)}`;
}

function endsInOpenBackslash(text: string): boolean {
  let count = 0;
  while (text[text.length - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

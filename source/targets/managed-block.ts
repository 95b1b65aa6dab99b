import {createHash} from 'node:crypto';

/**
 * What applying a block came to. `created`: there was no block of this library; `edited`: somebody changed the
 * text inside, nothing was touched; `broken`: a marker is missing, doubled, out of order or inside of another
 * library's block, nothing was touched.
 */
export type BlockState = 'created' | 'updated' | 'unchanged' | 'edited' | 'broken';

export type BlockResult = {readonly text: string; readonly state: BlockState};

/**
 * Puts our block of a library into a file that belongs to the user. Bytes outside of the markers stay as they
 * are; a new block is appended after one blank line; inside, line ends are those of the file.
 *
 * @param text - the whole file, or `null` if there is none
 * @param content - LF, final newline
 * @param force - also replace a block that was edited (the state is then `updated`)
 */
export function applyBlock(
  text: string | null,
  library: string,
  content: string,
  {force = false}: {readonly force?: boolean} = {},
): BlockResult {
  const block = render(library, content);
  if (text === null) return {text: `${block}\n`, state: 'created'};
  const eol = lineEnd(text);
  const found = findBlock(text, library);
  if (found === 'broken') return {text, state: 'broken'};
  if (found === null)
    return {text: `${text}${gap(text, eol)}${withEol(`${block}\n`, eol)}`, state: 'created'};

  const wanted = withEol(block, '\n');
  const present = withEol(text.slice(found.start, found.end), '\n');
  if (present === wanted) return {text, state: 'unchanged'};
  const untouched = found.hash !== null && hashOf(found.inner).startsWith(found.hash);
  const same = withEol(found.inner, '\n') === shield(content);
  if (!untouched && !same && !force) return {text, state: 'edited'};
  return {text: text.slice(0, found.start) + withEol(block, eol) + text.slice(found.end), state: 'updated'};
}

/**
 * Takes our block out again, with the blank line that was put before it when it stands at the end.
 * `absent`: there is none; `edited` and `broken` as in {@link applyBlock}, nothing was touched.
 */
export function removeBlock(
  text: string,
  library: string,
): {readonly text: string; readonly state: 'removed' | 'absent' | 'edited' | 'broken'} {
  const found = findBlock(text, library);
  if (found === 'broken') return {text, state: 'broken'};
  if (found === null) return {text, state: 'absent'};
  if (found.hash === null || !hashOf(found.inner).startsWith(found.hash)) return {text, state: 'edited'};
  const after = text.slice(found.end).replace(/^\r?\n/, '');
  const before = text.slice(0, found.start);
  return {text: (after === '' ? before.replace(/(\r?\n)\r?\n$/, '$1') : before) + after, state: 'removed'};
}

/** The text between the markers of a library, LF; `broken` as in {@link applyBlock}; `null` if there is no block. */
export function readBlock(text: string, library: string): string | 'broken' | null {
  const found = findBlock(text, library);
  return found === 'broken' || found === null ? found : withEol(found.inner, '\n');
}

/** sha256 of text with its line ends made LF, hex: a checkout with CRLF is not an edit. */
export function hashOf(text: string): string {
  return createHash('sha256').update(withEol(text, '\n')).digest('hex');
}

/** `\r\n` if most line ends of the text are that, else `\n`. */
export function lineEnd(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return crlf * 2 > all ? '\r\n' : '\n';
}

/** The text with each line end made `eol`. */
export function withEol(text: string, eol: '\n' | '\r\n'): string {
  const plain = text.replaceAll('\r\n', '\n');
  return eol === '\n' ? plain : plain.replaceAll('\n', '\r\n');
}

/** Hex digits of the hash in the end marker: enough to notice an edit, few in a file that is always read. */
const hashDigits = 16;

function render(library: string, content: string): string {
  const inner = shield(content);
  const hash = hashOf(inner).slice(0, hashDigits);
  return `<!-- rules-maker:begin ${library} -->\n${inner}<!-- rules-maker:end ${library} sha256:${hash} -->`;
}

/** A line of the content that looks like a marker would break the block on the next run: it gets a blank. */
function shield(content: string): string {
  return content.replace(/^(?=<!-- rules-maker:(?:begin|end) )/gm, ' ');
}

function gap(text: string, eol: string): string {
  const body = text.replace(/^\ufeff/, '');
  if (body === '' || /(?:^|\n)\r?\n$/.test(body)) return '';
  return body.endsWith('\n') ? eol : eol + eol;
}

type Found = {
  /** Offsets of the block, markers included, the line break after it not. */
  readonly start: number;
  readonly end: number;
  readonly inner: string;
  readonly hash: string | null;
};

type Marker = {
  readonly kind: string;
  readonly library: string;
  readonly hash: string | null;
  readonly start: number;
  readonly end: number;
};

function findBlock(text: string, library: string): Found | 'broken' | null {
  const all = markers(text);
  const ours = all.filter((marker) => marker.library === library);
  if (ours.length === 0) return null;
  const [begin, end] = ours;
  if (ours.length !== 2 || begin?.kind !== 'begin' || end?.kind !== 'end') return 'broken';
  const at = all.indexOf(begin);
  const before = all[at - 1];
  if (all[at + 1] !== end || (before?.kind === 'begin' && all[at + 2]?.library === before.library))
    return 'broken';
  const innerStart = text.indexOf('\n', begin.end) + 1;
  return {start: begin.start, end: end.end, inner: text.slice(innerStart, end.start), hash: end.hash};
}

/** A marker fills a line from its first column on; indented ones are text (our own code examples are). */
function markers(text: string): Marker[] {
  const pattern =
    /(?:^|(?<=[\n\ufeff]))<!-- rules-maker:(begin|end) (\S{1,200})(?: sha256:([0-9a-f]{8,64}))? -->(?=[ \t]{0,80}\r?(?:\n|$))/g;
  return [...text.matchAll(pattern)].map((match) => ({
    kind: match[1] ?? '',
    library: match[2] ?? '',
    hash: match[3] ?? null,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

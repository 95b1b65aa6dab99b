import {Buffer, isUtf8} from 'node:buffer';
import {TextDecoder} from 'node:util';

/** The bytes of a page as text: no byte order mark, line ends are LF. */
export function decodeBytes(body: Uint8Array, contentType: string | null): string {
  const text = decoded(body, encodingOf(body, contentType));
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** A page of which more than this share is U+FFFD was not written in the encoding that it was read in. */
const maxUndecodable = 0.001;

/** How many characters could not be read, or 0 if there are so few that they may be meant. */
export function undecodable(text: string): number {
  if (!text.includes('\ufffd')) return 0;
  const count = text.split('\ufffd').length - 1;
  return count > maxUndecodable * text.length ? count : 0;
}

/**
 * WHATWG order: byte order mark, header, `<meta>` in the first 1,024 bytes (we look at 4,096), then UTF-8 if the
 * bytes are valid UTF-8, else windows-1252. A label that the standard does not know is passed over.
 */
function encodingOf(body: Uint8Array, contentType: string | null): string {
  const mark = markOf(body);
  if (mark) return mark;
  const known = nameOf(charsetOf(contentType ?? '')) ?? nameOf(metaCharset(body));
  return known ?? (isUtf8(body) ? 'utf-8' : 'windows-1252');
}

/** A byte order mark, or the shape that the first `<` has in UTF-16. */
function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0x3c && second === 0) return 'utf-16le';
  return first === 0 && second === 0x3c ? 'utf-16be' : null;
}

function charsetOf(value: string): string | null {
  const found = /charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(value);
  return found?.[1] ?? null;
}

/** A page that can say "utf-16" in ASCII is not UTF-16: the standard reads UTF-8 then. */
function metaCharset(body: Uint8Array): string | null {
  const head = latin1(body.subarray(0, 4096)).replace(/<!--[\s\S]{0,4096}?-->/g, '');
  const declaration = /^\s{0,9}<\?xml[^>]{0,100}encoding=["']([\w.:-]{1,40})/i.exec(head);
  for (const meta of head.matchAll(/<meta[\s/][^>]{0,400}/gi)) {
    const label = charsetOf(meta[0]);
    if (label) return /^utf-?16/i.test(label) ? 'utf-8' : label;
  }
  return declaration?.[1] ?? null;
}

/** The encoding of a label by the WHATWG's table (iso-8859-1 is windows-1252), or `null`. */
function nameOf(label: string | null): string | null {
  if (label === null) return null;
  if (label.toLowerCase() === 'x-user-defined') return 'windows-1252';
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null; // a label that the standard does not know
    throw error;
  }
}

/** Some versions of Node read windows-1252 as ISO 8859-1: curly quotes would be control characters. */
function decoded(body: Uint8Array, encoding: string): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(body);
  return latin1(body).replace(
    /[\x80-\x9f]/g,
    (character) => upper[character.charCodeAt(0) - 0x80] ?? character,
  );
}

function latin1(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
}

/** 0x80 to 0x9f of windows-1252. */
const upper = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

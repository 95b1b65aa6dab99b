import {TextDecoder} from 'node:util';

/** The bytes of a page as text: no byte order mark, line ends are LF. */
export function decodeBytes(body: Uint8Array, contentType: string | null): string {
  const text = decoderFor(body, contentType).decode(body);
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * WHATWG order: byte order mark, header, `<meta>` in the first 1,024 bytes (we look at 4,096), then UTF-8 if the
 * bytes are valid UTF-8, else windows-1252. `TextDecoder` knows the WHATWG labels (iso-8859-1 is windows-1252).
 */
function decoderFor(body: Uint8Array, contentType: string | null): TextDecoder {
  const label = markOf(body) ?? charsetOf(contentType ?? '') ?? metaCharset(body);
  const named = label === null ? null : decoderOf(label);
  if (named) return named;
  return isUtf8(body) ? new TextDecoder('utf-8') : new TextDecoder('windows-1252');
}

function markOf(body: Uint8Array): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return null;
}

function charsetOf(value: string): string | null {
  const found = /charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(value);
  return found?.[1] ?? null;
}

/** A page that can say "utf-16" in ASCII is not UTF-16: the standard reads UTF-8 then. */
function metaCharset(body: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(body.subarray(0, 4096));
  const declaration = /^\s{0,9}<\?xml[^>]{0,100}encoding=["']([\w.:-]{1,40})/i.exec(head);
  for (const meta of head.matchAll(/<meta\s[^>]{0,400}/gi)) {
    const label = charsetOf(meta[0]);
    if (label) return /^utf-?16/i.test(label) ? 'utf-8' : label;
  }
  return declaration?.[1] ?? null;
}

function decoderOf(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return null; // a label that the standard does not know
    throw error;
  }
}

function isUtf8(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(body);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

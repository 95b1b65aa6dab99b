import {gunzipSync} from 'node:zlib';

export type SitemapEntry = {
  /** As written, entities decoded, not yet resolved. */
  readonly loc: string;
  /** As written, or `null`. */
  readonly lastmod: string | null;
};

export type ScannedSitemap =
  | {readonly kind: 'index' | 'pages'; readonly entries: readonly SitemapEntry[]; readonly cut: boolean}
  /** `html`: a page in its place; `entities`: it declares its own; `unreadable`: too large, or neither XML nor a list. */
  | {readonly kind: 'refused'; readonly why: 'html' | 'entities' | 'unreadable'};

/** sitemaps.org: 50 MB (uncompressed) and 50,000 addresses a file. */
export const maxSitemapBytes = 50_000_000;
const maxEntries = 50_000;

/** An address is at most this long in a sitemap (sitemaps.org). */
const maxLocLength = 2048;

/**
 * Reads a sitemap, a sitemap index or a plain list of addresses, gzipped or not. Tolerant of wrong namespaces and
 * broken XML, since only `loc` and `lastmod` matter; a document type is refused, for it can declare entities. One pass
 * from left to right.
 */
export function scanSitemap(body: Uint8Array): ScannedSitemap {
  const bytes = unzipped(body);
  if (bytes === null) return {kind: 'refused', why: 'unreadable'};
  const text = decode(bytes);
  const start = text.slice(0, 2000).trimStart();
  if (/^(?:<!doctype\s{1,9}html|<html|<head|<body)/i.test(start)) return {kind: 'refused', why: 'html'};
  if (!start.startsWith('<')) return scanList(text);
  const root = rootName(text);
  if (root === 'doctype') return {kind: 'refused', why: 'entities'};
  if (root === 'html') return {kind: 'refused', why: 'html'};
  const kind = root === 'sitemapindex' ? 'index' : root === 'urlset' ? 'pages' : null;
  return kind === null ? {kind: 'refused', why: 'unreadable'} : {kind, ...scanEntries(text)};
}

function unzipped(body: Uint8Array): Uint8Array | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body.length > maxSitemapBytes ? null : body;
  try {
    return gunzipSync(body, {maxOutputLength: maxSitemapBytes});
  } catch {
    // A bomb, or cut off: nothing in it can be trusted.
    return null;
  }
}

function decode(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  return new TextDecoder(big ? 'utf-16be' : wide).decode(bytes);
}

/** The local name of the first element in lower case; `doctype` if a document type stands before it. */
function rootName(text: string): string | null {
  let at = 0;
  for (;;) {
    at = text.indexOf('<', at);
    if (at < 0) return null;
    if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (/^<!doctype\s{1,9}html\b/i.test(text.slice(at, at + 30))) return 'html';
    else if (text.startsWith('<!', at)) return 'doctype';
    else return localName(text.slice(at + 1, at + 80));
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function localName(tag: string): string | null {
  return /^(?:[\w.-]{1,40}:)?([\w.-]{1,40})/.exec(tag)?.[1]?.toLowerCase() ?? null;
}

function scanEntries(text: string) {
  const entries: SitemapEntry[] = [];
  let loc: string | null = null;
  let lastmod: string | null = null;
  let at = 0;
  const flush = () => {
    if (loc !== null && loc !== '') entries.push({loc, lastmod});
    loc = null;
    lastmod = null;
  };
  while (entries.length <= maxEntries) {
    at = text.indexOf('<', at);
    if (at < 0) break;
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at);
      continue;
    }
    const closing = text[at + 1] === '/';
    const tag = text.slice(at + (closing ? 2 : 1), at + 60);
    const name = localName(tag);
    // `image:loc` and `video:loc` name files, not pages.
    const isPlain = !/^(?:image|video|news|xhtml):/i.test(tag);
    at = after(text, '>', at);
    if (name === 'url' || name === 'sitemap') flush();
    else if (!closing && isPlain && name === 'loc' && loc === null) loc = content(text, at);
    else if (!closing && isPlain && name === 'lastmod') lastmod = content(text, at).slice(0, 40);
  }
  flush();
  const cut = entries.length > maxEntries;
  return {entries: cut ? entries.slice(0, maxEntries) : entries, cut};
}

/** The text up to the next tag; longer than any address may be counts as none. */
function content(text: string, from: number): string {
  const window = text.slice(from, from + maxLocLength + 100);
  const section = /^\s{0,99}<!\[CDATA\[/.exec(window);
  const rest = section ? window.slice(section[0].length) : window;
  const end = section ? rest.indexOf(']]>') : rest.indexOf('<');
  if (end < 0) return '';
  const raw = rest.slice(0, end).trim();
  return section ? raw : decodeEntities(raw);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The five that XML has, and numbers; every other stays as written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities.get(String(name)) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

/** One address a line. */
function scanList(text: string): ScannedSitemap {
  const entries: SitemapEntry[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length && entries.length <= maxEntries) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : Math.min(end, at + maxLocLength + 1)).trim();
    at = end < 0 ? text.length : end + 1;
    if (line === '') continue;
    if (!/^https?:\/\/\S{1,2048}$/i.test(line)) {
      // A list begins with an address; in the middle of one, a line of something else is passed over.
      if (entries.length === 0) return {kind: 'refused', why: 'unreadable'};
      continue;
    }
    entries.push({loc: line, lastmod: null});
  }
  if (entries.length === 0) return {kind: 'refused', why: 'unreadable'};
  const cut = entries.length > maxEntries;
  return {kind: 'pages', entries: cut ? entries.slice(0, maxEntries) : entries, cut};
}

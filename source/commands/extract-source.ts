import {existsSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {extname, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {messageOf, NothingFoundError, systemCode, UsageError} from '../errors.ts';
import type {Io} from './io.ts';
import {startUrl} from './start-url.ts';

/** Where the page comes from. */
export type Source =
  | {readonly kind: 'address'; readonly url: string}
  | {
      readonly kind: 'local';
      /** `null` = stdin. */
      readonly path: string | null;
      /** What its relative links start from; those of a file lead to nothing that evidence could cite. */
      readonly base: string;
      /** `null` if the text has to tell. */
      readonly contentType: string | null;
    };

/** The same limit as for a page of a run. */
const maxBytes = 10_000_000;

const typesByEnding: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xhtml': 'application/xhtml+xml',
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.txt': 'text/plain',
};

/**
 * What the user means: `-` is stdin, a file that is there is a file, everything else that could be one an address.
 *
 * @throws UsageError RM-CONF-012
 */
export function sourceOf(typed: string, base: string | undefined, {cwd}: Pick<Io, 'cwd'>): Source {
  const path = resolve(cwd, typed);
  const isFile = typed !== '-' && !/^https?:\/\//i.test(typed) && (existsSync(path) || looksLikeFile(typed));
  if (typed !== '-' && !isFile) {
    const url = startUrl(typed);
    if (base === undefined) return {kind: 'address', url};
    throw new UsageError({
      code: 'RM-CONF-012',
      message: '--base is for a file or stdin',
      why: `${url} is an address of its own`,
      hint: 'leave --base out',
    });
  }
  const own = pathToFileURL(isFile ? path : resolve(cwd, 'stdin')).href;
  return {
    kind: 'local',
    path: isFile ? path : null,
    base: base === undefined ? own : startUrl(base),
    contentType: isFile ? (typesByEnding[extname(path).toLowerCase()] ?? null) : null,
  };
}

/** `page.html` and `./x` are files that may be missing, `docs.acme.dev/x.html` is an address. */
function looksLikeFile(typed: string): boolean {
  if (/^\.{0,2}\//.test(typed)) return true;
  return !/[/:]/.test(typed) && extname(typed).toLowerCase() in typesByEnding;
}

/**
 * The bytes, and what they are if that can be told.
 *
 * @throws UsageError RM-CONF-012 if the file cannot be read, NothingFoundError RM-HTTP-017 if it is too big
 */
export async function readSource(
  {path, contentType}: Extract<Source, {kind: 'local'}>,
  io: Io,
): Promise<{readonly body: Uint8Array; readonly contentType: string | null}> {
  const body = await readAll(path, io);
  return {body, contentType: contentType ?? (isFragment(body) ? 'text/html' : null)};
}

/** A part that was cut out of a page; whole pages are known by themselves. */
function isFragment(body: Uint8Array): boolean {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1100)).toString('latin1');
  return /^\s{0,999}<(?:main|article|section|table|dl|ul|ol|pre|h[1-6])[\s>]/i.test(head);
}

async function readAll(path: string | null, io: Io): Promise<Uint8Array> {
  if (path === null) return await collect(io.input(), 'stdin');
  let file: FileHandle | null = null;
  try {
    file = await open(path);
    return await collect(file.createReadStream({autoClose: false}), path);
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw new UsageError({
      code: 'RM-CONF-012',
      message: `${path} cannot be read`,
      why: systemCode(error) === 'ENOENT' ? 'there is no such file' : messageOf(error),
      hint: 'give a file with HTML or Markdown, a URL, or - for stdin',
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

async function collect(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > maxBytes) {
      throw new NothingFoundError({
        code: 'RM-HTTP-017',
        message: `${name} is too big`,
        why: `a page may have ${maxBytes / 1e6} MB`,
        hint: 'give a part of it',
      });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

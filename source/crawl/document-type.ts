import type {HttpResponse} from '../network/http.ts';

const documentTypes: ReadonlySet<string> = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/markdown',
  'text/x-markdown',
  'text/plain',
]);

/** `null` if the answer is a document that can be read, else what it is instead. */
export function notADocument(response: HttpResponse): string | null {
  const header = response.headers['content-type'] ?? '';
  const type = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type !== '' && !documentTypes.has(type) && !isUnnamedMarkdown(type, response.finalUrl))
    return type.slice(0, 80);
  return signOfBinary(response.body, /charset\s{0,9}=\s{0,9}["']?utf-?(?:16|32)/i.test(header));
}

/** Many servers do not know Markdown by its ending. */
function isUnnamedMarkdown(type: string, url: string): boolean {
  return type === 'application/octet-stream' && /\.(?:md|markdown)$/i.test(new URL(url).pathname);
}

/** Servers that know no better call everything text. */
function signOfBinary(body: Uint8Array, wide: boolean): string | null {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024));
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return head.includes(0) && !wide && !marked ? 'binary data' : null;
}

import type {Shell} from './contract.ts';

/** A page with this much text of its own is no shell. */
export const maxShellCharacters = 200;

/** What is looked at: a shell is short, except for scripts and styles that stand in it. */
const maxBytes = 512 * 1024;

/** Where single-page programs put their text. */
const mount =
  /<(?:app-root\b[^>]{0,300}>|(?:div|main|section|body)\b[^>]{0,300}?\sid\s{0,3}=\s{0,3}["']?(?:root|app|__next|__nuxt)["'\s>])/i;

/**
 * Whether a page with hardly any text gets it from a script: an empty mount node, or a `noscript` that asks for
 * JavaScript. `null` if it is just a short page.
 *
 * @param url - the final address
 */
export function shellOf(url: string, body: Uint8Array): Shell | null {
  const html = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, maxBytes)).toString(
    'latin1',
  );
  if (html.includes('$docsify')) return docsify(url, html);
  return asksForScripts(html) || hasEmptyMount(html) ? {kind: 'empty'} : null;
}

function docsify(url: string, html: string): Shell {
  const setting = (name: string) =>
    new RegExp(`\\b${name}\\s{0,9}:\\s{0,9}['"\`]([^'"\`\\n]{1,200})['"\`]`).exec(html)?.[1];
  const folder = new URL('.', url);
  const base = URL.parse(setting('basePath') ?? '.', folder.href) ?? folder;
  base.hash = '';
  base.search = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return {kind: 'docsify', base: base.href, homepage: setting('homepage') ?? 'README.md'};
}

function asksForScripts(html: string): boolean {
  let at = html.search(/<noscript[\s>]/i);
  for (let count = 0; at >= 0 && count < 10; count += 1) {
    const rest = html.slice(at, at + 2000);
    const end = rest.search(/<\/noscript/i);
    const text = (end < 0 ? rest : rest.slice(0, end)).replace(/<[^>]{0,500}>/g, ' ');
    if (/java\s?script/i.test(text)) return true;
    const next = html.slice(at + 9).search(/<noscript[\s>]/i);
    at = next < 0 ? -1 : at + 9 + next;
  }
  return false;
}

/** A node is empty, too, if it says no more than "Loading". */
function hasEmptyMount(html: string): boolean {
  const found = mount.exec(html);
  if (!found) return false;
  const inside = html
    .slice(found.index + found[0].length, found.index + found[0].length + 20_000)
    .replace(/^[^<>]{0,300}>/, '')
    .replace(/<!--[\s\S]{0,2000}?-->/g, '')
    .replace(/<(style|noscript)\b[\s\S]{0,9000}?<\/\1\s{0,9}>/gi, '');
  const before = inside.slice(0, boundary(inside)).replace(/<[^>]{0,1000}>/g, ' ');
  return before.replace(/\s+/g, ' ').trim().length < 60;
}

/** What stands behind the first script or the end of the body is not in the node. */
function boundary(html: string): number {
  const found = html.search(/<script\b|<\/body\b/i);
  return found < 0 ? html.length : found;
}

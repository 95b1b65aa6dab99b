import {asciiSlug} from '../format/slug.ts';

/**
 * The part of the documentation a page belongs to, as a slug: the first two steps of its address below the
 * folder of `baseUrl`, without the file's ending.
 */
export function topicOf(url: string, baseUrl: string): string {
  return asciiSlug(stepsOf(url, baseUrl).slice(0, 2).join('-'));
}

/** The steps of an address below the folder of `baseUrl`; `index.html` and endings are left out. */
function stepsOf(url: string, baseUrl: string): string[] {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const base = URL.canParse(baseUrl) ? new URL(baseUrl).pathname.replace(/[^/]*$/, '') : '/';
  const below = path.startsWith(base) ? path.slice(base.length) : path;
  return below
    .replace(/\.(?:x?html?|mdx?|php|txt)$/i, '')
    .replace(/(^|\/)index$/i, '$1')
    .split('/')
    .filter((step) => step !== '');
}

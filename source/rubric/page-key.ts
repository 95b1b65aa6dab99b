/** One key for the ways of writing the address of a page: `x/`, `x/index.html`, `x.html` and `x#part` are one. */
export function pageKey(url: string): string {
  return url
    .replace(/[?#].*$/s, '')
    .replace(/(?<=\/[^/]{1,200})\.(?:x?html?|mdx?)$/i, '')
    .replace(/\/index$/i, '')
    .replace(/\/+$/, '');
}

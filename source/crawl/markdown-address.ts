/** A page that asks for another form at its own address: `Accept: text/markdown`. */
export const negotiated: AddressForm = (url) => url.href;

/** How the address of a page becomes that of its Markdown. */
export type AddressForm = (url: URL) => string;

/** Addresses of one shape have their Markdown at addresses of one form. */
export type Shape = 'folder' | 'file' | 'plain';

export function shapeOf({pathname}: URL): Shape {
  if (pathname.endsWith('/')) return 'folder';
  return /\.html?$/i.test(pathname) ? 'file' : 'plain';
}

const withPath =
  (change: (path: string) => string): AddressForm =>
  (url) => {
    const target = new URL(url);
    target.pathname = change(url.pathname);
    return target.href;
  };

/** `<url>.md`, `index.html.md` and `index.md` (llmstxt.org), in the order in which they are tried. */
export const forms: Readonly<Record<Shape, readonly AddressForm[]>> = {
  folder: [
    withPath((path) => (path === '/' ? '/index.html.md' : `${path.slice(0, -1)}.md`)),
    withPath((path) => `${path}index.html.md`),
    withPath((path) => `${path}index.md`),
    negotiated,
  ],
  file: [withPath((path) => `${path}.md`), withPath((path) => path.replace(/\.html?$/i, '.md')), negotiated],
  plain: [
    withPath((path) => `${path}.md`),
    withPath((path) => `${path}/index.html.md`),
    withPath((path) => `${path}/index.md`),
    negotiated,
  ],
};

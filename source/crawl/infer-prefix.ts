/** The part of the host that a run reads, and what tells that. */
export type Prefix = {readonly path: string; readonly why: 'start-page' | 'menu'};

/** A menu of fewer links says nothing about the site. */
const leastLinks = 5;
const leastShare = 0.8;

/**
 * The folder of the start page, unless the side menu stands for another one: the deepest that holds the start page and
 * four fifths of the menu. So the siblings of a start page deep in a manual belong to the run, and a manual that is
 * reached by `/docs` without a slash does not take the whole host with it.
 *
 * @param menu - where the side menu leads, absolute
 */
export function inferPrefix(start: URL, menu: readonly string[]): Prefix {
  const own = start.pathname.slice(0, start.pathname.lastIndexOf('/') + 1);
  const links = menu.flatMap((href) => {
    const url = URL.parse(href);
    return url?.origin === start.origin && url.pathname !== start.pathname ? [url.pathname] : [];
  });
  if (new Set(links).size < leastLinks) return {path: own, why: 'start-page'};
  const needed = links.length * leastShare;
  for (const path of candidates(start.pathname, own)) {
    if (path === '/' && own !== '/' && !isManual(own, links)) continue;
    const below = links.filter((link) => link.startsWith(path) || `${link}/` === path).length;
    if (below >= needed) return {path, why: path === own ? 'start-page' : 'menu'};
  }
  return {path: own, why: 'start-page'};
}

/** Folders that hold the start page, deepest first. A start page without a slash may be one itself. */
function candidates(path: string, own: string): string[] {
  const name = path.slice(own.length);
  const folders = name !== '' && !name.includes('.') ? [`${path}/`] : [];
  for (let folder = own; ; folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)) {
    folders.push(folder);
    if (folder === '/') break;
  }
  return folders;
}

/**
 * Every menu lies below the root. One of a manual leads to many pages in a few folders, one of a site to a page in
 * each; and where a folder is called `docs`, the manual does not begin above it.
 */
function isManual(own: string, links: readonly string[]): boolean {
  if (/^\/(?:docs?|documentation|manual)\//i.test(own)) return false;
  const folders = new Set(links.map((link) => link.split('/', 2)[1]));
  return links.length >= 4 * folders.size;
}

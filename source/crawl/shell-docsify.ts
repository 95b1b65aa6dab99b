import type {ReadResult, Shell} from './contract.ts';

type Link = ReadResult<unknown>['links'][number];

/**
 * docsify keeps its text in Markdown files and makes pages of them in the browser: we read the files. Once a page of a
 * docsify site was met, links to its routes (`#/guide`, `guide/`) are taken as links to the files behind them.
 */
export type Docsify = {
  /** The links of a page, as they are to be followed. */
  readonly links: (read: Pick<ReadResult<unknown>, 'links' | 'shell'>) => readonly Link[];
};

export function createDocsify(): Docsify {
  let site: Extract<Shell, {kind: 'docsify'}> | null = null;
  return {
    links({links, shell}) {
      if (shell?.kind === 'docsify') site = shell;
      if (site === null) return links;
      const {base, homepage} = site;
      const files = shell ? [homepage, '_sidebar.md', '_navbar.md'] : [];
      const first = files.map((name) => ({href: new URL(name, base).href, text: ''}));
      return [...first, ...links.map((link) => ({...link, href: fileOf(link.href, base, homepage)}))];
    },
  };
}

/** Menus and covers of docsify: files that hold links and no text. */
export function isDocsifyMenu(url: string): boolean {
  return /\/_(?:sidebar|navbar|coverpage|footer|404)\.md$/.test(new URL(url).pathname);
}

/** The Markdown file that a route shows. */
function fileOf(href: string, base: string, homepage: string): string {
  const url = URL.parse(href);
  if (!url) return href;
  const home = new URL(base);
  const route = /^#\/([^?#]{0,500})/.exec(url.hash)?.[1];
  if (route !== undefined && isWithin(url, home)) return markdown(new URL(route, home), homepage).href;
  if (url.origin !== home.origin) return href;
  // `/guide` means the root of the documentation, wherever that lies.
  if (!url.pathname.startsWith(home.pathname))
    return markdown(new URL(url.pathname.slice(1), home), homepage).href;
  return markdown(url, homepage).href;
}

function isWithin(url: URL, home: URL): boolean {
  return url.origin === home.origin && url.pathname.startsWith(home.pathname.replace(/\/$/, ''));
}

function markdown(url: URL, homepage: string): URL {
  const file = new URL(url);
  file.hash = '';
  file.search = '';
  if (file.pathname.endsWith('/')) file.pathname += homepage;
  else if (!/\.[a-z0-9]{1,8}$/i.test(file.pathname)) file.pathname += '.md';
  return file;
}

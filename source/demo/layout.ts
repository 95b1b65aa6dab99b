import {escapeHtml} from './markup.ts';

/** One page as its author writes it: `path` starts with a slash, `title` is plain text, `body` is HTML below the h1. */
export type DemoPage = {readonly path: string; readonly title: string; readonly body: string};

/** A heading of the side menu and the pages below it, in reading order. */
export type DemoSection = {readonly label: string; readonly pages: readonly DemoPage[]};

/** The library that the site documents. It does not exist. */
const demoLibrary = {name: 'Millrace', version: '3.2'} as const;

/** The whole document around a page: header, side menu, breadcrumbs, article, previous and next, footer. */
export function renderPage(page: DemoPage, sections: readonly DemoSection[]): string {
  const {name, version} = demoLibrary;
  const title = page.path === '/' ? `${name} ${version} documentation` : `${page.title} | ${name} ${version}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="docsearch:version" content="${version}">
<meta property="og:site_name" content="${name}">
<title>${escapeHtml(title)}</title>
<link rel="canonical" href="${page.path}">
<link rel="stylesheet" href="/assets/site.css">
<style>.skip-link { position: absolute; left: -9999px; } .skip-link:focus { left: 1rem; }</style>
<script src="/assets/site.js" defer></script>
</head>
<body>
<a class="skip-link" href="#content">Skip to content</a>
<header class="site-header">
<a class="brand" href="/">${name}</a> <span class="version">${version}</span>
<nav aria-label="Main">
<ul>
<li><a href="/getting-started.html">Get started</a></li>
<li><a href="/reference/typescript.html">API</a></li>
<li><a href="/releases/changelog.html">Changelog</a></li>
</ul>
</nav>
</header>
<div class="columns">
<aside class="sidebar">
<nav aria-label="Pages">
${sections.map((section) => menu(section, page)).join('\n')}
</nav>
</aside>
<main id="content">
${breadcrumbs(page, sections)}
<article>
<h1>${escapeHtml(page.title)}</h1>
${page.body.trim()}
</article>
${pager(page, sections)}
</main>
</div>
<footer class="site-footer">
<p>${name} is released under the MIT licence. <a href="/internal/release-checklist.html">For maintainers</a></p>
</footer>
<div class="cookie-banner" role="region" aria-label="Cookies">
We use one cookie to remember the language of your code tabs. <button type="button">Accept</button>
</div>
</body>
</html>
`;
}

function menu({label, pages}: DemoSection, current: DemoPage): string {
  const items = pages.map(({path, title}) => {
    const mark = path === current.path ? ' aria-current="page"' : '';
    return `<li><a href="${path}"${mark}>${escapeHtml(title)}</a></li>`;
  });
  return `<p>${label}</p>\n<ul>\n${items.join('\n')}\n</ul>`;
}

function breadcrumbs(page: DemoPage, sections: readonly DemoSection[]): string {
  if (page.path === '/') {
    return '';
  }
  const section = sections.find(({pages}) => pages.includes(page));
  const middle = section === undefined ? '' : `<li>${section.label}</li>\n`;
  return `<nav class="breadcrumbs" aria-label="Breadcrumbs">
<ol>
<li><a href="/">${demoLibrary.name}</a></li>
${middle}<li aria-current="page">${escapeHtml(page.title)}</li>
</ol>
</nav>`;
}

function pager(page: DemoPage, sections: readonly DemoSection[]): string {
  const order = sections.flatMap(({pages}) => pages);
  const at = order.indexOf(page);
  if (at === -1) {
    return '';
  }
  const links = [turn(order[at - 1], 'prev', 'Previous'), turn(order[at + 1], 'next', 'Next')];
  return `<nav class="pager" aria-label="Previous and next">\n${links.filter((link) => link !== '').join('\n')}\n</nav>`;
}

function turn(page: DemoPage | undefined, rel: 'prev' | 'next', word: string): string {
  return page === undefined
    ? ''
    : `<a rel="${rel}" href="${page.path}">${word}: ${escapeHtml(page.title)}</a>`;
}

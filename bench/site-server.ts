/** A made-up documentation site of N pages on loopback, in a process of its own: prints its port, serves from memory. */
import process from 'node:process';
import {servePages} from './serve-pages.ts';

const pages = Number(process.argv[2] ?? 1000);
const linksPerPage = 60;

const site = new Map<string, Buffer>();
const name = (page: number) => `/docs/guide/${String(page % pages).padStart(5, '0')}.html`;
site.set('/docs/', Buffer.from(layout('Acme', list(Array.from({length: pages}, (_, page) => page)))));
for (let page = 0; page < pages; page += 1) site.set(name(page), Buffer.from(guide(page)));

servePages('text/html; charset=utf-8', (path) => site.get(path));

function guide(page: number): string {
  const sections = Array.from({length: 6}, (_, section) => {
    const api = `acme.widget${page}.step${section}`;
    return `<h2 id="s${section}">Step ${section}<a class="headerlink" href="#s${section}">¶</a></h2>
<p>A widget of kind ${page} goes through step ${section} when <code>${api}()</code> is called by its owner. It keeps
the <em>state</em> of the step before, see <a href="${name(page + 1)}">the next guide</a> for what follows.</p>
<ul><li>The step takes <code>timeout</code> in milliseconds.</li><li>The step never blocks the others.</li></ul>
<pre><code class="language-ts">const widget = acme.widget${page}();
await ${api}({timeout: ${section}00});
</code></pre>
<table><thead><tr><th>Option</th><th>Default</th></tr></thead><tbody><tr><td><code>timeout</code></td><td>${section}00</td></tr>
<tr><td><code>retries</code></td><td>3</td></tr></tbody></table>`;
  });
  const warning = `<div class="admonition warning"><p class="admonition-title">Warning</p>
<p>Never call <code>acme.widget${page}.dispose()</code> twice; use <code>acme.widget${page}.release()</code> instead.</p></div>`;
  const menu = list(Array.from({length: linksPerPage}, (_, link) => 7 * page + link));
  return layout(`Guide ${page}`, `${sections.join('\n')}\n${warning}`, menu);
}

function list(numbers: readonly number[]): string {
  return `<ul>${numbers.map((page) => `<li><a href="${name(page)}">Guide ${page % pages}</a></li>`).join('')}</ul>`;
}

function layout(title: string, content: string, menu = ''): string {
  return `<!doctype html><html lang="en"><head><title>${title} | Acme Docs</title></head><body>
<header><nav><a href="/docs/">Docs</a></nav></header><aside class="sidebar">${menu}</aside>
<main><article><h1 id="top">${title}</h1>${content}</article></main><footer>© Acme</footer></body></html>`;
}

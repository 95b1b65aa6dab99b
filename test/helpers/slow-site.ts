/**
 * A documentation site in a process of its own: `node slow-site.ts PAGES DELAY_MS`. Tells its port, then every request
 * as it comes in.
 */
import {createServer} from 'node:http';
import process from 'node:process';

const pages = Number(process.argv[2]);
const delayMs = Number(process.argv[3]);
const path = (page: number) => `/docs/p${page % pages}.html`;

const layout = (title: string, text: string, links: readonly string[]) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1 id="top">${title}</h1>${text}
<ul>${links.map((href) => `<li><a href="${href}">${href}</a></li>`).join('')}</ul></main></body></html>`;

const guide = (page: number) =>
  layout(
    `Widget ${page}`,
    `<p>A widget of kind ${page} is made by its owner and given back when the work is done.</p>
<div class="admonition warning"><p class="admonition-title">Warning</p><p>Never call <code>acme.widget${page}.dispose()</code>
twice; use <code>acme.widget${page}.release()</code> instead.</p></div>`,
    [3 * page + 1, 3 * page + 2, 5 * page + 3, 7 * page + 5].map(path),
  );

const answers = new Map<string, {status: number; body: string; headers?: Record<string, string>}>();
answers.set('/docs/', {
  status: 200,
  body: layout('Acme', '<p>The documentation of Acme, a library for widgets.</p>', [
    ...Array.from({length: 20}, (_, page) => path(page * 7)),
    '/docs/gone.html',
    '/docs/moved.html',
    '/docs/twin.html',
  ]),
});
for (let page = 0; page < pages; page += 1) answers.set(path(page), {status: 200, body: guide(page)});
answers.set('/docs/moved.html', {status: 301, body: '', headers: {location: path(4)}});
answers.set('/docs/twin.html', {status: 200, body: guide(5)});

const server = createServer((request, response) => {
  const url = request.url ?? '';
  process.send?.({url});
  const {status, body, headers} = answers.get(url) ?? {status: 404, body: 'not found'};
  setTimeout(() => {
    response.writeHead(status, {'content-type': 'text/html; charset=utf-8', ...headers});
    response.end(body);
  }, delayMs);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({port: typeof address === 'object' ? address?.port : 0});
});
process.on('disconnect', () => process.exit(0));

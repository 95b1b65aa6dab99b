/**
 * Measured beside the program, in processes of their own: `fetch` reads a known list of pages and looks at nothing
 * (the bound of the HTTP client); `convert` also turns each whole page into Markdown, the plain way.
 */
import process from 'node:process';
import got from 'got';
import {NodeHtmlMarkdown} from 'node-html-markdown';

const [, , mode = 'fetch', base = '', count = '1000', concurrency = '10'] = process.argv;
const queue = Array.from(
  {length: Number(count)},
  (_, page) => `${base}guide/${String(page).padStart(5, '0')}.html`,
);

const worker = async () => {
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
    const html = await got(url, {retry: {limit: 0}}).text();
    if (mode === 'convert') NodeHtmlMarkdown.translate(html);
  }
};

await Promise.all(Array.from({length: Number(concurrency)}, worker));

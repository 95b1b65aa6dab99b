// The crawl that one would write in an hour: got, p-queue, cheerio for the links, node-html-markdown for the text.
import process from 'node:process';
import {load} from 'cheerio';
import got from 'got';
import {NodeHtmlMarkdown} from 'node-html-markdown';
import PQueue from 'p-queue';

const [, , start, concurrency, most] = process.argv;
const queue = new PQueue({concurrency: Number(concurrency)});
const seen = new Set([start]);
let pages = 0;

async function visit(url) {
  const response = await got(url, {retry: {limit: 0}, throwHttpErrors: false});
  if (response.statusCode !== 200) return;
  NodeHtmlMarkdown.translate(response.body);
  pages += 1;
  const $ = load(response.body);
  for (const element of $('a[href]').get()) {
    const href = element.attribs.href;
    if (!URL.canParse(href, response.url)) continue;
    const to = new URL(href, response.url);
    to.hash = '';
    if (to.host !== new URL(start).host || seen.has(to.href) || seen.size >= Number(most)) continue;
    seen.add(to.href);
    queue.add(() => visit(to.href));
  }
}

queue.add(() => visit(start));
await queue.onIdle();
if (pages < Number(most) - 10) process.exitCode = 1;

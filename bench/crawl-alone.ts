/**
 * The crawl of the program without rules and files, beside crawlers that make neither: with its extraction
 * (`extract`), to Markdown (`markdown`), and with a scan for links alone (`links`).
 */
import {createHash} from 'node:crypto';
import process from 'node:process';
import {systemClock} from '../source/clock.ts';
import type {Fetched, ReadResult} from '../source/crawl/crawl.ts';
import type {Page} from '../source/extract/page.ts';

const built = (path: string) => new URL(`../dist/${path}.js`, import.meta.url).href;
const {crawl} = (await import(built('crawl/crawl'))) as typeof import('../source/crawl/crawl.ts');
const {createHttpClient} = (await import(
  built('network/client')
)) as typeof import('../source/network/client.ts');
const {readDocument} = (await import(
  built('extractor/read-document')
)) as typeof import('../source/extractor/read-document.ts');
const {pageToMarkdown} = (await import(
  built('extract/markdown')
)) as typeof import('../source/extract/markdown.ts');

const [, , seed = '', concurrency = '10', most = '1000', mode = 'extract'] = process.argv;
/** Pages that another page has twice are given once. */
const allowance = mode === 'markdown' ? 20 : 1;

/** Links by a scan and nothing else: what the crawl itself costs. */
function readLinks({finalUrl, body}: Fetched): ReadResult<null> {
  const html = Buffer.from(body).toString('utf8');
  const links = [...html.matchAll(/<a[^>]{0,200}?href="([^"#]{1,500})/g)].flatMap(([, href = '']) =>
    URL.canParse(href, finalUrl) ? [{href: new URL(href, finalUrl).href, text: ''}] : [],
  );
  const hash = createHash('sha256').update(body).digest('hex');
  return {
    content: null,
    links,
    canonical: null,
    nofollow: false,
    hash,
    empty: false,
    signature: [],
    shell: null,
  };
}

const site = crawl<Page | null>(
  {
    seed,
    maxPages: Number(most),
    maxDepth: 10,
    concurrency: Number(concurrency),
    include: [],
    exclude: [],
    respectRobots: true,
    requestsPerSecond: 0,
  },
  {
    client: createHttpClient({userAgent: 'rules-maker-bench', seed}),
    read: mode === 'links' ? readLinks : readDocument,
    emit: () => undefined,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    gate: {pass: () => Promise.resolve(), closing: () => false, concurrency: () => Number(concurrency)},
    productToken: 'rules-maker',
  },
);
let pages = 0;
for await (const {content} of site) {
  pages += 1;
  if (mode === 'markdown' && content) pageToMarkdown(content);
}
if (pages < Number(most) - allowance) process.exitCode = 1;

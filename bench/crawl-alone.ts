/**
 * The crawl of the program without rules and files, beside crawlers that make neither: with its extraction in this
 * thread (`extract`), with its extraction as a run has it, in the thread for it, and each page as Markdown (`markdown`),
 * and with a scan for links alone (`links`).
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
const {createDocumentReader} = (await import(
  built('extractor/document-reader')
)) as typeof import('../source/extractor/document-reader.ts');
const {unpackJson} = (await import(
  built('store/kept-page')
)) as typeof import('../source/store/kept-page.ts');
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

const reader = createDocumentReader({clock: systemClock});

/** A page as a run has it, read in the thread and handed over as JSON. */
async function readInThread(fetched: Fetched): Promise<ReadResult<Page>> {
  const {content, ...read} = await reader.read(fetched);
  return {...read, content: unpackJson<Page>(content.json)};
}

const reads = {links: readLinks, extract: readDocument, markdown: readInThread};

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
    read: reads[mode as keyof typeof reads],
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
await reader.close(new Error('the crawl is over'));
if (pages < Number(most) - allowance) process.exitCode = 1;

/** The crawl and the extraction of the program, without rules and files: beside crawlers that make neither. */
import process from 'node:process';
import {systemClock} from '../source/clock.ts';

const built = (path: string) => new URL(`../dist/${path}.js`, import.meta.url).href;
const {crawl} = (await import(built('crawl/crawl'))) as typeof import('../source/crawl/crawl.ts');
const {createHttpClient} = (await import(
  built('network/client')
)) as typeof import('../source/network/client.ts');
const {readDocument} = (await import(
  built('extractor/read-document')
)) as typeof import('../source/extractor/read-document.ts');

const [, , seed = '', concurrency = '10', most = '1000'] = process.argv;
const site = crawl(
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
    read: readDocument,
    emit: () => undefined,
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    gate: {pass: () => Promise.resolve(), closing: () => false, concurrency: () => Number(concurrency)},
    productToken: 'rules-maker',
  },
);
let pages = 0;
for await (const _ of site) pages += 1;
if (pages < Number(most) - 1) process.exitCode = 1;

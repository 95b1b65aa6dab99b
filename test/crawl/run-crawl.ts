import {createHash} from 'node:crypto';
import {systemClock} from '../../source/clock.ts';
import {
  type CrawlDeps,
  type CrawledPage,
  type CrawlOptions,
  type CrawlReport,
  crawl,
  type Fetched,
  type ReadResult,
} from '../../source/crawl/crawl.ts';
import {signatureOf} from '../../source/crawl/similarity.ts';
import type {RunEventBody, RunEventType} from '../../source/events/catalogue.ts';
import {outlineOf} from '../../source/extract/outline.ts';
import {createLoopbackClient} from '../helpers/loopback-client.ts';

export const userAgent = 'rules-maker/9.9 (+https://example.org)';

/** A reader for the small pages of these tests: links by `href`, the text as content. */
function read({body, finalUrl}: Fetched): ReadResult<string> {
  const html = new TextDecoder().decode(body);
  const links = [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].flatMap(([, href, text]) => {
    const url = URL.parse(href ?? '', finalUrl);
    return url ? [{href: url.href, text: text ?? ''}] : [];
  });
  const canonical = /<link rel="canonical" href="([^"]*)">/.exec(html)?.[1];
  const text = html.replace(/<[^>]*>/g, '').trim();
  return {
    content: text,
    links,
    canonical: canonical === undefined ? null : new URL(canonical, finalUrl).href,
    nofollow: html.includes('nofollow'),
    hash: createHash('sha256').update(text).digest('hex'),
    empty: text === '',
    lang: /<html lang="([^"]*)">/.exec(html)?.[1] ?? null,
    signature: signatureOf(text),
    shell: null,
  };
}

/** A page with a text of its own and links. */
export function page(text: string, links: readonly string[] = []): string {
  return `<h1>${text}</h1>${links.map((href) => `<a href="${href}"></a>`).join('')}`;
}

export type CrawlRun = {
  readonly pages: readonly CrawledPage<string>[];
  readonly report: CrawlReport;
  readonly events: readonly RunEventBody[];
};

export type RunOptions = Partial<CrawlOptions> & {
  readonly seed: string;
  readonly deps?: Partial<CrawlDeps<string>>;
  readonly onPage?: (page: CrawledPage<string>) => void | Promise<void>;
};

export const defaults = {
  maxPages: 100,
  maxDepth: 10,
  concurrency: 4,
  include: [],
  exclude: [],
  respectRobots: true,
  requestsPerSecond: 1,
} as const;

/** Events arrive in `events`, also when the crawl throws. */
export function crawlDeps(
  events: RunEventBody[],
  concurrency: number,
  own: Partial<CrawlDeps<string>> = {},
): CrawlDeps<string> {
  return {
    client: createLoopbackClient({userAgent, limits: {connectMs: 2_000, totalMs: 5_000}}),
    read,
    outline: ({finalUrl, body, contentType}) => outlineOf({url: finalUrl, body, contentType}),
    emit: (event) => events.push(event),
    clock: systemClock,
    random: () => 0,
    signal: new AbortController().signal,
    gate: {pass: () => Promise.resolve(), closing: () => false, concurrency: () => concurrency},
    productToken: 'rules-maker',
    ...own,
  };
}

/** Runs a crawl to its end. */
export async function runCrawl(
  {deps, onPage, ...options}: RunOptions,
  events: RunEventBody[] = [],
): Promise<CrawlRun> {
  const all = {...defaults, ...options};
  const pages: CrawledPage<string>[] = [];
  const run = crawl(all, crawlDeps(events, all.concurrency, deps));
  for (;;) {
    const next = await run.next();
    if (next.done) return {pages, report: next.value, events};
    pages.push(next.value);
    await onPage?.(next.value);
  }
}

/** The requests of a crawl without those for the files in which a site lists its pages. */
export function withoutIndexFiles<T extends {readonly url: string}>(hits: readonly T[]): T[] {
  return hits.filter(({url}) => !/\/(?:llms\.txt|sitemap(?:_index)?\.xml)$/.test(url));
}

/** The events of one type. */
export function eventsOf<T extends RunEventType>(
  events: readonly RunEventBody[],
  type: T,
): Extract<RunEventBody, {type: T}>[] {
  return events.filter((event): event is Extract<RunEventBody, {type: T}> => event.type === type);
}

/** `/path reason detail` of each skipped page, origins cut off. */
export function skips(events: readonly RunEventBody[]): string[] {
  return eventsOf(events, 'page.skipped').map(({url, reason, detail}) => {
    return `${pathOf(url)} ${reason}${detail === null ? '' : ` ${detail.replace(/^http:\/\/127\.0\.0\.1:\d+/, '')}`}`;
  });
}

export function pathOf(url: string): string {
  const {pathname, search} = new URL(url);
  return pathname + search;
}

export function paths(pages: readonly CrawledPage<string>[]): string[] {
  return pages.map(({url}) => pathOf(url));
}

import {isIPv4} from 'node:net';
import {type FetchOutcome, fetchPage} from '../network/fetch-page.ts';
import type {RedirectPolicy} from '../network/http.ts';
import {createPace, type Pace} from '../network/pace.ts';
import type {CrawlDeps, CrawlOptions} from './contract.ts';
import {maxSitemapBytes} from './sitemap-scan.ts';

/** `markdown`: a page, wanted as Markdown. */
type AnswerKind = 'page' | 'markdown' | 'robots' | 'index';

/** The way to the servers of one crawl: one pace for each host, request ids, credentials of the start page. */
export type Site = {
  readonly fetch: (url: string, kind: AnswerKind, mayRedirect: RedirectPolicy) => Promise<FetchOutcome>;
  /** Sets the pace that robots.txt of this host asks for. Call it before the first page. */
  readonly setCrawlDelay: (url: string, crawlDelayMs: number | null) => void;
  readonly close: () => void;
};

const accepted = {
  page: 'text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.1',
  markdown: 'text/markdown,text/plain;q=0.9,text/html;q=0.8,*/*;q=0.1',
  robots: 'text/plain,*/*;q=0.1',
  index: 'application/xml,text/xml,text/markdown,text/plain,*/*;q=0.1',
} as const;

/** Decoded bytes of one page: 10 MB. */
const maxPageBytes = 10_000_000;

export function createSite<T>(options: CrawlOptions, deps: CrawlDeps<T>): Site {
  const seed = new URL(options.seed);
  const paces = new Map<string, Pace>();
  let ids = 0;

  const openPace = (url: URL, crawlDelayMs: number) => {
    const {clock, emit, gate} = deps;
    const pace = createPace({
      scope: url.host,
      minIntervalMs: intervalOf(url, options, crawlDelayMs),
      clock,
      emit,
      gate,
    });
    paces.set(url.host, pace);
    return pace;
  };

  return {
    fetch(url, kind, mayRedirect) {
      const target = new URL(url);
      const pace = paces.get(target.host) ?? openPace(target, 0);
      const {client, emit, clock, random, signal} = deps;
      const nextId = () => {
        ids += 1;
        return ids;
      };
      return fetchPage(
        {
          url: target.origin === seed.origin ? withCredentials(target, seed) : url,
          subject: url,
          kind: kind === 'markdown' ? 'page' : kind,
          accept: accepted[kind],
          maxBytes: kind === 'index' ? maxSitemapBytes : maxPageBytes,
          mayRedirect,
        },
        {client, pace, emit, clock, random, nextId, signal},
      );
    },
    setCrawlDelay(url, crawlDelayMs) {
      if (crawlDelayMs) openPace(new URL(url), crawlDelayMs);
    },
    close() {
      for (const pace of paces.values()) pace.close();
    },
  };
}

/** The milliseconds between two requests to a host; 0 = unpaced. */
export function intervalOf(
  url: URL,
  {requestsPerSecond}: Pick<CrawlOptions, 'requestsPerSecond'>,
  crawlDelayMs: number,
): number {
  const own = requestsPerSecond > 0 && !isLoopback(url.hostname) ? 1000 / requestsPerSecond : 0;
  return Math.max(own, crawlDelayMs);
}

/** The user's own machine: 127.0.0.0/8, ::1 and the names that mean it (RFC 6761, 6.3). */
function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true;
  return isIPv4(host) && host.startsWith('127.');
}

function withCredentials(url: URL, seed: URL): string {
  const target = new URL(url);
  target.username = seed.username;
  target.password = seed.password;
  return target.href;
}

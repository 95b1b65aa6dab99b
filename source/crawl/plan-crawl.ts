import type {DiscoveredVia, RunEventBody, SkipReason} from '../events/catalogue.ts';
import type {CrawlDeps, CrawlOptions, RobotsFacts, ScopeFacts} from './contract.ts';
import {createFrontier} from './frontier.ts';
import {createKnownPages} from './known-pages.ts';
import {findFallback} from './markdown-fallback.ts';
import {noTwins} from './markdown-twins.ts';
import {seedKey} from './open-seed.ts';
import {createScope} from './scope.ts';
import {createSettler} from './settle.ts';
import {createSite, intervalOf} from './site.ts';
import {surveySite} from './survey.ts';

/** What a crawl would do, as far as the start page and the lists of the site tell: links found later come on top. */
export type CrawlPlan = {
  /** The start page in canonical form. */
  readonly start: string;
  readonly robots: RobotsFacts;
  readonly scope: ScopeFacts;
  /** The pages that would be read, in this order, the start page first; no more than the page limit. */
  readonly pages: readonly {readonly url: string; readonly via: DiscoveredVia}[];
  /** Pages that the page limit or the depth limit would cut. */
  readonly cut: number;
  readonly skipped: readonly {
    readonly url: string;
    readonly reason: SkipReason;
    readonly detail: string | null;
  }[];
  readonly notices: readonly Extract<RunEventBody, {type: 'notice'}>[];
  readonly estimate: {
    /** At the pace of the host, or at that of the start page if there is no pace. */
    readonly seconds: number;
    /** If all pages are as long as the start page. */
    readonly bytes: number;
    /** Between two requests, 0 = unpaced. */
    readonly intervalMs: number;
  };
};

/**
 * Reads robots.txt, the start page and the files in which the site lists its pages, and nothing else.
 *
 * @throws as a crawl does
 */
export async function planCrawl<T>(options: CrawlOptions, deps: CrawlDeps<T>): Promise<CrawlPlan> {
  deps.signal.throwIfAborted();
  const typed = seedKey(options.seed);
  createScope({...options, seed: new URL(typed)});
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody) => {
    events.push(event);
    deps.emit(event);
  };
  const site = createSite(options, {...deps, emit});
  try {
    const survey = await surveySite<T>(typed, options, {...deps, emit}, site);
    const {key, judge, robots, scope, start, pageLang} = survey;
    const markdown = await findFallback(survey, site, {...deps, emit});
    const twinOf = markdown?.twinOf ?? noTwins;
    const known = createKnownPages({judge, maxDepth: options.maxDepth, emit, twinOf});
    const frontier = createFrontier();
    known.discover(key, 'seed', 0, null);
    if (start) {
      const seed = {key, rank: 0, depth: 0, position: 0} as const;
      const {links, keys} = createSettler<T>(known, emit, pageLang).settle(
        seed,
        markdown?.start ?? start.reading,
      );
      for (const one of keys) frontier.forget(one);
      for (const candidate of [
        ...links,
        ...known.addEntries([...(markdown?.entries ?? []), ...survey.entries]),
      ])
        frontier.offer(candidate);
    }
    const via = new Map(
      events.flatMap((event) => (event.type === 'page.discovered' ? [[event.url, event.via] as const] : [])),
    );
    const pages = [{url: key, via: 'seed' as DiscoveredVia}];
    for (let next = frontier.take(); next && pages.length < options.maxPages; next = frontier.take())
      pages.push({url: next.key, via: via.get(next.key) ?? 'link'});
    const skipped = events.flatMap((event) =>
      event.type === 'page.skipped' && event.url !== key
        ? [{url: event.url, reason: event.reason, detail: event.detail}]
        : [],
    );
    const intervalMs = intervalOf(new URL(key), options, robots.crawlDelayMs ?? 0);
    const eachMs = Math.max(intervalMs, (start?.durationMs ?? 0) / Math.max(1, options.concurrency));
    return {
      start: key,
      robots,
      scope,
      pages,
      cut: via.size - pages.length - skipped.length,
      skipped,
      notices: events.filter((event) => event.type === 'notice'),
      estimate: {
        seconds: Math.ceil(((pages.length - 1) * eachMs) / 1000),
        bytes: (start?.bytes ?? 0) * pages.length,
        intervalMs,
      },
    };
  } finally {
    site.close();
  }
}

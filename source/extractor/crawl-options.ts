import type {CrawlOptions} from '../crawl/crawl.ts';
import type {RunRequest} from './create-extractor.ts';

/** What a run asks of the crawl. */
export function crawlOptions(request: RunRequest): CrawlOptions {
  const {maxPages, maxDepth, concurrency, include, exclude, respectRobots, requestsPerSecond} = request;
  const {locale, docVersion} = request;
  const limits = {maxPages, maxDepth, concurrency, requestsPerSecond};
  return {seed: request.url, ...limits, include, exclude, respectRobots, locale, docVersion};
}

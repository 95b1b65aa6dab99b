import {systemClock} from '../clock.ts';
import {type CrawlPlan, planCrawl} from '../crawl/plan-crawl.ts';
import type {Page} from '../extract/page.ts';
import {createControls} from './controls.ts';
import {crawlOptions} from './crawl-options.ts';
import type {ExtractorDeps, RunRequest} from './create-extractor.ts';
import {obeyOwner} from './obey-owner.ts';
import {readDocument, readOutline, readSample} from './read-document.ts';

export type {CrawlPlan} from '../crawl/plan-crawl.ts';

/**
 * What a run would read. Asks for robots.txt, the start page and the lists of the site, and writes nothing.
 *
 * @throws as a run ends: RulesMakerError
 */
export async function planRun(
  request: RunRequest,
  {client, clock = systemClock, random = () => 0.5}: Pick<ExtractorDeps, 'client' | 'clock' | 'random'>,
): Promise<CrawlPlan> {
  const emit = () => undefined;
  const {gate} = createControls({concurrency: request.concurrency, emit, clock});
  return await planCrawl<Page>(crawlOptions(request), {
    client,
    read: readDocument,
    outline: readOutline,
    sample: readSample,
    emit,
    clock,
    random,
    signal: gate.signal,
    gate,
    productToken: request.program.name,
    onRobots: (facts) => obeyOwner(facts, request.url, emit),
  });
}

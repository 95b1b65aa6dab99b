import type {CrawlDeps, CrawledPage, CrawlOptions, CrawlReport} from './contract.ts';
import {createFailureWatch} from './failure-watch.ts';
import {type Candidate, createFrontier} from './frontier.ts';
import {createJudge} from './judge.ts';
import {createKnownPages} from './known-pages.ts';
import {openSeed, seedKey} from './open-seed.ts';
import {type Reading, readAnswer, readPage} from './read-page.ts';
import {createScope} from './scope.ts';
import {createSettler} from './settle.ts';
import {createSite} from './site.ts';
import {createWindow} from './window.ts';

export type {
  CrawlDeps,
  CrawledPage,
  CrawlOptions,
  CrawlReport,
  Fetched,
  ReadResult,
  RobotsFacts,
} from './contract.ts';

/**
 * Reads the pages of a documentation site, best first, and yields them in the order in which they were asked for. That
 * order depends on what stands on the pages, not on when answers come or how many are under way. The page limit counts
 * pages that are handed on.
 *
 * @throws UsageError, NothingFoundError or SecurityError if the start page cannot be had; the signal's reason when
 * aborted; what `deps.read` or `deps.onRobots` throws
 */
export async function* crawl<T>(
  options: CrawlOptions,
  deps: CrawlDeps<T>,
): AsyncGenerator<CrawledPage<T>, CrawlReport> {
  deps.signal.throwIfAborted();
  const key = seedKey(options.seed);
  // Bad globs are known before the first request.
  createScope({...options, seed: new URL(key)});

  const stopper = new AbortController();
  const {emit, gate} = deps;
  const inner = {...deps, signal: AbortSignal.any([deps.signal, stopper.signal])};
  const site = createSite(options, inner);
  let close = () => Promise.resolve();
  try {
    const seed = await openSeed<T>(key, options, inner, site);
    const judge = createJudge(
      createScope({...options, seed: new URL(seed.response?.finalUrl ?? key)}),
      seed.robots,
    );
    const known = createKnownPages({judge, maxDepth: options.maxDepth, emit});
    const settler = createSettler<T>(known, emit);
    const watch = createFailureWatch();
    let kept = 0;
    let incomplete = 0;
    let dropped = 0;
    let total = 0;

    const window = createWindow<Reading<T>>({
      frontier: createFrontier(),
      work: (candidate) => readPage(candidate.key, site, judge, inner),
      concurrency: gate.concurrency,
      wanted: () => options.maxPages - kept,
      closing: gate.closing,
    });
    close = window.close;

    known.discover(key, 'seed', 0, null);
    if (seed.response) window.start(seedCandidate(key), readAnswer(seed.response, inner));
    while (kept < options.maxPages && !watch.failing()) {
      window.fill();
      const slot = window.head();
      if (!slot) break;
      const settled = await slot.done;
      deps.signal.throwIfAborted();
      if (!settled.ok) throw settled.error;
      const reading = settled.value;
      const {page, links, keys, failure} = settler.settle(slot.candidate, reading);
      window.commit(links, keys);
      watch.note(failure === 'incomplete');
      if (failure === 'incomplete') incomplete += 1;
      if (reading.kind === 'skipped' && reading.reason === 'finished-early') dropped += 1;
      if (page) kept += 1;

      const size = Math.min(options.maxPages, kept + known.waiting());
      if (size !== total) emit({type: 'phase.resized', phase: 'crawl', total: size});
      total = size;
      if (page) {
        window.fill();
        yield {order: kept - 1, ...page};
        deps.signal.throwIfAborted();
      }
    }

    const full = kept >= options.maxPages;
    const stopped = watch.failing() ? 'failing-site' : !full && gate.closing() ? 'finish-early' : null;
    if (stopped === 'failing-site') emit(watch.notice(seed.facts.url));
    const rest = full
      ? known.skipRest('cap', null, settler.ownerOf)
      : known.skipRest('finished-early', stopped, settler.ownerOf);
    return {
      capReached: full && rest.cut > 0,
      leftOut: rest.cut + rest.tooDeep + dropped,
      incomplete,
      stopped,
      robots: seed.facts,
    };
  } finally {
    stopper.abort();
    await close();
    site.close();
  }
}

function seedCandidate(key: string): Candidate {
  return {key, rank: 0, depth: 0, position: 0};
}

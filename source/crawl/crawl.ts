import type {CrawlDeps, CrawledPage, CrawlOptions, CrawlReport} from './contract.ts';
import {createFailureWatch} from './failure-watch.ts';
import {type Candidate, createFrontier} from './frontier.ts';
import {createKnownPages} from './known-pages.ts';
import {findFallback, isShell, stateOfText} from './markdown-fallback.ts';
import {findTwins, noTwins} from './markdown-twins.ts';
import {rememberAnswers, remembered} from './memory.ts';
import {seedKey} from './open-seed.ts';
import {type Reading, readAnswer, readPage} from './read-page.ts';
import {createScope} from './scope.ts';
import {createSettler} from './settle.ts';
import {createSite} from './site.ts';
import {surveySite} from './survey.ts';
import {createWindow} from './window.ts';

export type {
  CrawlDeps,
  CrawledPage,
  CrawlOptions,
  CrawlReport,
  Fetched,
  Outline,
  ReadResult,
  RobotsFacts,
  Sample,
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
  const typed = seedKey(options.seed);
  // Bad globs are known before the first request.
  createScope({...options, seed: new URL(typed)});

  const stopper = new AbortController();
  const {emit, gate} = deps;
  const inner = {...deps, signal: AbortSignal.any([deps.signal, stopper.signal])};
  const {memory} = deps;
  /** For pages of the frontier; `asked` for everything that is asked for once, before or beside them. */
  const site = createSite(options, inner);
  const asked = rememberAnswers(site, memory, deps.clock);
  let close = () => Promise.resolve();
  try {
    const survey = await surveySite<T>(typed, options, inner, asked, (key, response, robots) =>
      remembered(key, memory, () => readAnswer(response, inner, robots)),
    );
    const {key, judge} = survey;
    emit({type: 'scope.inferred', ...survey.scope, extras: [...survey.scope.extras]});
    const shell = isShell(survey);
    const twins = shell ? {twinOf: noTwins, markdown: null} : await findTwins(survey, asked, inner);
    const markdown = twins.markdown ?? (await findFallback(survey, asked, inner));
    const twinOf = markdown?.twinOf ?? twins.twinOf;
    const entries = [...(markdown?.entries ?? []), ...survey.entries];
    const known = createKnownPages({judge, maxDepth: options.maxDepth, emit, twinOf});
    const settler = createSettler<T>(known, emit, survey.pageLang);
    const watch = createFailureWatch(key, stateOfText(survey, markdown));
    let kept = 0;
    let incomplete = 0;
    let dropped = 0;
    let total = 0;

    const window = createWindow<Reading<T>>({
      frontier: createFrontier(),
      work: ({key}) =>
        remembered(
          key,
          memory,
          async () => (await markdown?.read(key, site)) ?? (await readPage(key, site, judge, inner)),
        ),
      concurrency: gate.concurrency,
      wanted: () => options.maxPages - kept,
      closing: gate.closing,
    });
    close = window.close;

    known.discover(key, 'seed', 0, null);
    if (survey.start)
      window.start(seedCandidate(key), Promise.resolve(markdown?.start ?? survey.start.reading));
    while (kept < options.maxPages && watch.stopped() === null) {
      window.fill();
      const slot = window.head();
      if (!slot) break;
      const settled = await slot.done;
      deps.signal.throwIfAborted();
      if (!settled.ok) throw settled.error;
      const reading = settled.value;
      const {page, links, keys, failure} = settler.settle(slot.candidate, reading);
      const isStart = slot.candidate.key === key;
      window.commit(isStart ? [...links, ...known.addEntries(entries)] : links, keys);
      watch.note(reading, failure === 'incomplete');
      if (failure === 'incomplete') incomplete += 1;
      if (reading.kind === 'skipped' && reading.reason === 'finished-early') dropped += 1;
      if (page) kept += 1;

      const size = Math.min(options.maxPages, kept + known.waiting());
      if (size !== total) emit({type: 'phase.resized', phase: 'crawl', total: size});
      total = size;
      if (page) {
        window.fill();
        yield {order: kept - 1, key: slot.candidate.key, ...page};
        deps.signal.throwIfAborted();
      }
    }

    const full = kept >= options.maxPages;
    const useless = watch.stopped();
    const stopped = useless ?? (!full && gate.closing() ? 'finish-early' : null);
    if (useless) emit(watch.notice());
    if (!full && stopped === null) {
      watch.end();
      known.skipTraps();
    }
    const rest = full
      ? known.skipRest('cap', null, settler.ownerOf)
      : known.skipRest('finished-early', stopped, settler.ownerOf);
    return {
      capReached: full && rest.cut > 0,
      leftOut: rest.cut + rest.tooDeep + dropped,
      incomplete,
      stopped,
      robots: survey.robots,
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

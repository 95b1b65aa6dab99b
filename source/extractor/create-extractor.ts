import {type Clock, systemClock} from '../clock.ts';
import {type CrawlReport, crawl} from '../crawl/crawl.ts';
import type {RuleSet} from '../distil/rule.ts';
import {errorReport} from '../errors.ts';
import {createEventBus, type Listener} from '../events/bus.ts';
import {type Emit, eventSchema, type RunEventOf, type Usage} from '../events/catalogue.ts';
import type {Page} from '../extract/page.ts';
import type {HttpClient} from '../network/http.ts';
import type {Renderer} from '../network/render.ts';
import type {CrawlMemory} from '../store/journal.ts';
import type {KeptPage} from '../store/kept-page.ts';
import type {PageStore} from '../store/page-store.ts';
import type {TargetName} from '../target-names.ts';
import {checkWritable} from '../targets/atomic-write.ts';
import {type Again, againOf} from './again.ts';
import {type Controls, createControls, type Gate} from './controls.ts';
import {crawlOptions} from './crawl-options.ts';
import type {PageAbout} from './document-jobs.ts';
import {createDocumentReader, type ReadingLimits} from './document-reader.ts';
import {type Ending, endingOf} from './ending.ts';
import {obeyOwner} from './obey-owner.ts';
import {openRulesStage, type RulesStage} from './rules-stage.ts';
import {createTally} from './tally.ts';

/** What a run is asked to do. Every value is decided; nothing is read from the environment. */
export type RunRequest = {
  readonly runId: string;
  readonly program: {readonly name: string; readonly version: string};
  /** Absolute, http or https. */
  readonly url: string;
  /** At least one. */
  readonly targets: readonly TargetName[];
  /** Absolute path: the folder in which target paths are laid out. */
  readonly outputRoot: string;
  /** One target folded into this file (relative to the root), or `null`. */
  readonly singleFile: string | null;
  /** Also write the text of all pages (`llms-full.txt`). */
  readonly llmsFull: boolean;
  /** Replace files that the user edited. */
  readonly force: boolean;
  readonly maxPages: number;
  /** True if the user chose `maxPages`: a cap of one's own is no loss. */
  readonly maxPagesChosen: boolean;
  readonly maxDepth: number;
  readonly concurrency: number;
  /** Requests per second and host; 0 = unpaced. */
  readonly requestsPerSecond: number;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly respectRobots: boolean;
  /** The language to read, or `null` for that of the start page. */
  readonly locale: string | null;
  /** The version to read, or `null` for that of the start page. */
  readonly docVersion: string | null;
  /** Private places that the client may reach besides the start page; as the user wrote them. */
  readonly allowPrivate: readonly string[];
  /** Run the scripts of empty pages in a browser of the user. */
  readonly render: boolean;
  /** Path of certificates to trust as well, or `null`. */
  readonly caFile: string | null;
};

/** Asks models about the pages that were read. What it emits is part of the run. */
export type Asker = {
  /** Expected failures of models are told as events; what it throws ends the run. */
  readonly ask: (pages: PageStore<Page>, run: {readonly emit: Emit; readonly gate: Gate}) => Promise<void>;
  /** What that came to so far, for `run.finished`. */
  readonly usage: () => Usage;
};

export type ExtractorDeps = {
  readonly client: HttpClient;
  /** Opens the store for the pages of this run; called once. */
  readonly openPages: () => PageStore<Page>;
  /** What an earlier stretch of this run has read; what is new is kept in it. Without it a run cannot go on later. */
  readonly memory?: CrawlMemory;
  /** Runs the scripts of empty pages; closed with the run. */
  readonly renderer?: Renderer | null;
  /** What reading one page may take; a page that needs more is a failed page. */
  readonly readingLimits?: Partial<ReadingLimits>;
  /** The module of the thread that reads pages. */
  readonly readerEntry?: URL;
  /** Without it no model is asked. */
  readonly asker?: Asker;
  /** What is known before the run starts and belongs to its record. */
  readonly notices?: readonly Omit<RunEventOf<'notice'>, 'seq' | 'at'>[];
  readonly clock?: Clock;
  /** 0 to 1, for the jitter of waits. */
  readonly random?: () => number;
};

export type RunResult = Ending & {
  readonly ruleSet: RuleSet | null;
  /** How the run can be taken up again, or `null` if nothing is left to do. */
  readonly again: Again | null;
};

export type Extractor = {
  /** Runs once. Expected errors end in the result and in `run.finished`, never in a rejection. */
  readonly run: () => Promise<RunResult>;
  /** Every event from now on; returns the function that ends it. */
  readonly subscribe: (listener: Listener) => () => void;
  readonly controls: Controls;
};

/** The engine: crawl, extract, distil, assemble, write, in this order, told as events. */
export function createExtractor(request: RunRequest, deps: ExtractorDeps): Extractor {
  const clock = deps.clock ?? systemClock;
  const bus = createEventBus(() => clock.now());
  const tally = createTally();
  bus.subscribe(tally.count);
  const {controls, gate} = createControls({concurrency: request.concurrency, emit: bus.emit, clock});

  const run = async (): Promise<RunResult> => {
    bus.emit({
      type: 'run.started',
      schema: eventSchema,
      runId: request.runId,
      program: request.program.name,
      version: request.program.version,
      url: request.url,
      targets: [...request.targets],
      outputRoot: request.outputRoot,
      maxPages: request.maxPages,
      concurrency: request.concurrency,
    });
    for (const notice of deps.notices ?? []) bus.emit(notice);
    let pages: PageStore<Page> | null = null;
    let report: CrawlReport | null = null;
    let stage: RulesStage | null = null;
    let ruleSet: RuleSet | null = null;
    let ending: Ending;
    try {
      await checkWritable(request.outputRoot);
      pages = deps.openPages();
      report = await readSite({request, deps, clock, gate, emit: bus.emit, pages});
      refuseIfStopped(gate);
      await deps.asker?.ask(pages, {emit: bus.emit, gate});
      refuseIfStopped(gate);
      stage = openRulesStage(request, bus.emit, pages, gate.signal);
      const made = await stage.make();
      ruleSet = made.ruleSet;
      refuseIfStopped(gate);
      const written = await stage.write(made);
      ending = endingOf({request, report, stopReason: gate.stopReason(), ...written});
    } catch (error) {
      ending = endingOf({request, stopReason: gate.stopReason(), error});
    } finally {
      await stage?.close();
      await deps.renderer?.close();
      pages?.close();
    }
    bus.emit({
      type: 'run.finished',
      outcome: ending.outcome,
      exitCode: ending.exitCode,
      totals: tally.totals(),
      usage: deps.asker?.usage() ?? {requests: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0},
      error: ending.error === null ? null : errorReport(ending.error),
    });
    const holdsPages = deps.memory?.isEmpty() === false;
    return {...ending, ruleSet, again: againOf({ending, report, holdsPages})};
  };

  return {run, subscribe: bus.subscribe, controls};
}

type Step = {
  readonly request: RunRequest;
  readonly deps: ExtractorDeps;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly emit: ReturnType<typeof createEventBus>['emit'];
  readonly pages: PageStore<Page>;
};

/** Crawls and extracts: each page is parsed once, and stored as it comes. */
async function readSite({request, deps, clock, gate, emit, pages}: Step): Promise<CrawlReport> {
  emit({type: 'phase.started', phase: 'crawl', total: null});
  emit({type: 'phase.started', phase: 'extract', total: null});
  const {close, ...reader} = createDocumentReader({
    clock,
    ...(deps.readingLimits ? {limits: deps.readingLimits} : {}),
    ...(deps.readerEntry ? {entry: deps.readerEntry} : {}),
  });
  gate.signal.addEventListener('abort', () => void close(gate.signal.reason), {once: true});
  const site = crawl<KeptPage<PageAbout>>(crawlOptions(request), {
    client: deps.client,
    ...reader,
    emit,
    clock,
    random: deps.random ?? Math.random,
    ...(deps.memory ? {memory: deps.memory} : {}),
    ...(deps.renderer ? {render: deps.renderer.render} : {}),
    signal: gate.signal,
    gate,
    productToken: request.program.name,
    onRobots: (facts) => obeyOwner(facts, request.url, emit),
  });
  let read = 0;
  try {
    let step = await site.next();
    while (!step.done) {
      const {order, key, url, content} = step.value;
      pages.add(order, url, content, key);
      read += 1;
      emit({type: 'page.extracted', url, ...content.about});
      step = await site.next();
    }
    emit({type: 'phase.finished', phase: 'crawl', done: read});
    emit({type: 'phase.finished', phase: 'extract', done: read});
    return step.value;
  } finally {
    await close(new Error('the crawl is over'));
  }
}

function refuseIfStopped(gate: Gate): void {
  const reason = gate.stopReason();
  if (reason === 'interrupted' || reason === 'terminated') throw new StoppedError();
}

/** Thrown between phases after a stop; `endingOf` knows it by the stop reason. */
class StoppedError extends Error {}

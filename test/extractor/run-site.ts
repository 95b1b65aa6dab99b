import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import type {RunEvent, RunEventBody} from '../../source/events/catalogue.ts';
import type {Page} from '../../source/extract/page.ts';
import {
  createExtractor,
  type ExtractorDeps,
  type RunRequest,
  type RunResult,
} from '../../source/extractor/create-extractor.ts';
import {openJournal} from '../../source/store/journal.ts';
import {openPageStore} from '../../source/store/page-store.ts';
import {createLoopbackClient} from '../helpers/loopback-client.ts';

type SiteRun = {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  /** The bytes of every file below the output root. */
  readonly files: Readonly<Record<string, string>>;
};

/**
 * A whole run of the engine. `shared`: its pages lie in a file that a second thread can read; else everything but the
 * reading of pages stays in this one.
 */
export async function runSite(
  url: string,
  options: {
    readonly shared: boolean;
    readonly request?: Partial<RunRequest>;
    readonly deps?: Partial<ExtractorDeps>;
    readonly onEvent?: (event: RunEvent, controls: ReturnType<typeof createExtractor>['controls']) => void;
  },
): Promise<SiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-run-'));
  const journal = options.shared ? openJournal<Page>(join(folder, 'journal.db')) : null;
  const extractor = createExtractor(
    {...request(url, join(folder, 'out')), ...options.request},
    {
      client: createLoopbackClient({userAgent: 'test', limits: {totalMs: 5_000}}),
      openPages: () => journal?.pages ?? openPageStore<Page>(':memory:'),
      ...(journal ? {memory: journal} : {}),
      ...options.deps,
    },
  );
  const events: RunEvent[] = [];
  extractor.subscribe((event) => {
    events.push(event);
    options.onEvent?.(event, extractor.controls);
  });
  try {
    const result = await extractor.run();
    return {result, events, files: filesBelow(join(folder, 'out'))};
  } finally {
    journal?.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** What does not depend on time, on who answered first, or on where the run writes. */
export function facts(events: readonly RunEvent[]): RunEventBody[] {
  return events.flatMap(({seq: _seq, at: _at, ...event}) => {
    if (event.type.startsWith('request.') || event.type === 'run.started') return [];
    return event.type === 'page.fetched'
      ? [{...event, durationMs: 0} as RunEventBody]
      : [event as RunEventBody];
  });
}

function request(url: string, outputRoot: string): RunRequest {
  return {
    runId: 'test',
    program: {name: 'rules-maker', version: '0.0.0'},
    url,
    targets: ['agents', 'claude', 'cursor', 'json', 'llms-txt'],
    outputRoot,
    singleFile: null,
    llmsFull: true,
    force: false,
    maxPages: 300,
    maxPagesChosen: false,
    maxDepth: 10,
    concurrency: 4,
    requestsPerSecond: 0,
    include: [],
    exclude: [],
    respectRobots: true,
    locale: null,
    docVersion: null,
    allowPrivate: [],
    render: false,
    caFile: null,
  };
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(names.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

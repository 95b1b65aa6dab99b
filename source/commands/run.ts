import {randomBytes} from 'node:crypto';
import {systemClock} from '../clock.ts';
import type {Config} from '../config/resolve.ts';
import {configText} from '../config/show.ts';
import type {ExitCode} from '../exit-codes.ts';
import type {Page} from '../extract/page.ts';
import {createExtractor, type RunRequest} from '../extractor/create-extractor.ts';
import {createHttpClient} from '../network/client.ts';
import type {Arguments} from '../options/parse.ts';
import {createJsonReporter} from '../reporters/jsonl.ts';
import {userFolders} from '../store/folders.ts';
import {openPageStore} from '../store/page-store.ts';
import {createRunFolder, openRunLog} from '../store/run-folder.ts';
import type {Io} from './io.ts';
import type {OutputPlace} from './output-place.ts';
import {programName, programVersion, userAgent} from './program.ts';
import {createView} from './view.ts';

/** Runs the engine with the chosen view, the run log and the signals, and gives the exit code. */
export async function runOnce(
  asked: {
    readonly url: string;
    readonly place: OutputPlace;
    readonly config: Config;
    readonly args: Arguments;
  },
  io: Io,
): Promise<ExitCode> {
  const {url, place, config, args} = asked;
  const request = runRequest(url, place, config, args.switches.has('force'));
  const folder = await createRunFolder(userFolders(io.environment).state, request.runId);
  const log = await openRunLog(folder.logPath);
  const extractor = createExtractor(request, {
    client: createHttpClient({userAgent}),
    openPages: () => openPageStore<Page>(folder.databasePath),
  });
  const view = createView(args, io);
  extractor.subscribe(createJsonReporter(log.write));
  extractor.subscribe(view.handle);

  let interrupts = 0;
  const endSignals = io.onSignal((signal) => {
    interrupts += 1;
    if (interrupts > 1) io.exit(signal === 'SIGINT' ? 130 : 143);
    extractor.controls.stop(signal === 'SIGINT' ? 'interrupted' : 'terminated');
  });
  const heartbeat = setInterval(() => view.tick(systemClock.now()), 1000);
  try {
    const result = await extractor.run();
    view.finish(folder.logPath, result.error);
    return result.exitCode;
  } finally {
    clearInterval(heartbeat);
    endSignals();
    await log.close();
  }
}

/** Prints the effective values for `--show-config`. */
export function showConfig(config: Config, io: Io): void {
  io.out(configText(config, true));
}

function runRequest(url: string, place: OutputPlace, {values, origins}: Config, force: boolean): RunRequest {
  return {
    runId: newRunId(systemClock.now()),
    program: {name: programName, version: programVersion},
    url,
    targets: place.targets,
    outputRoot: place.root,
    singleFile: place.singleFile,
    llmsFull: values['targets.llms_txt.full'],
    force,
    maxPages: values['scraping.max_pages'],
    maxPagesChosen: origins['scraping.max_pages'].kind !== 'default',
    maxDepth: values['scraping.max_depth'],
    concurrency: values['scraping.concurrency'],
    requestsPerSecond: values['scraping.rate_limit'],
    include: values['scraping.include'],
    exclude: values['scraping.exclude'],
    respectRobots: values['scraping.respect_robots_txt'],
  };
}

/** `20261122-184501-7f3a`: in order of time, and unique enough for runs of one second. */
function newRunId(nowMs: number): string {
  const [date = '', time = ''] = new Date(nowMs).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(2).toString('hex')}`;
}

import {randomBytes} from 'node:crypto';
import {resolve} from 'node:path';
import {systemClock} from '../clock.ts';
import type {Config} from '../config/resolve.ts';
import {configText} from '../config/show.ts';
import type {ExitCode} from '../exit-codes.ts';
import type {Asker, RunRequest} from '../extractor/create-extractor.ts';
import type {Arguments} from '../options/parse.ts';
import {carryOut} from './carry-out.ts';
import type {Io} from './io.ts';
import type {OutputPlace} from './output-place.ts';
import {programName, programVersion} from './program.ts';
import {providerNotices} from './provider-notices.ts';

/** One run of its own. @throws as {@link carryOut} */
export async function runOnce(
  asked: {
    readonly url: string;
    readonly place: OutputPlace;
    readonly config: Config;
    readonly args: Arguments;
    /** False for a site that is gone after the run. @default true */
    readonly resumable?: boolean;
    readonly asker?: Asker;
  },
  io: Io,
): Promise<ExitCode> {
  const {args, config, asker} = asked;
  const request = runRequest(asked, newRunId(systemClock.now()));
  const kind = asked.resumable === false ? 'once' : 'new';
  const models = {
    notices: asker ? [] : providerNotices(config, io),
    otel: config.values['telemetry.otel'],
    ...(asker ? {asker} : {}),
  };
  return await carryOut({request, args, kind, ...models}, io);
}

/** Prints the effective values for `--show-config`. */
export function showConfig(config: Config, io: Io): void {
  io.out(configText(config, true));
}

/** What the engine is asked to do, from the command line and every other source. */
export function runRequest(
  asked: {
    readonly url: string;
    readonly place: OutputPlace;
    readonly config: Config;
    readonly args: Pick<Arguments, 'switches'>;
  },
  runId: string,
): RunRequest {
  const {url, place, config, args} = asked;
  const {values, origins} = config;
  return {
    runId,
    program: {name: programName, version: programVersion},
    url,
    targets: place.targets,
    outputRoot: place.root,
    singleFile: place.singleFile,
    llmsFull: values['targets.llms_txt.full'],
    force: args.switches.has('force'),
    maxPages: values['scraping.max_pages'],
    maxPagesChosen: origins['scraping.max_pages'].kind !== 'default',
    maxDepth: values['scraping.max_depth'],
    concurrency: values['scraping.concurrency'],
    requestsPerSecond: values['scraping.rate_limit'],
    include: values['scraping.include'],
    exclude: values['scraping.exclude'],
    respectRobots: values['scraping.respect_robots_txt'],
    locale: values['scraping.locale'] || null,
    docVersion: values['scraping.doc_version'] || null,
    allowPrivate: values['scraping.allow_private'],
    render: values['scraping.javascript_enabled'],
    caFile: values['scraping.ca_file'] === '' ? null : resolve(values['scraping.ca_file']),
  };
}

/** `20261122-184501-7f3a`: in order of time, and unique enough for runs of one second. */
function newRunId(nowMs: number): string {
  const [date = '', time = ''] = new Date(nowMs).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(2).toString('hex')}`;
}

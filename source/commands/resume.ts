import {systemClock} from '../clock.ts';
import {type Config, resolveConfig} from '../config/resolve.ts';
import {OutputError, UsageError} from '../errors.ts';
import type {ExitCode} from '../exit-codes.ts';
import type {RunRequest} from '../extractor/create-extractor.ts';
import {display, displayMiddle} from '../format/display.ts';
import type {Arguments} from '../options/parse.ts';
import {userFolders} from '../store/folders.ts';
import {type RecordedRun, recordedRuns} from '../store/run-record.ts';
import {busy, carryOut} from './carry-out.ts';
import type {Io} from './io.ts';
import type {OutputPlace} from './output-place.ts';
import {runOnce, runRequest} from './run.ts';

const runsShown = 10;

/**
 * `rules-maker resume [run]`: the newest unfinished run, or the named one, with the options it had. With
 * `--only-failed` the newest run in which a page failed.
 *
 * @throws UsageError RM-PROC-061 if there is nothing to resume, BusyError RM-LOCK-068 if somebody does already
 */
export async function resume(args: Arguments, io: Io): Promise<ExitCode> {
  const [id, ...extra] = args.input;
  if (extra.length > 0) throw usage(`one run at a time: "${extra[0]}" is one too many`, 'rules-maker resume');
  const onlyFailed = args.switches.has('only-failed');
  const runs = recordedRuns(userFolders(io.environment).state);
  const run = id === undefined ? newest(runs, onlyFailed) : named(runs, id, onlyFailed);
  if (run instanceof Error) {
    io.err(runList(runs));
    throw run;
  }
  if (run.state === 'running') throw busy(`the run ${run.folder.id}`, run.owner, systemClock.now());
  const kind = onlyFailed ? 'only-failed' : 'resume';
  return await carryOut({request: storedRequest(run), headers: run.headers, args, kind}, io);
}

/** `--resume`: the newest unfinished run of this URL with the options given now, else a new run. */
export async function goOn(
  asked: {
    readonly url: string;
    readonly place: OutputPlace;
    readonly config: Config;
    readonly args: Arguments;
  },
  io: Io,
): Promise<ExitCode> {
  const {url, args} = asked;
  const runs = recordedRuns(userFolders(io.environment).state);
  const run = runs.find((each) => each.url === url && each.state === 'unfinished');
  if (run) return await carryOut({request: runRequest(asked, run.folder.id), args, kind: 'changed'}, io);
  if (!args.switches.has('json') && !args.switches.has('quiet'))
    io.err(`note: no run of ${display(url, 200)} is unfinished; this is a new one\n`);
  return await runOnce(asked, io);
}

function newest(runs: readonly RecordedRun[], onlyFailed: boolean): RecordedRun | UsageError {
  const wanted = (run: RecordedRun) =>
    onlyFailed ? run.state === 'finished' && run.incomplete : run.state === 'unfinished';
  const found = runs.find(wanted) ?? runs.find(({state}) => state === 'running');
  if (found) return found;
  const what = onlyFailed ? 'no run has pages that failed' : 'no run is unfinished';
  return usage(what, 'rules-maker https://docs.example.com/ starts one');
}

function named(runs: readonly RecordedRun[], id: string, onlyFailed: boolean): RecordedRun | UsageError {
  const found = runs.filter(({folder}) => folder.id === id || folder.id.endsWith(`-${id}`));
  const [run, ...others] = found;
  if (!run)
    return usage(`there is no run "${id}"`, 'rules-maker resume goes on with the newest unfinished one');
  if (others.length > 0)
    return usage(`"${id}" is the end of ${found.length} runs`, `rules-maker resume ${run.folder.id}`);
  if (run.state !== 'finished' || onlyFailed) return run;
  const hint = run.incomplete
    ? `rules-maker resume ${run.folder.id} --only-failed asks again for the pages that failed`
    : `rules-maker ${run.url} starts a new one`;
  return usage(`the run ${run.folder.id} is finished`, hint);
}

/** One line a run, newest first. */
function runList(runs: readonly RecordedRun[]): string {
  const lines = runs.slice(0, runsShown).map(({folder, url, state, exitCode, incomplete}) => {
    const ending = exitCode === null ? '' : `, exit ${exitCode}${incomplete ? ', pages failed' : ''}`;
    return `  ${folder.id}  ${displayMiddle(url, 60)}  ${state}${ending}\n`;
  });
  return lines.length === 0 ? 'no run is kept\n' : `runs:\n${lines.join('')}`;
}

/**
 * The request as it was recorded. A request of today's shape is the model: what an older version did not know has its
 * default, and a field of another type is refused.
 *
 * @throws OutputError RM-CONF-052
 */
function storedRequest({folder, request}: RecordedRun): RunRequest {
  const config = resolveConfig({files: [], environment: {}, flags: {}});
  const place = {root: '/', targets: [], singleFile: null};
  const model = runRequest(
    {url: request['url'] as string, place, config, args: {switches: new Set()}},
    folder.id,
  );
  const stored: Record<string, unknown> = {};
  for (const [key, usual] of Object.entries(model)) {
    const value = request[key];
    if (value === undefined) continue;
    if (value !== null && usual !== null && kindOf(value) !== kindOf(usual))
      throw unreadable(folder.path, key);
    stored[key] = value;
  }
  return {...model, ...stored, runId: folder.id, program: model.program};
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function unreadable(path: string, key: string): OutputError {
  return new OutputError({
    code: 'RM-CONF-052',
    message: `the request of the run in ${path} cannot be used`,
    why: `"${key}" is of another kind than this version knows`,
    hint: 'resume it with the version that began it, or start a new run',
  });
}

function usage(message: string, hint: string): UsageError {
  return new UsageError({code: 'RM-PROC-061', message, hint});
}

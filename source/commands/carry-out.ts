import process from 'node:process';
import {systemClock} from '../clock.ts';
import {BusyError, RulesMakerError} from '../errors.ts';
import type {ExitCode} from '../exit-codes.ts';
import type {Page} from '../extract/page.ts';
import type {Again} from '../extractor/again.ts';
import {type Asker, createExtractor, type RunRequest} from '../extractor/create-extractor.ts';
import {duration} from '../format/duration.ts';
import type {Arguments} from '../options/parse.ts';
import {createJsonReporter} from '../reporters/jsonl.ts';
import {openOtelReporter} from '../reporters/telemetry-otel.ts';
import {userFolders} from '../store/folders.ts';
import {type Journal, openJournal} from '../store/journal.ts';
import {type Owner, outputLockPath, takeLock} from '../store/lock.ts';
import {createRunFolder, openRunFolder, openRunLog, type RunFolder} from '../store/run-folder.ts';
import {recordRequest, recordState} from '../store/run-record.ts';
import {headersAgain, type RecordedHeaders, recordableHeaders} from './headers.ts';
import type {Io} from './io.ts';
import type {Notice} from './model-engine.ts';
import {type Network, openNetwork} from './network.ts';
import {programName} from './program.ts';
import {tellError} from './tell-error.ts';
import {createView} from './view.ts';

export type Stretch = {
  readonly request: RunRequest;
  readonly args: Arguments;
  /** The headers of the run that goes on. */
  readonly headers?: RecordedHeaders;
  /**
   * `new`: a run of its own. `once`: one that cannot be taken up again, since its site goes with it. The others go on
   * with a run that is there: `resume` as it was, `changed` with options of its own, `only-failed` asks again for what failed.
   */
  readonly kind: 'new' | 'once' | 'resume' | 'changed' | 'only-failed';
  /** What is known of models before the run starts. */
  readonly notices?: readonly Notice[];
  readonly asker?: Asker;
  /** Spans and metrics of OpenTelemetry. */
  readonly otel?: boolean;
};

/**
 * Runs the engine with the chosen view, the run log and the signals, and gives the exit code. Output folder and run
 * belong to this process as long as it lasts.
 *
 * @throws BusyError RM-LOCK-068 if another process has one of them; OutputError for the state folder
 */
export async function carryOut(stretch: Stretch, io: Io): Promise<ExitCode> {
  const {request, args, kind} = stretch;
  const typed = args.lists.get('header') ?? [];
  const headers = stretch.headers ? headersAgain(stretch.headers, typed, io) : typed;
  const network = openNetwork(request, {lists: new Map([['header', headers]])}, io);
  const {state} = userFolders(io.environment);
  const owner: Owner = {pid: process.pid, sinceMs: systemClock.now(), runId: request.runId};
  const releases: (() => void)[] = [];
  try {
    const place = `the output folder ${request.outputRoot}`;
    releases.push(hold(outputLockPath(state, request.outputRoot), owner, place));
    const isNew = kind === 'new' || kind === 'once';
    const folder = isNew ? await createRunFolder(state, request.runId) : openRunFolder(state, request.runId);
    releases.push(hold(folder.lockPath, owner, `the run ${request.runId}`));
    if (kind === 'new' || kind === 'changed')
      recordRequest(folder, request, recordableHeaders(headers, io), owner.sinceMs);
    recordState(folder, {state: 'running', exitCode: null, incomplete: false});
    const journal = openJournal<Page>(folder.databasePath);
    try {
      if (kind === 'only-failed') journal.forget('failed');
      // Where a redirect may lead is a matter of the options.
      if (kind === 'changed') journal.forget('skipped');
      return await runEngine(stretch, network, folder, journal, io);
    } finally {
      journal.close();
    }
  } finally {
    for (const release of releases.reverse()) release();
  }
}

async function runEngine(
  stretch: Stretch,
  network: Network,
  folder: RunFolder,
  journal: Journal<Page>,
  io: Io,
): Promise<ExitCode> {
  const {request, args, kind, asker} = stretch;
  if (journal.setAside !== null) {
    io.err(`warning: the journal of this run was damaged and is put aside as ${journal.setAside}\n`);
  }
  const log = await openRunLog(folder.logPath);
  const extractor = createExtractor(request, {
    ...network,
    notices: [...network.notices, ...(stretch.notices ?? [])],
    ...(asker ? {asker} : {}),
    openPages: () => journal.pages,
    memory: journal,
  });
  const view = createView(args, io);
  extractor.subscribe(createJsonReporter((text) => log.write(io.log ? io.log.redact(text) : text)));
  extractor.subscribe(view.handle);
  if (stretch.otel) extractor.subscribe(await openOtelReporter());
  const tell = (again: Again | null) => {
    if (kind !== 'once') tellAgain(again, request.runId, args, io);
  };

  let interrupts = 0;
  const endSignals = io.onSignal((signal) => {
    interrupts += 1;
    if (interrupts > 1) {
      tell('resume');
      io.exit(signal === 'SIGINT' ? 130 : 143);
    }
    extractor.controls.stop(signal === 'SIGINT' ? 'interrupted' : 'terminated');
  });
  const heartbeat = setInterval(() => view.tick(systemClock.now()), 1000);
  try {
    const {exitCode, error, again} = await extractor.run();
    const state = again === 'resume' ? 'unfinished' : 'finished';
    noteEnd(() => recordState(folder, {state, exitCode, incomplete: again === 'only-failed'}), error, io);
    view.finish(folder.logPath, error);
    tell(again);
    return exitCode;
  } finally {
    clearInterval(heartbeat);
    endSignals();
    await log.close();
  }
}

/** A state that cannot be written is that of a killed run, which can go on: no reason to end otherwise than the run did. */
function noteEnd(write: () => void, endedBy: unknown, io: Io): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof RulesMakerError)) throw error;
    // After an error there is one to tell already, most likely of the same disk.
    if (endedBy === null) tellError(error, io, false);
  }
}

/** How to go on. After a run that reached its end it belongs to the summary, so only where there is one. */
function tellAgain(again: Again | null, runId: string, args: Arguments, io: Io): void {
  if (again === null) return;
  if (again === 'only-failed' && (args.switches.has('json') || args.switches.has('quiet'))) return;
  io.err(`  resume  ${programName} resume ${runId}${again === 'only-failed' ? ' --only-failed' : ''}\n`);
}

function hold(path: string, owner: Owner, what: string): () => void {
  const lock = takeLock(path, owner);
  if (lock.kind === 'held') return lock.release;
  throw busy(what, lock.owner, owner.sinceMs);
}

/** @param what - the thing that somebody else has, at the beginning of a sentence */
export function busy(what: string, owner: Owner | null, nowMs: number): BusyError {
  const since = owner === null ? '' : `, since ${new Date(owner.sinceMs).toISOString().slice(0, 19)}Z`;
  return new BusyError({
    code: 'RM-LOCK-068',
    message: `${what} is in use`,
    why:
      owner === null
        ? 'another rules-maker works on it'
        : `process ${owner.pid} works on it with run ${owner.runId}${since} (${duration(Math.max(0, nowMs - owner.sinceMs))})`,
    hint: 'wait for it, stop it, or write elsewhere with --output-dir',
  });
}

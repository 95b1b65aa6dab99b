import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as v from 'valibot';
import {OutputError, systemCode} from '../errors.ts';
import {lockOwner, type Owner} from './lock.ts';
import {openRunFolder, type RunFolder} from './run-folder.ts';
import {writeWhole} from './write-file.ts';

const schema = 1;

const requestSchema = v.object({
  schema: v.literal(schema),
  startedAtMs: v.number(),
  /** The whole request as the engine takes it; `url` is what a list of runs shows. */
  request: v.looseObject({url: v.string(), outputRoot: v.string()}),
  headers: v.object({references: v.array(v.string()), typed: v.array(v.string())}),
});

const stateSchema = v.object({
  schema: v.literal(schema),
  /** `running` with nobody alive who runs it is a run that was killed. */
  state: v.picklist(['running', 'unfinished', 'finished']),
  exitCode: v.nullable(v.number()),
  /** True if pages that exist could not be read. */
  incomplete: v.boolean(),
});

type RunState = Omit<v.InferOutput<typeof stateSchema>, 'schema'>;

export type RecordedRun = {
  readonly folder: RunFolder;
  readonly url: string;
  readonly startedAtMs: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly headers: {readonly references: readonly string[]; readonly typed: readonly string[]};
  readonly state: RunState['state'];
  readonly exitCode: number | null;
  readonly incomplete: boolean;
  /** Who runs it now; only for `running`. */
  readonly owner: Owner | null;
};

/**
 * Keeps what a run was asked to do, so that it can go on after anything. No secret is among it: of the headers only
 * where their values are.
 *
 * @throws OutputError RM-FS-053, -054 or -055
 */
export function recordRequest(
  folder: RunFolder,
  request: {readonly url: string},
  headers: RecordedRun['headers'],
  startedAtMs: number,
): void {
  const text = JSON.stringify({schema, startedAtMs, request, headers}, null, 2);
  writeWhole(requestPath(folder), `${text}\n`);
}

/** @throws OutputError RM-FS-053, -054 or -055 */
export function recordState(folder: RunFolder, state: RunState): void {
  writeWhole(statePath(folder), `${JSON.stringify({schema, ...state})}\n`);
}

/**
 * The runs that can be taken up, newest first. A folder without a request (a demo, a run of an older version) and one
 * that cannot be understood is not among them.
 */
export function recordedRuns(state: string): RecordedRun[] {
  const runs = join(state, 'runs');
  const ids = existsSync(runs) ? readdirSync(runs).sort().reverse() : [];
  return ids.flatMap((id) => readRun(openRunFolder(state, id)) ?? []);
}

function readRun(folder: RunFolder): RecordedRun | null {
  const asked = v.safeParse(requestSchema, readJson(requestPath(folder)));
  if (!asked.success) return null;
  const {request, headers, startedAtMs} = asked.output;
  const parsed = v.safeParse(stateSchema, readJson(statePath(folder)));
  const said: RunState = parsed.success
    ? parsed.output
    : {state: 'unfinished', exitCode: null, incomplete: false};
  const owner = said.state === 'finished' ? null : lockOwner(folder.lockPath);
  return {
    folder,
    url: request.url,
    startedAtMs,
    request,
    headers,
    state: owner !== null ? 'running' : said.state === 'finished' ? 'finished' : 'unfinished',
    exitCode: said.exitCode,
    incomplete: said.incomplete,
    owner: owner === 'unknown' ? null : owner,
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR')
      return null;
    throw new OutputError({
      code: 'RM-FS-053',
      message: `${path} cannot be read`,
      hint: 'set XDG_STATE_HOME to a folder of yours',
      cause: error,
    });
  }
}

function requestPath(folder: RunFolder): string {
  return join(folder.path, 'request.json');
}

function statePath(folder: RunFolder): string {
  return join(folder.path, 'state.json');
}

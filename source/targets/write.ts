import {realpath} from 'node:fs/promises';
import type {Emit, FileAction} from '../events/catalogue.ts';
import {atomicWrite} from './atomic-write.ts';
import {readCurrent} from './current-file.ts';
import type {Decision, Place} from './decision.ts';
import {withoutImported} from './imported.ts';
import {manifestPath, manifestText, parseManifest} from './manifest.ts';
import {keptNotice, leftNotice, longChainNotice} from './notices.ts';
import {changedMeanwhile, outputError} from './output-error.ts';
import type {PlannedFile} from './planned-file.ts';
import {slugOf} from './slug.ts';
import {carryOut, decideAll, planTask, staleTasks, type Task} from './task.ts';

export type WriteOptions = {
  /** An existing folder; see `checkWritable`. */
  readonly root: string;
  /** Slug of the library: only its files and blocks are replaced or removed. */
  readonly library: string;
  /** Replace what the user wrote or edited, and leave it as `.bak`. */
  readonly force: boolean;
  readonly emit: Emit;
  /** Whose unedited files of this library are deleted when the plan no longer has them. @default every target's */
  readonly prune?: (target: string) => boolean;
};

type WrittenFile = {
  readonly path: string;
  readonly target: string;
  readonly action: FileAction;
  /** Size afterwards, 0 for a removed file. */
  readonly bytes: number;
  /** How many rules stand in it. */
  readonly rules: number;
  /** For `kept`: the file that holds ours. */
  readonly beside: string | null;
};

export type WriteReport = {
  /** By path; the manifest comes last, as it is written last. */
  readonly files: readonly WrittenFile[];
  /** Created or updated. */
  readonly written: number;
  readonly unchanged: number;
  readonly kept: number;
  readonly removed: number;
};

/**
 * Writes a plan and the manifest. Every path is looked at before the first byte is written; each file is old or
 * new, never half; a file that has the right content is not touched. States `file.written` for each file, in
 * the order of the paths, and a notice for each one that was kept.
 *
 * @throws SecurityError RM-FS-056 for a link or anything else in the way; then nothing was written
 * @throws OutputError RM-FS-053, -054, -055, -059, RM-CONF-052, RM-LOCK-069
 */
export async function writeFiles(plan: readonly PlannedFile[], options: WriteOptions): Promise<WriteReport> {
  const root = await realRoot(options.root);
  const before = await readCurrent(root, manifestPath);
  const owned = parseManifest(before);
  const place: Place = {root, library: slugOf(options.library), force: options.force, owned};
  const wanted = await withoutImported(root, plan, options.emit);
  const tasks = wanted.map((file) => planTask(place, file));
  const preview = await decideAll(tasks);
  tasks.push(...staleTasks(place, wanted, preview).filter(({target}) => options.prune?.(target) ?? true));
  tasks.sort((a, b) => (a.path < b.path ? -1 : 1));
  await decideAll(tasks);

  const kept = owned.filter((entry) => !tasks.some((task) => task.replaces(entry)));
  let manifest = before;
  if (preview.some(({changes}) => changes.length > 0)) {
    manifest = await writeManifest(root, manifest, manifestText([...owned, ...entriesOf(preview)]));
  }
  const done: Decision[] = [];
  const files: WrittenFile[] = [];
  for (const task of tasks) {
    const decision = await carryOut(root, task);
    if (decision === 'edited') options.emit(leftNotice(task.path));
    if (decision === 'edited' || decision === null) continue;
    done.push(decision);
    files.push(state(options.emit, task, decision));
  }
  manifest = await writeManifest(root, manifest, manifestText([...kept, ...entriesOf(done)]));
  files.push(stateManifest(options.emit, before, manifest));
  return {files, ...count(files)};
}

function state(emit: Emit, {path, target, rules}: Task, {action, bytes, kept}: Decision): WrittenFile {
  emit({type: 'file.written', path, target, action, bytes, rules});
  if (kept !== null) emit(keptNotice(path, kept.beside, kept.why));
  const long = longChainNotice(path, bytes);
  if (long !== null) emit(long);
  return {path, target, action, bytes, rules, beside: kept?.beside ?? null};
}

function stateManifest(emit: Emit, before: Buffer | null, after: Buffer): WrittenFile {
  const same = before?.equals(after) === true;
  const action = before === null ? 'created' : same ? 'unchanged' : 'updated';
  const file = {path: manifestPath, target: 'manifest', action, bytes: after.length, rules: 0} as const;
  emit({type: 'file.written', ...file});
  return {...file, beside: null};
}

async function writeManifest(root: string, current: Buffer | null, text: string): Promise<Buffer> {
  const data = Buffer.from(text);
  if (current?.equals(data)) return current;
  if (!(await atomicWrite(root, manifestPath, data, {expected: current})))
    throw changedMeanwhile(manifestPath);
  return data;
}

async function realRoot(root: string): Promise<string> {
  try {
    return await realpath(root);
  } catch (error) {
    throw outputError(`to the output folder ${root}`, error);
  }
}

function entriesOf(decisions: readonly Decision[]) {
  return decisions.flatMap(({entries}) => entries);
}

function count(files: readonly WrittenFile[]) {
  const of = (...actions: FileAction[]) => files.filter(({action}) => actions.includes(action)).length;
  return {
    written: of('created', 'updated'),
    unchanged: of('unchanged'),
    kept: of('kept'),
    removed: of('removed'),
  };
}

import {SecurityError} from '../errors.ts';
import {atomicRemove, atomicWrite} from './atomic-write.ts';
import {decide, decideRemoval} from './decide.ts';
import type {Change, Decision, Place} from './decision.ts';
import {targetOfPath} from './detect.ts';
import {changedMeanwhile} from './output-error.ts';
import type {PlannedFile} from './planned-file.ts';

/** A file to see to: decided by what is there, carried out later. */
export type Task = {
  readonly path: string;
  readonly target: string;
  readonly rules: number;
  readonly decide: () => Promise<Decision | 'edited' | null>;
  /** True for what the old manifest says and the decision says anew. */
  readonly replaces: (entry: {readonly path: string; readonly library: string}) => boolean;
};

export function planTask(place: Place, file: PlannedFile): Task {
  return {
    path: file.path,
    target: file.target,
    rules: file.rules.length,
    decide: () => decide(place, file),
    replaces: (entry) => entry.path === file.path && entry.library === place.library,
  };
}

/** Files of this library that the plan no longer has; those that were kept beside another one are still wanted. */
export function staleTasks(place: Place, plan: readonly PlannedFile[], preview: readonly Decision[]): Task[] {
  const wanted = new Set([...plan.map(({path}) => path), ...preview.flatMap(({kept}) => kept?.beside ?? [])]);
  const ours = place.owned.filter(({path, library}) => library === place.library && !wanted.has(path));
  return [...new Set(ours.map(({path}) => path))].map((path) => ({
    path,
    target: targetOfPath(path),
    rules: 0,
    decide: () => decideRemoval(place, path).catch(leaveLinksAlone),
    replaces: (entry) => entry.path === path && entry.library === place.library,
  }));
}

/** Nothing is written to a path of the old manifest, so a link there is no reason to refuse the run. */
function leaveLinksAlone(error: unknown): 'edited' {
  if (error instanceof SecurityError) return 'edited';
  throw error;
}

export async function decideAll(tasks: readonly Task[]): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const task of tasks) {
    const decision = await task.decide();
    if (decision !== null && decision !== 'edited') decisions.push(decision);
  }
  return decisions;
}

/** Decides once more, as time has passed, and again if somebody changes the file between the look and the rename. */
export async function carryOut(root: string, task: Task): Promise<Decision | 'edited' | null> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const decision = await task.decide();
    if (decision === null || decision === 'edited') return decision;
    let applied = true;
    for (const change of decision.changes) applied = applied && (await apply(root, change));
    if (applied) return decision;
  }
  throw changedMeanwhile(task.path);
}

function apply(root: string, {path, expected, data}: Change): Promise<boolean> {
  if (data !== null) return atomicWrite(root, path, data, {expected});
  return expected === null ? Promise.resolve(true) : atomicRemove(root, path, expected);
}

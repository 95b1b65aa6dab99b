import {decode, readCurrent} from './current-file.ts';
import type {Decision, KeptReason, Place} from './decision.ts';
import {hashOf} from './managed-block.ts';
import {entriesFor, entryOf, isOwned} from './ownership.ts';
import type {PlannedFile} from './planned-file.ts';

/** Ours replaces theirs, which stays as a backup. */
export async function replaceWithBackup(
  place: Place,
  file: PlannedFile,
  current: Buffer,
  data: Buffer,
): Promise<Decision> {
  const backup = await freeName(place, `${file.path}.bak`, current, false);
  const changes = [...backup.changes, {path: file.path, expected: current, data}];
  return {action: 'updated', changes, entries: [entryOf(place, file)], bytes: data.length, kept: null};
}

/** Their file stays, ours goes beside it. What we own of the file stays known, so that the next run can tell. */
export async function keepBoth(
  place: Place,
  file: PlannedFile,
  current: Buffer,
  data: Buffer,
  why: KeptReason,
): Promise<Decision> {
  const beside = await freeName(place, `${file.path}.new`, data, true);
  const entry = {path: beside.path, library: place.library, sha256: hashOf(data.toString()), rules: []};
  return {
    action: 'kept',
    changes: beside.changes,
    entries: [...entriesFor(place, file.path), entry],
    bytes: current.length,
    kept: {beside: beside.path, why},
  };
}

/** The first of `name`, `name2`, `name3` ... that is free, holds the same already or (`replace`) is ours. */
async function freeName(place: Place, name: string, data: Buffer, replace: boolean) {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? name : `${name}${number}`;
    const current = await readCurrent(place.root, path);
    if (current?.equals(data)) return {path, changes: []};
    const text = current === null ? null : decode(current);
    const ours = replace && text !== null && isOwned(place, path, text);
    if (current === null || ours) return {path, changes: [{path, expected: current, data}]};
  }
}

import type {FileAction} from '../events/catalogue.ts';
import {keepBoth, replaceWithBackup} from './beside.ts';
import {decode, readCurrent} from './current-file.ts';
import type {Change, Decision, Place} from './decision.ts';
import {applyBlock, type BlockState, lineEnd, removeBlock, withEol} from './managed-block.ts';
import type {ManifestEntry} from './manifest.ts';
import {entriesFor, entryOf, isOwned} from './ownership.ts';
import type {PlannedFile} from './planned-file.ts';

/**
 * What happens to a planned file, by who owns what is there: ours and untouched is replaced; what the user
 * wrote or edited stays, and ours goes beside it as `.new`, or with `force` replaces it and leaves a `.bak`.
 *
 * @throws SecurityError RM-FS-056
 */
export async function decide(place: Place, file: PlannedFile): Promise<Decision> {
  const current = await readCurrent(place.root, file.path);
  return file.kind === 'block' ? decideBlock(place, file, current) : decideWhole(place, file, current);
}

/**
 * What happens to a file or block of ours that is no longer produced: it goes if nobody edited it. `null` if
 * it is gone already; `edited` if it stays and is the user's from now on.
 */
export async function decideRemoval(place: Place, path: string): Promise<Decision | 'edited' | null> {
  const current = await readCurrent(place.root, path);
  if (current === null) return null;
  const text = decode(current);
  if (text === null) return 'edited';
  const nothing = {entries: [], kept: null};
  const gone = {
    ...nothing,
    action: 'removed',
    bytes: 0,
    changes: [{path, expected: current, data: null}],
  } as const;
  if (isOwned(place, path, text)) return gone;
  const block = removeBlock(text, place.library);
  if (block.state !== 'removed') return 'edited';
  if (block.text.replace(/^\ufeff/, '').trim() === '') return gone;
  const data = Buffer.from(block.text);
  return {...nothing, action: 'updated', bytes: data.length, changes: [{path, expected: current, data}]};
}

async function decideWhole(place: Place, file: PlannedFile, current: Buffer | null): Promise<Decision> {
  const {path, content} = file;
  const entries = [entryOf(place, file)];
  const text = current === null ? null : decode(current);
  if (text !== null && withEol(text, '\n') === content)
    return settled('unchanged', [], entries, current?.length ?? 0);
  const owned = text !== null && isOwned(place, path, text);
  const data = Buffer.from(owned ? withEol(content, lineEnd(text)) : content);
  const change = {path, expected: current, data};
  if (current === null) return settled('created', [change], entries, data.length);
  if (owned) return settled('updated', [change], entries, data.length);
  if (place.force) return replaceWithBackup(place, file, current, data);
  const known = entriesFor(place, path).length > 0;
  return keepBoth(place, file, current, data, known ? 'edited' : 'not-ours');
}

async function decideBlock(place: Place, file: PlannedFile, current: Buffer | null): Promise<Decision> {
  const {path, content} = file;
  const text = current === null ? null : decode(current);
  const alone = Buffer.from(applyBlock(null, place.library, content).text);
  if (current !== null && text === null) return keepBoth(place, file, current, alone, 'not-utf-8');
  const result = applyBlock(text, place.library, content);
  const data = Buffer.from(result.text);
  if (current !== null && result.state === 'edited') {
    const replaced = Buffer.from(applyBlock(text, place.library, content, {force: true}).text);
    return place.force
      ? replaceWithBackup(place, file, current, replaced)
      : keepBoth(place, file, current, replaced, 'edited');
  }
  if (current !== null && result.state === 'broken')
    return keepBoth(place, file, current, alone, 'broken-markers');
  const changes = result.state === 'unchanged' ? [] : [{path, expected: current, data}];
  return settled(actionOf(result.state, current), changes, [entryOf(place, file)], data.length);
}

function actionOf(state: BlockState, current: Buffer | null): FileAction {
  if (current === null) return 'created';
  return state === 'unchanged' ? 'unchanged' : 'updated';
}

function settled(
  action: FileAction,
  changes: readonly Change[],
  entries: readonly ManifestEntry[],
  bytes: number,
): Decision {
  return {action, changes, entries, bytes, kept: null};
}

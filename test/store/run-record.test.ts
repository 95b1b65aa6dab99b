import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {takeLock} from '../../source/store/lock.ts';
import {createRunFolder, openRunFolder, openRunLog} from '../../source/store/run-folder.ts';
import {recordedRuns, recordRequest, recordState} from '../../source/store/run-record.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-record-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const request = {url: 'https://a.dev/', outputRoot: '/o', maxPages: 3};
const headers = {references: ['x: env:X'], typed: []};

async function recorded(id: string) {
  const folder = await createRunFolder(root, id);
  recordRequest(folder, request, headers, 7);
  return folder;
}

describe('the record of a run', () => {
  it('says what was asked for and how far it came, newest first', async () => {
    const first = await recorded('20260101-000000-aaaa');
    recordState(first, {state: 'finished', exitCode: 3, incomplete: true});
    const second = await recorded('20260102-000000-bbbb');
    recordState(second, {state: 'running', exitCode: null, incomplete: false});
    const third = await recorded('20260103-000000-cccc');
    recordState(third, {state: 'running', exitCode: null, incomplete: false});
    const owner = {pid: 1, sinceMs: 2, runId: third.id};
    const lock = takeLock(third.lockPath, owner);
    const runs = recordedRuns(root);
    expect(
      runs.map(({folder, state, exitCode, incomplete, owner: by}) => [
        folder.id,
        state,
        exitCode,
        incomplete,
        by,
      ]),
    ).toEqual([
      [third.id, 'running', null, false, owner],
      // Nobody runs it: it was killed.
      [second.id, 'unfinished', null, false, null],
      [first.id, 'finished', 3, true, null],
    ]);
    expect(runs[0]).toMatchObject({url: 'https://a.dev/', request, headers, startedAtMs: 7});
    if (lock.kind === 'held') lock.release();
  });

  it('passes over folders that are no run of today, and takes a run without a state for unfinished', async () => {
    const folder = await recorded('20260101-000000-aaaa');
    mkdirSync(join(root, 'runs', 'old'));
    for (const [id, text] of [
      ['torn', '{"schema":1,'],
      ['newer', '{"schema":2}'],
      ['other', '[]'],
    ] as const) {
      mkdirSync(join(root, 'runs', id));
      writeFileSync(join(root, 'runs', id, 'request.json'), text);
    }
    writeFileSync(join(folder.path, 'state.json'), '{"schema"');
    expect(recordedRuns(root).map((run) => [run.folder.id, run.state])).toEqual([[folder.id, 'unfinished']]);
    expect(recordedRuns(join(root, 'none'))).toEqual([]);
  });
});

describe('the folder of a run', () => {
  it('is not removed while somebody runs it, however old it is', async () => {
    for (let run = 10; run < 62; run += 1)
      mkdirSync(join(root, 'runs', `202601${run}-000000-0000`), {recursive: true});
    const oldest = openRunFolder(root, '20260110-000000-0000');
    const lock = takeLock(oldest.lockPath, {pid: 1, sinceMs: 2, runId: oldest.id});
    await createRunFolder(root, '20261122-184501-7f3a');
    expect(readFileSync(`${oldest.lockPath}.owner`, 'utf8')).toContain(oldest.id);
    if (lock.kind === 'held') lock.release();
    await createRunFolder(root, '20261122-184502-7f3a');
    expect(() => readFileSync(oldest.lockPath)).toThrow('ENOENT');
  });
});

describe('the log of a run that goes on', () => {
  it.each([
    ['a half line', '{"seq":1}\n{"seq":2', '{"seq":1}\n'],
    ['a long half line', `{"seq":1}\n{"x":"${'y'.repeat(200_000)}`, '{"seq":1}\n'],
    ['nothing but a half line', '{"seq":1', ''],
    ['whole lines', '{"seq":1}\n{"seq":2}\n', '{"seq":1}\n{"seq":2}\n'],
    ['nothing', '', ''],
  ])('loses %s that a kill left, and nothing else', async (_, left, kept) => {
    const path = join(root, 'events.jsonl');
    writeFileSync(path, left);
    const log = await openRunLog(path);
    log.write('{"seq":1}\n');
    await log.close();
    expect(readFileSync(path, 'utf8')).toBe(`${kept}{"seq":1}\n`);
  });
});

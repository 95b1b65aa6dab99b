import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Ledger, type LedgerEntry, openLedger} from '../../source/store/ledger.ts';
import type {Caps} from '../../source/store/ledger-windows.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {auditRows} from '../helpers/ledger-audit.ts';
import {anEntry, charged, kept, noCaps, released} from '../helpers/ledger-samples.ts';

let root = '';
let path = '';
let opened: Ledger[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-ledger-'));
  path = join(root, 'state', 'ledger.db');
});
afterEach(() => {
  for (const ledger of opened) ledger.close();
  opened = [];
  rmSync(root, {recursive: true, force: true});
});

const noon = Date.UTC(2026, 10, 4, 12);
const us = {pid: 100, startedAt: 1};
const them = {pid: 200, startedAt: 2};

function open(clock = createFakeClock(noon), owner = us, alive = [us, them]): Ledger {
  const isAlive = (other: typeof us) =>
    alive.some(({pid, startedAt}) => other.pid === pid && other.startedAt === startedAt);
  const ledger = openLedger(path, {clock, owner, isAlive});
  opened.push(ledger);
  return ledger;
}

function reserve(
  ledger: Ledger,
  microUsd: number | null,
  caps: Caps = noCaps,
  more: Partial<LedgerEntry> = {},
): number {
  const answer = ledger.reserve({...anEntry, reservedMicroUsd: microUsd, ...more}, caps);
  if (answer.kind === 'blocked') throw new Error('blocked');
  return answer.id;
}

const states = () => auditRows(path).map(({state}) => state);

describe('a reservation', () => {
  it('counts in full until it is settled, then with its cost', () => {
    const ledger = open();
    const caps = {...noCaps, hour: 1_000};
    const id = reserve(ledger, 800, caps);
    expect(ledger.look('run-1', 201, caps).blocks).toEqual([
      {
        window: 'hour',
        capMicroUsd: 1_000,
        settledMicroUsd: 0,
        openMicroUsd: 800,
        uncertainMicroUsd: 0,
        neededMicroUsd: 201,
        freeAtMs: noon + 3_600_000,
      },
    ]);
    expect(ledger.look('run-1', 200, caps).blocks).toEqual([]);
    expect(ledger.settle(id, charged(300))).toBe(true);
    expect(ledger.look('run-1', 700, caps)).toEqual({
      windows: [
        {window: 'hour', capMicroUsd: 1_000, settledMicroUsd: 300, openMicroUsd: 0, uncertainMicroUsd: 0},
      ],
      blocks: [],
      ownCallsOnly: false,
    });
    expect(ledger.look('run-1', 701, caps).blocks).toHaveLength(1);
  });

  it.each([
    ['is gone when it is released', released, 0, 'released'],
    ['stays in full when nobody knows', kept, 800, 'uncertain'],
    ['is replaced by a cost above it', charged(900), 900, 'settled'],
  ])('%s', (_, outcome, counted, state) => {
    const ledger = open();
    ledger.settle(reserve(ledger, 800), outcome);
    const [window] = ledger.look('run-1', 0, {...noCaps, run: 2_000}).windows;
    expect(Number(window?.settledMicroUsd) + Number(window?.uncertainMicroUsd)).toBe(counted);
    expect([window?.openMicroUsd, states()]).toEqual([0, [state]]);
  });

  it('is settled once: what comes later changes nothing', () => {
    const ledger = open();
    const id = reserve(ledger, 800);
    expect([ledger.settle(id, charged(300)), ledger.settle(id, released), ledger.settle(999, kept)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(auditRows(path)[0]).toMatchObject({state: 'settled', charged: 300});
  });

  it('leaves no row when it is blocked', () => {
    const ledger = open();
    const answer = ledger.reserve(anEntry, {...noCaps, day: 99});
    expect(answer).toMatchObject({kind: 'blocked', blocks: [{window: 'day', freeAtMs: null}]});
    expect(states()).toEqual([]);
  });

  it('names every window that is full, and tells if only our own calls are in the way', () => {
    const clock = createFakeClock(noon);
    const ledger = open(clock);
    const caps = {...noCaps, hour: 1_000, day: 2_000, run: 5_000};
    ledger.settle(reserve(ledger, 900), charged(900));
    ledger.settle(reserve(ledger, 900), charged(900));
    const both = ledger.reserve({...anEntry, reservedMicroUsd: 300}, caps);
    expect(both).toMatchObject({
      kind: 'blocked',
      ownCallsOnly: false,
      blocks: [{window: 'hour'}, {window: 'day'}],
    });

    const other = open(clock, them);
    const small = {...noCaps, hour: 2_000};
    reserve(ledger, 100, small);
    expect([ledger.look('run-1', 200, small), other.look('run-1', 200, small)]).toMatchObject([
      {blocks: [{openMicroUsd: 100}], ownCallsOnly: true},
      {blocks: [{openMicroUsd: 100}], ownCallsOnly: false},
    ]);
  });

  it.each([
    ['0 blocks every call, also one that costs nothing', 0, 0, false],
    ['is reached exactly and not passed', 100, 100, true],
    ['that is reached lets pass what costs nothing', 100, 0, true],
    ['is not reached by one more', 100, 101, false],
  ])('a cap of %s', (_, cap, need, passes) => {
    const ledger = open();
    const answer = ledger.reserve({...anEntry, reservedMicroUsd: need}, {...noCaps, hour: cap});
    expect(answer.kind).toBe(passes ? 'reserved' : 'blocked');
    if (answer.kind === 'blocked') expect(answer.blocks[0]?.freeAtMs).toBe(null);
  });

  it('without a price is kept as such, and never held against a cap', () => {
    const ledger = open();
    ledger.settle(reserve(ledger, null), charged(null));
    expect(ledger.sums({by: 'run', dayOf: 'utc'})).toMatchObject([
      {attempts: 1, settled: 1, unpriced: 1, settledMicroUsd: 0, inputTokens: 10},
    ]);
    for (const window of ['hour', 'day', 'run'] as const)
      expect(() => reserve(ledger, null, {...noCaps, [window]: 10})).toThrow(TypeError);
  });

  it('keeps its unit prices and their source', () => {
    const ledger = open();
    reserve(ledger, 5);
    const database = new DatabaseSync(path, {readOnly: true});
    const row = database.prepare('SELECT price, lease - created AS lease FROM attempt').get();
    database.close();
    expect([JSON.parse(String(row?.['price'])), row?.['lease']]).toEqual([anEntry.price, 330_000]);
  });
});

describe('the owner of a call', () => {
  it.each([
    ['is gone', []],
    ['was started again under its number', [{pid: 200, startedAt: 3}]],
  ])('that %s leaves it uncertain, and it goes on counting', (_, alive) => {
    const other = open(createFakeClock(noon), them);
    reserve(other, 700);
    const ledger = open(createFakeClock(noon), us, alive);
    expect(states()).toEqual(['uncertain']);
    expect(ledger.look('run-1', 400, {...noCaps, hour: 1_000}).blocks).toMatchObject([
      {uncertainMicroUsd: 700},
    ]);
    // It was alive after all.
    expect(other.settle(1, charged(10))).toBe(true);
    expect(states()).toEqual(['settled']);
  });

  it('that lives keeps it open for its lease, not longer', async () => {
    const clock = createFakeClock(noon);
    const other = open(clock, them);
    reserve(other, 700);
    const ledger = open(clock);
    await clock.advance(329_999);
    reserve(ledger, 1);
    expect(states()).toEqual(['open', 'open']);
    await clock.advance(1);
    reserve(ledger, 1);
    expect(states()).toEqual(['uncertain', 'open', 'open']);
  });

  it('that closes its ledger leaves nothing open', () => {
    const ledger = open();
    const settled = reserve(ledger, 1);
    reserve(ledger, 2);
    ledger.settle(settled, charged(1));
    ledger.close();
    ledger.close();
    expect(states()).toEqual(['settled', 'uncertain']);
  });
});

describe('the journal of requests', () => {
  const state = (ledger: Ledger, request = 'request-1', run = 'run-1') => [
    ledger.journal.done(run, request)?.text ?? null,
    ledger.journal.started(run, request),
  ];

  it('knows an answer from the moment it is settled, with who gave it and what it cost', () => {
    const ledger = open();
    expect(state(ledger)).toEqual([null, false]);
    const id = reserve(ledger, 10);
    expect(state(ledger)).toEqual([null, true]);
    ledger.settle(id, charged(7, '{"rules": []}'));
    expect(state(ledger)).toEqual(['{"rules": []}', false]);
    expect(ledger.journal.done('run-1', 'request-1')).toEqual({
      text: '{"rules": []}',
      provider: 'bedrock',
      region: 'eu-central-1',
      model: 'eu.amazon.nova-2-lite-v1:0',
      costMicroUsd: 7,
      inputTokens: 10,
      outputTokens: 2,
    });
    expect(state(ledger, 'request-1', 'run-2')).toEqual([null, false]);
    expect(state(ledger, 'request-2')).toEqual([null, false]);
  });

  it.each([
    ['released call leaves nothing behind', [released], [null, false]],
    ['paid answer of no use is asked again without doubt', [charged(5)], [null, false]],
    ['call with unknown outcome stays in doubt', [kept], [null, true]],
    ['doubt outlives a later call that was released', [kept, released], [null, true]],
    ['later answer ends the doubt', [kept, charged(5, 'yes')], ['yes', false]],
    ['second answer replaces the first', [charged(5, 'one'), charged(5, 'two')], ['two', false]],
  ])('%s', (_, outcomes, expected) => {
    const ledger = open();
    for (const outcome of outcomes) ledger.settle(reserve(ledger, 10), outcome);
    expect(state(ledger)).toEqual(expected);
  });

  it('lets go of the answers of one run, and of no money', () => {
    const ledger = open();
    ledger.settle(reserve(ledger, 10), charged(5, 'one'));
    ledger.settle(reserve(ledger, 10, noCaps, {run: 'run-2'}), charged(5, 'two'));
    ledger.journal.forgetRun('run-1');
    expect([state(ledger), state(ledger, 'request-1', 'run-2')]).toEqual([
      [null, false],
      ['two', false],
    ]);
    expect(auditRows(path).map(({charged}) => charged)).toEqual([5, 5]);
  });

  it('holds what was settled when the process ends without a word', () => {
    const ledger = open();
    ledger.settle(reserve(ledger, 10), charged(5, 'one'));
    reserve(ledger, 20, noCaps, {request: 'request-2'});
    // What the file and its log hold now is what a killed process leaves.
    const copy = join(root, 'copy.db');
    for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
    const after = openLedger(copy, {clock: createFakeClock(noon), owner: them, isAlive: () => false});
    opened.push(after);
    expect([state(after), state(after, 'request-2')]).toEqual([
      ['one', false],
      [null, true],
    ]);
    expect(after.look('run-1', 0, {...noCaps, run: 100}).windows).toMatchObject([
      {settledMicroUsd: 5, openMicroUsd: 0, uncertainMicroUsd: 20},
    ]);
  });
});

describe('the file of a ledger', () => {
  it('is for its owner alone, with all that lies beside it', () => {
    const ledger = open();
    reserve(ledger, 1);
    const modes = ['', '-wal', '-shm'].map((end) => statSync(path + end).mode & 0o777);
    expect([modes, statSync(join(root, 'state')).mode & 0o777]).toEqual([[0o600, 0o600, 0o600], 0o700]);
  });

  it.each([
    ['cut', () => truncateSync(path, 6_000)],
    ['emptied', () => truncateSync(path, 0)],
    ['overwritten', () => writeFileSync(path, 'no database at all, but long enough to look at'.repeat(200))],
    ['scribbled on', () => scribble()],
  ])('that was %s is refused and left as it is', (_, damage) => {
    const ledger = open();
    for (let at = 0; at < 100; at += 1) ledger.settle(reserve(ledger, 10), charged(5, 'x'.repeat(500)));
    ledger.close();
    damage();
    const bytes = readFileSync(path);
    expect(() => open()).toThrow(expect.objectContaining({code: 'RM-FS-059', exitCode: 9}));
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('of a newer version is refused and left as it is', () => {
    open().close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const bytes = readFileSync(path);
    expect(() => open()).toThrow(expect.objectContaining({code: 'RM-CONF-052', exitCode: 9}));
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('that another process holds for too long is named, and nothing is counted', () => {
    const ledger = open();
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    expect(() => reserve(ledger, 1)).toThrow(expect.objectContaining({code: 'RM-LOCK-067', exitCode: 75}));
    expect(ledger.look('run-1', 1, {...noCaps, run: 10}).blocks).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    expect(reserve(ledger, 1)).toBe(1);
  });

  it('cannot be made where a folder cannot be', () => {
    writeFileSync(join(root, 'state'), '');
    expect(() => open()).toThrow(expect.objectContaining({exitCode: 9, code: 'RM-FS-053'}));
  });
});

/** Overwrites one page in the middle. */
function scribble(): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096 * 3, 4096 * 4);
  writeFileSync(path, bytes);
}

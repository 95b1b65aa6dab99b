import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Ledger, openLedger} from '../../source/store/ledger.ts';
import type {Caps} from '../../source/store/ledger-windows.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {anEntry, charged, noCaps} from '../helpers/ledger-samples.ts';

let root = '';
let path = '';
const zone = process.env['TZ'];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-ledger-'));
  path = join(root, 'ledger.db');
});
afterEach(() => {
  process.env['TZ'] = zone;
  rmSync(root, {recursive: true, force: true});
});

/** One process after the other, each at its own time. */
function at<R>(time: string, act: (ledger: Ledger) => R): R {
  const ledger = openLedger(path, {clock: createFakeClock(Date.parse(time))});
  try {
    return act(ledger);
  } finally {
    ledger.close();
  }
}

function spend(time: string, microUsd: number, run = 'run-1'): void {
  at(time, (ledger) => {
    const answer = ledger.reserve({...anEntry, run, reservedMicroUsd: microUsd}, noCaps);
    if (answer.kind === 'reserved') ledger.settle(answer.id, charged(microUsd));
  });
}

/** What stands in the way of one more micro-dollar: when it frees, `never`, or `free`. */
function blocked(time: string, caps: Partial<Caps>, run = 'run-1'): string {
  const {blocks} = at(time, (ledger) => ledger.look(run, 1, {...noCaps, ...caps}));
  const [block] = blocks;
  if (!block) return 'free';
  return block.freeAtMs === null ? 'never' : new Date(block.freeAtMs).toISOString();
}

describe('the hour', () => {
  it('is the last 3,600 seconds, over the ends of processes', () => {
    spend('2026-11-04T12:00:00Z', 60);
    spend('2026-11-04T12:30:00Z', 40);
    const hour = {hour: 100};
    expect(blocked('2026-11-04T12:59:59.999Z', hour)).toBe('2026-11-04T13:00:00.000Z');
    expect(blocked('2026-11-04T13:00:00Z', hour)).toBe('free');
    expect(blocked('2026-11-04T13:00:00Z', {hour: 40})).toBe('2026-11-04T13:30:00.000Z');
    expect(blocked('2026-11-04T13:30:00Z', {hour: 1})).toBe('free');
  });

  it('frees when enough of it has gone, not when all has', () => {
    for (const minute of ['00', '10', '20']) spend(`2026-11-04T12:${minute}:00Z`, 50);
    expect(blocked('2026-11-04T12:30:00Z', {hour: 150})).toBe('2026-11-04T13:00:00.000Z');
    expect(blocked('2026-11-04T12:30:00Z', {hour: 100})).toBe('2026-11-04T13:10:00.000Z');
    expect(blocked('2026-11-04T12:30:00Z', {hour: 1})).toBe('2026-11-04T13:20:00.000Z');
    expect(blocked('2026-11-04T12:30:00Z', {hour: 0})).toBe('never');
  });

  it('counts what is dated in the future, when the clock was set back', () => {
    spend('2026-11-06T12:00:00Z', 100);
    expect(blocked('2026-11-04T12:00:00Z', {hour: 100})).toBe('2026-11-06T13:00:00.000Z');
    expect(blocked('2026-11-04T12:00:00Z', {day: 100})).toBe('2026-11-07T00:00:00.000Z');
    expect(blocked('2026-11-06T13:00:00Z', {hour: 100})).toBe('free');
  });
});

describe('the day', () => {
  it.each([
    ['UTC', 'utc', '2026-11-04T23:59:59Z', '2026-11-05T00:00:00.000Z'],
    ['America/New_York', 'utc', '2026-11-04T23:59:59Z', '2026-11-05T00:00:00.000Z'],
    ['America/New_York', 'local', '2026-11-05T04:59:59Z', '2026-11-05T05:00:00.000Z'],
    ['Asia/Kathmandu', 'local', '2026-11-05T18:14:59Z', '2026-11-05T18:15:00.000Z'],
    // 23 hours, 25 hours, a day that begins at 01:00, and one whose midnight comes twice.
    ['Europe/Berlin', 'local', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', 'local', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00.000Z'],
    ['America/Santiago', 'local', '2026-09-06T03:59:59Z', '2026-09-06T04:00:00.000Z'],
    ['America/Havana', 'local', '2026-11-01T03:59:59Z', '2026-11-01T04:00:00.000Z'],
  ] as const)('in %s (%s) that is still on at %s ends at %s', (place, dayOf, before, end) => {
    process.env['TZ'] = place;
    spend(new Date(Date.parse(end) - 20 * 3_600_000).toISOString(), 100);
    expect(blocked(before, {day: 100, dayOf})).toBe(end);
    expect(blocked(end, {day: 100, dayOf})).toBe('free');
  });

  it.each([
    ['spring', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
    ['autumn', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ])('when the clock changes in %s counts from midnight to midnight', (_, start, end, hours) => {
    process.env['TZ'] = 'Europe/Berlin';
    const [first, last] = [Date.parse(start), Date.parse(end)];
    expect((last - first) / 3_600_000).toBe(hours);
    spend(new Date(first - 1).toISOString(), 1);
    spend(start, 10);
    spend(new Date(last - 1).toISOString(), 100);
    spend(end, 1_000);
    const day = (time: string) =>
      at(
        time,
        (ledger) => ledger.look('run-1', 0, {...noCaps, day: 1, dayOf: 'local'}).windows[0]?.settledMicroUsd,
      );
    expect([day(end), day(start)]).toEqual([1_000, 1_110]);
    expect(
      at(end, (ledger) => ledger.sums({by: 'day', dayOf: 'local'})).map((sum) => sum.settledMicroUsd),
    ).toEqual([1, 110, 1_000]);
  });
});

describe('the run', () => {
  it('has its own sum, which ends neither with the process nor with the day', () => {
    spend('2026-11-04T12:00:00Z', 60, 'run-1');
    spend('2026-11-04T12:00:00Z', 30, 'run-2');
    spend('2026-12-04T12:00:00Z', 40, 'run-1');
    expect(blocked('2026-12-05T12:00:00Z', {run: 100}, 'run-1')).toBe('never');
    expect(blocked('2026-12-05T12:00:00Z', {run: 100}, 'run-2')).toBe('free');
    expect(blocked('2026-12-05T12:00:00Z', {run: 31}, 'run-2')).toBe('free');
    expect(blocked('2026-12-05T12:00:00Z', {run: 30}, 'run-2')).toBe('never');
  });

  it('shares hour and day with every other run', () => {
    spend('2026-11-04T12:00:00Z', 60, 'run-1');
    spend('2026-11-04T12:00:01Z', 40, 'run-2');
    expect(blocked('2026-11-04T12:00:02Z', {hour: 100}, 'run-3')).toBe('2026-11-04T13:00:00.000Z');
    expect(blocked('2026-11-04T12:00:02Z', {day: 100}, 'run-3')).toBe('2026-11-05T00:00:00.000Z');
  });
});

describe('the sums', () => {
  it('are by hour, day, provider, model and run, and add up to the same', () => {
    process.env['TZ'] = 'Asia/Kathmandu';
    spend('2026-11-04T11:20:00Z', 60, 'run-1');
    spend('2026-11-04T11:10:00Z', 50, 'run-1');
    spend('2026-11-04T20:00:00Z', 40, 'run-2');
    const of = (by: 'hour' | 'day' | 'provider' | 'model' | 'run', dayOf: 'local' | 'utc') =>
      at('2026-11-05T00:00:00Z', (ledger) => ledger.sums({by, dayOf})).map(
        ({key, settledMicroUsd, attempts}) => [
          typeof key === 'number' ? new Date(key).toISOString().slice(0, 16) : key,
          settledMicroUsd,
          attempts,
        ],
      );
    // Kathmandu is 5:45 before UTC.
    expect(of('hour', 'local')).toEqual([
      ['2026-11-04T10:15', 50, 1],
      ['2026-11-04T11:15', 60, 1],
      ['2026-11-04T19:15', 40, 1],
    ]);
    expect(of('hour', 'utc')).toEqual([
      ['2026-11-04T11:00', 110, 2],
      ['2026-11-04T20:00', 40, 1],
    ]);
    expect(of('day', 'local')).toEqual([
      ['2026-11-03T18:15', 110, 2],
      ['2026-11-04T18:15', 40, 1],
    ]);
    expect(of('day', 'utc')).toEqual([['2026-11-04T00:00', 150, 3]]);
    expect(of('run', 'utc')).toEqual([
      ['run-1', 110, 2],
      ['run-2', 40, 1],
    ]);
    expect(of('provider', 'utc')).toEqual([['bedrock', 150, 3]]);
    expect(of('model', 'utc')).toEqual([[anEntry.model, 150, 3]]);
    const some = at('2026-11-05T00:00:00Z', (ledger) =>
      ledger.sums({by: 'provider', dayOf: 'utc', run: 'run-1', sinceMs: Date.parse('2026-11-04T11:15:00Z')}),
    );
    expect(some).toMatchObject([{settledMicroUsd: 60, inputTokens: 10, outputTokens: 2}]);
  });

  it('keep the hour that comes twice in autumn apart', () => {
    process.env['TZ'] = 'Europe/Berlin';
    spend('2026-10-25T00:30:00Z', 1);
    spend('2026-10-25T01:30:00Z', 2);
    const sums = at('2026-10-25T02:00:00Z', (ledger) => ledger.sums({by: 'hour', dayOf: 'local'}));
    expect(sums.map(({key}) => key)).toEqual([
      Date.parse('2026-10-25T00:00:00Z'),
      Date.parse('2026-10-25T01:00:00Z'),
    ]);
  });
});

it('takes the zone of these tests from the variable', () => {
  const offset = (place: string) =>
    spawnSync(process.execPath, ['-p', 'new Date(0).getTimezoneOffset()'], {env: {TZ: place}})
      .stdout.toString()
      .trim();
  expect([offset('Asia/Kathmandu'), offset('UTC')]).toEqual(['-330', '0']);
  process.env['TZ'] = 'Asia/Kathmandu';
  expect(new Date(0).getTimezoneOffset()).toBe(-330);
});

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Ledger, openLedger} from '../../source/store/ledger.ts';
import type {Caps} from '../../source/store/ledger-windows.ts';
import {auditRows} from '../helpers/ledger-audit.ts';
import {anEntry, charged, kept, released} from '../helpers/ledger-samples.ts';
import {seeded} from '../helpers/random.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-ledger-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const caps: Caps = {hour: 3_000, day: 9_000, run: 20_000, dayOf: 'utc'};
const leaseMs = 600_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What the ledger should hold: kept in the plainest way, with every rule written a second time. */
type Row = {id: number; run: string; pid: number; created: number; counts: number; isOpen: boolean};
type Process = {pid: number; ledger: Ledger; open: Row[]};

describe('whatever happens', () => {
  it.each(Array.from({length: 12}, (_, seed) => [seed]))('the ledger is right (seed %i)', (seed) => {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const path = join(root, `${seed}.db`);
    let now = Date.UTC(2026, 10, 4, 12);
    let nextPid = 1;
    const rows: Row[] = [];
    const dead = new Set<number>();
    const done = new Set<number>();
    let processes: Process[] = [];
    const clock = {now: () => now, sleep: async () => undefined};
    const start = () => {
      const pid = nextPid;
      nextPid += 1;
      const owner = {pid, startedAt: 7};
      processes.push({
        pid,
        open: [],
        ledger: openLedger(path, {clock, owner, isAlive: ({pid: id}) => !dead.has(id)}),
      });
    };
    const leave = (process: Process) => {
      processes = processes.filter((other) => other !== process);
      process.ledger.close();
    };
    const inWindow = {
      hour: (row: Row) => row.created > now - hourMs,
      day: (row: Row) => Math.floor(row.created / dayMs) >= Math.floor(now / dayMs),
    };
    const sum = (chosen: (row: Row) => boolean) =>
      rows.filter(chosen).reduce((total, row) => total + row.counts, 0);
    const seen = {reserved: 0, hour: 0, day: 0, run: 0};

    const reserve = (process: Process) => {
      const run = `run-${Math.floor(random() * 3)}`;
      const need = Math.floor(random() * 400);
      const answer = process.ledger.reserve(
        {...anEntry, run, request: `r${rows.length}`, reservedMicroUsd: need, leaseMs},
        caps,
      );
      const full = {
        hour: sum(inWindow.hour) + need > 3_000,
        day: sum(inWindow.day) + need > 9_000,
        run: sum((row) => row.run === run) + need > 20_000,
      };
      if (answer.kind === 'blocked') {
        expect(answer.blocks.map(({window}) => window)).toEqual(
          Object.entries(full).flatMap(([window, isFull]) => (isFull ? [window] : [])),
        );
        for (const {window} of answer.blocks) seen[window] += 1;
        return;
      }
      expect(full).toEqual({hour: false, day: false, run: false});
      seen.reserved += 1;
      const row = {id: answer.id, run, pid: process.pid, created: now, counts: need, isOpen: true};
      rows.push(row);
      process.open.push(row);
    };
    const settle = (process: Process) => {
      const row = pick(process.open);
      if (!row) return;
      process.open.splice(process.open.indexOf(row), 1);
      const dice = random();
      const cost = Math.floor(random() * (row.counts + 1));
      process.ledger.settle(row.id, dice < 0.25 ? released : dice < 0.5 ? kept : charged(cost, 'yes'));
      if (dice >= 0.5) done.add(row.id);
      row.counts = dice < 0.25 ? 0 : dice < 0.5 ? row.counts : cost;
      row.isOpen = false;
    };
    const kill = (process: Process) => {
      dead.add(process.pid);
      processes = processes.filter((other) => other !== process);
    };

    const killed: Process[] = [];
    for (let step = 0; step < 600; step += 1) {
      const process = pick(processes);
      const dice = random();
      if (!process || (dice < 0.03 && processes.length < 5)) start();
      else if (dice < 0.5) reserve(process);
      else if (dice < 0.9) settle(process);
      else if (dice < 0.93) now += Math.floor(random() * 2 * hourMs);
      else if (dice < 0.95) now += Math.floor(random() * dayMs);
      else if (dice < 0.97) now -= Math.floor(random() * 3 * hourMs);
      else if (dice < 0.985) leave(process);
      else {
        kill(process);
        killed.push(process);
      }
    }
    // Those who are left settle or leave; whoever comes next finds the dead.
    for (const process of [...processes]) {
      settle(process);
      leave(process);
    }
    start();
    const audited = auditRows(path);
    expect(audited.map(({state}) => state)).not.toContain('open');
    expect(audited.map(({charged: cost, reserved}) => cost ?? reserved)).toEqual(
      rows.map(({counts}) => counts),
    );
    expect(audited.filter(({state}) => state === 'settled').map(({id}) => id)).toEqual(
      [...done].sort((a, b) => a - b),
    );
    expect(seen.reserved).toBeGreaterThan(50);
    expect(seen.hour + seen.day).toBeGreaterThan(0);
    for (const process of [...processes, ...killed]) process.ledger.close();
  });
});

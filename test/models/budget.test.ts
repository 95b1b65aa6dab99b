import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {BudgetExceededError} from '../../source/errors.ts';
import {type Budget, type BudgetFact, createBudget} from '../../source/models/budget.ts';
import {budgetCaps, costMicroUsd, usd} from '../../source/models/budget-amounts.ts';
import {budgetExceeded} from '../../source/models/budget-error.ts';
import {type Ledger, openLedger} from '../../source/store/ledger.ts';
import type {Block, Caps} from '../../source/store/ledger-windows.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {auditRows} from '../helpers/ledger-audit.ts';
import {anEntry, charged, kept, noCaps, released} from '../helpers/ledger-samples.ts';
import {seeded} from '../helpers/random.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

let root = '';
let path = '';
let opened: Ledger[] = [];
const zone = process.env['TZ'];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-budget-'));
  path = join(root, 'ledger.db');
});
afterEach(() => {
  process.env['TZ'] = zone;
  for (const ledger of opened) ledger.close();
  opened = [];
  rmSync(root, {recursive: true, force: true});
});

const noon = Date.UTC(2026, 10, 4, 12);

function start(
  caps: Partial<Caps>,
  {run = 'run-1', clock = createFakeClock(noon), owner = {pid: 1, startedAt: 1}} = {},
) {
  const ledger = openLedger(path, {clock, owner, isAlive: () => true});
  opened.push(ledger);
  const facts: BudgetFact[] = [];
  const budget = createBudget({
    ledger,
    clock,
    run,
    caps: {...noCaps, ...caps},
    warnAt: 0.8,
    tell: (fact) => facts.push(fact),
  });
  return {budget, ledger, facts, clock};
}

const need = (microUsd: number, request = 'r') => ({...anEntry, request, reservedMicroUsd: microUsd});

/** Lets everything that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function spend(budget: Budget, microUsd: number): Promise<void> {
  await budget.settle(await budget.reserve(need(microUsd)), charged(microUsd));
}

describe('a budget', () => {
  it('stops with a text that names windows, amounts and the time', async () => {
    const {budget, facts} = start({hour: 500_000, day: 2_000_000});
    const {budget: before, clock} = start({}, {clock: createFakeClock(noon - 2 * 3_600_000)});
    await spend(before, 1_580_000);
    await clock.advance(1.5 * 3_600_000);
    await before.settle(await before.reserve(need(20_000)), kept);
    await spend(budget, 390_000);
    const error = await budget.reserve(need(100_001)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BudgetExceededError);
    expect(error).toMatchObject({
      code: 'RM-LLM-037',
      exitCode: 7,
      message: 'hourly cap 0.5000 reached; daily cap 2.0000 reached',
      why:
        'hourly: spent 0.4100 (0.0200 of it with unknown outcome), reserved 0.0000, needed 0.100001; ' +
        'daily: spent 1.9900 (0.0200 of it with unknown outcome), reserved 0.0000, needed 0.100001; ' +
        'free again at 00:00 on 2026-11-05',
      hint: 'raise budget.hourly_usd and budget.daily_usd, or go on later with `rules-maker resume`',
    });
    expect(facts.at(-1)).toMatchObject({
      type: 'budget.blocked',
      blocks: [
        {window: 'hour', freeAtMs: noon + 1_800_000},
        {window: 'day', freeAtMs: Date.UTC(2026, 10, 5)},
      ],
    });
  });

  it('looks before a call queues up, and writes nothing', async () => {
    const {budget, facts} = start({run: 100});
    budget.look(100);
    expect(thrownBy(() => budget.look(101)).message).toBe('run cap 0.0001 reached');
    expect([auditRows(path), facts.map(({type}) => type)]).toEqual([[], ['budget.blocked']]);
    const id = await budget.reserve(need(60));
    // The call under way may come to less: that is worth a place in the queue.
    budget.look(60);
    await budget.settle(id, charged(60));
    expect(thrownBy(() => budget.look(60)).exitCode).toBe(7);
  });

  it('waits while only calls of its own are in the way, and asks again with each that settles', async () => {
    const {budget} = start({hour: 100});
    const first = await budget.reserve(need(60));
    const second = await budget.reserve(need(40));
    const order: string[] = [];
    const served = (name: string) => (id: number) => {
      order.push(name);
      return id;
    };
    const big = budget.reserve(need(90, 'big')).then(served('big'));
    const small = budget.reserve(need(1, 'small')).then(served('small'));
    await settled();
    expect([order, auditRows(path)]).toMatchObject([[], {length: 2}]);
    await budget.settle(second, released);
    await settled();
    // The small one would fit, but it is not its turn: else the big one might wait for ever.
    expect(order).toEqual([]);
    await budget.settle(first, charged(9));
    await budget.settle(await big, charged(80));
    await budget.settle(await small, charged(1));
    expect(order).toEqual(['big', 'small']);
    expect(auditRows(path).map(({charged: cost}) => cost)).toEqual([9, 0, 80, 1]);
  });

  it('stops a waiting call once nothing of its own is under way any more', async () => {
    const {budget, facts} = start({hour: 100});
    const first = await budget.reserve(need(60));
    const waiting = budget.reserve(need(50));
    const behind = budget.reserve(need(40));
    await budget.settle(first, kept);
    await expect(waiting).rejects.toThrow('hourly cap 0.0001 reached');
    // What needs less may still go.
    expect(await behind).toBe(2);
    expect(facts.filter(({type}) => type === 'budget.blocked')).toHaveLength(1);
  });

  it('does not wait for calls of which it would hear nothing', async () => {
    const {budget: ours} = start({hour: 100});
    const {budget: sameProcess} = start({hour: 100}, {run: 'run-2'});
    const {budget: otherProcess} = start({hour: 100}, {run: 'run-3', owner: {pid: 2, startedAt: 2}});
    await ours.reserve(need(60));
    await expect(sameProcess.reserve(need(50))).rejects.toThrow(BudgetExceededError);
    await expect(otherProcess.reserve(need(50))).rejects.toThrow(BudgetExceededError);
  });

  it('lets a waiting call be aborted, at its turn or before, and serves the others', async () => {
    const {budget} = start({hour: 100});
    const first = await budget.reserve(need(60));
    const stop = new AbortController();
    const reason = new Error('stopped');
    const atTurn = budget.reserve(need(50), stop.signal);
    const inLine = budget.reserve(need(50), stop.signal);
    const other = budget.reserve(need(50));
    await settled();
    stop.abort(reason);
    await expect(atTurn).rejects.toBe(reason);
    await expect(inLine).rejects.toBe(reason);
    await expect(budget.reserve(need(1), stop.signal)).rejects.toBe(reason);
    expect(auditRows(path)).toHaveLength(1);
    await budget.settle(first, released);
    expect(await other).toBe(2);
  });

  it('warns once when a window is spent to 80 %, and again after it had gone below', async () => {
    const {budget, facts, clock} = start({hour: 1_000, run: 10_000});
    const warnings = () => facts.filter(({type}) => type === 'budget.warned').length;
    const open = await budget.reserve(need(900));
    // Reserved is not spent.
    expect(warnings()).toBe(0);
    await budget.settle(open, charged(799));
    expect(warnings()).toBe(0);
    // What may have been spent is.
    await budget.settle(await budget.reserve(need(1)), kept);
    expect(facts).toEqual([{type: 'budget.warned', window: 'hour', capMicroUsd: 1_000, spentMicroUsd: 800}]);
    await spend(budget, 1);
    expect(warnings()).toBe(1);
    await clock.advance(3_600_000);
    await spend(budget, 10);
    expect(warnings()).toBe(1);
    await spend(budget, 900);
    expect(warnings()).toBe(2);
    const {budget: next, facts: nextFacts} = start({hour: 1_000}, {clock, run: 'run-2'});
    await next.reserve(need(0));
    expect(nextFacts.map(({type}) => type)).toEqual(['budget.warned']);
  });

  it('counts the run of a resumed run on, and each run for itself', async () => {
    const {budget} = start({run: 100});
    await spend(budget, 70);
    const {budget: resumed} = start({run: 100}, {owner: {pid: 2, startedAt: 2}});
    await expect(resumed.reserve(need(31))).rejects.toMatchObject({
      message: 'run cap 0.0001 reached',
      why: 'spent 0.00007, reserved 0.0000, needed 0.000031; waiting does not help: the cap is for the whole run',
      hint: 'raise budget.run_usd, or go on later with `rules-maker resume`',
    });
    const {budget: other} = start({run: 100}, {run: 'run-2'});
    expect(await other.reserve(need(100))).toBe(2);
    expect(resumed.windows()).toMatchObject([{window: 'run', settledMicroUsd: 70, openMicroUsd: 0}]);
  });

  it('keeps trying while another process holds the ledger, and settles then', async () => {
    const {budget, clock} = start({});
    const id = await budget.reserve(need(10));
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const settling = budget.settle(id, charged(7, 'answer'));
    other.exec('ROLLBACK');
    other.close();
    await clock.advance(1_000);
    await settling;
    expect(auditRows(path)).toMatchObject([{state: 'settled', charged: 7}]);
  });

  it.each([1, 2, 3, 4])(
    'leaves nothing open and never passes its cap, whatever the outcomes (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const {budget} = start({hour: 2_000, run: 3_000});
      let spent = 0;
      let under = 0;
      const call = async () => {
        const stop = new AbortController();
        if (random() < 0.1) setImmediate(() => stop.abort(new Error('stopped')));
        const reserved = Math.floor(random() * 400);
        const id = await budget.reserve(need(reserved), stop.signal);
        under += reserved;
        expect(spent + under).toBeLessThanOrEqual(2_000);
        for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await settled();
        const dice = random();
        const cost = dice < 0.4 ? 0 : dice < 0.5 ? reserved : Math.floor(random() * reserved * 0.3);
        await budget.settle(id, dice < 0.4 ? released : dice < 0.5 ? kept : charged(cost));
        under -= reserved;
        spent += cost;
      };
      const ends = await Promise.allSettled(Array.from({length: 60}, call));
      expect(under).toBe(0);
      const rows = auditRows(path);
      expect(rows.map(({state}) => state)).not.toContain('open');
      expect(rows.reduce((sum, row) => sum + (row.charged ?? row.reserved), 0)).toBe(spent);
      expect(rows).toHaveLength(ends.filter(({status}) => status === 'fulfilled').length);
      expect(rows.length).toBeGreaterThan(10);
    },
  );
});

describe('the text of a block', () => {
  const block: Block = {
    window: 'hour',
    capMicroUsd: 500_000,
    settledMicroUsd: 480_000,
    openMicroUsd: 10_000,
    uncertainMicroUsd: 0,
    neededMicroUsd: 30_000,
    freeAtMs: Date.UTC(2026, 10, 4, 12, 59, 30),
  };

  it.each([
    ['UTC', 'free again at 13:00'],
    ['Asia/Tokyo', 'free again at 22:00'],
  ])('has the wall clock of %s', (place, text) => {
    process.env['TZ'] = place;
    expect(budgetExceeded([block], noon)).toMatchObject({
      message: 'hourly cap 0.5000 reached',
      why: `spent 0.4800, reserved 0.0100, needed 0.0300; ${text}`,
      hint: 'raise budget.hourly_usd, or go on later with `rules-maker resume`',
    });
  });

  it.each([
    ['a cap of 0', {capMicroUsd: 0, freeAtMs: null}],
    ['a need above the cap', {neededMicroUsd: 500_001, freeAtMs: null}],
  ])('says that waiting does not help against %s', (_, more) => {
    expect(budgetExceeded([{...block, ...more}], noon).why).toContain(
      'waiting does not help: the need is above the cap',
    );
  });
});

describe('amounts', () => {
  const caps = (usdCap: number) =>
    budgetCaps({hourlyUsd: usdCap, dailyUsd: null, runUsd: null, day: 'local'}).hour;

  it.each([
    [0, 0],
    [8.2, 8_200_000],
    [0.29, 290_000],
    [1.1, 1_100_000],
    [0.0000019, 1],
    [0.9999999, 999_999],
    [1e-7, 0],
  ])('round a cap of %d USD down to %d', (value, micro) => {
    expect(caps(value)).toBe(micro);
  });

  it.each([
    [0, 0],
    [0.1, 1],
    [1000 * 0.035, 35],
    [3 * 0.1 * 10, 3],
    [60.0001, 61],
    [1e-9, 1],
  ])('round a cost of %d up to %d', (exact, micro) => {
    expect(costMicroUsd(exact)).toBe(micro);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e12])('refuse a cap of %d', (value) => {
    expect(thrownBy(() => caps(value))).toMatchObject({code: 'RM-CONF-051', exitCode: 2});
  });

  it('have no cap where none is set', () => {
    expect(budgetCaps({hourlyUsd: null, dailyUsd: null, runUsd: 0.5, day: 'utc'})).toEqual({
      hour: null,
      day: null,
      run: 500_000,
      dayOf: 'utc',
    });
  });

  it.each([
    [0, '0.0000'],
    [500_000, '0.5000'],
    [12, '0.000012'],
    [70, '0.00007'],
    [1_234_567, '1.234567'],
    [2_000_000_000, '2000.0000'],
  ])('show %d micro-dollars as %s', (micro, text) => {
    expect(usd(micro)).toBe(text);
  });
});

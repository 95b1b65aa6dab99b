import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {systemClock} from '../../source/clock.ts';
import {openLedger} from '../../source/store/ledger.ts';
import {auditRows, peakOf} from '../helpers/ledger-audit.ts';
import {seeded} from '../helpers/random.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-ledger-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const script = fileURLToPath(new URL('../helpers/ledger-process.ts', import.meta.url));

describe('a ledger that many processes share', () => {
  const processes = 32;
  const calls = 200;
  // About two thirds of what all calls would cost.
  const cap = 10_000_000;
  const seed = 20261104;

  it(`is never above its cap at any row, with ${processes} processes x ${calls} calls of which some are killed`, async () => {
    const path = join(root, 'ledger.db');
    const book = join(root, 'book');
    const random = seeded(seed);
    // One in three dies in the middle of its calls, wherever it is then: before, in or after a transaction.
    const children = Array.from({length: processes}, (_, at) =>
      spender([path, book, calls, cap, seed + at], at % 3 === 0 ? Math.ceil(random() * 60) : null),
    );
    await Promise.all(children.map(({ready}) => ready));
    for (const {child} of children) child.stdin?.write('go\n');
    const said = await Promise.all(children.map(({ended}) => ended));

    const survivors = said.filter(({code}) => code === 0).map(({text}) => JSON.parse(text));
    const killed = said.filter(({signal}) => signal === 'SIGKILL').length;
    expect(survivors.length + killed).toBe(processes);
    expect(killed).toBeGreaterThan(0);

    // Who opens the ledger next finds the dead.
    const ledger = openLedger(path, {clock: systemClock});
    const rows = auditRows(path);
    expect(rows.filter(({state}) => state === 'open')).toEqual([]);
    expect(rows.filter(({closedAfter}) => closedAfter === null).length).toBeGreaterThan(0);
    expect(rows.length).toBeGreaterThanOrEqual(survivors.reduce((sum, {sent}) => sum + sent, 0));
    expect(peakOf(rows)).toBeLessThanOrEqual(cap);
    expect(peakOf(rows)).toBeGreaterThan(cap * 0.9);

    // What the providers charged, the ledger has counted.
    const charged = readFileSync(book, 'utf8')
      .split('\n')
      .reduce((sum, line) => sum + Number(line.split(' ')[1] ?? 0), 0);
    const counted = rows.reduce((sum, row) => sum + (row.charged ?? row.reserved), 0);
    expect(charged).toBeLessThanOrEqual(counted);
    expect(counted).toBeLessThanOrEqual(cap);

    // No answer without its paid row, and the reverse.
    const settled = rows.filter(({state}) => state === 'settled');
    expect(answersIn(path)).toEqual(
      settled.map(({id, run, request}) => ({attempt: id, run, request, text: `answer ${id}`})),
    );
    for (const {run, request} of settled) expect(ledger.journal.done(run, request)).not.toBe(null);
    const unknown = rows.filter(({state}) => state === 'uncertain');
    for (const {run, request} of unknown) expect(ledger.journal.started(run, request)).toBe(true);
    ledger.close();
    const lost = rows.filter(({closedAfter}) => closedAfter === null).length;
    expect(lost).toBeGreaterThan(0);
  }, 120_000);
});

/** A process that spends; it is killed when it has sent `dieAt` calls. */
function spender(args: readonly (string | number)[], dieAt: number | null) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, ...args.map(String)],
    {stdio: ['pipe', 'pipe', 'inherit']},
  );
  child.stdin?.on('error', () => child.kill());
  let text = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.startsWith('ready')) resolve();
      if (dieAt !== null && text.split('.').length > dieAt) child.kill('SIGKILL');
    });
    child.once('close', () => resolve());
  });
  const ended = new Promise<{code: number | null; signal: string | null; text: string}>((resolve) =>
    child.once('close', (code, signal) => resolve({code, signal, text: text.replace(/^ready\n\.*/, '')})),
  );
  return {child, ready, ended};
}

function answersIn(path: string): unknown[] {
  const database = new DatabaseSync(path, {readOnly: true});
  try {
    return database
      .prepare('SELECT attempt, run, request, text FROM answer ORDER BY attempt')
      .all()
      .map((row) => ({...row}));
  } finally {
    database.close();
  }
}

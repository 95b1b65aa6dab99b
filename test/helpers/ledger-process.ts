import {appendFileSync, writeSync} from 'node:fs';
import process from 'node:process';
import {systemClock} from '../../source/clock.ts';
import {BudgetExceededError} from '../../source/errors.ts';
import {createBudget} from '../../source/models/budget.ts';
import {openLedger} from '../../source/store/ledger.ts';
import {anEntry, charged, kept, noCaps, released} from './ledger-samples.ts';
import {seeded} from './random.ts';

/**
 * A process of its own that spends: `node ledger-process.ts <ledger> <book> <calls> <cap> <seed>`. Says `ready`, waits
 * for a line, then makes so many calls, four at a time; each that goes out is written into the book with its cost, as
 * a provider would, before the ledger hears of it. Says a dot per call that goes out, and its counts at the end.
 */
const [path = '', book = '', calls = '0', cap = '0', seed = '0'] = process.argv.slice(2);
const run = `run-${seed}`;
const random = seeded(Number(seed));
const ledger = openLedger(path, {clock: systemClock});
const caps = {...noCaps, hour: Number(cap), day: Number(cap)};
const budget = createBudget({ledger, clock: systemClock, run, caps, warnAt: 0.8, tell: () => undefined});
const counts = {sent: 0, blocked: 0};
let next = 0;

writeSync(1, 'ready\n');
process.stdin.once('data', async () => {
  await Promise.all([1, 2, 3, 4].map(spend));
  ledger.close();
  writeSync(1, `${JSON.stringify(counts)}\n`);
  process.exit(0);
});

async function spend(): Promise<void> {
  while (next < Number(calls)) {
    next += 1;
    const reservedMicroUsd = Math.floor(random() * 10_000);
    try {
      const id = await budget.reserve({...anEntry, request: `r${next}`, reservedMicroUsd});
      counts.sent += 1;
      writeSync(1, '.');
      await systemClock.sleep(random() * 3);
      await end(id, reservedMicroUsd);
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      counts.blocked += 1;
    }
  }
}

async function end(id: number, reservedMicroUsd: number): Promise<void> {
  const dice = random();
  // Some providers charge for a call whose answer never came: nobody but the book knows.
  const cost = dice < 0.2 ? 0 : Math.floor(random() * (reservedMicroUsd + 1));
  appendFileSync(book, `${id} ${cost}\n`);
  await budget.settle(id, dice < 0.2 ? released : dice < 0.4 ? kept : charged(cost, `answer ${id}`));
}

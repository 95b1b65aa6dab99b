import {UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {dollars, grouped} from '../format/amount.ts';
import {display} from '../format/display.ts';
import {nearest} from '../format/nearest.ts';
import type {Arguments} from '../options/parse.ts';
import type {Sum} from '../store/ledger-sums.ts';
import type {WindowState} from '../store/ledger-windows.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {openUserLedger} from './model-engine.ts';
import {engineSettings} from './model-settings.ts';

const groupings = ['hour', 'day', 'provider', 'model', 'run'] as const;

type Grouping = (typeof groupings)[number];

/** `rules-maker usage`: what the ledger of all runs says was spent. Asks nobody. */
export async function usage(args: Arguments, io: Io): Promise<ExitCode> {
  const {values} = await loadConfig(args, io);
  const by = groupingOf(args.texts.get('by') ?? 'day');
  const {caps} = engineSettings(values, 'usage');
  const ledger = openUserLedger(io);
  try {
    const sums = ledger.sums({by, dayOf: caps.dayOf});
    const {windows} = ledger.look('', 0, {...caps, run: null});
    if (args.switches.has('json')) {
      const rows = sums.map((sum) => ({...sum, key: keyText(sum, 'utc', by)}));
      io.out(`${JSON.stringify({schema: 1, by, day: caps.dayOf, windows, rows}, null, 2)}\n`);
    } else {
      io.out(sums.length === 0 ? 'no model was ever asked\n' : table(sums, by, caps.dayOf));
      for (const window of windows) io.out(windowText(window));
    }
    return exitCodes.ok;
  } finally {
    ledger.close();
  }
}

function groupingOf(text: string): Grouping {
  const found = groupings.find((name) => name === text);
  if (found) return found;
  const guess = nearest(text, groupings);
  throw new UsageError({
    code: 'RM-CONF-051',
    message: `--by must be one of ${groupings.join(', ')}`,
    why: `it is "${text}"`,
    hint: guess === null ? 'rules-maker usage --by day' : `did you mean --by ${guess}?`,
  });
}

function table(sums: readonly Sum[], by: Grouping, dayOf: 'local' | 'utc'): string {
  const cells = sums.map((sum) => [
    display(keyText(sum, dayOf, by), 60),
    grouped(sum.attempts),
    grouped(sum.inputTokens),
    grouped(sum.outputTokens),
    dollars(sum.settledMicroUsd),
    sum.uncertainMicroUsd === 0 ? '' : dollars(sum.uncertainMicroUsd),
    sum.openMicroUsd === 0 ? '' : dollars(sum.openMicroUsd),
    sum.unpriced === 0 ? '' : grouped(sum.unpriced),
  ]);
  const all = [[by, 'attempts', 'tokens in', 'out', 'spent', 'unsure', 'under way', 'unpriced'], ...cells];
  const used = all[0]?.map((_, column) => cells.some((row) => row[column] !== '')) ?? [];
  const widths = used.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .filter((_, column) => used[column])
      .join('  ');
  return all.map((row) => `${line(row).trimEnd()}\n`).join('');
}

function keyText({key}: Sum, dayOf: 'local' | 'utc', by: Grouping): string {
  if (typeof key === 'string') return key;
  if (by !== 'hour' && by !== 'day') return String(key);
  const date = new Date(key);
  const shifted = dayOf === 'utc' ? date : new Date(key - date.getTimezoneOffset() * 60_000);
  const text = shifted.toISOString();
  return by === 'day' ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

function windowText({
  window,
  capMicroUsd,
  settledMicroUsd,
  openMicroUsd,
  uncertainMicroUsd,
}: WindowState): string {
  const counted = settledMicroUsd + openMicroUsd + uncertainMicroUsd;
  return `this ${window}: ${dollars(counted)} of ${dollars(capMicroUsd)}\n`;
}

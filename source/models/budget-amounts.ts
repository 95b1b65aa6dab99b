import {UsageError} from '../errors.ts';
import type {Caps, DayOf, Window} from '../store/ledger-windows.ts';

/** The caps as they are configured, in USD. `null` = none, 0 = no call at all. */
export type BudgetConfig = {
  readonly hourlyUsd: number | null;
  readonly dailyUsd: number | null;
  readonly runUsd: number | null;
  readonly day: DayOf;
};

/** The key of each cap in a config file. */
export const capKeys: Readonly<Record<Window, string>> = {
  hour: 'budget.hourly_usd',
  day: 'budget.daily_usd',
  run: 'budget.run_usd',
};

/**
 * The caps in whole micro-dollars, rounded down.
 *
 * @throws UsageError RM-CONF-051 for a cap that is negative or no number
 */
export function budgetCaps({hourlyUsd, dailyUsd, runUsd, day}: BudgetConfig): Caps {
  return {hour: cap('hour', hourlyUsd), day: cap('day', dailyUsd), run: cap('run', runUsd), dayOf: day};
}

/** A cost in whole micro-dollars, rounded up: what was computed from prices may have any fraction. */
export function costMicroUsd(exact: number): number {
  return whole(exact) ?? Math.ceil(exact);
}

/** `0.5000`, `1.2345`, `0.000012`: micro-dollars as dollars, exactly, with four decimals or as many as it takes. */
export function usd(microUsd: number): string {
  return (microUsd / 1_000_000).toFixed(6).replace(/0{1,2}$/, '');
}

function cap(window: Window, value: number | null): number | null {
  if (value === null) return null;
  if (!(value >= 0 && value <= maxUsd)) {
    throw new UsageError({
      code: 'RM-CONF-051',
      message: `${capKeys[window]} is ${value}`,
      why: `a cap is an amount of US dollars from 0 to ${maxUsd}`,
      hint: `write it as a plain number, such as ${capKeys[window]}: 2.50`,
    });
  }
  const micro = value * 1_000_000;
  return whole(micro) ?? Math.floor(micro);
}

/** Micro-dollars and their sums stay exact integers of JavaScript up to far more than that. */
const maxUsd = 1_000_000_000;

/** The whole number that was meant, if only the binary form of a decimal number stands between: 8.2 * 1e6 is not 8,200,000. */
function whole(value: number): number | null {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= Math.abs(value) * 4 * Number.EPSILON ? nearest : null;
}

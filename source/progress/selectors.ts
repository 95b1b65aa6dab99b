import type {Phase, Totals} from '../events/catalogue.ts';
import type {OutputFile, RunState} from './state.ts';

/** The phases in the order of the data. */
export const phases: readonly Phase[] = ['crawl', 'extract', 'distil', 'assemble', 'write'];

/** Milliseconds from the start of the run to `atMs`. */
export function elapsedMs(state: RunState, atMs: number): number {
  return state.run ? Math.max(0, atMs - state.run.startedAt) : 0;
}

/** Sum of a table of counts. */
export function sum(counts: Readonly<Record<string, number | undefined>>): number {
  let result = 0;
  for (const value of Object.values(counts)) result += value ?? 0;
  return result;
}

/** The counts of `run.finished`, folded from the events alone. */
export function totals(state: RunState): Totals {
  const {pages, rules, requests, files} = state;
  const written = (file: OutputFile) => file.action === 'created' || file.action === 'updated';
  return {
    pages: {
      discovered: pages.discovered,
      fetched: pages.fetched,
      extracted: pages.extracted,
      skipped: sum(pages.skipped),
      failed: pages.failed.length,
    },
    rules: {distilled: rules.distilled, dropped: sum(rules.dropped)},
    files: {
      written: files.filter(written).length,
      unchanged: files.filter(({action}) => action === 'unchanged').length,
      kept: files.filter(({action}) => action === 'kept').length,
    },
    requests: {retries: requests.retries, throttles: requests.throttles, waitedMs: requests.waitedMs},
  };
}

/** Counts as `name n`, largest first, ties by name: `scope 14, robots 3`. */
export function breakdown(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB, 'en'))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

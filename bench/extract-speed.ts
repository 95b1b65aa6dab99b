import type {BenchPage} from './extract-pages.ts';
import type {Run} from './extract-runs.ts';
import {sum} from './extract-summary.ts';

const head =
  'converter               MB in  MB/s 1st  MB/s 2nd    p99 ms   ms per MB    peak MB      x plain';
/** Pages from here on show how the time grows. */
const largeBytes = 200_000;

/**
 * Megabytes a second of processor time (helper threads included) over all pages that a converter was given; the time
 * of the converting thread for single pages; the ratio to `plain` over the pages that both were given.
 */
export function speedTable(
  runs: readonly Run[],
  plain: Run | undefined,
  pages: readonly BenchPage[],
): string {
  return [head, ...runs.map((run) => line(run, plain, pages))].join('\n');
}

function line(run: Run, plain: Run | undefined, pages: readonly BenchPage[]): string {
  const [first = new Map<number, number>(), second = first] = run.ms;
  const megabytes = sum([...first.keys()].map((index) => pages[index]?.bytes ?? 0)) / 1e6;
  const speed = (pass: number) => megabytes / (sum([...(run.cpuMs[pass]?.values() ?? [])]) / 1000);
  const sorted = [...first.values()].sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  const large = [...first].flatMap(([index, ms]) => {
    const bytes = pages[index]?.bytes ?? 0;
    return bytes > largeBytes ? [ms / (bytes / 1e6)] : [];
  });
  return [
    run.converter.name.padEnd(21),
    megabytes.toFixed(1).padStart(7),
    speed(0).toFixed(2).padStart(9),
    speed(1).toFixed(2).padStart(9),
    p99.toFixed(0).padStart(9),
    Math.max(...large, 0)
      .toFixed(0)
      .padStart(11),
    (run.peakBytes / 1e6).toFixed(0).padStart(10),
    ratio(run, plain, first, second).padStart(12),
  ].join(' ');
}

function ratio(
  run: Run,
  plain: Run | undefined,
  first: ReadonlyMap<number, number>,
  second: ReadonlyMap<number, number>,
): string {
  if (!plain || plain === run) return '-';
  const [plainFirst = new Map<number, number>(), plainSecond = plainFirst] = plain.ms;
  const both = [...first.keys()].filter((index) => plainFirst.has(index));
  const time = (ms: ReadonlyMap<number, number>) => sum(both.map((index) => ms.get(index) ?? 0));
  return `${(time(plainFirst) / time(first)).toFixed(1)} / ${(time(plainSecond) / time(second)).toFixed(1)}`;
}

import type {Summary} from './extract-summary.ts';

const columns: readonly (readonly [string, (summary: Summary) => number])[] = [
  ['code', ({code}) => code],
  ['fenced', ({fenced}) => fenced],
  ['lang', ({language}) => language],
  ['tables', ({tables}) => tables],
  ['heads', ({headings}) => headings],
  ['links', ({links}) => links],
  ['recall', ({recall}) => recall],
  ['precis', ({precision}) => precision],
  ['menu', ({menuLinks}) => menuLinks],
  ['signs', ({permalinkSigns}) => permalinkSigns],
  ['good', ({good}) => good],
];

/** A table in per cent, a line a row. */
export function qualityTable(first: string, rows: readonly (readonly [string, Summary])[]): string {
  const head = `${first.padEnd(21)} pages ${columns.map(([name]) => name.padStart(6)).join(' ')}`;
  const lines = rows.map(
    ([name, summary]) =>
      `${name.padEnd(21)} ${String(summary.pages).padStart(5)} ${columns.map(([, pick]) => figure(pick(summary)).padStart(6)).join(' ')}`,
  );
  return [head, ...lines].join('\n');
}

function figure(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(1);
}

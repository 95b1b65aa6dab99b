/** `1 page`, `2 pages`, `1,904 pages`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** Thousands separated by commas, whatever the locale of the machine. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `812 B`, `18 kB`, `1.2 MB` (powers of 1000). */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  if (value < 1_000_000) return `${Math.round(value / 1000)} kB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

/** Micro-dollars as dollars: `$0`, `$0.0004`, `$2.58`. Rounded up, so that no cost is shown as nothing. */
export function dollars(microUsd: number): string {
  if (microUsd === 0) return '$0';
  return microUsd < 10_000
    ? `$${(Math.ceil(microUsd / 100) / 10_000).toFixed(4)}`
    : `$${(Math.ceil(microUsd / 10_000) / 100).toFixed(2)}`;
}

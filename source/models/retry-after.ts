import {parseRetryAfter} from '../network/retry-after.ts';

/**
 * How long the provider wants us to wait, in milliseconds. The most exact header wins: `retry-after-ms` and
 * `x-amz-retry-after`, both in milliseconds, then `Retry-After` as seconds or date. What is past, negative or cannot be
 * read says nothing: `null`.
 *
 * @param headers - with lower-case names
 */
export function readRetryAfter(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  return (
    milliseconds(headers['retry-after-ms']) ??
    milliseconds(headers['x-amz-retry-after']) ??
    secondsOrDate(headers['retry-after'], nowMs)
  );
}

function milliseconds(value: string | undefined): number | null {
  const text = value?.trim() ?? '';
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Math.ceil(Number(text)) : null;
}

function secondsOrDate(value: string | undefined, nowMs: number): number | null {
  const waitMs = parseRetryAfter(value, nowMs);
  if (waitMs !== 0) return waitMs;
  // The parser gives 0 for what is past or negative as well.
  return Number(value) === 0 ? 0 : null;
}

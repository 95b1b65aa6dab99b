import {describe, expect, test} from 'vitest';
import {readRetryAfter} from '../../source/models/retry-after.ts';

const nowMs = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('how long to wait', () => {
  test.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{'retry-after': '0'}, 0],
    [{'retry-after': '3'}, 3_000],
    [{'retry-after': '61'}, 61_000],
    [{'retry-after': '1.5'}, 1_500],
    [{'retry-after': '86400'}, 86_400_000],
    [{'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT'}, 60_000],
    [{'retry-after': 'Sunday, 22-Nov-26 12:01:00 GMT'}, 60_000],
    [{'retry-after': 'Sun Nov 22 12:01:00 2026'}, 60_000],
    [{'x-amz-retry-after': '1500'}, 1_500],
    [{'retry-after-ms': '250.5'}, 251],
  ])('is read from %j', (headers, expected) => {
    expect(readRetryAfter(headers, nowMs)).toBe(expected);
  });

  test.each<Record<string, string>>([
    {'retry-after': '-5'},
    {'retry-after': 'soon'},
    {'retry-after': ''},
    {'retry-after': 'Sun, 22 Nov 2026 11:59:59 GMT'},
    {'retry-after': '2026-11-22T13:00:00Z'},
    {'retry-after-ms': '-250'},
    {'x-amz-retry-after': '1e3'},
    {'x-amz-retry-after': 'Infinity'},
  ])('is not said by %j', (headers) => {
    expect(readRetryAfter(headers, nowMs)).toBeNull();
  });

  test('is taken from the most exact header that makes sense', () => {
    const headers = {'retry-after': '2', 'retry-after-ms': '1500', 'x-amz-retry-after': '1700'};
    expect(readRetryAfter(headers, nowMs)).toBe(1_500);
    expect(readRetryAfter({...headers, 'retry-after-ms': 'x'}, nowMs)).toBe(1_700);
    expect(readRetryAfter({...headers, 'retry-after-ms': 'x', 'x-amz-retry-after': '-1'}, nowMs)).toBe(2_000);
  });
});

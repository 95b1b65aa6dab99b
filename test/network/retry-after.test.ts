import {describe, expect, test} from 'vitest';
import {parseRetryAfter} from '../../source/network/retry-after.ts';

const now = Date.UTC(2026, 9, 21, 7, 28, 0);

describe('the wait that Retry-After asks for', () => {
  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['1.5', 1_500],
    ['-5', 0],
    ['86400', 86_400_000],
    ['1000000000', 1_000_000_000_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wednesday, 21-Oct-26 07:29:00 GMT', 60_000],
    ['Wed Oct 21 07:28:02 2026', 2_000],
    ['Mon Nov  2 07:28:00 2026', 12 * 86_400_000],
    ['wed, 21 oct 2026 07:28:30 gmt', 30_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Thu, 31 Dec 2026 23:59:60 GMT', Date.UTC(2027, 0, 1) - now],
  ])('reads %j as %i ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  test.each([
    [undefined],
    [''],
    ['soon'],
    ['12 seconds'],
    ['1e9'],
    ['0x10'],
    ['Wed, 41 Oct 2026 07:28:00 GMT'],
    ['Sat, 31 Feb 2026 07:28:00 GMT'],
    ['Wed, 21 Okt 2026 07:28:00 GMT'],
    ['Wed, 21 Oct 2026 27:28:00 GMT'],
    ['Wed, 21 Oct 2026 07:28:00 CET'],
    ['2026-10-21T07:28:00Z'],
    [`${'9'.repeat(400)}`],
  ])('takes %j for garbage', (value) => {
    expect(parseRetryAfter(value, now)).toBeNull();
  });
});

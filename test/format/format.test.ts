import {describe, expect, it} from 'vitest';
import {bytes, count, dollars, grouped} from '../../source/format/amount.ts';
import {display, displayMiddle} from '../../source/format/display.ts';
import {clockTime, duration} from '../../source/format/duration.ts';
import {nearest} from '../../source/format/nearest.ts';

describe('display', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '^[[31mred^[[0m'],
    ['\u001b]8;;https://evil.example\u0007link', '^[]8;;https://evil.example^Glink'],
    ['\u001b]52;c;Zm9v\u0007', '^[]52;c;Zm9v^G'],
    ['a\r\nb\tc', 'a b c'],
    ['\u009b2J', '^9b2J'],
    ['\u202egnirts\u202c', 'gnirts'],
    ['x\u200by\ufeffz\u00ad', 'xyz'],
    ['tag\u{e0041}\u{e0042}', 'tag'],
    ['bell\u0007\u0000\u007f', 'bell^G^@^?'],
    ['plain text', 'plain text'],
    ['日本語', '日本語'],
  ])('makes %j harmless', (text, expected) => {
    expect(display(text)).toBe(expected);
  });

  it('cuts by cells, not by characters', () => {
    expect(display('日本語のドキュメント', 9)).toBe('日本語の…');
    expect(display('x'.repeat(500)).length).toBe(120);
  });

  it('keeps both ends of a path', () => {
    expect(displayMiddle('https://docs.acme.dev/a/very/long/path/to/state-management.html', 40)).toBe(
      'https://docs.acme.dev/a/ve…nagement.html',
    );
    expect(displayMiddle('https://docs.acme.dev/', 40)).toBe('https://docs.acme.dev/');
  });
});

describe('amounts', () => {
  it.each([
    [clockTime(134_999), '02:14'],
    [clockTime(3_661_000), '1:01:01'],
    [clockTime(-5), '00:00'],
    [duration(412), '0.4 s'],
    [duration(2000), '2 s'],
    [duration(61_000), '61 s'],
    [duration(600_000), '10 min'],
    [duration(9_000_000), '2.5 h'],
    [bytes(812), '812 B'],
    [bytes(18_204), '18 kB'],
    [bytes(1_240_000), '1.2 MB'],
    [count(1, 'page'), '1 page'],
    [count(1904, 'page'), '1,904 pages'],
    [count(2, 'retry', 'retries'), '2 retries'],
    [grouped(1_234_567), '1,234,567'],
    [dollars(0), '$0'],
    [dollars(1), '$0.0001'],
    [dollars(2_580_000), '$2.58'],
    [dollars(2_580_001), '$2.59'],
  ])('%s is %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('did you mean', () => {
  it.each([
    ['max-page', 'max-pages'],
    ['foramt', 'format'],
    ['JSON', 'json'],
    ['xyz', null],
    ['js', null],
  ])('%s: %s', (word, expected) => {
    expect(nearest(word, ['max-pages', 'format', 'json', 'o'])).toBe(expected);
  });
});

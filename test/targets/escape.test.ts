import {describe, expect, it} from 'vitest';
import {cut, escapeBlock, escapeInline} from '../../source/targets/escape.ts';

const hosts = new Set(['docs.acme.dev']);

describe('escapeInline', () => {
  it.each([
    ['Import @acme/core, then @~/x.', 'Import `@acme/core`, then `@~/x`.'],
    ['(@a/b) uses @app.route("/")', '(`@a/b`) uses `@app.route("/")`'],
    ['Mail me@x.org.', 'Mail `me@x.org`.'],
    ['the @ sign', 'the @ sign'],
    ['@`foo`', '`@` `foo`'],
    ['Run !`rm -rf` now', 'Run ! `rm -rf` now'],
    ['`wow!` and `x`', '` wow! ` and `x`'],
    ['see $ARGUMENTS, $1 and \u0024{x}', 'see \\$ARGUMENTS, \\$1 and \\\u0024{x}'],
    ['already \\$1', 'already \\\\\\$1'],
    ['costs 5$', 'costs 5$'],
    ['<!-- hidden --> <img src=x>', '&lt;!-- hidden --> &lt;img src=x>'],
    ['a < b', 'a < b'],
    ['![a](https://docs.acme.dev/x.png)', 'a'],
    ['[b](https://docs.acme.dev/x(1))', '[b\\](https://docs.acme.dev/x(1))'],
    ['[b](https://docs.acme.dev/x "t")', '[b](https://docs.acme.dev/x)'],
    ['[c](http://evil.example/y)', 'c'],
    ['[c](javascript:alert)', 'c'],
    ['[x]: http://evil.example', '[x\\]: `http://evil.example`'],
    ['see https://evil.example/x, www.evil.example.', 'see `https://evil.example/x`, `www.evil.example`.'],
    ['see https://docs.acme.dev/y.', 'see https://docs.acme.dev/y.'],
    ['a lone ` tick', 'a lone \\` tick'],
    ['C:\\`x`', 'C:\\\\`x`'],
    ['two\nlines\r\n\tand tabs', 'two lines and tabs'],
    ['zero\u200bwidth \u{e0041}\u202etag \u001b[31m', 'zerowidth tag [31m'],
    ['héllo 🎉 שלום', 'héllo 🎉 שלום'],
  ])('turns %j into %j', (text, expected) => {
    expect(escapeInline(text, hosts)).toBe(expected);
  });

  it.each(['`@acme/core`', '``a`b``', '`$1 <b> [x](y)`'])('keeps what stands in the code span %s', (text) => {
    expect(escapeInline(`Use ${text} here.`, hosts)).toBe(`Use ${text} here.`);
  });

  it('leaves nothing active outside of code, whatever the parts are', () => {
    const parts = [
      '@x',
      '!',
      '`',
      '`a`',
      '``',
      '$1',
      '\\',
      '<b>',
      '[l](',
      'http://e.x/',
      ')',
      '![',
      ']',
      ' ',
      'w',
    ];
    for (let seed = 0; seed < 5000; seed += 1) {
      const text = [1, 7, 49, 343].map((step) => parts[Math.floor(seed / step) % parts.length]).join('');
      const result = escapeInline(`a${text}z`, hosts);
      expect(result, text).not.toMatch(/!`/);
      expect(outsideOfCode(result), text).not.toMatch(/@\S|\$1|<[a-z]|!\[[^\]]*\]\(|\]\(|:\/\//);
    }
  });

  it('is linear enough for long hostile text', () => {
    const started = performance.now();
    for (const part of ['@', '[', '![', '](', '[](', 'http://', '` ', '`` `', '\\$', 'a@']) {
      escapeInline(part.repeat(20_000), hosts);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('escapeBlock', () => {
  it.each([
    ['---', '\\---'],
    ['***', '\\***'],
    ['- - -', '\\- - -'],
    ['# x', '\\# x'],
    ['> x', '\\> x'],
    ['1. x', '1\\. x'],
    ['- x', '\\- x'],
    ['~~~', '\\~~~'],
    ['===', '\\==='],
    ['-x is a flag', '-x is a flag'],
    ['#include is fine', '#include is fine'],
  ])('turns %j into %j', (text, expected) => {
    expect(escapeBlock(text, hosts)).toBe(expected);
  });
});

describe('cut', () => {
  it('cuts between characters and never inside of an emoji', () => {
    expect(cut('🎉'.repeat(100), 10)).toBe(`${'🎉'.repeat(9)}…`);
    expect(cut('short', 10)).toBe('short');
  });
});

/** The text without code spans, found as CommonMark finds them. */
function outsideOfCode(text: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\\') {
      at += 2; // what is escaped is not active
      continue;
    }
    const run = /^`+/.exec(text.slice(at))?.[0] ?? '';
    const close = run === '' ? -1 : closing(text, at + run.length, run.length);
    result += close < 0 ? run || text[at] : '';
    at = close < 0 ? at + Math.max(1, run.length) : close;
  }
  return result;
}

function closing(text: string, from: number, length: number): number {
  for (const match of text.slice(from).matchAll(/`+/g)) {
    if (match[0].length === length) return from + match.index + length;
  }
  return -1;
}

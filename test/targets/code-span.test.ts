import {describe, expect, it} from 'vitest';
import {codeSpan, fencedBlock, spanContent} from '../../source/targets/code-span.ts';

describe('codeSpan', () => {
  it.each([
    ['x', '`x`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a``b', '`a``b`'],
    ['``x`', '``` ``x` ```'],
    ['run!', '` run! `'],
    [' x ', '`  x  `'],
  ])('shows %j as %j', (code, expected) => {
    expect(codeSpan(code)).toBe(expected);
  });

  it('can be read back', () => {
    for (const code of ['x', 'a`b', '`x`', 'run!', ' x ', '```']) {
      const span = codeSpan(code);
      const fence = /^`+/.exec(span)?.[0].length ?? 0;
      const inner = span.startsWith('` ') || fence > 0 ? span.slice(fence, -fence) : span;
      expect(spanContent(inner)).toBe(code);
    }
  });
});

describe('fencedBlock', () => {
  it('has a fence longer than any run inside', () => {
    expect(fencedBlock('```js\nx\n````', 'md')).toEqual(['`````md', '```js', 'x', '````', '`````']);
  });

  it.each([
    ['ts', '```ts'],
    ['c++', '```c++'],
    [null, '```text'],
    ['!bash', '```text'],
    ['a b', '```text'],
    ['x`y', '```text'],
    ['', '```text'],
  ])('writes the language %j as %j', (language, expected) => {
    expect(fencedBlock('x', language)[0]).toBe(expected);
  });
});

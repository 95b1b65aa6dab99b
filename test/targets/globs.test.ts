import {expect, it} from 'vitest';
import {plainGlobs} from '../../source/targets/globs.ts';

it.each([
  [['**/*.{ts,tsx}'], ['**/*.ts', '**/*.tsx']],
  [['./src/**', 'src/**'], ['src/**']],
  [['{a,b}/{c,d}'], ['a/c', 'a/d', 'b/c', 'b/d']],
  [['{a,{b,c}}.ts'], ['a.ts', 'b.ts', 'c.ts']],
  [['/etc/*', '../x', 'a/../b', '!x', ''], []],
  [['a,b', 'a b', 'a\nb', 'a\\b'], []],
  [['{a,b', 'a}'], []],
  [['{a,b}'.repeat(40)], []],
])('writes %j as %j', (globs, expected) => {
  expect(plainGlobs(globs)).toEqual(expected);
});

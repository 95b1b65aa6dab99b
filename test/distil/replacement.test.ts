import {describe, expect, it} from 'vitest';
import {readReplacement, readSuccessor} from '../../source/distil/replacement.ts';

describe('readReplacement', () => {
  it.each([
    ['`a.old()` is deprecated in favor of `a.fresh()`.', '`a.old()`', '`a.fresh()`', 'deprecated'],
    [
      'The `old_option` setting has been renamed to `new_option`.',
      'the `old_option` setting',
      '`new_option`',
      'renamed',
    ],
    ['Passing `None` to `a.run()` is deprecated.', 'passing `None` to `a.run()`', null, 'deprecated'],
    ['The undocumented `a.Old` class is removed.', 'the `a.Old` class', null, 'removed'],
    ['The `old_text()` alias of `new_text()` is deprecated.', '`old_text()`', '`new_text()`', 'deprecated'],
    ['Support for `a.old` is removed.', '`a.old`', null, 'removed'],
    [
      '`a.one()`, and `a.two()` are deprecated in favor of `b.one()` and `b.two()`.',
      '`a.one()`, and `a.two()`',
      '`b.one()` and `b.two()`',
      'deprecated',
    ],
  ])('reads "%s"', (sentence, old, next, state) => {
    expect(readReplacement(sentence, null, null, false)).toMatchObject({old, next, state});
  });

  it('takes the successor from the next sentence', () => {
    expect(
      readReplacement('`a.old()` is deprecated.', 'Use `a.fresh()` instead.', null, false),
    ).toMatchObject({
      next: '`a.fresh()`',
      joined: true,
    });
  });

  it('reads imperative items in changelogs only', () => {
    const line = 'Rename `a.old` to `a.fresh`.';
    expect(readReplacement(line, null, null, true)).toMatchObject({old: '`a.old`', next: '`a.fresh`'});
    expect(readReplacement(line, null, null, false)).toBeNull();
  });

  it.each([
    'Date-only formats are removed from the default list for `FORMATS`.',
    'It is deprecated in favor of `a.fresh()`.',
    '`a.old` is not deprecated.',
    'The old names for some `a.send` parameters have been removed.',
    '`a.Old` is moved to `a.module`.',
  ])('finds nothing in "%s"', (sentence) => {
    expect(readReplacement(sentence, null, null, false)).toBeNull();
  });

  it('reads what a badge recommends', () => {
    expect(readSuccessor('Use `Field(null=True)` instead.')).toBe('`Field(null=True)`');
    expect(readSuccessor('Use this instead.')).toBeNull();
  });
});

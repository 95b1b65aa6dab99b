import {describe, expect, it} from 'vitest';
import {rewrite} from '../../source/distil/rewrite.ts';

describe('rewrite', () => {
  it.each([
    ['You must call `acme.open()` before `acme.read()`.', 'Call `acme.open()` before `acme.read()`.', 'must'],
    ['You should never pass `close()` a closed handle.', 'Never pass `close()` a closed handle.', 'must-not'],
    [
      'You must not share a `Widget` between threads.',
      'Do not share a `Widget` between threads.',
      'must-not',
    ],
    [
      '`acme.open()` should not be used with sockets.',
      'Do not use `acme.open()` with sockets.',
      'should-not',
    ],
    [
      'The `timeout` option must be a positive integer.',
      'Make the `timeout` option a positive integer.',
      'must',
    ],
    ['Custom widgets must implement `render()`.', 'Make custom widgets implement `render()`.', 'must'],
    ['The `name` argument must not be empty.', 'Do not let the `name` argument be empty.', 'must-not'],
    ['Avoid calling `flush()` in a loop.', 'Avoid calling `flush()` in a loop.', 'should-not'],
    ["Don't call `flush()` from a callback.", 'Do not call `flush()` from a callback.', 'must-not'],
    ['Using `legacy_open()` is discouraged.', 'Avoid using `legacy_open()`.', 'should-not'],
    [
      'It is recommended to use `acme.pool()` instead of `acme.open()`.',
      'Use `acme.pool()` instead of `acme.open()`.',
      'should',
    ],
    ['`acme.watch()` is only available on Linux.', 'Use `acme.watch()` only on Linux.', 'must'],
    ['`acme.watch()` is not supported on Windows.', 'Do not use `acme.watch()` on Windows.', 'must-not'],
    ['To read a file, you must call `acme.open()`.', 'Call `acme.open()` to read a file.', 'must'],
    ['Make sure that `root_path` ends with a slash.', 'Check that `root_path` ends with a slash.', 'should'],
    ['It is an error to call `close()` twice.', 'Do not call `close()` twice.', 'must-not'],
  ])('turns "%s" into an instruction', (sentence, directive, force) => {
    expect(rewrite(sentence, null)).toEqual({directive, condition: null, force});
  });

  it('makes a leading clause the condition', () => {
    expect(rewrite('If you use `acme.pool()`, you must call `pool.drain()` at exit.', null)).toEqual({
      directive: 'Call `pool.drain()` at exit.',
      condition: 'you use `acme.pool()`',
      force: 'must',
    });
  });

  it('puts the name of the section where the sentence says "this method"', () => {
    expect(rewrite('This method must be called before `read()`.', 'Widget.open')?.directive).toBe(
      'Call `Widget.open` before `read()`.',
    );
  });

  it.each([
    'This method must be called before `read()`.',
    'They must be closed with `close()`.',
    'Should you call `close()` twice?',
    'You need to change `widget.py` as shown above.',
    'For example, you must call `close()`.',
    'Everything should work with `close()` now.',
    'We must call `close()` ourselves.',
    'Otherwise, you must call `close()`.',
    'You might want to call `close()`.',
    'Fixed a bug where `close()` must be called twice.',
    'Use of `close()` is common.',
    'Other events may not be called in `close()`.',
    'CREATE TABLE statements are not run instead.',
    'You must call `close()` as described in https://acme.dev/x.',
  ])('drops "%s"', (sentence) => {
    expect(rewrite(sentence, null)).toBeNull();
  });

  it('answers quickly on a hostile sentence', () => {
    const started = performance.now();
    for (const sentence of [
      `You must ${'a '.repeat(200)}`,
      'is '.repeat(140),
      `${'('.repeat(400)}`,
      `If ${'x, '.repeat(130)}`,
    ])
      rewrite(sentence, 'x');
    expect(performance.now() - started).toBeLessThan(500);
  });
});

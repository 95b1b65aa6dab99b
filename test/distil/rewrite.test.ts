import {describe, expect, it} from 'vitest';
import {NEAR} from '../../source/distil/references.ts';
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
    ['Custom widgets must implement `render()`.', 'Implement `render()` in custom widgets.', 'must'],
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
    [
      'Never call `close()` twice; use `release()` instead.',
      'Never call `close()` twice; use `release()`.',
      'must-not',
    ],
  ])('turns "%s" into an instruction', (sentence, directive, force) => {
    expect(rewrite(sentence, null)).toMatchObject({directive, condition: null, force});
  });

  it.each([
    // The reader is told, not a third person.
    ['The application must call `acme.close()` on each handle.', 'Call `acme.close()` on each handle.'],
    ['The caller must free the list with `acme_free()`.', 'Free the list with `acme_free()`.'],
    [
      'Users must lock their store with `acme.lock()` if they write to it.',
      'Lock your store with `acme.lock()` if you write to it.',
    ],
    // What a class must have is put into it.
    ['Subclasses must implement `render()`.', 'Implement `render()` in subclasses.'],
    // Facts with a consequence.
    [
      'The `eol` option is ignored if `autocrlf` is set.',
      'Expect the `eol` option to be ignored if `autocrlf` is set.',
    ],
    ['`acme.nice()` has no effect on Windows.', 'Expect `acme.nice()` to have no effect on Windows.'],
    [
      'Calling `acme.free()` twice results in undefined behavior.',
      'Avoid calling `acme.free()` twice; it leads to undefined behavior.',
    ],
    ['The maximum length of `acme.name` is 63 bytes.', 'Keep the length of `acme.name` at 63 bytes or less.'],
    ['`acme.batch()` is limited to 100 items.', 'Keep `acme.batch()` within 100 items.'],
    [
      'The `acme.xml` module is not secure against maliciously constructed data.',
      'Treat the `acme.xml` module as not secure against maliciously constructed data.',
    ],
    [
      'The `acme serve` command is only intended for local development, and should never face the net.',
      'Use the `acme serve` command only for local development.',
    ],
    ['`acme.open()` no longer accepts bytes.', 'Do not expect `acme.open()` to accept bytes.'],
    [
      'It is an error to call `acme.status()` before `acme.wait()` has returned.',
      'Call `acme.status()` only after `acme.wait()` has returned.',
    ],
    [
      'The `fork` option is NOT SAFE to use in the presence of threads.',
      'Do not use the `fork` option in the presence of threads.',
    ],
    [
      'Although models can be read there, avoid writing models in `ready()`.',
      'Avoid writing models in `ready()`.',
    ],
    ['[3] Static files must be placed in `/usr/share`.', 'Place static files in `/usr/share`.'],
    ['`acme.log()` is not intended for use in libraries.', 'Do not use `acme.log()` in libraries.'],
    // "Use of" is no verb.
    ['Use of `acme.pool()` is recommended for servers.', 'Use `acme.pool()` for servers.'],
    ['Use of `acme.eval()` is discouraged.', 'Avoid using `acme.eval()`.'],
  ])('says "%s" to the reader', (sentence, directive) => {
    expect(rewrite(sentence, null)).toMatchObject({directive, condition: null});
  });

  it('makes a leading clause the condition', () => {
    expect(rewrite('If you use `acme.pool()`, you must call `pool.drain()` at exit.', null)).toMatchObject({
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

  it('names the section in "Use x instead", and only there', () => {
    expect(rewrite('Use `acme.fresh()` instead.', 'acme.old')?.directive).toBe(
      'Replace `acme.old` with `acme.fresh()`.',
    );
    expect(rewrite('Use `acme.fresh()` instead.', null)).toBeNull();
    expect(rewrite('Use `acme.fresh()` instead.', 'acme.old', {...NEAR, alone: false})).toBeNull();
  });

  it.each([
    ['This must be called before `read()`.', 'Call `Widget.open` before `read()`.'],
    ['This must be greater than zero.', null],
    ['This argument must not be empty.', null],
    ['It should be a list of at most 3 names.', null],
  ])('knows a callable from its arguments: %s', (sentence, directive) => {
    expect(rewrite(sentence, 'Widget.open', {...NEAR, callable: true})?.directive ?? null).toBe(directive);
  });

  it.each([
    ['Setting this to `False` is discouraged.', 'Avoid setting `acme.GUARD` to `False`.'],
    [
      'Only set it to `False` if you trust the proxy.',
      'Only set `acme.GUARD` to `False` if you trust the proxy.',
    ],
  ])('knows what one sets under a setting: %s', (sentence, directive) => {
    expect(rewrite(sentence, 'acme.GUARD')?.directive).toBe(directive);
    expect(rewrite(sentence, null)).toBeNull();
  });

  it('takes "this module" for the module of the page', () => {
    const sentence = 'The generators of this module should not be used for security purposes.';
    expect(rewrite(sentence, null, {...NEAR, whole: 'acme_random'})?.directive).toBe(
      'Do not use the generators of `acme_random` for security purposes.',
    );
    expect(rewrite(sentence, 'acme_random.seed', {...NEAR, callable: true})).toBeNull();
  });

  it('cuts a reason that points elsewhere, and keeps one that does not', () => {
    expect(
      rewrite('Do not change `acme.conf` directly as it will not notice such changes.', null)?.directive,
    ).toBe('Do not change `acme.conf` directly.');
    expect(rewrite('Do not change `acme.conf` directly because `acme` caches it.', null)?.directive).toBe(
      'Do not change `acme.conf` directly because `acme` caches it.',
    );
  });

  it('takes "this" for nothing if something else was spoken of', () => {
    const far = {...NEAR, near: false};
    expect(rewrite('This must be called before `read()`.', 'Widget.open', far)).toBeNull();
    expect(rewrite('This method must be called before `read()`.', 'Widget.open', far)?.directive).toBe(
      'Call `Widget.open` before `read()`.',
    );
  });

  it.each([
    ['`acme.parse()` does not check its input.', 'Do not rely on `acme.parse()` to check its input.'],
    [
      'A date passed to `acme.store()` may be converted to an invalid one.',
      'Expect a date passed to `acme.store()` to be converted to an invalid one.',
    ],
    ['Use `acme.Slow` for testing durability.', 'Use `acme.Slow` for testing durability.'],
  ])('reads a description in a warning as a warning: %s', (sentence, directive) => {
    expect(rewrite(sentence, null)).toBeNull();
    expect(rewrite(sentence, null, {...NEAR, boxed: true})?.directive).toBe(directive);
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
    // Types that a signature says.
    'The `path` argument must be a string.',
    '`size` must be an integer or `None`.',
    '`obj` must be an `acme.Widget` instance.',
    // Facts that are no order.
    'Default time in seconds before a retry of `acme.send()` should be executed.',
    'The number of times that `acme.deref()` needs to be called is known.',
    'For `SELECT`, the `acme.exec()` code only needs to send each row off.',
    'The `acme.View` model needs to subclass `acme.Model`, but that is only there later.',
    '`acme.HOSTS` is required to guard the site.',
    'Make sure to call `acme.init()` once. acme-run will do the rest.',
    'Supporting the variable `ACME_OPTIONS` is recommended.',
    // The subject goes on where the instruction has none.
    '`acme.list()` cannot be called in a worker and is not allowed in a thread.',
    'A stable `acme.fn()` cannot change the store and is certain to return the same.',
    'Keys of `acme.map()` must be unique, and values may be anything.',
    'The lock of `acme.check()` cannot be obtained and `BUSY` is returned.',
    "Users restricted to `acme-shell` don't have to set `ACME`.",
    'Use the `--debug` option of `acme`.``acme run`` reloads only then.',
    // A noun that looks like a verb.
    'If the field of `acme.Row` is final, write access will not be allowed and the check fails.',
    // Fragments.
    'The `Section` field should be of the form:',
    'Make sure that the `HEAD` is right, and call',
    'Care must be taken to store the copy of `acme.x()` elsewhere.',
    'Two fields of `acme.Row` are X. Y must be unique.',
    // No referent.
    'You need to create an `acme.Agent` to configure any of them.',
    'The `acme.Proxy` headers must be set up appropriately.',
    // Documentation about documentation, and notes to oneself.
    'Be sure to read the documentation of `acme.open()`.',
    '`acme.stats()` should be fixed sometime.',
    'If you need the previous behavior, pass `strict=False` to `acme.open()`.',
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

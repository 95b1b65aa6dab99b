import {describe, expect, it} from 'vitest';
import {mine} from '../../source/distil/mine.ts';
import {readReplacement} from '../../source/distil/replacement.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';
import type {Page} from '../../source/extract/page.ts';
import {box, code, item, page, paragraph, section} from './pages.ts';

function mined(one: Page, more: readonly Page[] = []) {
  const symbols = createSymbolTable();
  for (const other of [one, ...more]) symbols.add(other);
  return [...mine(one, {symbols, libraryVersion: '3.1'})].map(({candidate}) => candidate);
}

const said = (one: Page, more: readonly Page[] = []) =>
  mined(one, more).map(({condition, directive}) =>
    condition === null ? directive : `${condition}: ${directive}`,
  );

const log = (...entries: string[]) =>
  page(
    'changes',
    [
      section(
        'Version 3.1',
        entries.map((entry) => item(entry)),
      ),
    ],
    {
      kind: 'release-notes',
      title: 'Changelog',
    },
  );

describe('items of a changelog', () => {
  it.each([
    'Replace `acme_abort()` call with a regular `PoolError` exception in `Pool.open()`.',
    'Replace `time.time()` with `time.monotonic()` in tests to measure time.',
    'Rename `Include/valve.h` header file to `Include/pyvalve.h`.',
    'Replaced the `last_i` member of the internal `Frame` structure with a `prev` pointer.',
    'Rename pool tests from `test_pool` to `test_pools`.',
    'Removed daemon threads from `acme.pool` by adding an internal `acme._register()`.',
    'ACM-470: The kit for the `_sha` module has been replaced with `tiny_sha`.',
    'Remove the `_find_tool` module and use `tool.exe` instead.',
  ])('are no advice if they tell what the maintainers did: %s', (entry) => {
    expect(said(log(entry))).toEqual([]);
  });

  it.each([
    ['Rename `acme.Union` to `acme.UnionType`.', 'Replace `acme.Union` with `acme.UnionType`.'],
    [
      'Renamed the `drain_all` option to `drain_pools`.',
      'Replace the `drain_all` option with `drain_pools`.',
    ],
    [
      'Replaced the `drain_all` option with `drain_pools`.',
      'Replace the `drain_all` option with `drain_pools`.',
    ],
    [
      'acm-436: Deprecate `io.Wrapper` and `fio.Wrapper`: use `io.open` and `fio.open` instead.',
      'Replace `io.Wrapper` and `fio.Wrapper` with `io.open` and `fio.open`.',
    ],
    [
      'Deprecate `Browser.home_name` and use `Browser.name` instead.',
      'Replace `Browser.home_name` with `Browser.name`.',
    ],
    [
      'Removed the `pack_all` command deprecated in Acme 2.9. Use `pack_wheel` instead.',
      'Replace the `pack_all` command with `pack_wheel`.',
    ],
  ])('are advice if a public name goes: %s', (entry, directive) => {
    expect(said(log(entry))).toEqual([directive]);
  });

  it('count only outside of the parts that maintainers read', () => {
    const one = page(
      'changes',
      [section('Tests', [item('Rename `acme.Union` to `acme.UnionType`.')], {path: ['Acme 3.1.0']})],
      {kind: 'release-notes', title: 'Changelog'},
    );
    expect(said(one)).toEqual([]);
  });

  it('have the version they lead to, and no chapter for a version', () => {
    const from = (heading: string) =>
      mined(
        page('notes', [section(heading, [item('`acme.old()` is deprecated in favor of `acme.fresh()`.')])], {
          kind: 'release-notes',
          title: 'Upgrading checklist',
        }),
      )[0]?.versions;
    expect(from('Porting from Acme 0.9 to 1.0')).toEqual({since: '1.0'});
    expect(from('10.23. Version 2.4')).toEqual({since: '2.4'});
  });
});

describe('what goes away', () => {
  it.each([
    ['The `ValueError` is deprecated in favor of a `TypeError`.', 'true in one place only'],
    [
      '`a.openfp()` alias to `a.open()`, `b.openfp()` alias to `b.open()` have been removed.',
      'a list that no pattern can split',
    ],
    ['For example, the setting `acme.%d` is replaced with `acme.local`.', 'an example'],
  ])('is not read from "%s": %s', (sentence) => {
    expect(readReplacement(sentence, null, null, false)).toBeNull();
  });

  it('keeps two exchanges of one sentence apart and says what they belong to', () => {
    expect(
      said(
        log(
          'The `white` argument and `domain_white` attribute of `acme.Checker` are deprecated. Use `allow` instead of `white`, and `domain_allow` instead of `domain_white`.',
        ),
      ),
    ).toEqual([
      'using `acme.Checker`: Use `allow` instead of `white`, and `domain_allow` instead of `domain_white`.',
    ]);
  });

  it('is a parameter only with the function it belongs to', () => {
    const gone = box(
      'deprecated',
      'Deprecated since 3.0',
      paragraph('`as_pair` is deprecated. Use `Reply.pair` instead.'),
    );
    expect(said(page('api', [section('Client.open(path, as_pair)', [gone], {signature: true})]))).toEqual([
      'using `Client.open`: Replace `as_pair` with `Reply.pair`.',
    ]);
    const argument = item(
      '[in] `scope`: Ignored. This parameter has been deprecated. Use `acme_init` instead.',
    );
    expect(said(page('api', [section('acme_open_scope', [argument])])).join()).not.toContain(
      'acme_open_scope',
    );
  });

  it('stops a setting whose successor is a flag of nobody knows what', () => {
    const [rule] = mined(log('`MODE` is deprecated. Use `--debug` instead.'));
    expect(rule?.directive).toBe('Stop using `MODE`; it is deprecated since 3.1.');
  });

  it('does not take a noun for a gerund', () => {
    const [rule] = mined(log('The encoding parameter of `acme.loads()` has been removed.'));
    expect(rule?.directive).toBe(
      'Stop using the encoding parameter of `acme.loads()`; it was removed in 3.1.',
    );
  });

  it('is a deprecation with its version where a warning names the successor', () => {
    const warning = box(
      'warning',
      null,
      paragraph('`acme_quit` has been deprecated since version 2.2 and should not be used in new code.'),
      paragraph('Use `acme_loop_quit()` instead'),
    );
    expect(mined(page('loop', [section('acme_quit ()', [warning])]))).toContainEqual(
      expect.objectContaining({
        kind: 'deprecation',
        directive: 'Replace `acme_quit` with `acme_loop_quit()`.',
        versions: {since: '2.2'},
      }),
    );
  });
});

describe('sentences', () => {
  const guide = (...texts: string[]) => page('guide', [section('Guide', texts.map(paragraph))]);

  it.each([
    [
      'On Windows, you should always define `HOST_NAME`, as domain sockets are not available.',
      'on Windows: Always define `HOST_NAME`, as domain sockets are not available.',
    ],
    [
      'In a threaded environment, an `acme_value` may only be used with `acme_bind()`.',
      'in a threaded environment: Use an `acme_value` only with `acme_bind()`.',
    ],
    [
      'For pools, `acme_open()` must be called before `acme_read()`, because nothing else binds.',
      'Call `acme_open()` before `acme_read()` for pools, because nothing else binds.',
    ],
  ])('keep the condition they begin with: %s', (text, rule) => {
    expect(said(guide(text))).toEqual([rule]);
  });

  it.each([
    'Do not use `acme_freeze()` either, because it does more than is needed.',
    'You must replace the `YOUR_KEY_HERE` value with the key you get.',
    'The application must accept that `acme_copy()` has failed.',
    'The application should only invoke `acme_init()` and `acme_stop()`.',
    'Then, use `acme_mark()` instead of `acme_flag()` to mark commits.',
    '`ERR_INPUT_TYPE` can only be used with input from a terminal.',
    'The acme cursor cannot be used when `acme_values` appears in other contexts.',
  ])('that do not stand alone make no rule: %s', (text) => {
    expect(said(guide(text))).toEqual([]);
  });

  it('speak of the library, not of what the example beside them defines', () => {
    const text = paragraph('`PointList` must not implement `acme.Copy`.');
    const other = guide('`acme.Copy` and `PointMap` are known.', '`PointList`.');
    const example = code('struct PointList {\n  points: Vec,\n}', 'rust');
    expect(said(page('copy', [section('Copying', [text, example])]))).toEqual([]);
    expect(said(page('copy', [section('Copying', [text, example])]), [other])).toHaveLength(1);
    expect(said(page('copy', [section('Copying', [text])]))).toHaveLength(1);
  });

  it('show the way to go in the block that follows "always do this, or use that"', () => {
    const one = page('shelf', [
      section('Shelf', [
        paragraph(
          'Do not rely on the `acme.Shelf` being closed; always call `acme.close()`, or use `acme.open()` as a context manager:',
        ),
        code("with acme.open('spam') as db:\n    db['eggs'] = 1"),
      ]),
    ]);
    expect(mined(one)).toEqual([
      expect.objectContaining({dont: null, do: expect.objectContaining({language: 'python'})}),
    ]);
  });

  it('of a glossary define words', () => {
    const one = guide('`acme.Update` cannot create rows.');
    expect(said({...one, title: 'Glossary'})).toEqual([]);
    expect(said(one)).toHaveLength(1);
  });
});

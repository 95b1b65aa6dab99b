import {describe, expect, it} from 'vitest';
import {mine} from '../../source/distil/mine.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';
import type {Block, Page} from '../../source/extract/page.ts';
import {box, page, paragraph, section} from './pages.ts';

function mined(one: Page, libraryVersion: string | null = '3.11') {
  const symbols = createSymbolTable();
  symbols.add(one);
  return [...mine(one, {symbols, libraryVersion})].map(({candidate}) => candidate);
}

const said = (one: Page) =>
  mined(one).map(({condition, directive}) => (condition === null ? directive : `${condition}: ${directive}`));

const option = (term: string, ...blocks: Block[]): Block => ({
  type: 'definition',
  depth: 0,
  terms: [{text: term, markdown: term}],
  blocks,
});

const signature = (heading: string, ...blocks: Block[]) => section(heading, blocks, {signature: true});

describe('what a rule needs to be understood alone', () => {
  it('names the command an option belongs to', () => {
    const manual = page(
      'acme-stash',
      [section('Options', [option('--index', paragraph('This option is only valid for `pop` commands.'))])],
      {title: 'acme-stash(1) Manual Page'},
    );
    expect(said(manual)).toEqual(['using `acme-stash`: Use `--index` only for `pop` commands.']);
  });

  it('names the statement a part belongs to', () => {
    const statement = page(
      'create-index',
      [
        section('Synopsis', []),
        section('Parameters', [option('`name`', paragraph('The `name` must be unique in the schema.'))]),
      ],
      {title: 'CREATE INDEX'},
    );
    expect(said(statement)).toEqual(['using `CREATE INDEX`: Make the `name` unique in the schema.']);
  });

  it.each([
    [
      'adds the API to a condition about its argument',
      signature('acme.send(msg, offset)', paragraph('If `msg` is an array, `offset` must not be specified.')),
      ['using `acme.send` and `msg` is an array: Do not specify `offset`.'],
    ],
    [
      'says whose result it is',
      signature('acme.list()', paragraph('The returned list must be freed with `acme_free()`.')),
      ['using `acme.list`: Free the returned list with `acme_free()`.'],
    ],
    [
      'drops what is about the result of something unknown',
      section('Lists', [paragraph('The returned list must be freed with `acme_free()`.')]),
      [],
    ],
    [
      'reads a heading that is one call as a signature',
      section('`acme.send(msg[, offset])`', [paragraph('The `offset` must be at least 8.')]),
      ['using `acme.send`: Keep the `offset` at least 8.'],
    ],
    [
      'takes the parts of a manual page for no API',
      section('CAVEATS', [paragraph('Do not call `acme.send()` from a signal handler.')]),
      ['Do not call `acme.send()` from a signal handler.'],
    ],
    [
      'leaves alone what names its own API',
      section('Sending', [paragraph('You must call `acme.send()` before `acme.close()`.')]),
      ['Call `acme.send()` before `acme.close()`.'],
    ],
  ])('%s', (_, one, rules) => {
    expect(said(page('api', [one]))).toEqual(rules);
  });

  it('takes a parameter in italics for code', () => {
    const text = 'The count must be at least 1.';
    const block: Block = {type: 'paragraph', depth: 0, text, markdown: 'The _count_ must be at least 1.'};
    const [rule] = mined(page('api', [signature('acme.take(count)', block)]));
    expect(rule).toMatchObject({
      condition: 'using `acme.take`',
      directive: 'Keep the `count` at least 1.',
      evidence: [{quote: text}],
    });
  });
});

describe('descriptions', () => {
  const manual = (text: string) =>
    page('acme-log', [section('Options', [option('--quiet', paragraph(text))])], {title: 'acme-log(1)'});

  it.each([
    ['what an option does', manual('Do not report progress to `stderr`.')],
    ['what an option does in a case', manual('When `--all` is given, use the `HEAD` instead of the index.')],
    [
      'what a function does',
      page('api', [
        signature('acme.load(path)', paragraph('Use `acme.open()` instead of copying the file.')),
      ]),
    ],
  ])('are no advice: %s', (_, one) => {
    expect(said(one)).toEqual([]);
  });

  it('give way to advice in the same place', () => {
    const text = 'Load the file. Use `acme.open()` instead of `acme.load()` for large files.';
    expect(said(page('api', [signature('acme.load(path)', paragraph(text))]))).toEqual([
      'Use `acme.open()` instead of `acme.load()` for large files.',
    ]);
  });
});

describe('the alternative', () => {
  it.each([
    [
      'Never pass `acme.current` to a signal. Use `acme.real()` instead.',
      'Never pass `acme.current` to a signal; use `acme.real()`.',
    ],
    [
      'You should not access `acme.apps` directly. Instead, call `acme.get_apps()`.',
      'Do not access `acme.apps` directly; call `acme.get_apps()`.',
    ],
    ['Do not call `acme.run()` in a thread. It is slow there.', 'Do not call `acme.run()` in a thread.'],
    [
      'Do not call `acme.run()` in a thread. Use the following code instead.',
      'Do not call `acme.run()` in a thread.',
    ],
  ])('joins what forbids: %s', (text, directive) => {
    const [rule] = mined(page('g', [section('S', [paragraph(text)])]));
    expect(rule?.directive).toBe(directive);
    expect(rule?.evidence[0].quote).toBe(
      (directive.includes(';') ? text : (text.split('. ')[0] ?? '').concat('.')).replace(/`/g, ''),
    );
  });
});

describe('notes on changes', () => {
  const note = (text: string, heading = 'acme.take(count, strict=False)') =>
    page('api', [signature(heading, box('versionchanged', null, paragraph(text)))]);

  it.each([
    [
      'Changed in version 3.11: The `strict` parameter was added.',
      'howto',
      'Pass `strict` to `acme.take` only in 3.11 or later; it was added in 3.11.',
    ],
    [
      'Changed in version 3.10: Removed the `loop` parameter.',
      'breaking',
      'Stop passing `loop` to `acme.take`; it was removed in 3.10.',
    ],
    [
      'Changed in version 3.10: Raises a `ValueError` if all weights are zero.',
      'breaking',
      'Expect `acme.take` to raise a `ValueError` if all weights are zero; it does so since 3.10.',
    ],
    [
      'Changed in version 3.2: Raises a `ValueError` if all weights are zero.',
      'pitfall',
      'Expect `acme.take` to raise a `ValueError` if all weights are zero; it does so since 3.2.',
    ],
    [
      'Changed in version 3.11: Leading zeros are no longer tolerated.',
      'breaking',
      'Stop using leading zeros in `acme.take`; they are no longer tolerated since 3.11.',
    ],
    [
      'Changed in version 3.11: The default of `count` was changed from `1` to `2`.',
      'breaking',
      'Do not rely on `1` as the default of `count` in `acme.take`; it is `2` since 3.11.',
    ],
  ])('with a consequence are rules: %s', (text, kind, directive) => {
    expect(mined(note(text))).toMatchObject([{kind, directive}]);
  });

  it('name the class a method belongs to', () => {
    const text = 'Changed in version 3.11: Raises a `TypeError` if closed.';
    const method = {...note(text, 'push_back(x)').sections[0], path: ['API', 'class acme.Stack']};
    const [rule] = mined(page('api', [{...section('push_back(x)', []), ...method}]));
    expect(rule?.directive).toBe(
      'Expect `acme.Stack.push_back` to raise a `TypeError` if closed; it does so since 3.11.',
    );
  });

  it.each([
    ['Changed in version 3.2: The `strict` parameter was added.'],
    ['Changed in version 3.11: Accepts a path-like object.'],
    ['Changed in version 3.11: It now returns the same.'],
  ])('without one are not: %s', (text) => {
    expect(mined(note(text))).toEqual([]);
  });
});

describe('who is spoken to', () => {
  const advice = section('S', [paragraph('You must call `acme.open()` before `acme.read()`.')]);

  it.each([
    ['technical/api', page('technical/api', [advice])],
    ['MyFirstContribution', page('MyFirstContribution', [advice])],
    ['internals/coding-style', page('internals/coding-style', [advice])],
    ['ch02-01-guessing', page('ch02-01-guessing', [advice])],
    ['an example', page('guide', [{...advice, heading: 'Examples'}])],
  ])('is not the reader of %s', (_, one) => {
    expect(said(one)).toEqual([]);
  });

  it('did the upgrade of two major versions ago', () => {
    const notes = {kind: 'release-notes', title: 'Acme 1.4 release notes'} as const;
    const text = 'If you use `acme.pool()`, you should call `pool.drain()` at exit.';
    const old = page('1.4', [section('Other changes', [paragraph(text)])], notes);
    expect(mined(old, '3.1')).toEqual([]);
    expect(mined(old, '2.0')).toHaveLength(1);
  });

  it('is the reader of a guide', () => {
    expect(said(page('guide', [advice]))).toEqual(['Call `acme.open()` before `acme.read()`.']);
  });
});

import {describe, expect, it} from 'vitest';
import {mine} from '../../source/distil/mine.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';
import type {Page} from '../../source/extract/page.ts';
import {box, code, item, page, paragraph, section} from './pages.ts';

function mined(one: Page, libraryVersion: string | null = '3.1') {
  const symbols = createSymbolTable();
  symbols.add(one);
  return [...mine(one, {symbols, libraryVersion})].map(({candidate}) => candidate);
}

const notes = {kind: 'release-notes', title: 'Acme 3.0 release notes'} as const;

describe('mine', () => {
  it('makes a rule with versions of a deprecation in release notes', () => {
    const [rule] = mined(
      page(
        'r',
        [section('Deprecated', [item('`acme.old()` is deprecated in favor of `acme.fresh()`.')])],
        notes,
      ),
    );
    expect(rule).toMatchObject({
      kind: 'deprecation',
      directive: 'Use `acme.fresh()` instead of `acme.old()`.',
      versions: {since: '3.0'},
      evidence: [{anchor: 'deprecated', quote: 'acme.old() is deprecated in favor of acme.fresh().'}],
    });
  });

  it('calls what was removed breaking and says when', () => {
    const [rule] = mined(page('r', [section('Removed', [item('The `acme.Old` class is removed.')])], notes));
    expect(rule).toMatchObject({
      kind: 'breaking',
      directive: 'Stop using the `acme.Old` class; it was removed in 3.0.',
      versions: {removed: '3.0'},
    });
  });

  it('reads a badge under a signature as a word about that signature', () => {
    const badge = box('deprecated', 'Deprecated since version 2.1', paragraph('Use `acme.fresh()` instead.'));
    const [rule] = mined(page('api', [section('acme.old(path)', [badge], {signature: true})]));
    expect(rule).toMatchObject({
      directive: 'Replace `acme.old` with `acme.fresh()`.',
      versions: {since: '2.1'},
    });
  });

  it('takes the box for the kind and the section for what "it" means', () => {
    const warning = box('warning', 'Warning', paragraph('This function must not be called from a `Worker`.'));
    const [rule] = mined(
      page('api', [
        section('acme.open(path)', [warning], {signature: true}),
        section('B', [paragraph('A `Worker` works.')]),
      ]),
    );
    expect(rule).toMatchObject({kind: 'pitfall', directive: 'Do not call `acme.open` from a `Worker`.'});
  });

  it('speaks of security where the sentence does', () => {
    const [rule] = mined(
      page('g', [section('S', [paragraph('Never pass untrusted input to `acme.eval()`.')])]),
    );
    expect(rule).toMatchObject({kind: 'security', directive: 'Never pass untrusted input to `acme.eval()`.'});
  });

  it('gives a rule the example that follows it', () => {
    const text = paragraph('Use `acme.pool()` instead of `acme.open()`:');
    const [rule] = mined(page('g', [section('S', [text, code('pool = acme.pool(4)')])]));
    expect(rule?.do).toEqual({language: 'python', code: 'pool = acme.pool(4)'});
  });

  it('says which API a bare parameter belongs to, or drops the rule', () => {
    const text = paragraph('The `limit` must be a positive integer.');
    expect(mined(page('g', [section('acme.read(limit)', [text], {signature: true})]))[0]).toMatchObject({
      condition: 'using `acme.read`',
    });
    expect(mined(page('g', [section('Reading', [text])]))).toEqual([]);
  });

  it('reads required and deprecated rows of option tables', () => {
    const cell = (text: string) => ({text, markdown: text});
    const table = {
      type: 'table',
      depth: 0,
      caption: null,
      header: ['Option', 'Required', 'Notes'].map(cell),
      rows: [
        ['`api_key`', 'yes', 'The key.'].map(cell),
        ['`old_key`', 'no', 'Deprecated: use `api_key` instead.'].map(cell),
      ],
    } as const;
    expect(mined(page('o', [section('Options', [table])])).map((rule) => rule.directive)).toEqual([
      'Set `api_key`; it is required.',
      'Use `api_key` instead of `old_key`.',
    ]);
  });

  it('reads a hostile page in bounded time', () => {
    const texts = [
      'You must `a` '.repeat(20_000),
      `${'is deprecated in favor of `b` '.repeat(10_000)}.`,
      '('.repeat(200_000),
      `Use ${'. '.repeat(100_000)}`,
      'a_b.'.repeat(60_000),
    ];
    const blocks = texts.flatMap((text) => [
      paragraph(text),
      item(text),
      box('deprecated', text, paragraph(text)),
    ]);
    const started = performance.now();
    mined(page('x', [section(texts.join(' '), blocks, {signature: true})], notes));
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it.each([
    [
      'pages for contributors',
      page('contributing', [section('S', [paragraph('You must call `acme.open()` first.')])]),
    ],
    [
      'stories of tutorials',
      page('tutorial/one', [section('S', [paragraph('You need to call `acme.open()` now.')])]),
    ],
    [
      'what a release did',
      page('r', [section('Bugs', [item('Use `acme.open()` instead of `acme.io` in tests.')])], notes),
    ],
    ['questions', page('g', [section('S', [paragraph('Should you call `acme.open()`?')])])],
    ['sentences without code', page('g', [section('S', [paragraph('You must read the manual first.')])])],
  ])('leaves %s alone', (_, one) => {
    expect(mined(one)).toEqual([]);
  });
});

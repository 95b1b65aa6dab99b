import {describe, expect, it} from 'vitest';
import {mine} from '../../source/distil/mine.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';
import type {Block, Page} from '../../source/extract/page.ts';
import {page, paragraph, section} from './pages.ts';

const cell = (text: string) => ({text, markdown: text});
function table(header: readonly string[], ...rows: readonly (readonly string[])[]): Block {
  return {
    type: 'table',
    depth: 0,
    caption: null,
    header: header.map(cell),
    rows: rows.map((row) => row.map(cell)),
  };
}
function mined(one: Page) {
  const symbols = createSymbolTable();
  symbols.add(one);
  return [...mine(one, {symbols, libraryVersion: '3.1'})].map(({candidate}) => candidate);
}
const directives = (one: Page) => mined(one).map(({directive}) => directive);

describe('a table of correspondences', () => {
  it.each([
    [['Old', 'New'], ['`acme.a()`', '`acme.b()`'], 'Use `acme.b()` instead of `acme.a()`.'],
    [['New name', 'Old name'], ['`acme.b()`', '`acme.a()`'], 'Use `acme.b()` instead of `acme.a()`.'],
    [['Setting', 'Replace with'], ['`ACME_A`', '`acme_b`'], 'Use `acme_b` instead of `ACME_A`.'],
    [['Instead of', 'Use'], ['`acme.a()`', '`acme.b()`'], 'Use `acme.b()` instead of `acme.a()`.'],
    [['Acme 2', 'Acme 3'], ['`acme.a()`', '`acme.b()`'], 'Use `acme.b()` instead of `acme.a()`.'],
    [['Acme 3', 'Acme 2'], ['`acme.b()`', '`acme.a()`'], 'Use `acme.b()` instead of `acme.a()`.'],
  ])('is read in the direction of its header %j', (header, row, directive) => {
    expect(directives(page('g', [section('Changes', [table(header, row)])]))).toEqual([directive]);
  });

  it('reads several old columns, a version column, and plain words in columns of names', () => {
    const one = table(
      ['Method name', 'Deprecated alias', 'Deprecated alias', 'Deprecated in'],
      ['`assertEqual()`', 'failUnlessEqual', 'assert_', '3.1'],
      ['`assertTrue()`', 'failUnless', '', '3.0'],
    );
    expect(mined(page('g', [section('Aliases', [one])]))).toMatchObject([
      {
        kind: 'deprecation',
        directive: 'Use `assertEqual()` instead of `failUnlessEqual` or `assert_`.',
        versions: {since: '3.1'},
        evidence: [{quote: 'assertEqual() failUnlessEqual assert_ 3.1'}],
      },
      {directive: 'Use `assertTrue()` instead of `failUnless`.', versions: {since: '3.0'}},
    ]);
  });

  it('is found inside of a quotation', () => {
    const quoted: Block = {
      type: 'quote',
      depth: 0,
      blocks: [table(['Old', 'New'], ['`acme.a()`', '`acme.b()`'])],
    };
    expect(directives(page('g', [section('S', [quoted])]))).toHaveLength(1);
  });

  it('prefers the side that the page documents where the header names two libraries', () => {
    const one = page('paths', [
      section('acme.Path.unlink()', [], {signature: true}),
      section('acme.Path.cwd()', [], {signature: true}),
      section('Correspondence', [
        paragraph('The table maps functions to their equivalent here.'),
        table(
          ['`os`', '`acme`'],
          ['`os.remove()`, `os.unlink()`', '`Path.unlink()` [1]'],
          ['`os.getcwd()`', '`Path.cwd()`'],
        ),
      ]),
    ]);
    expect(mined(one)).toMatchObject([
      {kind: 'prefer', directive: 'Replace `os.remove()` or `os.unlink()` with `Path.unlink()`.'},
      {kind: 'prefer', directive: 'Use `Path.cwd()` instead of `os.getcwd()`.'},
    ]);
  });

  it.each([
    ['only sets names side by side', ['Short option', 'Equivalent'], ['`-B`', '`shared_buffers`']],
    ['explains in prose', ['Name', 'Use'], ['`acme.a()`', 'opens a file when it is asked to']],
    ['maps a name to itself', ['Old', 'New'], ['`acme.a`', '`acme.a()`']],
  ])('makes no rule if it %s', (_, header, row) => {
    expect(directives(page('g', [section('S', [table(header, row)])]))).toEqual([]);
  });

  it('trusts weak words only where the text speaks of a move', () => {
    const moves = table(['From', 'To'], ['`acme.a()`', '`acme.b()`']);
    expect(directives(page('g', [section('Casts', [moves])]))).toEqual([]);
    expect(directives(page('g', [section('Renamed functions', [moves])]))).toHaveLength(1);
  });
});

describe('a table of deprecated APIs', () => {
  it.each([
    [
      'acme.Foo.bar() Deprecated. Use `Foo.baz()` instead.',
      'Replace `acme.Foo.bar()` with `Foo.baz()`.',
      null,
    ],
    [
      '`acme.Foo.old(int)` As of version 2.1, replaced by `Foo.fresh(long)`.',
      'Use `Foo.fresh(long)` instead of `acme.Foo.old(int)`.',
      {since: '2.1'},
    ],
    ['acme.Foo.gone Deprecated, it never worked.', 'Stop using `acme.Foo.gone`; it is deprecated.', null],
  ])('reads "%s"', (text, directive, versions) => {
    const rows = page('d', [section('Deprecated methods', [table(['Method and description'], [text])])]);
    expect(mined(rows)).toMatchObject([{kind: 'deprecation', directive, versions}]);
  });

  it('is a definition list in other generators', () => {
    const list: Block = {
      type: 'definition',
      depth: 0,
      terms: [cell('Member Acme::Pool::close (int code)')],
      blocks: [paragraph('Use `Pool::shut()` instead.')],
    };
    expect(
      directives(page('deprecated', [section('Deprecated List', [list])], {title: 'Deprecated List'})),
    ).toEqual(['Replace `Acme::Pool::close` with `Pool::shut()`.']);
  });
});

describe('a table of options', () => {
  it('gives what is required and what is deprecated', () => {
    const one = page('o', [
      section('Options', [
        table(
          ['Option', 'Required', 'Description'],
          ['`acme.root`', 'yes', 'Where it is.'],
          ['`acme.base`', 'no', 'Deprecated. Use `acme.root` instead.'],
        ),
      ]),
    ]);
    expect(directives(one)).toEqual([
      'Set `acme.root`; it is required.',
      'Use `acme.root` instead of `acme.base`.',
    ]);
  });
});

describe('a table of members', () => {
  it('does not take the type of a member for its name', () => {
    const one = table(
      ['Modifier and Type', 'Method', 'Description'],
      ['`final void`', '`setUp(String, Object)`', 'Deprecated. Use `setParameters`.'],
      ['`protected`', '`getTTL()`', 'Deprecated. use `getTimeToLive` instead.'],
    );
    expect(directives(page('Valve', [section('Method Summary', [one])]))).toEqual([]);
  });

  it('calls nothing deprecated that only uses what is', () => {
    const one = table(['Package', 'Description'], ['acme.auth', 'Gives a framework for valves.']);
    const uses = section('Uses of Deprecated', [one]);
    expect(directives(page('Uses of Deprecated', [uses]))).toEqual([]);
  });

  it('keeps a method with the types of its arguments in one piece', () => {
    const one = table(
      ['Deprecated methods'],
      ['acme.Pool.setURL(URL, String) Use Pool.setURL(URL, String, int) instead.'],
    );
    expect(directives(page('Deprecated List', [section('Methods', [one])]))).toEqual([
      'Replace `acme.Pool.setURL(URL, String)` with `Pool.setURL(URL, String, int)`.',
    ]);
  });

  it('has no names made of ditto marks', () => {
    const one = table(
      ['Old', 'New'],
      ['`-"-_EAGER_ERRORS`', '`task_eager`'],
      ['`ACME_B`', '`acme_b`'],
      ['`ACME_C`', '`acme_c`'],
    );
    expect(directives(page('g', [section('Changes', [one])]))).toEqual([
      'Use `acme_b` instead of `ACME_B`.',
      'Use `acme_c` instead of `ACME_C`.',
    ]);
  });
});

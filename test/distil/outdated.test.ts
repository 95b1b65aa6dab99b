import {describe, expect, it} from 'vitest';
import {mine} from '../../source/distil/mine.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';
import type {Block, Page} from '../../source/extract/page.ts';
import {box, code, page, paragraph, section} from './pages.ts';

const prose = (text: string) => ({text, markdown: text});
const define = (term: string, ...blocks: Block[]): Block => ({
  type: 'definition',
  depth: 0,
  terms: [prose(term)],
  blocks,
});
function mined(one: Page) {
  const symbols = createSymbolTable();
  symbols.add(one);
  return [...mine(one, {symbols, libraryVersion: '3.1'})].map(({candidate}) => candidate);
}

describe('an API that is on its way out', () => {
  it('is named by the paragraph before its text in a list of deprecated APIs', () => {
    const list = page(
      'deprecated-list',
      [
        section('Contents', [
          paragraph('acme.Pool.getTtl()'),
          paragraph('use getTimeToLive instead.'),
          paragraph('acme.Pool(String)'),
          paragraph('Use `Pool.of(String)` instead.'),
        ]),
      ],
      {title: 'Deprecated API'},
    );
    expect(mined(list).map(({directive}) => directive)).toEqual([
      'Replace `acme.Pool.getTtl()` with `getTimeToLive`.',
      'Replace `acme.Pool(String)` with `Pool.of(String)`.',
    ]);
  });

  it('belongs to the class that an index names after it', () => {
    const gone = box('deprecated', 'Deprecated.', paragraph('Use `Pool.shut()` instead.'));
    const index = page('index-3', [section('C', [define('close(int) - Method in class acme.Pool', gone)])]);
    expect(mined(index).map(({directive}) => directive)).toEqual([
      'Replace `acme.Pool.close` with `Pool.shut()`.',
    ]);
  });

  it('belongs to the class whose page it is on', () => {
    const one = page('Pool', [
      section('getTtl', [box('deprecated', 'Deprecated.', paragraph('Use `getTimeToLive` instead.'))], {
        signature: true,
        path: ['Class Pool', 'Method Details'],
      }),
    ]);
    expect(mined(one)[0]?.directive).toBe('Replace `Pool.getTtl` with `getTimeToLive`.');
  });

  const box0 = box('deprecated', null, paragraph('Deprecated: Use `acme.fresh()` instead.'));
  const history: Block = {
    type: 'table',
    depth: 0,
    caption: null,
    header: [prose('Version'), prose('Changes')],
    rows: [
      [prose('v2.0.0'), prose('Runtime deprecation.')],
      [prose('v1.4.0'), prose('Documentation-only deprecation.')],
    ],
  };
  it.each([
    ['a line', [paragraph('Added in: v0.3.0Deprecated since: v2.1.0'), box0], '2.1.0'],
    ['an annotation', [code('@Deprecated(since="2.2") void old()', 'java'), box0], '2.2'],
    [
      'a box',
      [
        box(
          'deprecated',
          null,
          paragraph('Deprecated since 2.3.0:'),
          paragraph('use `acme.fresh()` instead'),
        ),
      ],
      '2.3.0',
    ],
    ['the oldest row of its history', [history, box0], '1.4.0'],
  ])('has the version that %s states', (_, blocks, since) => {
    const rules = mined(page('api', [section('acme.old(path)', blocks, {signature: true})]));
    expect(rules).toContainEqual(
      expect.objectContaining({directive: 'Replace `acme.old` with `acme.fresh()`.', versions: {since}}),
    );
  });

  it('gets its context from the list item above if it is a parameter', () => {
    const nested: Block[] = [
      {type: 'item', depth: 1, ordinal: null, ...prose('Changes to `send_file`:')},
      {type: 'item', depth: 2, ordinal: null, ...prose('`add_etags` is renamed to `etag`.')},
    ];
    const [rule] = mined(
      page('r', [section('Version 3.0', nested)], {kind: 'release-notes', title: 'Acme changelog'}),
    );
    expect(rule).toMatchObject({
      condition: 'using `send_file`',
      directive: 'Replace `add_etags` with `etag`.',
    });
  });

  it('is only second best if it can be replaced', () => {
    const one = page('g', [
      section('S', [paragraph('`acme.tmp()` usage can be replaced easily with `acme.Temp()`.')]),
    ]);
    expect(mined(one)).toMatchObject([
      {kind: 'prefer', directive: 'Use `acme.Temp()` instead of `acme.tmp()`.', versions: null},
    ]);
  });
});

describe('an API that says what it stands for', () => {
  const added = box('versionadded', null, paragraph('New in version 3.0.'));
  const api = (heading: string, ...blocks: Block[]) =>
    mined(page('api', [section(heading, blocks, {signature: true})]));

  it.each([
    ['Returns the same as `acme.lru(size=None)`, creating a thin wrapper.', 'acme.lru(size=None)'],
    ['Equivalent to `acme.make(1).all()`.', 'acme.make(1).all()'],
    ['This is a shortcut for `acme.make(1).all()`.', 'acme.make(1).all()'],
  ])('is better than it if it is new: %s', (text, old) => {
    expect(api('acme.fresh_one()', paragraph(text), added)).toMatchObject([
      {kind: 'prefer', directive: `Use \`acme.fresh_one\` instead of \`${old}\`.`, versions: {since: '3.0'}},
    ]);
    expect(api('acme.fresh_one()', paragraph(text))).toEqual([]);
  });

  it('reads the expression out of the block that follows', () => {
    const body = code('def bit_count(self):\n    return bin(self).count("1")');
    expect(api('acme.bit_count()', paragraph('Equivalent to:'), body, added)[0]).toMatchObject({
      directive: 'Use `acme.bit_count` instead of `bin(self).count("1")`.',
      evidence: [{quote: 'Equivalent to:'}, {quote: 'bin(self).count("1")'}],
    });
  });

  it('sends to another API for another need', () => {
    const text =
      'See `acme.remove_prefix()` for a method that will remove a single prefix rather than a set.';
    expect(api('acme.strip(chars)', paragraph(text))[0]?.directive).toBe(
      'Use `acme.remove_prefix()` instead of `acme.strip` to remove a single prefix rather than a set.',
    );
  });
});

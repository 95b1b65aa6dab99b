import {describe, expect, it} from 'vitest';
import {pairsIn} from '../../source/distil/code-pairs.ts';
import {distil} from '../../source/distil/distil.ts';
import type {Block} from '../../source/extract/page.ts';
import {code, page, paragraph, section} from './pages.ts';

const library = {name: 'Acme', version: '3.1', url: 'https://docs.acme.dev/', slug: 'acme'};
const rulesOf = async (...blocks: Block[]) =>
  (await distil(() => [page('g', [section('S', blocks)])], {library, emit: () => undefined})).rules;
const [a, b] = [code('acme.a(1)'), code('acme.b(1)')];

describe('a pair of code blocks', () => {
  it.each([
    ['Change this:', 'to:', 'acme.a(1)'],
    ['For example:', 'becomes:', 'acme.a(1)'],
    ['For example:', 'should be rewritten as', 'acme.a(1)'],
    ['Instead of:', 'use:', 'acme.a(1)'],
    ['Bad:', 'Good:', 'acme.a(1)'],
    ['Old (2.0):', 'New (3.0):', 'acme.a(1)'],
    ['Do this:', 'instead of:', 'acme.b(1)'],
    ['Write', 'rather than this:', 'acme.b(1)'],
    ['Good:', 'Wrong:', 'acme.b(1)'],
  ])('between "%s" and "%s" knows which one to leave', (lead, link, bad) => {
    expect(pairsIn([paragraph(lead), a, paragraph(link), b]).map((pair) => pair.bad.code)).toEqual([bad]);
  });

  it.each([['is equivalent to:'], ['To test:'], ['With these files:'], ['To close it, call this:']])(
    'with "%s" between them is none',
    (link) => {
      expect(pairsIn([paragraph('For example:'), a, paragraph(link), b])).toEqual([]);
    },
  );

  it('is read out of a diff', () => {
    const diff = code(
      '--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n from acme import c\n-acme.a(1)\n+acme.b(1)',
      'diff',
    );
    expect(pairsIn([diff])).toMatchObject([{bad: {code: 'acme.a(1)'}, good: {code: 'acme.b(1)'}}]);
  });

  it('goes to the rule that names both sides', async () => {
    const rules = await rulesOf(
      paragraph('`acme.a()` is deprecated in favor of `acme.b()`. Change:'),
      code('pool = acme.a(1)\npool.start()'),
      paragraph('to:'),
      code('with acme.b(1) as pool:\n    pool.start()'),
    );
    expect(rules).toMatchObject([
      {
        directive: 'Use `acme.b()` instead of `acme.a()`.',
        do: {code: 'with acme.b(1) as pool:\n    pool.start()'},
        dont: {code: 'pool = acme.a(1)\npool.start()'},
      },
    ]);
  });

  it('is a rule of its own if both sides are one line', async () => {
    const rules = await rulesOf(
      paragraph('Both `acme.entry.blog_id` and `acme.entry.blog` work. For example, do:'),
      code('acme.entry.blog_id'),
      paragraph('instead of:'),
      code('acme.entry.blog.id'),
    );
    expect(rules.map(({directive}) => directive)).toEqual([
      'Use `acme.entry.blog_id` instead of `acme.entry.blog.id`.',
    ]);
  });

  it('never leaves the bad half as an example to follow', async () => {
    const rules = await rulesOf(
      paragraph('You must call `acme.open()` in a block. Change:'),
      code('acme.open(1)\nacme.go()'),
      paragraph('to:'),
      code('with acme.open(1):\n    acme.go()'),
    );
    expect(rules[0]?.do?.code).toBe('with acme.open(1):\n    acme.go()');
  });
});

describe('a line that uses a new API', () => {
  it('goes to the rule that names it, wherever it stands', async () => {
    const pages = [
      page('a', [
        section('S', [paragraph('`acme.make_old()` is deprecated in favor of `acme.make_new()`.')]),
      ]),
      page('b', [section('T', [code('>>> pool = acme.make_new(size=2)\n<Pool>\n>>> pool.close()')])]),
    ];
    const {rules} = await distil(() => pages, {library, emit: () => undefined});
    expect(rules[0]?.do?.code).toBe('pool = acme.make_new(size=2)');
  });

  it('is not taken from another API of the same short name', async () => {
    const pages = [
      page('a', [section('S', [paragraph('`acme.shut()` is deprecated in favor of `acme.close()`.')])]),
      page('b', [section('T', [code('file.close(1, 2)'), code('close(fd, 1)')])]),
    ];
    const {rules} = await distil(() => pages, {library, emit: () => undefined});
    expect(rules[0]?.do).toBeNull();
  });
});

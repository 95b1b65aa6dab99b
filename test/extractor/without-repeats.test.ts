import {describe, expect, it} from 'vitest';
import type {Block, Page, Section} from '../../source/extract/page.ts';
import {withoutRepeats} from '../../source/extractor/without-repeats.ts';

const long = 'This class inherits the methods of its parent, which are listed here.';
const prose = (text: string) => ({text, markdown: text});
const paragraph = (text: string): Block => ({type: 'paragraph', depth: 0, ...prose(text)});
const section = (heading: string, level: number, ...blocks: Block[]): Section => ({
  anchor: heading,
  level,
  heading,
  path: [],
  signature: false,
  blocks,
});
const page = (url: string, ...sections: Section[]) => ({url, title: url, sections}) as unknown as Page;

const left = (...pages: Page[]) =>
  [...withoutRepeats(pages)].map(({sections}) =>
    sections.map(({heading, blocks}) => `${heading} ${blocks.length}`),
  );

describe('blocks that stand on several pages', () => {
  it.each<[string, Block, Block, boolean]>([
    ['a paragraph', paragraph(long), paragraph(long), true],
    ['a paragraph set otherwise', paragraph(long), paragraph(` ${long.toUpperCase()}\u00a0\n`), true],
    ['another paragraph', paragraph(long), paragraph(`${long} Or not.`), false],
    ['a short one', paragraph('New in version 3.2.'), paragraph('New in version 3.2.'), false],
    [
      'code',
      {type: 'code', depth: 0, language: null, code: long},
      {type: 'code', depth: 0, language: null, code: long},
      false,
    ],
    [
      'a table',
      {type: 'table', depth: 0, caption: null, header: [prose(long)], rows: []},
      {type: 'table', depth: 0, caption: null, header: [prose(long)], rows: []},
      false,
    ],
    [
      'an admonition',
      {type: 'admonition', depth: 0, kind: 'note', title: null, blocks: [paragraph(long)]},
      {type: 'admonition', depth: 0, kind: 'note', title: null, blocks: [paragraph(long)]},
      true,
    ],
    [
      'an admonition of another kind',
      {type: 'admonition', depth: 0, kind: 'note', title: null, blocks: [paragraph(long)]},
      {type: 'admonition', depth: 0, kind: 'warning', title: null, blocks: [paragraph(long)]},
      false,
    ],
    [
      'a definition with other code in it',
      {
        type: 'definition',
        depth: 0,
        terms: [prose('start')],
        blocks: [paragraph(long), {type: 'code', depth: 0, language: null, code: 'a()'}],
      },
      {
        type: 'definition',
        depth: 0,
        terms: [prose('start')],
        blocks: [paragraph(long), {type: 'code', depth: 0, language: null, code: 'b()'}],
      },
      false,
    ],
  ])('%s', (_, first, again, goes) => {
    const own = paragraph('own');
    expect(left(page('a', section('A', 1, own, first)), page('b', section('B', 1, own, again)))).toEqual([
      ['A 2'],
      [goes ? 'B 1' : 'B 2'],
    ]);
  });

  it('stay twice on one page, and on the first page in order', () => {
    const twice = page('a', section('A', 1, paragraph(long)), section('B', 2, paragraph(long)));
    expect(left(twice, twice)).toEqual([['A 1', 'B 1'], []]);
  });

  it('take their section with them, unless a section below needs its heading', () => {
    const first = page('a', section('A', 1, paragraph(long)));
    const second = page(
      'b',
      section('Title', 1, paragraph(long)),
      section('Gone', 2, paragraph(long)),
      section('Empty before', 2),
      section('Above', 2, paragraph(long)),
      section('Own', 3, paragraph('own')),
      section('Gone too', 2, paragraph(long)),
    );
    expect(left(first, second)[1]).toEqual(['Title 0', 'Empty before 0', 'Above 0', 'Own 1']);
  });

  it('leave every other page as it is', () => {
    const pages = [page('a', section('A', 1, paragraph(long))), page('b', section('B', 1, paragraph('own')))];
    expect([...withoutRepeats(pages)][1]).toBe(pages[1]);
  });
});

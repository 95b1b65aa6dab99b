import {describe, expect, it} from 'vitest';
import {extract} from '../../source/extract/extract.ts';
import {outlineOf} from '../../source/extract/outline.ts';
import {convert, cost} from './cost.ts';
import {blocksOf, pageOf} from './html.ts';

const many = (count: number, part: (index: number) => string) =>
  Array.from({length: count}, (_, index) => part(index)).join('');
const nested = (tags: string) => (count: number) => `${tags.repeat(count)}deep`;

/** Markup in a size, how often eight times of it may be repeated, and a word that must survive. */
const pages: readonly (readonly [
  name: string,
  count: number,
  html: (count: number) => string,
  word: string,
])[] = [
  ['nested divs', 50_000, (n) => `${'<div>'.repeat(n)}deep${'</div>'.repeat(n)}<p>after`, 'after'],
  ['nested spans', 50_000, (n) => `<p>${'<span>'.repeat(n)}deep${'</span>'.repeat(n)}`, 'deep'],
  ['bold in italic in bold', 50_000, nested('<b><i>'), 'deep'],
  ['bold and italic crossed', 10_000, (n) => `<p>${'<b><i>x</b></i>'.repeat(n)}deep`, 'deep'],
  ['nested unordered lists', 50_000, nested('<ul><li>'), 'deep'],
  ['nested ordered lists', 50_000, nested('<ol><li>'), 'deep'],
  ['nested tables', 50_000, nested('<table><tr><td>'), 'deep'],
  ['nested quotes', 50_000, nested('<blockquote>'), 'deep'],
  ['nested definitions', 50_000, nested('<dl><dt>t<dd>'), 'deep'],
  ['nested details', 50_000, nested('<details><summary>s</summary>'), 'deep'],
  ['nested admonitions', 20_000, nested('<div class="admonition note">'), 'deep'],
  ['nested code', 50_000, nested('<pre>'), 'deep'],
  ['nested formulas', 50_000, nested('<math><mi>'), 'Title'],
  [
    'everything unclosed',
    5000,
    (n) => `${'<div><p><ul><li><table><tr><td><dl><dt>x<dd>'.repeat(n)}deep`,
    'deep',
  ],
  ['attributes on one element', 100_000, (n) => `<p ${many(n, (index) => `a${index} `)}>deep`, 'deep'],
  [
    'a new attribute on each element',
    10_000,
    (n) => `${many(n, (index) => `<i a${index}=1>x</i>`)}deep`,
    'deep',
  ],
  ['a new name for each element', 10_000, (n) => `${many(n, (index) => `<x${index}>y`)}deep`, 'deep'],
  [
    'a new class on each element',
    10_000,
    (n) => `${many(n, (index) => `<p class="c${index} d">x`)}deep`,
    'deep',
  ],
  ['a megabyte in one attribute', 1_000_000, (n) => `<p title="${'x'.repeat(n)}">deep`, 'deep'],
  ['many classes', 100_000, (n) => `<p class="${'a '.repeat(n)}">deep`, 'deep'],
  ['tiny elements', 100_000, (n) => `<p>${'<i></i>'.repeat(n)}deep`, 'deep'],
  ['tiny texts', 50_000, (n) => `<p>${'<b>x</b>y'.repeat(n)} deep`, 'deep'],
  ['one long text', 1_000_000, (n) => `<p>deep ${'word '.repeat(n / 5)}`, 'deep'],
  ['one long word', 1_000_000, (n) => `<p>deep ${'x'.repeat(n)}`, 'deep'],
  [
    'rows of a table',
    20_000,
    (n) => `<table><tr><th>a<th>b${'<tr><td>c<td>d'.repeat(n)}<tr><td>deep<td>e</table>`,
    'deep',
  ],
  ['cells of a row', 20_000, (n) => `<table><tr>${'<td>x'.repeat(n)}</table>deep`, 'deep'],
  [
    'spanning cells',
    500,
    (n) => `<table>${`<tr>${'<td rowspan=99999 colspan=99999>deep'.repeat(20)}`.repeat(n)}`,
    'deep',
  ],
  ['character references', 100_000, (n) => `<p>deep${'&amp;&lt;&copy;&#65;&nope;'.repeat(n / 5)}`, 'deep'],
  ['different references', 20_000, (n) => `<p>deep${many(n, (index) => `&#${index + 1000};`)}`, 'deep'],
  ['ampersands', 200_000, (n) => `<p>deep${'&'.repeat(n)}${'&a'.repeat(n)}`, 'deep'],
  ['backticks in code', 20_000, (n) => `<p>deep <code>${'` '.repeat(n)}</code> <b>x</b>`, 'deep'],
  ['fences in code', 20_000, (n) => `<pre>deep\n${'```\n'.repeat(n)}</pre>`, 'deep'],
  [
    'links side by side',
    10_000,
    (n) => `<p>deep ${many(n, (index) => `<a href="/${index}">a${index}</a>`)}`,
    'deep',
  ],
  [
    'a new mix of marks in each paragraph',
    2000,
    (n) =>
      `deep${many(n, (index) => `<p>${index.toString(2).replaceAll('1', '<b>x</b>').replaceAll('0', '<i>y</i>')}`)}`,
    'deep',
  ],
  ['headings', 5000, (n) => `${many(n, (index) => `<h${(index % 6) + 1}>h${index}`)}<p>deep`, 'deep'],
  ['headings that are the same', 5000, (n) => `${'<h2>x</h2>'.repeat(n)}<p>deep`, 'deep'],
  [
    'signatures',
    5000,
    (n) => `<h1>t</h1>${many(n, (index) => `<dl><dt id=f${index}>f<dd>text</dl>deep`)}`,
    'deep',
  ],
  [
    'ids in front of a heading',
    10_000,
    (n) => `${many(n, (index) => `<a id=i${index}></a>`)}<h2>deep</h2>`,
    'deep',
  ],
  ['line breaks', 50_000, (n) => `<p>${'x<br>'.repeat(n)}deep`, 'deep'],
  ['white space', 500_000, (n) => `<p>deep${' '.repeat(n)}b<pre>a${' '.repeat(n)}b`, 'deep'],
  ['NUL bytes', 100_000, (n) => `<p>de\0\0ep${'\0<'.repeat(n)}`, 'deep'],
  [
    'invisible characters',
    200_000,
    (n) => `<p>deep${'\u200b'.repeat(n)}${'\u{e0041}'.repeat(n)}${'\ufe0f'.repeat(n)}`,
    'deep',
  ],
  [
    'end tags without a start',
    50_000,
    (n) => `${'<div>'.repeat(300)}${'</span></p></br>'.repeat(n)}deep`,
    'deep',
  ],
  ['"</" again and again', 200_000, (n) => `<p>deep ${'</'.repeat(n)}`, 'deep'],
  ['"<" again and again', 200_000, (n) => `<p>deep ${'< '.repeat(n)}${'<'.repeat(n)}`, 'deep'],
  ['a comment that never ends', 100_000, (n) => `<p>deep<!--${'<p>y -- '.repeat(n)}`, 'deep'],
  ['comments', 50_000, (n) => `${'<!-- a -->'.repeat(n)}<p>deep`, 'deep'],
  ['CDATA', 50_000, (n) => `<p>deep${'<![CDATA[x]]>'.repeat(n)}<svg><![CDATA[${']]'.repeat(n)}`, 'deep'],
  ['a value that never ends', 100_000, (n) => `<p>deep</p><a href="${'y '.repeat(n)}`, 'deep'],
  ['a script full of starts of its end', 50_000, (n) => `<p>deep<script>${'</scrip'.repeat(n)}`, 'deep'],
  ['braces in a style sheet', 50_000, (n) => `<style>${'.a,.b{'.repeat(n)}</style><p>deep`, 'deep'],
  [
    'rules in a style sheet',
    10_000,
    (n) => `<style>${many(n, (index) => `.a${index}{display:none}`)}</style><p class=x>deep`,
    'deep',
  ],
  [
    'rules for each element',
    2000,
    (n) => `<style>${'p .c,p b{color:red}'.repeat(500)}</style>${'<p><b class=c>x</b>'.repeat(n)}deep`,
    'deep',
  ],
  [
    'selectors that never end',
    100_000,
    (n) => `<style>${'a '.repeat(n)}${'.a,'.repeat(n)}{display:none}</style><p>deep`,
    'deep',
  ],
  ['comments in a style sheet', 100_000, (n) => `<style>${'/*'.repeat(n)}</style><p>deep`, 'deep'],
  ['a long style', 20_000, (n) => `<p style="${'color:red;'.repeat(n)}">deep`, 'deep'],
  [
    'styles on each element',
    5000,
    (n) => `${'<p style="color:red;background:#fff">x'.repeat(n)}deep`,
    'deep',
  ],
  ['main elements', 10_000, (n) => `${'<main>x</main>'.repeat(n)}<p>deep`, 'x'],
  ['menus', 10_000, (n) => `${'<div class=toc><a href=x>x</a></div>'.repeat(n)}<p>deep`, 'deep'],
];

describe('a hostile page', () => {
  it.each(pages)(
    'does no harm and costs time in proportion: %s',
    {timeout: 120_000},
    (_, count, html, word) => {
      const page = `<title>Title</title>${html(count)}`;
      const part = `<title>Title</title>${html(Math.ceil(count / 8))}`;
      expect(convert(page).markdown).toContain(word);
      convert(part);
      // Quadratic would be 64; under 4 ms the measure is too coarse.
      expect(
        cost(() => convert(page), 1) /
          Math.max(
            cost(() => convert(part)),
            4000,
          ),
      ).toBeLessThan(30);
      expect(() =>
        outlineOf({url: 'https://docs.acme.test/', body: Buffer.from(part), contentType: 'text/html'}),
      ).not.toThrow();
    },
  );

  it('keeps all of a table of 100,000 rows', {timeout: 120_000}, () => {
    const [table] = blocksOf(
      `<table><tr><th>a<th>b${'<tr><td>c<td>d'.repeat(99_999)}<tr><td>last<td>e</table>`,
    );
    expect(table).toMatchObject({type: 'table', header: [{text: 'a'}, {text: 'b'}]});
    if (table?.type !== 'table') return;
    expect(table.rows).toHaveLength(100_000);
    expect(table.rows.at(-1)?.[0]?.text).toBe('last');
  });

  it('counts the cells that it does not keep', () => {
    const page = pageOf(`<table>${`<tr>${'<td>x'.repeat(150)}`.repeat(2)}</table>`);
    expect(page.removed).toEqual({'table-cell': 100});
  });

  it('has blocks by the hundred thousand in one quote, one admonition, one definition', {
    timeout: 120_000,
  }, () => {
    for (const start of ['<blockquote>', '<div class="admonition note">', '<dl><dt>t<dd>'])
      expect(convert(`${start}${'<p>x'.repeat(150_000)}<p>last`).markdown).toContain('last');
  });

  it('keeps the text of elements that lie deeper than 512', () => {
    const [block] = blocksOf(`<p>${many(1000, (index) => `<i>w${index} `)}`);
    expect(block).toMatchObject({type: 'paragraph', text: many(1000, (index) => `w${index} `).trim()});
  });

  it('goes on after a drawing that is never closed', () => {
    expect(blocksOf('<p>a <svg><path d="x"><g><p>Text after.<svg><foreignObject><p>no</svg>')).toMatchObject([
      {text: 'a'},
      {text: 'Text after.'},
    ]);
  });

  it('does not break a paragraph at the title of an icon', () => {
    expect(blocksOf('<p>See <svg><title>Icon</title><path/></svg> here.</p>')).toMatchObject([
      {text: 'See here.'},
    ]);
  });

  it.each([
    [['utf-16le'], 'utf16le'],
    [['shift_jis', 'gb18030', 'euc-kr', 'utf-8', 'x-user-defined', 'iso-2022-jp'], 'latin1'],
  ] as const)('is read without harm if its bytes are noise: %s', (labels, encoding) => {
    const noise = Buffer.from(
      many(5000, (index) => String.fromCharCode((index * 7919) % 256)),
      encoding,
    );
    for (const label of labels)
      expect(() =>
        extract({url: 'https://x.test/', body: noise, contentType: `text/html; charset=${label}`}),
      ).not.toThrow();
  });
});

import {describe, expect, it} from 'vitest';
import {blockOf, blocksOf} from './html.ts';

describe('prose', () => {
  it.each([
    ['white space collapsed', '<p> a\n  b&nbsp;c </p>', 'a b c', 'a b c'],
    ['inline code in backticks', '<p>Call <code>f( x )</code>.</p>', 'Call `f( x )`.', 'Call `f( x )`.'],
    [
      'code that is made of pieces',
      '<p><code><span>a</span><span>.b</span></code><code>()</code></p>',
      '`a.b()`',
      '`a.b()`',
    ],
    ['a longer fence around backticks', '<p><code>a`b``c</code></p>', '``` a`b``c ```', '``` a`b``c ```'],
    [
      'keyboard, sample and teletype as code',
      '<p><kbd>k</kbd> <samp>s</samp> <tt>t</tt></p>',
      '`k` `s` `t`',
      '`k` `s` `t`',
    ],
    [
      'links absolute',
      '<p>See <a href="../a b.html#x_y">the page</a>.</p>',
      'See the page.',
      'See [the page](https://docs.acme.test/a%20b.html#x_y).',
    ],
    [
      'code in links',
      '<p><a href="/f"><code>f()</code></a></p>',
      '`f()`',
      '[`f()`](https://docs.acme.test/f)',
    ],
    ['emphasis', '<p>a <em>b</em> <strong>c</strong></p>', 'a b c', 'a _b_ **c**'],
    [
      'names with underscores, even in emphasis',
      '<p>snake_case <em>an_odd *name</em></p>',
      'snake_case an_odd *name',
      'snake_case _an_odd *name_',
    ],
    ['no scripts as links', '<p><a href="javascript:x()">a</a> <a href="mailto:x@y">b</a></p>', 'a b', 'a b'],
    ['no permalink signs', '<p>Text<a href="#t">¶</a></p>', 'Text', 'Text'],
    [
      'the TeX of a formula',
      '<p><math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math></p>',
      '$x^2$',
      '$x^2$',
    ],
  ])('has %s', (_, html, text, markdown) => {
    expect(blockOf(html)).toMatchObject({text, markdown});
  });

  it('does not lose a fragment when many are converted together', () => {
    const blocks = blocksOf(
      Array.from(
        {length: 500},
        (_, index) => `<p>Number <b>${index}</b> of <a href="/${index}">all</a></p>`,
      ).join(''),
    );
    expect(blocks).toHaveLength(500);
    expect(blocks[377]).toMatchObject({markdown: 'Number **377** of [all](https://docs.acme.test/377)'});
  });

  it('splits a paragraph at two line breaks', () => {
    expect(blocksOf('<div>one<br><br>two<br>three</div>')).toMatchObject([
      {text: 'one'},
      {text: 'two three'},
    ]);
  });

  it('is no text about the page itself', () => {
    expect(blocksOf('<p>Text.</p><p><i>This page last modified on 2020-01-01</i></p>')).toHaveLength(1);
  });
});

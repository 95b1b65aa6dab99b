import {describe, expect, it} from 'vitest';
import {blockOf, blocksOf} from './html.ts';

const pre = (html: string) => {
  const block = blockOf(html);
  if (block.type !== 'code') throw new Error(`${block.type} instead of code`);
  return block;
};

describe('code blocks', () => {
  it.each([
    ['highlight spans and an empty first one', '<pre><span></span><span>a</span> <b>=</b> 1</pre>', 'a = 1'],
    [
      'tabs, blank lines and the first indentation',
      '<pre>\n\tif x:\n\n\n\t\ty()\n</pre>',
      '\tif x:\n\n\n\t\ty()',
    ],
    ['br as line break', '<pre>a<br>b</pre>', 'a\nb'],
    [
      'one div a line without line breaks',
      '<pre><code><div class="ec-line"><div class="code">a</div></div><div class="ec-line"><div class="code">\n</div></div><div class="ec-line"><div class="code">b</div></div></code></pre>',
      'a\n\nb',
    ],
    [
      'one span a line with line breaks',
      '<pre><code><span class="line">a</span>\n<span class="line"></span>\n<span class="line">b</span></code></pre>',
      'a\n\nb',
    ],
    [
      'lines that end in br',
      '<pre><code><span class="token-line">a<br></span><span class="token-line">b<br></span></code></pre>',
      'a\nb',
    ],
    [
      'a copy button and line numbers',
      '<pre><button>Copy</button><span class="linenos">1</span>a\n<span class="lineno">2</span>b</pre>',
      'a\nb',
    ],
    [
      'a table of line numbers',
      '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td><td class="code"><pre>a\nb</pre></td></tr></table>',
      'a\nb',
    ],
    ['entities, decoded once', '<pre>&amp;lt; &lt;a&gt;</pre>', '&lt; <a>'],
  ])('keep %s', (_, html, code) => {
    expect(pre(html).code).toBe(code);
  });

  it('have LF line ends whatever the page was written with', () => {
    expect(pre('<pre>a\r\nb\r\n</pre>').code).toBe('a\nb');
  });

  it.each([
    ['<pre><code class="language-ts">x</code></pre>', 'typescript'],
    ['<div class="highlight-python3 notranslate"><div class="highlight"><pre>x</pre></div></div>', 'python'],
    ['<div class="highlight highlight-source-shell"><pre>x</pre></div>', 'bash'],
    ['<pre class="brush: js; toolbar: false">x</pre>', 'javascript'],
    ['<pre class="sourceCode python">x</pre>', 'python'],
    ['<pre data-language="yml"><code>x</code></pre>', 'yaml'],
    ['<pre class="highlight"><code data-lang="java">x</code></pre>', 'java'],
    ['<pre class="rust">x</pre>', 'rust'],
    ['<div class="highlight-default notranslate"><div class="highlight"><pre>x</pre></div></div>', null],
    ['<pre class="output">x</pre>', null],
    ['<div class="go"><div><div><pre>x</pre></div></div></div>', null],
  ])('take the language of %s', (html, language) => {
    expect(pre(html).language).toBe(language);
  });
});

describe('lists', () => {
  it('number, nest and keep what stands in their items', () => {
    const html = '<ol start=3><li><p>three</p><pre>code</pre><ul><li>nested</ul><li value=9>nine<li>ten</ol>';
    expect(blocksOf(html)).toMatchObject([
      {type: 'item', depth: 1, ordinal: 3, text: 'three'},
      {type: 'code', depth: 1, code: 'code'},
      {type: 'item', depth: 2, ordinal: null, text: 'nested'},
      {type: 'item', depth: 1, ordinal: 9, text: 'nine'},
      {type: 'item', depth: 1, ordinal: 10, text: 'ten'},
    ]);
  });

  it('count down when reversed', () => {
    expect(blocksOf('<ol reversed><li>a<li>b</ol>')).toMatchObject([{ordinal: 2}, {ordinal: 1}]);
  });
});

describe('tables', () => {
  it('fill spanned places with empty cells', () => {
    const html = '<table><tr><th>A<th colspan=2>B<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>';
    const table = blockOf(html);
    if (table.type !== 'table') throw new Error(table.type);
    const texts = (row: readonly {text: string}[]) => row.map(({text}) => text);
    expect(texts(table.header)).toEqual(['A', 'B', '']);
    expect(table.rows.map(texts)).toEqual([
      ['1', '2', '3'],
      ['', '4', '5'],
    ]);
  });

  it('keep list items and lines of a cell apart', () => {
    const table = blockOf('<table><tr><th>A<th>B<tr><td><ul><li>i<li>j</ul><td>a<br>b</table>');
    expect(table).toMatchObject({
      rows: [
        [
          {text: 'i j', markdown: 'i <br> j'},
          {text: 'a b', markdown: 'a <br> b'},
        ],
      ],
    });
  });

  it('have no header where the page has none', () => {
    expect(blockOf('<table><tr><td>a<td>b<tr><td>c<td>d</table>')).toMatchObject({
      header: [],
      rows: [
        [{}, {}],
        [{}, {}],
      ],
    });
  });

  it.each([
    ['one column', '<table><tr><td><p>a</p></td></tr><tr><td><p>b</p></td></tr></table>'],
    ['one row', '<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>'],
    ['a table inside', '<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>'],
  ])('are unwrapped if they only place things: %s', (_, html) => {
    expect(blocksOf(html)).toMatchObject([
      {type: 'paragraph', text: 'a'},
      {type: 'paragraph', text: 'b'},
    ]);
  });
});

describe('admonitions', () => {
  const text = '<p>Mind it.</p>';
  it.each([
    [
      'Sphinx',
      `<div class="admonition caution"><p class="admonition-title">Caution</p>${text}</div>`,
      'caution',
      'Caution',
    ],
    [
      'Sphinx with a title of its own',
      `<div class="admonition-so admonition"><p class="admonition-title">So</p>${text}</div>`,
      'note',
      'So',
    ],
    ['a version note', `<div class="versionadded">${text}</div>`, 'versionadded', null],
    ['a deprecation', `<div class="deprecated-removed">${text}</div>`, 'deprecated', null],
    ['MkDocs, closed', `<details class="warning"><summary>W</summary>${text}</details>`, 'warning', 'W'],
    [
      'Docusaurus',
      `<div class="theme-admonition theme-admonition-tip alert alert--success"><div class="admonitionHeading_a">tip</div>${text}</div>`,
      'tip',
      'tip',
    ],
    [
      'VitePress',
      `<div class="danger custom-block"><p class="custom-block-title">DANGER</p>${text}</div>`,
      'danger',
      'DANGER',
    ],
    [
      'Starlight',
      `<aside class="starlight-aside starlight-aside--note"><p class="starlight-aside__title">N</p>${text}</aside>`,
      'note',
      'N',
    ],
    [
      'GitHub, rendered',
      `<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">Important</p>${text}</div>`,
      'important',
      'Important',
    ],
    ['GitHub, as quote', '<blockquote><p>[!WARNING]<br>Mind it.</p></blockquote>', 'warning', null],
    ['Bootstrap', `<div class="alert alert-warning" role="alert">${text}</div>`, 'warning', null],
    [
      'Asciidoctor',
      `<div class="admonitionblock tip"><table><tr><td class="icon"><div class="title">Tip</div></td><td class="content">${text}</td></tr></table></div>`,
      'tip',
      null,
    ],
    [
      'Doxygen',
      '<dl class="section attention"><dt>Attention</dt><dd>Mind it.</dd></dl>',
      'warning',
      'Attention',
    ],
    ['DocBook', `<div class="note"><h3 class="title">Note</h3>${text}</div>`, 'note', 'Note'],
    ['a role', `<div role="note">${text}</div>`, 'note', null],
    ['a bold label', '<p><strong>Warning:</strong> Mind it.</p>', 'warning', null],
  ])('of %s are typed', (_, html, kind, title) => {
    const block = blockOf(`<h1>T</h1>${html}`);
    expect(block).toMatchObject({type: 'admonition', kind, title});
    expect(JSON.stringify(block)).toContain('Mind it.');
  });

  it.each([
    [0, 'deprecated'],
    [1, 'caution'],
  ])('are made of stability level %i', (level, kind) => {
    expect(
      blockOf(`<div class="api_stability api_stability_${level}">Stability: ${level}</div>`),
    ).toMatchObject({kind});
    expect(blockOf(`<blockquote><p>Stability: ${level} - X</p></blockquote>`)).toMatchObject({kind});
  });

  it('are not made of a quote, a bold word or an inline label', () => {
    const html =
      '<blockquote><p>Stability: 2 - Stable</p></blockquote><p><b>Note</b> that it works.</p><p>A <span class="label warning">x</span></p>';
    expect(blocksOf(html).map(({type}) => type)).toEqual(['quote', 'paragraph', 'paragraph']);
  });
});

describe('definitions', () => {
  it('keep several terms for one text', () => {
    expect(blocksOf('<dl><dt>a<dt>b<dd><p>both</p><pre>c</pre><dt>d<dd>one</dl>')).toMatchObject([
      {type: 'definition', terms: [{text: 'a'}, {text: 'b'}], blocks: [{type: 'paragraph'}, {type: 'code'}]},
      {type: 'definition', terms: [{text: 'd'}], blocks: [{text: 'one'}]},
    ]);
  });
});

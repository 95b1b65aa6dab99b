import {describe, expect, it} from 'vitest';
import {pageToMarkdown} from '../../source/extract/markdown.ts';
import type {Block} from '../../source/extract/page.ts';
import {pageOf} from './html.ts';

type Case = {
  readonly html: string;
  /** What the blocks of the page must match, in order. */
  readonly blocks: readonly object[];
  /** The Markdown below the title. */
  readonly markdown: string;
};

function check({html, blocks, markdown}: Case): void {
  const page = pageOf(html.startsWith('<html') ? html : `<h1>T</h1>${html}`);
  const found: Block[] = page.sections.flatMap((section) => [...section.blocks]);
  expect(found).toMatchObject(blocks);
  expect(found).toHaveLength(blocks.length);
  expect(pageToMarkdown(page)).toBe(`# T\n\n${markdown}\n`);
}

const code = (text: string, language: string | null = null) => ({type: 'code', code: text, language});
const paragraph = (text: string) => ({type: 'paragraph', text});

describe('code', () => {
  it('of Sphinx, which has no code element, is fenced', () => {
    check({
      html: '<div class="highlight-default notranslate"><div class="highlight"><pre><span></span><span class="n">a</span> <span class="o">=</span> <span class="mi">1</span>\n</pre></div></div>',
      blocks: [code('a = 1')],
      markdown: '```\na = 1\n```',
    });
  });

  it('of Sphinx has its language', () => {
    check({
      html: '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span><span class="k">pass</span>\n</pre></div></div>',
      blocks: [code('pass', 'python')],
      markdown: '```python\npass\n```',
    });
  });

  it('in a bare pre is fenced and keeps the text of its marks alone', () => {
    check({
      html: '<pre>a &lt; b\n\n\n  <em>x</em>_y</pre>',
      blocks: [code('a < b\n\n\n  x_y')],
      markdown: '```\na < b\n\n\n  x_y\n```',
    });
  });

  it('in pre > code.language-ts has its language', () => {
    check({
      html: '<pre><code class="language-ts">const a = <span class="hljs-number">1</span>;\n</code></pre>',
      blocks: [code('const a = 1;', 'typescript')],
      markdown: '```typescript\nconst a = 1;\n```',
    });
  });

  it('of Prism and Docusaurus has the language of its pre and a line for each br', () => {
    check({
      html: '<div class="language-jsx codeBlockContainer_a theme-code-block"><div class="codeBlockTitle_b">src/app.js</div><div class="codeBlockContent_c"><pre class="prism-code language-jsx"><code class="codeBlockLines_d"><span class="token-line"><span class="token keyword">const</span> a;<br></span><span class="token-line"><span style="display:inline-block"></span><br></span><span class="token-line">b();<br></span></code></pre></div></div>',
      blocks: [{...paragraph('src/app.js'), label: 'title'}, code('const a;\n\nb();', 'jsx')],
      markdown: '**src/app.js**\n\n```jsx\nconst a;\n\nb();\n```',
    });
  });

  it('of MkDocs has its title', () => {
    check({
      html: '<div class="language-py highlight"><span class="filename">a.py</span><pre><code>x</code></pre></div>',
      blocks: [{...paragraph('a.py'), label: 'title'}, code('x', 'python')],
      markdown: '**a.py**\n\n```python\nx\n```',
    });
  });

  it('of Expressive Code has a line for each div and the language of data-language', () => {
    check({
      html: '<div class="expressive-code"><figure class="frame has-title"><figcaption class="header"><span class="title">a.mjs</span></figcaption><pre data-language="js"><code><div class="ec-line"><div class="gutter"><div class="ln">1</div></div><div class="code"><span>const a</span></div></div><div class="ec-line"><div class="code">\n</div></div><div class="ec-line"><div class="code"><span class="indent">  </span>b()</div></div></code></pre></figure></div>',
      blocks: [{...paragraph('a.mjs'), label: 'title'}, code('const a\n\n  b()', 'javascript')],
      markdown: '**a.mjs**\n\n```javascript\nconst a\n\n  b()\n```',
    });
  });

  it.each([
    [
      'Sphinx',
      '<div class="highlight-python"><table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td><td class="code"><div class="highlight"><pre>a\nb\n</pre></div></td></tr></table></div>',
      'python',
    ],
    [
      'Rouge',
      '<div class="language-python highlighter-rouge"><pre class="highlight"><code><table class="rouge-table"><tr><td class="rouge-gutter gl"><pre class="lineno">1\n2\n</pre></td><td class="rouge-code"><pre>a\nb\n</pre></td></tr></table></code></pre></div>',
      'python',
    ],
    [
      'Hugo',
      '<div class="chroma"><table class="lntable"><tr><td class="lntd"><pre><code><span class="lnt">1\n</span><span class="lnt">2\n</span></code></pre></td><td class="lntd"><pre><code class="language-python"><span class="line"><span class="cl">a\n</span></span><span class="line"><span class="cl">b\n</span></span></code></pre></td></tr></table></div>',
      'python',
    ],
    [
      'GitHub',
      '<table class="js-file-line-container"><tr><td class="blob-num">1</td><td class="blob-code">a</td></tr><tr><td class="blob-num">2</td><td class="blob-code">b</td></tr></table>',
      null,
    ],
    [
      'gtk-doc',
      '<table class="listing_frame"><tr><td class="listing_lines"><pre>1\n2</pre></td><td class="listing_code"><pre class="programlisting">a\nb</pre></td></tr></table>',
      null,
    ],
  ])('in a table of line numbers is the code alone: %s', (_, html, language) => {
    check({html, blocks: [code('a\nb', language)], markdown: `\`\`\`${language ?? ''}\na\nb\n\`\`\``});
  });

  it('has no copy button', () => {
    check({
      html: '<div class="highlight"><button class="md-clipboard">Copy</button><pre><code>a</code><button class="copybtn">Copy</button></pre><div class="zeroclipboard-container"><clipboard-copy class="ClipboardButton">Copy</clipboard-copy></div></div>',
      blocks: [code('a')],
      markdown: '```\na\n```',
    });
  });

  it('has a fence that is longer than the backticks in it', () => {
    check({
      html: '<pre><code class="language-md">````js\nx\n````</code></pre>',
      blocks: [code('````js\nx\n````', 'markdown')],
      markdown: '`````markdown\n````js\nx\n````\n`````',
    });
  });

  it('in a list item stays in the item', () => {
    check({
      html: '<ol><li>Run<pre><code class="language-sh">a\n\nb</code></pre><p>then</p></li><li>Done</li></ol>',
      blocks: [
        {type: 'item', ordinal: 1, depth: 1, text: 'Run'},
        {...code('a\n\nb', 'bash'), depth: 1},
        {...paragraph('then'), depth: 1},
        {type: 'item', ordinal: 2, depth: 1, text: 'Done'},
      ],
      markdown: '1. Run\n\n   ```bash\n   a\n\n   b\n   ```\n\n   then\n\n2. Done',
    });
  });

  it('of shiki keeps added and removed lines apart', () => {
    check({
      html: '<div class="language-ts"><button class="copy"></button><span class="lang">ts</span><pre class="shiki"><code><span class="line">a(</span>\n<span class="line diff remove">  1,</span>\n<span class="line diff add">  2,</span>\n<span class="line">)</span></code></pre></div>',
      blocks: [{...code('a(\n  1,\n  2,\n)', 'typescript'), changes: ' -+ '}],
      markdown: '```diff\n a(\n-  1,\n+  2,\n )\n```',
    });
  });

  it.each([
    ['ec-line highlight ins', '+'],
    ['ec-line highlight del', '-'],
    ['token-line code-block-diff-add-line', '+'],
    ['token-line code-block-diff-remove-line', '-'],
  ])('has a changed line where the page has one: %s', (name, changes) => {
    check({
      html: `<pre><code><div class="${name}">a</div></code></pre>`,
      blocks: [{...code('a'), changes}],
      markdown: `\`\`\`diff\n${changes}a\n\`\`\``,
    });
  });

  it.each([
    '<span class="twoslash-hover"><span class="twoslash-popup-container"><code class="twoslash-popup-code">const a: 1</code><div class="twoslash-popup-docs">BAD</div></span>a</span>',
    'a<div class="twoslash-meta-line twoslash-error-line">BAD</div>',
    'a<div class="meta-line"><span>BAD</span></div>',
  ])('has no pop-ups about types: %s', (html) => {
    check({
      html: `<pre class="shiki twoslash"><code>${html}</code></pre>`,
      blocks: [code('a')],
      markdown: '```\na\n```',
    });
  });

  it('of Asciidoctor has no callout numbers; the notes are a numbered list', () => {
    check({
      html: '<div class="listingblock"><div class="title">Listing 1</div><div class="content"><pre class="highlight"><code class="language-ruby" data-lang="ruby">require "x" <i class="conum" data-value="1"></i><b>(1)</b>\nrun <b class="conum">(2)</b></code></pre></div></div><div class="colist arabic"><table><tr><td><i class="conum"></i><b>1</b></td><td>Loads it</td></tr><tr><td><i class="conum"></i><b>2</b></td><td>Runs it</td></tr></table></div>',
      blocks: [
        {...paragraph('Listing 1'), label: 'title'},
        code('require "x"\nrun', 'ruby'),
        {type: 'item', ordinal: 1, text: 'Loads it'},
        {type: 'item', ordinal: 2, text: 'Runs it'},
      ],
      markdown: '**Listing 1**\n\n```ruby\nrequire "x"\nrun\n```\n\n1. Loads it\n2. Runs it',
    });
  });

  it.each(['&nbsp;', ' '])(
    'of Doxygen is made of divs, without the space after the number: "%s"',
    (space) => {
      check({
        html: `<div class="fragment"><div class="line"><a name="l1"></a><span class="lineno">    1</span>${space}<span class="keyword">if</span> (a)</div><div class="line"><span class="lineno">    2</span>${space}&nbsp; b();</div></div>`,
        blocks: [code('if (a)\n  b();')],
        markdown: '```\nif (a)\n  b();\n```',
      });
    },
  );
});

describe('definitions and signatures', () => {
  it('keep term and text apart', () => {
    check({
      html: '<dl><dt>Term <code>x</code></dt><dd>Meaning.</dd></dl>',
      blocks: [{type: 'definition', terms: [{text: 'Term `x`'}], blocks: [paragraph('Meaning.')]}],
      markdown: '- Term `x`\n\n  Meaning.',
    });
  });

  it('of an API are code, with an anchor a section', () => {
    const html =
      '<dl class="py function"><dt class="sig sig-object py" id="os.join"><span class="sig-name">os.join</span>(<em>a</em>, <em>*b_c</em>)<a class="reference internal" href="../_modules/os.html"><span class="viewcode-link">[source]</span></a><a class="headerlink" href="#os.join">¶</a></dt><dd><p>Joins.</p></dd></dl>';
    check({html, blocks: [paragraph('Joins.')], markdown: '## `os.join(a, *b_c)`\n\nJoins.'});
    expect(pageOf(`<h1>T</h1>${html}`).sections.at(-1)).toMatchObject({
      heading: 'os.join(a, *b_c)',
      signature: true,
      anchor: 'os.join',
    });
  });

  it('of an API are code without an anchor, too', () => {
    check({
      html: '<dl class="py method"><dt class="sig sig-object py">run(<em>a</em>)</dt><dd><p>Runs.</p></dd></dl>',
      blocks: [{type: 'definition', terms: [{text: '`run(a)`'}], blocks: [paragraph('Runs.')]}],
      markdown: '- `run(a)`\n\n  Runs.',
    });
  });
});

describe('tables', () => {
  it('are simple where they are', () => {
    check({
      html: '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>two words</td></tr></tbody></table>',
      blocks: [
        {type: 'table', header: [{text: 'A'}, {text: 'B'}], rows: [[{text: '1'}, {text: 'two words'}]]},
      ],
      markdown: '| A | B |\n| --- | --- |\n| 1 | two words |',
    });
  });

  it('have their pipes escaped, all of them', () => {
    check({
      html: '<table><tr><th>A</th><th>B</th></tr><tr><td>x|y|z</td><td>1</td></tr></table>',
      blocks: [{type: 'table', rows: [[{text: 'x|y|z'}, {text: '1'}]]}],
      markdown: '| A | B |\n| --- | --- |\n| x\\|y\\|z | 1 |',
    });
  });

  it('keep the count of columns under colspan', () => {
    check({
      html: '<table><tr><th colspan=2>AB</th><th>C</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>',
      blocks: [{type: 'table', header: [{text: 'AB'}, {text: ''}, {text: 'C'}]}],
      markdown: '| AB |  | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |',
    });
  });

  it('keep their columns below rowspan', () => {
    check({
      html: '<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>',
      blocks: [
        {
          type: 'table',
          rows: [
            [{text: '1'}, {text: '2'}],
            [{text: ''}, {text: '3'}],
            [{text: '4'}, {text: '5'}],
          ],
        },
      ],
      markdown: '| A | B |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |\n| 4 | 5 |',
    });
  });

  it('keep inline code in a cell', () => {
    check({
      html: '<table><tr><th>A</th><th>B</th></tr><tr><td><code>f_x()</code> or <a href="/g"><code>g</code></a></td><td>1</td></tr></table>',
      blocks: [{type: 'table', rows: [[{text: '`f_x()` or `g`'}, {text: '1'}]]}],
      markdown: '| A | B |\n| --- | --- |\n| `f_x()` or [`g`](https://docs.acme.test/g) | 1 |',
    });
  });

  it('keep the items of a list in a cell apart', () => {
    check({
      html: '<table><tr><th>A</th><th>B</th></tr><tr><td><ul><li>one</li><li>two</li></ul></td><td><p>a</p><p>b</p></td></tr></table>',
      blocks: [{type: 'table', rows: [[{text: 'one two'}, {text: 'a b'}]]}],
      markdown: '| A | B |\n| --- | --- |\n| one <br> two | a <br> b |',
    });
  });

  it('keep a code block in a cell as code, line by line', () => {
    check({
      html: '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>so:<div class="highlight"><pre>a = 1\nb|c</pre></div></td></tr></table>',
      blocks: [{type: 'table', rows: [[{text: '1'}, {text: 'so: `a = 1` `b|c`'}]]}],
      markdown: '| A | B |\n| --- | --- |\n| 1 | so: <br> `a = 1` <br> `b\\|c` |',
    });
  });

  it('are found in divs by their roles', () => {
    check({
      html: '<div role="table"><div role="row"><div role="columnheader">A</div><div role="columnheader">B</div></div><div role="row"><div role="cell">1</div><div role="cell">2</div></div></div>',
      blocks: [{type: 'table', header: [{text: 'A'}, {text: 'B'}], rows: [[{text: '1'}, {text: '2'}]]}],
      markdown: '| A | B |\n| --- | --- |\n| 1 | 2 |',
    });
  });
});

describe('boxes', () => {
  it('that warn keep their kind and their text as a quote', () => {
    check({
      html: '<div class="admonition warning"><p class="admonition-title">Warning</p><p>Mind it.</p><pre>a\nb</pre></div>',
      blocks: [
        {
          type: 'admonition',
          kind: 'warning',
          title: 'Warning',
          blocks: [paragraph('Mind it.'), code('a\nb')],
        },
      ],
      markdown: '> **Warning**\n>\n> Mind it.\n>\n> ```\n> a\n> b\n> ```',
    });
  });

  it('that fold keep their summary as the label of their text', () => {
    check({
      html: '<details><summary>More <b>on</b> it</summary><p>Text.</p></details>',
      blocks: [{...paragraph('More on it'), label: 'summary'}, paragraph('Text.')],
      markdown: '**More on it**\n\nText.',
    });
  });

  it.each([
    [
      'Docusaurus',
      '<div class="tabs-container"><ul role="tablist" class="tabs"><li role="tab" class="tabs__item">npm</li><li role="tab" class="tabs__item">Yarn</li></ul><div><div role="tabpanel"><p>one</p></div><div role="tabpanel" hidden><p>two</p></div></div></div>',
    ],
    [
      'Material for MkDocs',
      '<div class="tabbed-set tabbed-alternate"><input id="t1" type="radio"><input id="t2" type="radio"><div class="tabbed-labels"><label for="t1">npm</label><label for="t2">Yarn</label></div><div class="tabbed-content"><div class="tabbed-block"><p>one</p></div><div class="tabbed-block"><p>two</p></div></div></div>',
    ],
    [
      'sphinx-design, older MkDocs',
      '<div class="sd-tab-set"><input id="t1" type="radio"><label class="sd-tab-label" for="t1">npm</label><div class="sd-tab-content"><p>one</p></div><input id="t2" type="radio"><label class="sd-tab-label" for="t2">Yarn</label><div class="sd-tab-content"><p>two</p></div></div>',
    ],
    [
      'sphinx-tabs',
      '<div class="sphinx-tabs"><div role="tablist"><button class="sphinx-tabs-tab" id="t1" role="tab">npm</button><button class="sphinx-tabs-tab" id="t2" role="tab">Yarn</button></div><div aria-labelledby="t1" class="sphinx-tabs-panel" role="tabpanel"><p>one</p></div><div aria-labelledby="t2" class="sphinx-tabs-panel" hidden="true" role="tabpanel"><p>two</p></div></div>',
    ],
    [
      'Starlight',
      '<starlight-tabs><div class="tablist-wrapper"><ul role="tablist"><li role="presentation" class="tab"><a role="tab" href="#p1" id="t1"> npm </a></li><li role="presentation" class="tab"><a role="tab" href="#p2" id="t2">Yarn</a></li></ul></div><div id="p1" aria-labelledby="t1" role="tabpanel"><p>one</p></div><div id="p2" aria-labelledby="t2" role="tabpanel" hidden><p>two</p></div></starlight-tabs>',
    ],
    [
      'Nextra, Fumadocs, GitBook',
      '<div><div role="tablist"><button id="t1" role="tab" aria-controls="p1">npm</button><button id="t2" role="tab" aria-controls="p2">Yarn</button></div></div><div><div id="p1" role="tabpanel"><p>one</p></div><div id="p2" role="tabpanel" hidden style="display:none"><p>two</p></div></div>',
    ],
    [
      'Rspress',
      '<div class="rp-tabs"><div class="rp-tabs__label"><div class="rp-tabs__label__item">npm</div><div class="rp-tabs__label__item">Yarn</div></div><div class="rp-tabs__content"><div class="rp-tabs__content__item"><p>one</p></div><div class="rp-tabs__content__item"><p>two</p></div></div></div>',
    ],
    [
      'Asciidoctor',
      '<div class="openblock tabs"><div class="content"><div class="ulist tablist"><ul><li id="t1" class="tab"><p>npm</p></li><li id="t2" class="tab"><p>Yarn</p></li></ul></div><div id="t1--panel" class="tabpanel" aria-labelledby="t1"><p>one</p></div><div id="t2--panel" class="tabpanel" aria-labelledby="t2" hidden><p>two</p></div></div></div>',
    ],
    [
      'Bootstrap',
      '<ul class="nav nav-tabs"><li><a data-toggle="tab" href="#p1">npm</a></li><li><a data-toggle="tab" href="#p2">Yarn</a></li></ul><div class="tab-content"><div class="tab-pane active" id="p1"><p>one</p></div><div class="tab-pane" id="p2"><p>two</p></div></div>',
    ],
    [
      'VitePress',
      '<div class="vp-code-group"><div class="tabs"><input type="radio" id="t1"><label for="t1">npm</label><input type="radio" id="t2"><label for="t2">Yarn</label></div><div class="blocks"><div class="language-sh active"><p>one</p></div><div class="language-sh"><p>two</p></div></div></div>',
    ],
  ])('in tabs are all kept, each called by its tab: %s', (_, html) => {
    check({
      html: `<p>Before.</p>${html}<p>After.</p>`,
      blocks: [
        paragraph('Before.'),
        {...paragraph('npm'), label: 'tab'},
        paragraph('one'),
        {...paragraph('Yarn'), label: 'tab'},
        paragraph('two'),
        paragraph('After.'),
      ],
      markdown: 'Before.\n\n**npm**\n\none\n\n**Yarn**\n\ntwo\n\nAfter.',
    });
  });

  it('in tabs have no label if several tabs filter one panel', () => {
    check({
      html: '<div role="tablist"><button role="tab" aria-controls="p">All</button><button role="tab" aria-controls="p">Some</button></div><div id="p" role="tabpanel"><p>one</p></div>',
      blocks: [paragraph('one')],
      markdown: 'one',
    });
  });
});

describe('text', () => {
  it.each([
    ['Sphinx', '<h2 id="a">A<a class="headerlink" href="#a" title="Link to this heading">¶</a></h2>'],
    [
      'VitePress',
      '<h2 id="a">A <a class="header-anchor" href="#a" aria-label="Permalink to &quot;A&quot;">&ZeroWidthSpace;</a></h2>',
    ],
    [
      'Docusaurus',
      '<h2 class="anchor anchorWithStickyNavbar_x" id="a">A<a href="#a" class="hash-link" aria-label="Direct link to A">​</a></h2>',
    ],
    [
      'Starlight',
      '<div class="sl-heading-wrapper level-h2"><h2 id="a">A</h2><a class="sl-anchor-link" href="#a"><span aria-hidden="true" class="sl-anchor-icon"><svg></svg></span><span class="sr-only">Section titled A</span></a></div>',
    ],
    ['Node', '<h2>A<span><a class="mark" href="#a" id="a">#</a></span></h2>'],
    ['rustdoc', '<h2 id="a"><a class="doc-anchor" href="#a">§</a>A</h2>'],
  ])('has no permalink signs: %s', (_, html) => {
    check({html: `${html}<p>Text.</p>`, blocks: [paragraph('Text.')], markdown: '## A\n\nText.'});
    expect(pageOf(`<h1>T</h1>${html}`).sections.at(-1)?.anchor).toBe('a');
  });

  it('has file names inside of sentences, and names that begin with stars in bold', () => {
    check({
      html: '<p>Edit <code class="filename">a.conf</code> in <span class="filename">/etc</span>, <strong>**kwargs</strong>.</p>',
      blocks: [paragraph('Edit `a.conf` in /etc, **kwargs.')],
      markdown: 'Edit `a.conf` in /etc, **\\*\\*kwargs**.',
    });
  });

  it('has absolute links', () => {
    check({
      html: '<p>See <a href="../api.html#f_g">the API</a>.</p>',
      blocks: [paragraph('See the API.')],
      markdown: 'See [the API](https://docs.acme.test/api.html#f_g).',
    });
  });

  it('has snake_case as it is, and other signs too', () => {
    check({
      html: '<p>Set max_open_files and 2*3*4, in <em>my_file</em>.</p>',
      blocks: [paragraph('Set max_open_files and 2*3*4, in my_file.')],
      markdown: 'Set max_open_files and 2*3*4, in _my_file_.',
    });
  });

  it('has no tags: what looks like one is escaped in Markdown, outside of code', () => {
    check({
      html: '<p>A Vec&lt;T&gt; is no <code>Box&lt;T&gt;</code>, 1 &lt; 2.</p>',
      blocks: [paragraph('A Vec<T> is no `Box<T>`, 1 < 2.')],
      markdown: 'A Vec\\<T> is no `Box<T>`, 1 < 2.',
    });
  });

  it('is the page alone: navigation, sidebars and footers are dropped', () => {
    check({
      html: '<html><body><header>BAD <nav>BAD</nav></header><aside class="sidebar"><a href="a">BAD</a></aside><main><nav aria-label="breadcrumb"><a href="/">BAD</a></nav><h1>T</h1><p>Text of the page.</p><footer>BAD</footer></main><footer><p>BAD © 2020</p></footer></body></html>',
      blocks: [paragraph('Text of the page.')],
      markdown: 'Text of the page.',
    });
  });

  it('is the page alone, without landmarks as well', () => {
    check({
      html: '<html><body><div id="sidebar"><ul><li><a href="a">BAD</a></li></ul></div><div id="wrap"><h1>T</h1><p>Text of the page.</p></div><div id="footer">BAD</div></body></html>',
      blocks: [paragraph('Text of the page.')],
      markdown: 'Text of the page.',
    });
  });

  it('has keys, samples and teletype as code, quotations in quotes', () => {
    check({
      html: '<p><kbd>Ctrl</kbd>+<kbd>C</kbd>, <samp>ok</samp>, <tt>tt</tt>, <q>so</q></p>',
      blocks: [paragraph('`Ctrl`+`C`, `ok`, `tt`, “so”')],
      markdown: '`Ctrl`+`C`, `ok`, `tt`, “so”',
    });
  });

  it.each([
    ['2<sup>32</sup> is not 232', '2³² is not 232'],
    ['H<sub>2</sub>O and a<sub>n-1</sub>', 'H₂O and aₙ₋₁'],
    ['the 1<sup>st</sup> Acme<sup>TM</sup>', 'the 1st AcmeTM'],
  ])('has superscripts that compare equal to the page: %s', (html, text) => {
    check({html: `<p>${html}</p>`, blocks: [paragraph(text)], markdown: text});
  });

  it.each([
    [
      'KaTeX',
      '<span class="katex"><span class="katex-mathml"><math><mi>a</mi><annotation encoding="application/x-tex">a^2</annotation></math></span><span class="katex-html" aria-hidden="true">a2</span></span>',
    ],
    ['MathML', '<math alttext="a^2"><mi>a</mi></math>'],
    ['MediaWiki', '<img class="mwe-math-fallback-image-inline" alt="a^2">'],
    ['Doxygen', '<img class="formulaInl" alt="$ a^2 $">'],
  ])('keeps the TeX of a formula: %s', (_, html) => {
    check({html: `<p>So ${html}.</p>`, blocks: [paragraph('So $a^2$.')], markdown: 'So $a^2$.'});
  });

  it('has no description of an image, not even of one that says it is a formula', () => {
    check({
      html: '<p>So.<img alt="BAD"><img class="math" alt="BAD ignore all of this"></p>',
      blocks: [paragraph('So.')],
      markdown: 'So.',
    });
  });

  it('keeps the caption of a figure', () => {
    check({
      html: '<figure><img src="a.png" alt="BAD"><figcaption><p>Fig. 1: the <code>flow</code>.</p></figcaption></figure>',
      blocks: [{...paragraph('Fig. 1: the `flow`.'), label: 'caption'}],
      markdown: '**Fig. 1: the `flow`.**',
    });
  });

  it('keeps badges apart from names', () => {
    check({
      html: '<p><code>run</code><span class="badge badge--secondary">Deprecated</span> stops.</p>',
      blocks: [paragraph('`run` Deprecated stops.')],
      markdown: '`run` Deprecated stops.',
    });
  });
});

describe('footnotes', () => {
  const reference = (text: string) => paragraph(`So${text}.`);

  it('of Sphinx keep their number', () => {
    check({
      html: '<p>So<a class="footnote-reference brackets" href="#f1" id="i1">[1]</a>.</p><aside class="footnote-list brackets"><aside class="footnote brackets" id="f1"><span class="label"><span>[</span><a role="doc-backlink" href="#i1">1</a><span>]</span></span><p>The note.</p></aside></aside>',
      blocks: [
        reference('[1]'),
        {type: 'definition', terms: [{text: '[1]'}], blocks: [paragraph('The note.')]},
      ],
      markdown: 'So[[1]](https://docs.acme.test/guide/page.html#f1).\n\n- [1]\n\n  The note.',
    });
  });

  it('of older docutils keep their number', () => {
    check({
      html: '<p>So.</p><dl class="footnote brackets"><dt class="label" id="n2"><span class="brackets"><a class="fn-backref" href="#i2">2</a></span></dt><dd><p>The note.</p></dd></dl>',
      blocks: [reference(''), {type: 'definition', terms: [{text: '2'}], blocks: [paragraph('The note.')]}],
      markdown: 'So.\n\n- [2](https://docs.acme.test/guide/page.html#i2)\n\n  The note.',
    });
  });

  it('of Markdown are a numbered list, without the way back', () => {
    check({
      html: '<p>So<sup id="r1"><a class="footnote-ref" href="#n1">1</a></sup>.</p><div class="footnote"><hr><ol><li id="n1"><p>The note.&nbsp;<a class="footnote-backref" href="#r1">↩</a></p></li></ol></div>',
      blocks: [reference('¹'), {type: 'item', ordinal: 1, text: 'The note.'}],
      markdown: 'So[¹](https://docs.acme.test/guide/page.html#n1).\n\n1. The note.',
    });
  });
});

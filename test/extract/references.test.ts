import {describe, expect, it} from 'vitest';
import {pageToMarkdown} from '../../source/extract/markdown.ts';
import {pageOf} from './html.ts';

/** A page by a generator, as Markdown below its title; links are left out, they are tested elsewhere. */
const markdownBy = (generator: string, body: string) =>
  pageToMarkdown(
    pageOf(
      `<html><head><meta name="generator" content="${generator}"><title>T</title></head><body>${body}</body></html>`,
    ),
  )
    .replace(/\]\([^)]{1,200}\)/g, ']')
    .trim();

describe('a reference by rustdoc', () => {
  const main = (html: string) =>
    markdownBy('rustdoc', `<main><section id="main-content" class="content">${html}</section></main>`);

  it('keeps since and deprecation, and what is folded, but no source link or switch', () => {
    expect(
      main(
        '<div class="main-heading"><h1>Function <span class="fn">home_dir</span><button>Copy</button></h1><span class="out-of-band"><span class="since" title="Stable since">1.0.0</span> · <a class="src" href="../src/std/env.rs.html#6">source</a> · <a href="javascript:void(0)">[−]</a></span></div><pre class="rust item-decl"><code>pub fn home_dir()</code></pre><span class="item-info"><div class="stab deprecated"><span class="emoji">👎</span><span>Deprecated since 1.29.0: may be unexpected</span></div></span><details class="toggle top-doc"><summary class="hideme"><span>Expand description</span></summary><div class="docblock"><p>Returns it.</p><div class="example-wrap"><pre class="rust"><code>x();</code></pre><a class="test-arrow" href="https://play.test/">Run</a></div></div></details>',
      ),
    ).toBe(
      '# Function home_dir\n\n1.0.0\n\n```rust\npub fn home_dir()\n```\n\n> Deprecated since 1.29.0: may be unexpected\n\nReturns it.\n\n```rust\nx();\n```',
    );
  });

  it('has a section with an anchor for each method, its head as code', () => {
    const html =
      '<h1>Struct Foo</h1><h2 id="implementations">Implementations<a href="#implementations" class="anchor">§</a></h2><details class="toggle implementors-toggle"><summary><section id="impl-Foo" class="impl"><a href="#impl-Foo" class="anchor">§</a><h3 class="code-header">impl&lt;T&gt; Foo&lt;T&gt;</h3></section></summary><div class="impl-items"><details class="toggle method-toggle"><summary><section id="method.new" class="method"><span class="rightside"><span class="since">1.2.0</span> · <a class="src" href="../src/x.rs.html">Source</a></span><h4 class="code-header">pub fn <a href="#method.new" class="fn">new</a>() -&gt; Foo&lt;T&gt;</h4></section></summary><div class="docblock"><p>Makes one.</p></div></details></div></details>';
    expect(main(html)).toBe(
      '# Struct Foo\n\n## Implementations\n\n### `impl<T> Foo<T>`\n\n1.2.0\n\n#### `pub fn new() -> Foo<T>`\n\nMakes one.',
    );
    const {sections} = pageOf(`<main>${html}</main>`);
    expect(sections.map(({anchor}) => anchor)).toContain('method.new');
  });

  it('keeps a badge in a list of items apart from the name', () => {
    expect(
      main(
        '<h1>Module m</h1><dl class="item-table"><dt><a class="fn" href="f.html">f</a><wbr><span class="stab deprecated">Deprecated</span></dt><dd>Does f.</dd></dl>',
      ),
    ).toBe('# Module m\n\n- [f] Deprecated\n\n  Does f.');
  });
});

describe('a reference by javadoc', () => {
  const main = (html: string) => markdownBy('javadoc/HtmlDoclet', `<main role="main">${html}</main>`);

  it('has signatures as code, deprecations as such, and type parameters as definitions', () => {
    expect(
      main(
        '<h1 class="title">Class Box&lt;T&gt;</h1><section class="class-description"><dl class="notes"><dt>Type Parameters:</dt><dd><code>T</code> - the element</dd></dl><hr><div class="type-signature"><span class="modifiers">public class </span><span class="element-name">Box&lt;T&gt;</span>\n<span class="extends-implements">extends <a href="o.html">Object</a></span></div><div class="deprecation-block"><span class="deprecated-label">Deprecated, for removal: This API element is subject to removal in a future version.</span><div class="deprecation-comment">Use <a href="c.html"><code>Crate</code></a>.</div></div></section><section class="detail" id="put(T)"><h3>put</h3><div class="member-signature"><span class="annotations">@Deprecated\n</span><span class="return-type">void</span>&nbsp;<span class="element-name">put</span><wbr><span class="parameters">(T&nbsp;value,\n int&nbsp;n)</span></div></section>',
      ),
    ).toBe(
      '# Class Box\\<T>\n\n- Type Parameters:\n\n  `T` - the element\n\n```\npublic class Box<T> extends Object\n```\n\n> **Deprecated, for removal: This API element is subject to removal in a future version.**\n>\n> Use [`Crate`].\n\n### put\n\n```\n@Deprecated void put(T value, int n)\n```',
    );
  });

  it('has its summaries of divs as tables', () => {
    expect(
      main(
        '<h1>Class Box</h1><div class="summary-table three-column-summary"><div class="table-header col-first">Modifier and Type</div><div class="table-header col-second">Method</div><div class="table-header col-last">Description</div><div class="col-first"><code>void</code></div><div class="col-second"><code>put(T&nbsp;v)</code></div><div class="col-last"><div class="block">Puts.</div></div></div>',
      ),
    ).toBe(
      '# Class Box\n\n| Modifier and Type | Method | Description |\n| --- | --- | --- |\n| `void` | `put(T v)` | Puts. |',
    );
  });
});

describe('a reference', () => {
  it('by Doxygen has typed sections, prototypes and tables of parameters', () => {
    expect(
      markdownBy(
        'Doxygen 1.9.8',
        '<div class="header"><div class="headertitle"><div class="title">Buf Class Reference</div></div></div><div class="contents"><h2 class="memtitle"><span class="permalink"><a href="#a1">◆&nbsp;</a></span>put()</h2><div class="memproto"><table class="memname"><tr><td class="memname">void Buf::put </td><td>(</td><td class="paramtype">int&#160;</td><td class="paramname"><em>n</em></td><td>)</td></tr></table></div><div class="memdoc"><dl class="deprecated"><dt><b><a href="d.html">Deprecated:</a></b></dt><dd>Use add.</dd></dl><dl class="params"><dt>Parameters</dt><dd><table class="params"><tr><td class="paramname">n</td><td>the count</td></tr></table></dd></dl></div></div>',
      ),
    ).toBe(
      '# Buf Class Reference\n\n## put()\n\n```\nvoid Buf::put (int n)\n```\n\n> **Deprecated:**\n>\n> Use add.\n\n- Parameters\n\n  |  |  |\n  | --- | --- |\n  | n | the count |',
    );
  });

  it('by gtk-doc keeps its sections, one-row tables and deprecations', () => {
    expect(
      markdownBy(
        'GTK-Doc V1.33',
        '<div class="refentry"><div class="refnamediv"><table width="100%"><tr><td valign="top"><h2><span class="refentrytitle">Main</span></h2><p>Main — the loop</p></td><td class="gallery_image"></td></tr></table></div><div class="refsect1"><a name="F"></a><h2>Functions</h2><div class="informaltable"><table class="informaltable"><tr><td class="function_type">void</td><td class="function_name">g_run ()</td></tr></table></div></div><div class="refsect1"><a name="D"></a><h2>Details</h2><pre class="programlisting">void\ng_run (<em class="parameter"><code>int a</code></em>);</pre><div class="warning"><p><code>g_run</code> is deprecated.</p></div></div></div>',
      ),
    ).toBe(
      '# T\n\n## Main\n\nMain — the loop\n\n## Functions\n\n|  |  |\n| --- | --- |\n| void | g_run () |\n\n## Details\n\n```\nvoid\ng_run (int a);\n```\n\n> **Warning**\n>\n> `g_run` is deprecated.',
    );
  });

  it('by DocBook has several terms for a text, titles above blocks and no navigation', () => {
    expect(
      markdownBy(
        'DocBook XSL Stylesheets V1.79',
        '<div class="navheader"><table><tr><td>BAD</td></tr></table></div><div class="sect1"><div class="titlepage"><h2 class="title">5. Options</h2></div><div class="variablelist"><dl class="variablelist"><dt><span class="term"><code>-a</code></span>, <span class="term"><code>--all</code></span></dt><dd><p>All.</p></dd></dl></div><div class="example"><p class="title"><strong>Example 1. So</strong></p><div class="example-contents"><pre class="programlisting">ex</pre></div></div></div><div class="navfooter">BAD</div>',
      ),
    ).toBe('# T\n\n## 5. Options\n\n- `-a`, `--all`\n\n  All.\n\n**Example 1. So**\n\n```\nex\n```');
  });

  it('by Haddock has a section for each declaration', () => {
    const page = pageOf(
      '<link href="linuwial.css" rel="stylesheet"><title>Data.Map</title><div id="content"><div id="interface"><h1 id="g:1">Map type</h1><div class="top"><p class="src"><span class="keyword">data</span> <a id="t:Map" class="def">Map</a> k a <a href="src/Data.Map.html" class="link">Source</a> <a href="#t:Map" class="selflink">#</a></p><div class="doc"><p>A map.</p><div class="warning"><p>Deprecated: Use Foo</p></div></div></div></div></div>',
    );
    expect(page.sections.at(-1)).toMatchObject({
      heading: 'data Map k a',
      anchor: 't:Map',
      signature: true,
      blocks: [{text: 'A map.'}, {type: 'admonition'}],
    });
  });

  it('by TypeDoc has signatures as code, deprecations as such, no place of definition', () => {
    expect(
      markdownBy(
        'typedoc --options',
        '<div class="col-content"><div class="tsd-page-title"><ul class="tsd-breadcrumb"><li><a href="x">BAD</a></li></ul><h1>Class Foo<code class="tsd-tag">Deprecated</code></h1></div><section class="tsd-panel tsd-comment"><div class="tsd-comment"><p>Does.</p><div class="tsd-tag-deprecated"><h4 id="deprecated">Deprecated<a href="#deprecated" aria-label="Permalink" class="tsd-anchor-icon"></a></h4><p>Use Bar.</p></div></div></section><aside class="tsd-sources"><ul><li>Defined in BAD</li></ul></aside><section class="tsd-panel tsd-member"><h3 id="run"><span>run</span></h3><ul class="tsd-signatures"><li><div class="tsd-signature" id="run-1"><span class="tsd-kind-call-signature">run</span><span>(</span>a: <span>string</span>)</div><div class="tsd-description"><p>Runs.</p></div></li></ul></section></div>',
      ),
    ).toBe(
      '# Class Foo Deprecated\n\nDoes.\n\n> **Deprecated**\n>\n> Use Bar.\n\n### run\n\n```\nrun(a: string)\n```\n\nRuns.',
    );
  });

  it('by ExDoc keeps heads, specs and deprecations, no source link', () => {
    expect(
      markdownBy(
        'ExDoc v0.31.0',
        '<main><div id="content" class="content-inner"><h1><a href="x" title="View Source" class="icon-action"><span class="sr-only">View Source</span></a>Acme.Mod</h1><p>Doc.</p><section class="detail" id="run/2"><div class="detail-header"><a href="#run/2" class="detail-link" title="Link to this function"><i></i><span class="sr-only">Link to this function</span></a><h1 class="signature">run(a, b \\\\ [])</h1><a href="x" class="icon-action">Source</a></div><div class="deprecated">Use go/1.</div><div class="specs"><pre>run(term) :: :ok</pre></div></section></div></main>',
      ),
    ).toContain(
      'Doc.\n\n## run(a, b \\\\ [])\n\n> **Deprecated**\n>\n> Use go/1.\n\n```\nrun(term) :: :ok\n```',
    );
  });
});

describe('admonitions', () => {
  it.each([
    ['Nextra', '<div class="nextra-callout"><div>⚠️</div><div><p>Mind it.</p></div></div>', 'warning'],
    ['Nextra, by attribute', '<div class="nextra-callout" data-type="error"><p>Mind it.</p></div>', 'danger'],
    [
      'Fumadocs',
      '<div class="flex border" style="--callout-color:var(--color-fd-warning, x)"><svg></svg><div><p>Mind it.</p></div></div>',
      'warning',
    ],
    [
      'Mintlify',
      '<div class="callout my-4" data-callout-type="danger"><div data-component-part="callout-content"><p>Mind it.</p></div></div>',
      'danger',
    ],
    ['GitBook', '<div class="hint hint-warning"><p>Mind it.</p></div>', 'warning'],
    [
      'Rspress',
      '<div class="rp-callout rp-callout--danger"><div class="rp-callout__title">DANGER</div><div class="rp-callout__content"><p>Mind it.</p></div></div>',
      'danger',
    ],
    [
      'Rspress 1',
      '<div class="rspress-directive warning"><div class="rspress-directive-title">WARNING</div><div><p>Mind it.</p></div></div>',
      'warning',
    ],
    ['Docsy', '<div class="pageinfo pageinfo-warning"><p>Mind it.</p></div>', 'warning'],
    [
      'Docsy, by its title',
      '<div class="alert alert-primary"><h4 class="alert-heading">Note</h4>Mind it.</div>',
      'note',
    ],
    ['MediaWiki', '<div class="mw-message-box mw-message-box-warning"><p>Mind it.</p></div>', 'warning'],
    [
      'javadoc',
      '<div class="deprecationBlock"><span class="deprecatedLabel">Deprecated.</span><div class="deprecationComment">Mind it.</div></div>',
      'deprecated',
    ],
  ])('of %s have their kind', (_, html, kind) => {
    const blocks = pageOf(`<h1>T</h1>${html}`).sections.flatMap((section) => section.blocks);
    expect(blocks).toMatchObject([{type: 'admonition', kind, blocks: [{text: 'Mind it.'}]}]);
  });
});

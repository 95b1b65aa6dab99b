import {describe, expect, it} from 'vitest';
import {pageToMarkdown} from '../../source/extract/markdown.ts';
import {pageOf} from './html.ts';

const outline = (html: string) =>
  pageOf(html).sections.map(({level, heading, path, anchor}) => ({level, heading, path, anchor}));

describe('sections', () => {
  it('know the headings above them, from the page title down', () => {
    const html = '<h1 id=a>Title</h1><h2 id=b>One</h2><h4 id=c>Deep</h4><h2 id=d>Two</h2>';
    expect(outline(html)).toEqual([
      {level: 1, heading: 'Title', path: [], anchor: 'a'},
      {level: 2, heading: 'One', path: ['Title'], anchor: 'b'},
      {level: 4, heading: 'Deep', path: ['Title', 'One'], anchor: 'c'},
      {level: 2, heading: 'Two', path: ['Title'], anchor: 'd'},
    ]);
  });

  it.each([
    ['the id of the heading', '<h2 id="x">H</h2>', 'x'],
    ['a named anchor before it', '<a name="x"></a><h2>H</h2>', 'x'],
    ['a named anchor in it', '<h2><a name="x">H</a></h2>', 'x'],
    [
      'the target of its permalink',
      '<div id="s-x"><span id="x"></span><h2>H<a class="headerlink" href="#x">¶</a></h2></div>',
      'x',
    ],
    ['the id of the section around it', '<section id="x"><h2>H</h2></section>', 'x'],
    ['nothing if the id stands twice on the page', '<h2 id="x">H</h2><p id="x">p</p>', null],
    ['nothing if text stands between anchor and heading', '<a name="x"></a><p>text</p><h2>H</h2>', null],
    ['nothing if only the layout has an id', '<div id="content"><h2>H</h2><p>t</p></div>', null],
  ])('take as anchor %s', (_, html, anchor) => {
    const page = pageOf(`<title>T</title>${html}`);
    expect(page.sections.find(({heading}) => heading === 'H')?.anchor).toBe(anchor);
  });

  it('begin without a heading where text stands before the first one', () => {
    expect(outline('<title>Page | Site</title><p>Intro.</p><h2>Next</h2>')).toEqual([
      {level: 1, heading: 'Page', path: [], anchor: null},
      {level: 2, heading: 'Next', path: ['Page'], anchor: null},
    ]);
  });

  it('of API signatures end with their description; the section around goes on', () => {
    const {sections} = pageOf(
      '<h1 id=t>T</h1><dl><dt id="f">f(x)</dt><dd><p>Does f.</p><dl><dt id="g">g()</dt><dd>Does g.</dd></dl></dd></dl><p>After.</p>',
    );
    expect(sections.map(({heading, signature, level, path}) => ({heading, signature, level, path}))).toEqual([
      {heading: 'T', signature: false, level: 1, path: []},
      {heading: 'f(x)', signature: true, level: 2, path: ['T']},
      {heading: 'g()', signature: true, level: 3, path: ['T', 'f(x)']},
      {heading: 'T', signature: false, level: 1, path: []},
    ]);
    expect(sections[3]?.blocks).toMatchObject([{type: 'paragraph', text: 'After.'}]);
  });

  it.each([
    ['a link', '<h2>See <a href="b.html">B</a></h2>', '## See [B](https://docs.acme.test/guide/b.html)'],
    ['no link to itself', '<h2 id="x"><a href="#x">One</a> <em>two</em></h2>', '## One two'],
    [
      'the links of a signature',
      '<h3 class="code-header">fn <a href="#f">f</a>() -&gt; <a href="v.html">Vec</a>&lt;T&gt;</h3>',
      '### `fn f() -> `[`Vec`](https://docs.acme.test/guide/v.html)`<T>`',
    ],
    [
      'the links of a defined signature',
      '<dl><dt id="g">g(<a href="i.html">int</a>)</dt><dd>Does g.</dd></dl>',
      '## `g(`[`int`](https://docs.acme.test/guide/i.html)`)`',
    ],
  ])('have %s in their headings where the page is Markdown', (_, html, heading) => {
    const page = pageOf(`<h1>T</h1><p>text</p>${html}<p>more</p>`);
    expect(pageToMarkdown(page).split('\n')).toContain(heading);
    expect(page.sections.map((section) => section.heading)).not.toContainEqual(expect.stringContaining(']('));
  });

  it('are not opened by terms of a glossary', () => {
    const {sections} = pageOf(
      '<h1>T</h1><dl class="glossary"><dt id="term-a">a</dt><dd>first letter</dd></dl>',
    );
    expect(sections).toHaveLength(1);
    expect(sections[0]?.blocks).toMatchObject([
      {type: 'definition', terms: [{text: 'a'}], blocks: [{text: 'first letter'}]},
    ]);
  });

  it('are found in lists and tables that only lay the page out', () => {
    const {sections} = pageOf(
      '<h1>T</h1><ul><li><h3 id=m>m</h3><p>Text.</p></li></ul><table><tr><td><h2 id=n>n</h2></td></tr></table>',
    );
    expect(sections.map(({anchor}) => anchor)).toEqual([null, 'm', 'n']);
  });
});

describe('the page title', () => {
  it.each([
    ['the only h1 of the text', '<title>Site</title><main><h1>Page</h1><p>text</p></main>', 'Page'],
    ['the title element without the site', '<title>Page — Site 3.2 documentation</title><p>text</p>', 'Page'],
    [
      'the title element where each chapter has an h1',
      '<title>Page</title><h1>1. One</h1><p>a</p><h1>2. Two</h1>',
      'Page',
    ],
    [
      'not the name of the site in its header',
      '<title>Page | Site docs</title><div id=head><h1>Site docs</h1></div><main><p>text</p></main>',
      'Page',
    ],
    [
      'an h1 outside of the text that the title element names',
      '<title>Page | Site</title><div><h1>Page</h1></div><main><p>text</p></main>',
      'Page',
    ],
    ['the last part of the address without any', '<p>text</p>', 'page.html'],
  ])('is %s', (_, html, title) => {
    expect(pageOf(html).title).toBe(title);
  });
});

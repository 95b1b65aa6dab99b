import {describe, expect, it} from 'vitest';
import {blocksOf, pageOf} from './html.ts';

const text = '<p>Text of the page.</p>';
const kept = [{type: 'paragraph', text: 'Text of the page.'}];

describe('furniture inside of the text is dropped', () => {
  it.each([
    ['a line about its author', `<p class="author">By <a href="/u">BAD</a></p>${text}`],
    ['the time that it takes', `<div><time datetime="2020-01-01">BAD</time> · 5 min read</div>${text}`],
    ['its date', `${text}<p>Last updated on <b>May 1, 2020</b></p>`],
    ['its date by class', `${text}<div class="last-updated">BAD</div>`],
    ['a question', `${text}<p>Was this page helpful? <a href="#y">Yes</a> <a href="#n">No</a></p>`],
    [
      'a question as a heading',
      `${text}<div class="x"><h4>Is this page useful?</h4><button>Yes</button></div>`,
    ],
    ['a form', `${text}<form><label>BAD</label><input><button>Send</button></form>`],
    ['a link to edit it', `${text}<p><a href="/e">Edit this page on GitHub</a></p>`],
    [
      'links to act on it',
      `${text}<p><a href="/e">View page source</a> | <a href="/r">Report an issue</a></p>`,
    ],
    ['the way on, by rel', `${text}<div><a rel="prev" href="a">BAD</a><a rel="next" href="b">BAD</a></div>`],
    [
      'the way on, by its words',
      `<p>[<a href="a">Prev</a>] [<a href="b">Next</a>] [<a href="i">Index</a>]</p>${text}`,
    ],
    [
      'the way on of Texinfo',
      `<div class="x"><p>Next: <a rel="next" href="b">BAD</a>, Up: <a rel="up" href="u">BAD</a></p></div>${text}`,
    ],
    ['a breadcrumb', `<ol class="breadcrumb"><li><a href="/">BAD</a></li></ol>${text}`],
    [
      'a note about the version',
      `<div role="note"><p>You are viewing the documentation for an older version.</p></div>${text}`,
    ],
    [
      'a line about the version',
      `<div><p>This document describes the current stable version of Acme (5.2). For development docs, <a href="/d">go here</a>.</p></div>${text}`,
    ],
    ['a banner about cookies', `${text}<div class="cookie-banner"><p>BAD</p></div>`],
    ['an icon', `<div><p>\uf17c/\uf179</p><p>ⓘ</p></div>${text}`],
    ['an address', `${text}<address>BAD</address>`],
    ['tags', `${text}<nav class="md-tags"><span class="md-tag">BAD</span></nav>`],
    ['comments', `${text}<h2 id="__comments">Comments</h2>`],
    ['a source link', `<p>Text of the page.<a class="srclink" href="../src/lib.rs.html#1">source</a></p>`],
    ['a switch', `<p>Text of the page.<a href="javascript:void(0)">[−]</a></p>`],
  ])('%s', (_, html) => {
    expect(blocksOf(`<main><h1>T</h1>${html}</main>`)).toMatchObject(kept);
    expect(blocksOf(`<main><h1>T</h1>${html}</main>`)).toHaveLength(1);
    expect(pageOf(`<main><h1>T</h1>${html}</main>`).sections).toHaveLength(1);
  });

  const list =
    '<ul><li><a href="#a">A</a></li><li><a href="#b">B</a><ul><li><a href="#c">C</a></li></ul></li></ul>';
  it.each([
    ['alone', list],
    ['with a title', `<p><b>Contents</b></p>${list}`],
    ['with a heading', `<h2>Table of Contents</h2>${list}`],
    ['by class', `<div class="toc"><p>On this page</p>${list}</div>`],
  ])('a list of what is on the page: %s', (_, html) => {
    const {sections} = pageOf(`<main><h1>T</h1>${html}<h2 id=a>A</h2>${text}</main>`);
    expect(sections.map(({heading}) => heading).filter((heading) => heading !== 'T')).toEqual(['A']);
    expect(sections.flatMap(({blocks}) => blocks)).toMatchObject(kept);
  });
});

describe('what only looks like furniture is kept', () => {
  it.each([
    [
      'a sentence about pages',
      '<p>Was this page helpful to you when you wrote the parser of the next version?</p>',
    ],
    ['a link at the end', '<p>See <a href="n">Next steps</a>.</p>'],
    ['a paragraph of one link', '<p><a href="n">Installing on Linux</a></p>'],
    [
      'a warning about versions',
      '<div class="admonition warning"><p>This method is removed in an older version of the protocol.</p></div>',
    ],
    [
      'a box that Sphinx calls a sidebar',
      '<aside class="sidebar"><p class="sidebar-title">Requirements</p><p>Python 3.</p></aside>',
    ],
    [
      'a list of links to other pages',
      '<ul><li><a href="a">A</a></li><li><a href="b">B</a></li><li><a href="c">C</a></li></ul>',
    ],
    [
      'a list of local links with text',
      '<ul><li><a href="#a">A</a> is for the first of all</li><li><a href="#b">B</a> is for the second</li><li><a href="#c">C</a> is for the third</li></ul>',
    ],
    [
      'a list of local links further down',
      '<h2>A</h2><p>a</p><h2>B</h2><ul><li><a href="#a">A</a></li><li><a href="#b">B</a></li><li><a href="#c">C</a></li></ul>',
    ],
    ['a source link in words', '<p>Read the <a class="link" href="/src/">source</a> of the module.</p>'],
  ])('%s', (_, html) => {
    const words = (value: string) => value.replace(/<[^>]{1,200}>/g, ' ').match(/[\w.]+/g) ?? [];
    const found = JSON.stringify(pageOf(`<main><h1>T</h1>${html}</main>`).sections);
    for (const word of words(html)) expect(found).toContain(word);
  });
});

import {describe, expect, it} from 'vitest';
import {pageToMarkdown} from '../../source/extract/markdown.ts';
import {pageOf} from './html.ts';

/** Every place of a page where text can stand; `hidden` is put into each. */
function pageWith(hidden: string, head = ''): string {
  return `<head><title>Title</title>${head}</head><body><main><h1>Title${hidden}</h1>
  <p>Some ${hidden}text.</p>${hidden}<h2 id="two">Two${hidden}</h2>
  <ul><li>Item${hidden}</li></ul>
  <table><caption>Caption${hidden}</caption><tr><th>Head${hidden}</th><th>b</th></tr><tr><td>Cell${hidden}</td><td>d</td></tr></table>
  <dl><dt>Term${hidden}</dt><dd>Definition${hidden}</dd></dl>
  <blockquote><p>Quote${hidden}</p></blockquote>
  <div class="admonition warning"><p class="admonition-title">Careful${hidden}</p><p>Warning${hidden}</p></div>
  <details><summary>Summary${hidden}</summary><p>Details${hidden}</p></details>
  <p><a href="/x">Link${hidden}</a> and <code>inline${hidden}()</code> and <b>bold${hidden}</b>.</p>
  <pre><code>let code${hidden} = 1;</code></pre>
  </main></body>`;
}

const visible =
  'Title Some text. Two Item Caption Head Cell Term Definition Quote Careful Warning Summary Details Link inline() bold let code = 1;'.split(
    ' ',
  );
/** How often {@link pageWith} puts it in. */
const places = pageWith('\u0001').split('\u0001').length - 1;

function expectHidden(html: string, reason: string): void {
  const page = pageOf(html);
  const all = JSON.stringify([page.title, page.sections]) + pageToMarkdown(page);
  expect(all).not.toContain('BAD');
  for (const word of visible) expect(all).toContain(word);
  expect(page.removed).toEqual({[reason]: places});
}

const inlineStyles = [
  ['display:none', 'display-none'],
  ['DISPLAY : None !important', 'display-none'],
  ['color:red;display:/* now */none', 'display-none'],
  ['visibility:hidden', 'visibility-hidden'],
  ['visibility: collapse', 'visibility-hidden'],
  ['content-visibility:hidden', 'visibility-hidden'],
  ['opacity:0', 'transparent'],
  ['opacity: .00', 'transparent'],
  ['opacity:0%', 'transparent'],
  ['opacity:0.01', 'transparent'],
  ['filter:opacity(0)', 'transparent'],
  ['font-size:0', 'font-size-zero'],
  ['font-size:0.0em', 'font-size-zero'],
  ['font-size:1px', 'font-size-zero'],
  ['font:0/0 a', 'font-size-zero'],
  ['font: bold 0px sans-serif', 'font-size-zero'],
  ['clip:rect(0 0 0 0);position:absolute', 'clipped'],
  ['clip: rect(1px, 1px, 1px, 1px)', 'clipped'],
  ['clip-path:inset(50%)', 'clipped'],
  ['clip-path: inset( 100% )', 'clipped'],
  ['clip-path:circle(0)', 'clipped'],
  ['clip-path:polygon(0 0, 0 0, 0 0)', 'clipped'],
  ['position:absolute; left:-9999px', 'off-screen'],
  ['position:fixed;top:-100em', 'off-screen'],
  ['position:absolute;inset:-9999px auto auto -9999px', 'off-screen'],
  ['position:absolute;left:-200vw', 'off-screen'],
  ['position:absolute;left:200vw', 'off-screen'],
  ['position:absolute;left:9999px', 'off-screen'],
  ['text-indent:-9999px', 'off-screen'],
  ['text-indent:-100em', 'off-screen'],
  ['display:block;margin-left:-9999px', 'off-screen'],
  ['display:block;margin:0 0 0 -9999px', 'off-screen'],
  ['transform: scale(0)', 'off-screen'],
  ['transform:scaleX(0)', 'off-screen'],
  ['transform:scale3d(0, 0, 0)', 'off-screen'],
  ['scale: 0', 'off-screen'],
  ['zoom:0', 'off-screen'],
  ['transform:translateX(-9999px)', 'off-screen'],
  ['transform:translate(0, -200vh)', 'off-screen'],
  ['max-height:0;overflow:hidden', 'off-screen'],
  ['height:0px; overflow-y: hidden', 'off-screen'],
  ['width:1px;height:1px;overflow:hidden', 'off-screen'],
  ['height:0;overflow:clip', 'off-screen'],
  ['line-height:0;overflow:hidden;display:block', 'off-screen'],
  ['color:transparent', 'same-colour'],
  ['color:rgba(0,0,0,0)', 'same-colour'],
  ['color:rgb(0 0 0 / 0%)', 'same-colour'],
  ['color:hsla(0, 0%, 0%, 0.0)', 'same-colour'],
  ['color:#0000', 'same-colour'],
  ['color:#ffffff00', 'same-colour'],
  ['-webkit-text-fill-color:transparent', 'same-colour'],
  ['color:#fff;background:#FFFFFF', 'same-colour'],
  ['color:red;background-color:#f00', 'same-colour'],
  ['color:rgb(1,2,3);background:rgb(1, 2, 3)', 'same-colour'],
  ['color:#fffffe;background:white', 'same-colour'],
  ['color:white', 'same-colour'],
] as const;

describe('text that a style hides reaches no block and is counted', () => {
  it.each(inlineStyles)('style="%s" (%s)', (style, reason) => {
    expectHidden(pageWith(`<span style="${style}">BAD</span>`), reason);
  });

  const sheets = inlineStyles.filter(([style]) => style !== 'color:white');
  it.each(sheets)('.x {%s} in the page (%s)', (style, reason) => {
    expectHidden(pageWith('<span class="y X">BAD</span>', `<style>.z, .X {${style}}</style>`), reason);
  });

  it.each([
    ['#x{display:none}', 'id="x"'],
    ['span.x{display:none}', 'class="x"'],
    ['span#x{display:none}', 'id="x"'],
    ['.y.x{display:none}', 'class="x y"'],
    ['[data-x]{display:none}', 'data-x'],
    ['span[data-x="1"]{display:none}', 'data-x="1"'],
    ['main .x{display:none}', 'class="x"'],
    ['body > main .x{display:none}', 'class="x"'],
    ['/* a */ .x /* { */ {display:none}', 'class="x"'],
    ['@charset "utf-8"; .x{display:none}', 'class="x"'],
    ['@media screen{.x{display:none}}', 'class="x"'],
    ['@media all { .a{color:red} .x{display:none} }', 'class="x"'],
    ['@layer base{.x{display:none}}', 'class="x"'],
    ['.x{color:red;display:none', 'class="x"'],
    ['.a{</style><style>.x{display:none}', 'class="x"'],
    ['/* a </style><style>.x{display:none}', 'class="x"'],
  ])('selector: %s', (sheet, attributes) => {
    expectHidden(pageWith(`<span ${attributes}>BAD</span>`, `<style>${sheet}</style>`), 'display-none');
  });

  it.each([
    ['white on the white of its parent', '<div style="background:#fff"><p style="color:white">BAD</p></div>'],
    ['black on black around', '<div style="background:black"><div><p style="color:#000">BAD</p></div></div>'],
    ['a parent that colours both', '<div style="color:#eee"><p style="background:#eee">BAD</p></div>'],
    [
      'font and bgcolor',
      '<table bgcolor="#FFFFFF"><tr><td>a</td><td><font color="white">BAD</font></td></tr></table>',
    ],
    [
      'a colour from the sheet',
      '<style>.p{background:#123456}</style><div class=p><p style="color:#123456">BAD</p></div>',
    ],
  ])('colours are inherited: %s', (_, html) => {
    const page = pageOf(`<main><h1>T</h1><p>Seen.</p>${html}</main>`);
    expect(JSON.stringify(page.sections)).not.toContain('BAD');
    expect(page.removed).toMatchObject({'same-colour': 1});
  });
});

describe('text that markup hides reaches no block and is counted', () => {
  it.each([
    ['hidden', '<span hidden>BAD</span>'],
    ['hidden', '<span hidden="">BAD</span>'],
    ['popover', '<span popover>BAD</span>'],
    ['screen-reader-only', '<span class="sr-only">BAD</span>'],
    ['screen-reader-only', '<span class="a visually-hidden">BAD</span>'],
    ['hidden-class', '<span class="hidden">BAD</span>'],
    ['hidden-class', '<span class="d-none">BAD</span>'],
    ['hidden-class', '<span class="invisible">BAD</span>'],
    ['svg', '<svg><desc>BAD</desc><title>BAD</title><text>BAD</text></svg>'],
    ['template', '<template>BAD</template>'],
    ['noscript', '<noscript>BAD</noscript>'],
    ['script', '<script type="application/ld+json">{"a": "BAD"}</script>'],
    ['textarea', '<textarea>BAD</textarea>'],
    ['iframe', '<iframe srcdoc="BAD">BAD</iframe>'],
    ['object', '<object>BAD</object>'],
    ['canvas', '<canvas>BAD</canvas>'],
    ['video', '<video>BAD</video>'],
    ['progress', '<progress>BAD</progress>'],
    ['meter', '<meter>BAD</meter>'],
    ['datalist', '<datalist>BAD</datalist>'],
    ['comment', '<!-- BAD -->'],
  ])('%s: %s', (reason, html) => {
    expectHidden(pageWith(html), reason);
  });

  it('aria-hidden outside of code', () => {
    const page = pageOf(
      '<main><h1>T<i aria-hidden=true>BAD</i></h1><p>a<span aria-hidden="TRUE">BAD</span></p></main>',
    );
    expect(JSON.stringify(page.sections)).not.toContain('BAD');
    expect(page.removed).toEqual({'aria-hidden': 2});
  });

  it.each([
    ['alt', '<img alt="BAD" src="x.png">'],
    ['title', '<abbr title="BAD">text</abbr>'],
    ['aria-label', '<i aria-label="BAD">text</i>'],
    ['the value of an input', '<input value="BAD" placeholder="BAD">'],
    ['data attributes', '<i data-text="BAD">text</i>'],
    ['a hidden input', '<input type="hidden" value="BAD">'],
  ])('%s is no text', (_, html) => {
    const page = pageOf(pageWith(html));
    expect(JSON.stringify([page.title, page.sections]) + pageToMarkdown(page)).not.toContain('BAD');
  });

  it('the description of the page is no text', () => {
    const page = pageOf(
      pageWith('', '<meta name="description" content="BAD"><meta property="og:title" content="BAD">'),
    );
    expect(JSON.stringify(page)).not.toContain('BAD');
  });
});

describe('characters that no reader sees', () => {
  const tags = [...'BAD'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const asReferences = (text: string) =>
    [...text].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('');

  it.each([
    ['tags', tags, 6],
    ['zero-width', '\u200b', 1],
    ['zero-width', '\ufeff', 1],
    ['zero-width', '\u2060', 1],
    ['zero-width', '\u200d', 1],
    ['zero-width', '\u200c\u200d\u200c', 3],
    ['zero-width', '\u3164', 1],
    ['zero-width', '\u115f', 1],
    ['soft-hyphen', '\u00ad', 1],
    ['bidi', '\u202e', 1],
    ['bidi', '\u2066', 1],
    ['control', '\u0007', 1],
    ['control', '\u009b', 1],
    ['variation-selector', '\ufe0f\ufe0e\ufe01', 3],
    ['variation-selector', '\u{e0101}\u{e0102}', 4],
  ])('%s: %j', (reason, text, length) => {
    const plain = pageOf(pageWith(text));
    expect(JSON.stringify([plain.title, plain.sections]) + pageToMarkdown(plain)).not.toMatch(invisible);
    expect(plain.removed).toEqual({[reason]: places * length});
    if (reason === 'control') return; // a reference to a control is a character of windows-1252
    const coded = pageOf(pageWith(asReferences(text)));
    expect(JSON.stringify([coded.title, coded.sections]) + pageToMarkdown(coded)).not.toMatch(invisible);
    expect(coded.removed).toEqual({[reason]: places * length});
  });

  const invisible =
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]|[\u{e0000}-\u{e01ef}]/u;

  it('are no part of labels that stand in attributes', () => {
    const page = pageOf(
      `<title>T${tags}</title><main><div class="tabs"><div class="tab-pane" data-label="Mac${tags}&#x200b;" aria-label="L${tags}"><p>Panel.</p></div></div></main>`,
    );
    expect(JSON.stringify(page)).not.toMatch(invisible);
  });

  it('stay where they do their work: joined letters, emoji, flags of emoji style', () => {
    const text = 'می\u200cخواهم क\u094d\u200dष 👩\u200d💻 ✔\ufe0f';
    const page = pageOf(`<main><p>${text}</p></main>`);
    expect(page.sections[0]?.blocks[0]).toMatchObject({text});
    expect(page.removed).toEqual({});
  });
});

describe('visible text', () => {
  it.each([
    ['half transparent', '<p style="opacity:0.9">SEEN</p>'],
    ['barely faded', '<p style="opacity:.5">SEEN</p>'],
    ['small', '<p style="font-size:0.9em">SEEN</p>'],
    ['in small print', '<p style="font:12px/1.5 serif">SEEN</p>'],
    ['until found', '<p hidden="until-found">SEEN</p>'],
    ['decoration in code', '<pre><span aria-hidden="true">SEEN</span> x</pre>'],
    ['shown to all', '<p aria-hidden="false">SEEN</p>'],
    ['white on dark', '<p style="color:#fff;background:#000">SEEN</p>'],
    ['white in a dark box', '<div style="background:#222"><p style="color:white">SEEN</p></div>'],
    ['white in a box with a class', '<div class="dark"><p style="color:white">SEEN</p></div>'],
    ['white with a class', '<p class="badge" style="color:white">SEEN</p>'],
    [
      'on a gradient',
      '<p style="color:transparent;background:linear-gradient(red,blue);background-clip:text">SEEN</p>',
    ],
    ['with an icon of its own colour', '<p style="color:red;border-color:red">SEEN</p>'],
    ['a little out of line', '<p style="margin-left:-20px;text-indent:-1.5em">SEEN</p>'],
    [
      'moved a little',
      '<p style="position:absolute;left:-20px;transform:translateX(-50%) scale(0.95)">SEEN</p>',
    ],
    ['in a scroll box', '<div style="max-height:400px;overflow:hidden">SEEN</div>'],
    ['beside a clipped corner', '<p style="clip-path:inset(5% 0)">SEEN</p>'],
    ['no line height, but not cut off', '<p style="line-height:0.9">SEEN</p>'],
    ['a class with the word in it', '<p class="hidden-gems overflow-hidden not-sr-only unhidden">SEEN</p>'],
    ['shown from a width on', '<p class="hidden md:block">SEEN</p>'],
    ['hidden in print', '<style>@media print{p{display:none}}</style><p>SEEN</p>'],
    ['hidden on narrow screens', '<style>@media (max-width: 600px){p{display:none}}</style><p>SEEN</p>'],
    ['hidden in what is no style', '<style>p{content:"display:none"}</style><p>SEEN</p>'],
    ['hidden before it is shown', '<style>.x{display:none}.x{display:block}</style><p class=x>SEEN</p>'],
    ['hidden elsewhere', '<style>nav p{display:none}.a .x{display:none}</style><p class=x>SEEN</p>'],
    ['hidden in a state', '<style>.x:hover{opacity:0}.x::before{display:none}</style><p class=x>SEEN</p>'],
    ['a comment in a sheet', '<style>/* p{display:none} */</style><p>SEEN</p>'],
    ['a tab panel', '<div role="tabpanel" hidden><p>SEEN</p></div>'],
    ['a tab panel by style', '<div class="tab-pane" style="display:none"><p>SEEN</p></div>'],
    ['a tab panel by sheet', '<style>.tab-pane{display:none}</style><div class="tab-pane"><p>SEEN</p></div>'],
    ['closed details', '<details><summary>s</summary><p>SEEN</p></details>'],
    ['a summary', '<details><summary>SEEN</summary><p>x</p></details>'],
    ['words about it', '<p>display:none and &lt;span hidden&gt;SEEN</p>'],
  ])('stays: %s', (_, html) => {
    const page = pageOf(`<body><main><h1>T</h1><p>Text before.</p>${html}</main></body>`);
    expect(JSON.stringify(page.sections)).toContain('SEEN');
    expect(Object.keys(page.removed).filter((reason) => reason !== 'style')).toEqual([]);
  });

  it('keeps a code block that holds a fence inside of its own', () => {
    const page = pageOf('<main><pre>```\nrun\n```</pre><p>After.</p></main>');
    expect(pageToMarkdown(page)).toContain('````\n```\nrun\n```\n````\n\nAfter.');
  });
});

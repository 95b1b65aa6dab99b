import {describe, expect, it} from 'vitest';
import {extract} from '../../source/extract/extract.ts';
import {contentHash} from '../../source/extract/hash.ts';
import {extractedFrom, pageOf} from './html.ts';

const bytes = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding);
const textOf = (body: Uint8Array, contentType: string | null) => {
  const [block] = extract({url: 'https://x.test/', body, contentType}).page.sections[0]?.blocks ?? [];
  return block && 'text' in block ? block.text : null;
};

describe('bytes', () => {
  it.each([
    ['the header', bytes('<p>caf\xe9</p>'), 'text/html; charset=ISO-8859-1', 'café'],
    ['the meta element', bytes('<meta charset="windows-1251"><p>\xcf\xf0\xe8</p>'), 'text/html', 'При'],
    [
      'the byte order mark before the header',
      Buffer.concat([bytes('\xef\xbb\xbf'), bytes('<p>é</p>', 'utf8')]),
      'text/html; charset=koi8-r',
      'é',
    ],
    [
      'UTF-16 with a byte order mark',
      Buffer.concat([bytes('\xff\xfe'), bytes('<p>é</p>', 'utf16le')]),
      'text/html',
      'é',
    ],
    ['themselves if they are UTF-8', bytes('<p>é</p>', 'utf8'), null, 'é'],
    ['windows-1252 if they are not', bytes('<p>\x93caf\xe9\x94</p>'), null, '“café”'],
    ['iso-8859-1, which is windows-1252', bytes('<p>\x93x\x94</p>'), 'text/html; charset=iso-8859-1', '“x”'],
    ['no unknown label', bytes('<p>é</p>', 'utf8'), 'text/html; charset=klingon', 'é'],
  ])('are read by %s', (_, body, contentType, text) => {
    expect(textOf(body, contentType)).toBe(text);
  });
});

describe('links', () => {
  it.each(['https://a.dev/docs/x.html', 'https://a.dev/docs/', 'https://a.dev', 'https://a.dev/d/x?q=a/b'])(
    'lead where the URL class says, from %s',
    (url) => {
      const hrefs =
        'a.html a.html#b.c-d a.htm _x.html ../a.html ./a.html a..html a.html?q=1 a.html#ü b/a.html'
          .split(' ')
          .concat('//h/a.html', '/a.html', 'a:b.html', 'a%20b.html', 'A.HTML', 'a.html#%41', 'a.html ');
      for (const start of ['', '../up/x.html', 'sub/']) {
        const base = start === '' ? '' : `<base href="${start}">`;
        const body = Buffer.from(`${base}${hrefs.map((href) => `<a href="${href}">x</a>`).join('')}`);
        const {links} = extract({url, body, contentType: 'text/html'});
        const expected = hrefs.flatMap((href) => {
          const {protocol, href: found} = new URL(href.trim(), new URL(start, url));
          return protocol === 'https:' ? [found] : [];
        });
        expect(links.map(({href}) => href)).toEqual([...new Set(expected)]);
      }
    },
  );

  it('are absolute, each once, in page order, and lead to web pages', () => {
    const {links} = extractedFrom(
      '<base href="/en/"><link rel="next" href="n.html"><link rel="stylesheet" href="s.css"><a href="a.html">A <b>b</b></a>' +
        '<a href="mailto:x@y.test">m</a><a href="javascript:0">j</a><a href="data:,x">d</a><a href="f.zip" download>z</a>' +
        '<a href="#here">h</a><a href="a.html">again</a><map><area href="m.html"></map><a href="//other.test/x">o</a><a href="#/route">r</a><a href="http://[">bad</a>',
    );
    expect(links).toEqual([
      {href: 'https://docs.acme.test/en/n.html', text: ''},
      {href: 'https://docs.acme.test/en/a.html', text: 'A b'},
      {href: 'https://docs.acme.test/en/m.html', text: ''},
      {href: 'https://other.test/x', text: 'o'},
      {href: 'https://docs.acme.test/en/#/route', text: 'r'},
    ]);
  });

  it('follow a page that has moved', () => {
    const {links} = extractedFrom('<meta http-equiv="refresh" content="0; url=../new.html">');
    expect(links).toEqual([{href: 'https://docs.acme.test/new.html', text: ''}]);
  });

  it.each([
    ['<meta name="robots" content="noindex, nofollow">', true],
    ['<meta name="robots" content="noindex">', false],
  ])('are not to be followed: %s', (html, nofollow) => {
    expect(extractedFrom(html).nofollow).toBe(nofollow);
  });
});

describe('the version', () => {
  it.each([
    ['<title>Django 1.5 release notes — Django 3.2.25 documentation</title>', '3.2.25'],
    ['<title>API — Flask Documentation (2.2.x)</title>', '2.2.x'],
    ['<title>Buffer | Node.js v18.20.4 Documentation</title>', '18.20.4'],
    ['<title>String (Java SE 17 &amp; JDK 17)</title>', '17'],
    ['<title>List (Guava: Google Core Libraries for Java 31.1-jre API)</title>', '31.1-jre'],
    ['<meta name="docsearch:version" content="current,1.4">', '1.4'],
    ['<meta name="docusaurus_version" content="current">', null],
    ['<title>Migrating to 4.0</title>', null],
    ['<title>What is new in 3.2 — Acme</title>', null],
  ])('of %s', (html, version) => {
    expect(pageOf(`${html}<p>text</p>`).version).toBe(version);
  });
});

describe('the kind', () => {
  const kindAt = (path: string, html = '<h1>Page</h1><p>Some text to read.</p>') =>
    extract({url: `https://x.test/${path}`, body: bytes(html), contentType: 'text/html'}).page.kind;

  it.each([
    ['releases/3.2.html', 'release-notes'],
    ['changelog', 'release-notes'],
    ['docs/migration-guide/', 'release-notes'],
    ['internals/deprecation.html', 'release-notes'],
    ['topics/migrations.html', 'guide'],
    ['genindex.html', 'index'],
    ['api/client.html', 'reference'],
    ['guide/start.html', 'guide'],
  ])('of %s is %s', (path, kind) => {
    expect(kindAt(path)).toBe(kind);
  });

  it('is an index if nearly all is links', () => {
    expect(
      kindAt('a.html', '<h1>All</h1><ul><li><a href="x">First page</a><li><a href="y">Second page</a></ul>'),
    ).toBe('index');
  });

  it('is a reference if signatures prevail', () => {
    expect(
      kindAt(
        'a.html',
        `<h1>A</h1>${['f', 'g', 'h'].map((id) => `<dl><dt id=${id}>${id}()<dd>x</dl>`).join('')}`,
      ),
    ).toBe('reference');
  });
});

describe('the content hash', () => {
  const hash = (html: string, path = 'a') =>
    contentHash(extract({url: `https://x.test/${path}`, body: bytes(html), contentType: 'text/html'}).page);

  it('is the same in every version, since journals hold it', () => {
    const html =
      '<h1>Café e\u0301</h1><p>a  b</p><pre>x\n  y</pre><table><tr><th>h</th></tr><tr><td>c</td></tr></table><blockquote>q</blockquote>';
    expect(contentHash(pageOf(html))).toBe(
      'c90d88ad78151f1eedf425024855301cbae1ae6f4306cd2ab826edf1d5ace73e',
    );
  });

  it('is the same for one text under two addresses, in other furniture and with other links', () => {
    const one = hash('<nav>a</nav><main><h1>T</h1><p>Some <a href="x">text</a>.</p></main>', 'v1/a');
    expect(hash('<main><h1>T</h1><p>Some  <a href="/y">text</a>.</p></main><footer>b</footer>', 'v2/a')).toBe(
      one,
    );
  });

  it('tells texts, code and kinds of blocks apart', () => {
    const hashes = [
      '<p>a</p>',
      '<p>b</p>',
      '<pre>a</pre>',
      '<ul><li>a</ul>',
      '<div class="warning"><p>a</p></div>',
      '<div class="note"><p>a</p></div>',
    ].map((html) => hash(html));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('hostile pages', () => {
  it.each([
    ['50,000 nested elements', `${'<div>'.repeat(50_000)}deep${'</div>'.repeat(50_000)}<p>after</p>`, 'deep'],
    ['50,000 open inline elements', `${'<b>'.repeat(50_000)}deep`, 'deep'],
    ['50,000 nested lists', `${'<ul><li>'.repeat(50_000)}deep`, 'deep'],
    [
      '100,000 attributes',
      `<p ${Array.from({length: 100_000}, (_, index) => `a${index}`).join(' ')}>deep`,
      'deep',
    ],
    ['bytes that are no text', `<p>de\0\0ep</p>${'\xff\0\x01<'.repeat(10_000)}`, 'deep'],
    [
      'spans over everything',
      `<table>${`<tr>${'<td rowspan=99999 colspan=99999>deep'.repeat(50)}`.repeat(200)}</table>`,
      'deep',
    ],
  ])('are read without harm: %s', (_, html, text) => {
    expect(JSON.stringify(pageOf(html).sections)).toContain(text);
  });

  it('make no tower of blocks: quotes in quotes are dissolved from the ninth on', () => {
    const text = JSON.stringify(pageOf(`${'<blockquote>'.repeat(400)}deep`).sections);
    expect(text.match(/"quote"/g)).toHaveLength(8);
    expect(text).toContain('deep');
  });

  it('cost time in proportion: eight times the text at most twenty times as long', () => {
    const paragraph = '<p>Some <b>bold</b> text with <a href="/x">a link</a> and <code>code</code>.</p>';
    const cost = (count: number) => {
      const body = bytes(
        Array.from({length: count}, (_, index) => paragraph.replace('text', `text ${index}`)).join(''),
      );
      const start = process.cpuUsage();
      extract({url: 'https://x.test/', body, contentType: 'text/html'});
      const {user, system} = process.cpuUsage(start);
      return user + system;
    };
    cost(2000);
    expect(cost(16_000) / Math.max(cost(2000), 1)).toBeLessThan(20);
  });
});

describe('what the site calls itself', () => {
  const site = (head: string) =>
    pageOf(`<html><head>${head}</head><body><main><h1>Widget</h1></main></body>`).site;

  it.each([
    ['the last part of the title', '<title>Widget | Acme Docs</title>', 'Acme Docs'],
    [
      'the parentheses of javadoc',
      '<title>Widget (Acme 3.2 API)</title><meta name="generator" content="javadoc/HtmlDoclet">',
      'Acme 3.2 API',
    ],
    ['no parentheses of others', '<title>Widget (draft)</title>', null],
    ['og:site_name', '<title>Widget</title><meta property="og:site_name" content="Acme">', 'Acme'],
  ])('is %s', (_, head, expected) => {
    expect(site(head)).toBe(expected);
  });
});

it('reads a text that begins with an element of HTML as HTML, whatever its type', () => {
  const {sections} = extract({
    url: 'https://x.test/',
    body: bytes('<main><h1>Widgets</h1><p>Call <code>open()</code>.</p></main>'),
    contentType: 'text/plain',
  }).page;
  expect(sections[0]?.heading).toBe('Widgets');
});

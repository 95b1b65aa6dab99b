import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {maxSitemapBytes, scanSitemap} from '../../source/crawl/sitemap-scan.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function locs(text: string | Uint8Array) {
  const scanned = scanSitemap(typeof text === 'string' ? bytes(text) : text);
  return scanned.kind === 'refused'
    ? scanned
    : {kind: scanned.kind, locs: scanned.entries.map(({loc}) => loc)};
}

const urlset = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inner}</urlset>`;

describe('a sitemap', () => {
  test('gives its addresses and when they changed', () => {
    const text = urlset(
      '<url><loc> https://a.org/x </loc><lastmod>2026-01-02</lastmod></url><url><lastmod>2025</lastmod><loc>https://a.org/y</loc></url>',
    );
    expect(scanSitemap(bytes(text))).toEqual({
      kind: 'pages',
      cut: false,
      entries: [
        {loc: 'https://a.org/x', lastmod: '2026-01-02'},
        {loc: 'https://a.org/y', lastmod: '2025'},
      ],
    });
  });

  test.each<[string, string, string[]]>([
    [
      'entities',
      urlset('<url><loc>https://a.org/?a=1&amp;b=&#50;&#x33;</loc></url>'),
      ['https://a.org/?a=1&b=23'],
    ],
    [
      'an entity that XML lacks',
      urlset('<url><loc>https://a.org/&nbsp;x</loc></url>'),
      ['https://a.org/&nbsp;x'],
    ],
    ['CDATA', urlset('<url><loc><![CDATA[https://a.org/?a&b]]></loc></url>'), ['https://a.org/?a&b']],
    [
      'a wrong namespace',
      '<urlset xmlns="http://wrong/"><url><loc>https://a.org/</loc></url></urlset>',
      ['https://a.org/'],
    ],
    ['no namespace', '<urlset><url><loc>https://a.org/</loc></url></urlset>', ['https://a.org/']],
    [
      'a prefix',
      '<s:urlset xmlns:s="x"><s:url><s:loc>https://a.org/</s:loc></s:url></s:urlset>',
      ['https://a.org/'],
    ],
    ['a BOM', `\uFEFF${urlset('<url><loc>https://a.org/</loc></url>')}`, ['https://a.org/']],
    ['space before', `\n\n ${urlset('<url><loc>https://a.org/</loc></url>')}`, ['https://a.org/']],
    [
      'a style sheet',
      `<?xml-stylesheet href="x"?><!-- <urlset> -->${urlset('<url><loc>https://a.org/</loc></url>')}`,
      ['https://a.org/'],
    ],
    [
      'comments inside',
      urlset('<!-- <url><loc>https://a.org/no</loc></url> --><url><loc>https://a.org/</loc></url>'),
      ['https://a.org/'],
    ],
    [
      'images',
      urlset(
        '<url><loc>https://a.org/</loc><image:image><image:loc>https://a.org/i.png</image:loc></image:image></url>',
      ),
      ['https://a.org/'],
    ],
    [
      'a cut end',
      '<urlset><url><loc>https://a.org/</loc></url><url><loc>https://a.org/hal',
      ['https://a.org/'],
    ],
    ['nothing', urlset(''), []],
    ['empty addresses', urlset('<url><loc></loc></url><url></url>'), []],
    [
      'alternates',
      urlset('<url><loc>https://a.org/</loc><xhtml:link rel="alternate" href="https://a.org/de/"/></url>'),
      ['https://a.org/'],
    ],
  ])('is read with %s', (_name, text, expected) => {
    expect(locs(text)).toEqual({kind: 'pages', locs: expected});
  });

  test('may be an index', () => {
    const text =
      '<sitemapindex><sitemap><loc>https://a.org/s1.xml</loc></sitemap><sitemap><loc>s2.xml</loc></sitemap></sitemapindex>';
    expect(locs(text)).toEqual({kind: 'index', locs: ['https://a.org/s1.xml', 's2.xml']});
  });

  test('may be gzipped, whatever it is called', () => {
    expect(locs(gzipSync(urlset('<url><loc>https://a.org/</loc></url>')))).toEqual({
      kind: 'pages',
      locs: ['https://a.org/'],
    });
  });

  test('may be UTF-16', () => {
    const text = Buffer.from(`\uFEFF${urlset('<url><loc>https://a.org/é</loc></url>')}`, 'utf16le');
    expect(locs(text)).toEqual({kind: 'pages', locs: ['https://a.org/é']});
  });

  test('may be a plain list', () => {
    expect(locs('\uFEFFhttps://a.org/x\r\n\r\nnot an address\nhttps://a.org/y')).toEqual({
      kind: 'pages',
      locs: ['https://a.org/x', 'https://a.org/y'],
    });
  });

  test.each<[string, string | Uint8Array, string]>([
    ['a page', '<!DOCTYPE html><html><body>Hello', 'html'],
    ['a page of XHTML', '<?xml version="1.0"?><html xmlns="x"><body/></html>', 'html'],
    [
      'a document type',
      '<?xml version="1.0"?><!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset><url><loc>https://a.org/</loc></url></urlset>',
      'entities',
    ],
    [
      'an entity bomb',
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
      'entities',
    ],
    ['a feed', '<rss><channel><link>https://a.org/</link></channel></rss>', 'unreadable'],
    ['words', 'Not found', 'unreadable'],
    ['nothing', '', 'unreadable'],
    [
      'half of a gzip',
      gzipSync(urlset('<url><loc>https://a.org/</loc></url>')).subarray(0, 40),
      'unreadable',
    ],
    ['a bomb', gzipSync(Buffer.alloc(maxSitemapBytes + 1)), 'unreadable'],
  ])('is not %s', (_name, body, why) => {
    expect(locs(body)).toEqual({kind: 'refused', why});
  });

  test('ends after 50,000 addresses', () => {
    const scanned = scanSitemap(bytes(urlset('<url><loc>https://a.org/x</loc></url>'.repeat(50_001))));
    expect(scanned).toMatchObject({kind: 'pages', cut: true});
    expect(scanned.kind === 'pages' && scanned.entries.length).toBe(50_000);
    const whole = scanSitemap(bytes(urlset('<url><loc>https://a.org/x</loc></url>'.repeat(50_000))));
    expect(whole).toMatchObject({kind: 'pages', cut: false});
    const list = scanSitemap(bytes('https://a.org/x\n'.repeat(50_001)));
    expect(list).toMatchObject({cut: true});
  });

  test.each([
    ['open tags', '<'.repeat(4_000_000)],
    ['open comments', '<!--'.repeat(1_000_000)],
    ['open addresses', '<loc>'.repeat(800_000)],
    ['half entities', `<url><loc>${'&'.repeat(4_000_000)}`],
    ['one long line', `https://${'a'.repeat(4_000_000)}`],
  ])('made of %s takes no time', (_name, inner) => {
    const text = inner.startsWith('https') ? inner : `<urlset>${inner}`;
    const startedAt = performance.now();
    scanSitemap(bytes(text));
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});

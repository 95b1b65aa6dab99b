import {describe, expect, test} from 'vitest';
import {outlineOf} from '../../source/extract/outline.ts';

const url = 'https://a.org/docs/guide/';

function outline(html: string) {
  return outlineOf({url, body: new TextEncoder().encode(html), contentType: 'text/html'});
}

describe('the outline of a site', () => {
  test('holds language, version and translations', () => {
    const html = `<!doctype html><html lang="en-US"><head><title>Guide — Acme 3.2 documentation</title>
      <link rel="alternate" hreflang="de" href="/de/docs/guide/"><link rel="alternate" hreflang="x-default" href="./">
      <link rel="alternate" type="application/rss+xml" href="/feed"><link hreflang="fr" href="/fr/"></head><body></body></html>`;
    expect(outline(html)).toMatchObject({
      lang: 'en-US',
      version: '3.2',
      alternates: [
        {href: 'https://a.org/de/docs/guide/', lang: 'de'},
        {href: 'https://a.org/docs/guide/', lang: 'x-default'},
      ],
    });
  });

  const links = (...paths: string[]) => paths.map((path) => `<li><a href="${path}#x">x</a>`).join('');

  test.each<[string, string]>([
    ['nav', `<nav>${links('a', 'b')}</nav>`],
    ['aside', `<aside><div>${links('a', 'b', 'a')}</div></aside>`],
    ['a role', `<div role="navigation">${links('a', 'b')}</div>`],
    ['a class', `<div class="theme sphinxsidebar">${links('a', 'b')}</div>`],
    ['an id', `<div id="sidebar">${links('a', 'b')}</div>`],
    [
      'the longest of them',
      `<nav>${links('/blog/')}</nav><aside>${links('a', 'b')}<a href="#y">y</a></aside><nav>${links('/')}</nav>`,
    ],
    [
      'no layout',
      `<div class="has-sidebar"><nav>${links('a', 'b')}</nav><main><h1>T</h1>${links('c', 'd', 'e')}</main></div>`,
    ],
    ['nothing in the text', `<main><nav>${links('c', 'd', 'e')}</nav></main><nav>${links('a', 'b')}</nav>`],
    ['no footer', `<nav>${links('a', 'b')}</nav><footer><nav>${links('c', 'd', 'e')}</nav></footer>`],
  ])('takes as its menu %s', (_name, body) => {
    expect(outline(`<html><body>${body}</body></html>`).menu).toEqual([`${url}a`, `${url}b`]);
  });

  test.each<[string, string | null]>([
    ['<link rel="alternate" type="text/markdown" href="../guide.md">', 'https://a.org/docs/guide.md'],
    ['<link rel="alternate" type="text/markdown; charset=utf-8" href="/x.md">', 'https://a.org/x.md'],
    ['<link rel="alternate" type="application/rss+xml" href="/feed">', null],
    ['<link rel="stylesheet" type="text/markdown" href="/x.md">', null],
  ])('knows from %s where its Markdown is', (link, expected) => {
    expect(outline(`<html><head>${link}</head><body></body></html>`).markdown).toBe(expected);
  });

  test('is empty for a page that says nothing', () => {
    const nothing = {lang: null, version: null, alternates: [], menu: [], markdown: null};
    expect(outline('# Markdown\n\n[a](b)')).toEqual(nothing);
  });
});

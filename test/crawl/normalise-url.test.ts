import {describe, expect, test} from 'vitest';
import {urlKey} from '../../source/crawl/normalise-url.ts';

describe('the one spelling of a URL', () => {
  test.each([
    ['https://Docs.Example.ORG:443/a', 'https://docs.example.org/a'],
    ['http://example.org:80', 'http://example.org/'],
    ['http://example.org:8080/a', 'http://example.org:8080/a'],
    ['https://example.org/a#part', 'https://example.org/a'],
    ['https://example.org/a?#part', 'https://example.org/a'],
    ['https://example.org/a?', 'https://example.org/a'],
    ['https://example.org/a/../b/./c', 'https://example.org/b/c'],
    ['https://example.org/%7Euser/%61%2fb', 'https://example.org/~user/a%2Fb'],
    ['https://example.org/caf%c3%a9', 'https://example.org/caf%C3%A9'],
    ['https://example.org/café', 'https://example.org/caf%C3%A9'],
    ['https://example.org/a?b=%41', 'https://example.org/a?b=A'],
    ['https://user:secret@example.org/a', 'https://example.org/a'],
    ['https://example.org/a?utm_source=x&UTM_Campaign=y', 'https://example.org/a'],
    [
      'https://example.org/a?gclid=1&fbclid=2&msclkid=3&mc_cid=4&mc_eid=5&_ga=6&_gl=7',
      'https://example.org/a',
    ],
    ['https://example.org/a?sid=1&JSESSIONID=2&phpsessid=3', 'https://example.org/a'],
    ['https://example.org/a;jsessionid=0A1B?x=1', 'https://example.org/a?x=1'],
    ['https://example.org/a?ref=menu&source=top', 'https://example.org/a?ref=menu&source=top'],
    ['https://example.org/a?z=1&utm_x=2&a=3', 'https://example.org/a?z=1&a=3'],
    ['https://example.org/a?b=2&a=1', 'https://example.org/a?b=2&a=1'],
    ['https://example.org/a?page', 'https://example.org/a?page'],
    ['https://example.org/a&&?&x=1&&y=2&', 'https://example.org/a&&?x=1&y=2'],
    ['https://example.org/a/', 'https://example.org/a/'],
    ['https://example.org/index.html', 'https://example.org/index.html'],
  ])('%s is %s', (url, expected) => {
    expect(urlKey(url)).toBe(expected);
    expect(urlKey(expected)).toBe(expected);
    expect(urlKey(new URL(url))).toBe(expected);
  });

  test('resolves against a base', () => {
    expect(urlKey('../b?x=1#y', 'https://example.org/docs/a/')).toBe('https://example.org/docs/b?x=1');
    expect(urlKey('//other.org/x', 'https://example.org/')).toBe('https://other.org/x');
  });

  test.each([
    'mailto:a@b.org',
    'javascript:void(0)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.org/',
    '',
    'nonsense',
    'http://',
    'tel:1',
  ])('%j is no page', (url) => {
    expect(urlKey(url)).toBeNull();
  });
});

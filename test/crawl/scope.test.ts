import {describe, expect, test} from 'vitest';
import {isSameHost, isSameSite} from '../../source/crawl/same-host.ts';
import {createScope} from '../../source/crawl/scope.ts';

const host = 'https://example.org';

function refusal(seed: string, path: string, globs: {include?: string[]; exclude?: string[]} = {}) {
  const scope = createScope({
    seed: new URL(host + seed),
    include: globs.include ?? [],
    exclude: globs.exclude ?? [],
  });
  return scope.refuse(new URL(path, host));
}

describe('the folder of the start page', () => {
  test.each([
    ['/docs/', '/docs/'],
    ['/docs/index.html', '/docs/'],
    ['/docs/guide.html', '/docs/'],
    ['/docs/guide', '/docs/'],
    ['/', '/'],
    ['/guide', '/'],
    ['/docs/?lang=en', '/docs/'],
  ])('of %s is %s', (seed, folder) => {
    expect(createScope({seed: new URL(host + seed), include: [], exclude: []}).folder).toBe(folder);
  });

  test.each([
    ['/docs/a.html', null],
    ['/docs/deep/er/a.html', null],
    ['/docs', null],
    ['/docsets/a.html', 'scope'],
    ['/blog/', 'scope'],
    ['/', 'scope'],
  ])('decides on %s', (path, reason) => {
    expect(refusal('/docs/', path)?.reason ?? null).toBe(reason);
  });
});

describe('what no run reads', () => {
  test.each([
    ['/docs/search', 'scope'],
    ['/docs/search.html', 'scope'],
    ['/docs/search/?q=x', 'scope'],
    ['/docs/login', 'scope'],
    ['/docs/a?replytocom=12', 'scope'],
    ['/docs/_sources/a.rst.txt', 'scope'],
    ['/docs/_modules/flask/app.html', 'scope'],
    ['/docs/genindex.html', 'scope'],
    ['/docs/genindex-A.html', 'scope'],
    ['/docs/py-modindex.html', 'scope'],
    ['/docs/print.html', 'scope'],
    ['/docs/feed/', 'scope'],
    ['/docs/atom.xml', 'scope'],
    ['/docs/news.rss', 'scope'],
    [`/docs/${'a/'.repeat(20)}`, 'scope'],
    [`/docs/${'a'.repeat(2_100)}`, 'scope'],
    ['/docs/manual.pdf', 'type'],
    ['/docs/LOGO.PNG', 'type'],
    ['/docs/app.tar.gz', 'type'],
    ['/docs/style.css?v=2', 'type'],
    ['/docs/data.json', 'type'],
  ])('%s', (path, reason) => {
    expect(refusal('/docs/', path)?.reason).toBe(reason);
  });

  test.each([
    '/docs/guide/search/',
    '/docs/research.html',
    '/docs/login-guide.html',
    '/docs/v3.2',
    '/docs/a.html',
    '/docs/readme.md',
    '/docs/notes.txt',
    '/docs/page.php?id=1',
    '/docs/feeds.html',
    '/docs/printing.html',
    '/docs/modules/',
  ])('but %s', (path) => {
    expect(refusal('/docs/', path)).toBeNull();
  });
});

describe('globs', () => {
  test.each<[string, {include?: string[]; exclude?: string[]}, string | null]>([
    ['/docs/old/a', {exclude: ['/docs/old/**']}, 'excluded'],
    ['/docs/old', {exclude: ['/docs/old/**']}, 'excluded'],
    ['/docs/new/a', {exclude: ['/docs/old/**']}, null],
    ['/docs/x/zh-CN/a', {exclude: ['**/zh-CN/**']}, 'excluded'],
    ['/docs/a.html', {include: ['/docs/*.html']}, null],
    ['/docs/b/a.html', {include: ['/docs/*.html']}, 'excluded'],
    ['/blog/post', {include: ['/docs/**', '/blog/**']}, null],
    ['/blog/post', {include: ['/blog/**'], exclude: ['**/post']}, 'excluded'],
    ['/docs/a?print=1', {exclude: ['https://example.org/docs/*print=*']}, 'excluded'],
    ['/docs/a', {exclude: ['http://example.org/**']}, null],
    ['/docs/de/a', {exclude: ['/docs/{de,fr}/**']}, 'excluded'],
    ['/docs/.well/a', {exclude: ['/docs/**']}, 'excluded'],
    ['/docs/a-printable/b', {exclude: ['**/*print*/**']}, 'excluded'],
    ['/docs/a/x/b/y/c', {exclude: ['**/x/**/y/**']}, 'excluded'],
    ['/docs/manual.pdf', {include: ['/docs/**']}, 'type'],
  ])('%s with %j', (path, globs, reason) => {
    expect(refusal('/docs/', path, globs)?.reason ?? null).toBe(reason);
  });

  test('name themselves as the reason', () => {
    expect(refusal('/docs/', '/docs/old/a', {exclude: ['/x/**', '/docs/old/**']})).toEqual({
      reason: 'excluded',
      detail: '/docs/old/**',
    });
  });

  test.each([
    '',
    'docs/*',
    '*.html',
    '!/docs/**',
    '/docs/[a',
    '/docs/!(b)',
    '/(a+)+b',
    '/*a*a*b',
    '/*a*/*a*b',
    '/**/a/**/*a*b',
    '/{a,aa}{a,aa}{a,aa}{a,aa}',
    `/${'**/a/'.repeat(5)}`,
    `/${'a'.repeat(200)}`,
  ])('%j cannot be used', (glob) => {
    for (const globs of [
      {include: [glob], exclude: []},
      {include: [], exclude: [glob]},
    ]) {
      expect(() => createScope({seed: new URL(host), ...globs})).toThrow(
        expect.objectContaining({code: 'RM-CONF-074', exitCode: 2, hint: expect.stringContaining('--')}),
      );
    }
  });
});

test.each([
  '/*a*b',
  '/**/*a*b',
  '/**/*a*/*a/*b',
  '/**/*a*b/**',
  '/**/*a/**/*a/**/*a/**/*b',
  '/{a,a*}{a,a*}{a,aa}b',
  '/[a-z]*[a-z]*b',
])('the costliest glob of its kind, %s, takes no time on an address made for it', (glob) => {
  const scope = createScope({seed: new URL(host), include: [], exclude: [glob]});
  const urls = [`/${'a'.repeat(2_000)}`, `/${'a/'.repeat(19)}${'a'.repeat(1_000)}`].map(
    (path) => new URL(path, host),
  );
  const startedAt = performance.now();
  expect(urls.map((url) => scope.refuse(url))).toEqual([null, null]);
  expect(performance.now() - startedAt).toBeLessThan(100);
});

describe('one host under several addresses', () => {
  test.each([
    ['http://a.org/', 'https://a.org/x', true, true],
    ['https://a.org/', 'http://a.org/', true, true],
    ['http://a.org/', 'https://www.a.org/', false, true],
    ['https://www.a.org/', 'https://a.org/', false, true],
    ['http://a.org:8080/', 'http://a.org:8080/x', true, true],
    ['http://a.org:8080/', 'http://a.org:8081/', false, false],
    ['http://a.org:8080/', 'https://a.org:8080/', false, false],
    ['http://a.org/', 'https://a.org:8443/', false, false],
    ['http://a.org/', 'http://b.org/', false, false],
    ['http://a.org/', 'http://docs.a.org/', false, false],
    ['http://127.0.0.1:99/', 'http://localhost:99/', false, false],
  ])('%s and %s', (a, b, sameHost, sameSite) => {
    expect(isSameHost(new URL(a), new URL(b))).toBe(sameHost);
    expect(isSameSite(new URL(a), new URL(b))).toBe(sameSite);
  });
});

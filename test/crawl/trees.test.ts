import {describe, expect, test} from 'vitest';
import {createDocVersions} from '../../source/crawl/doc-version.ts';
import {extraPages} from '../../source/crawl/extra-pages.ts';
import {inferPrefix} from '../../source/crawl/infer-prefix.ts';
import {createLocales} from '../../source/crawl/locale.ts';

const at = (path: string) => new URL(path, 'https://a.org');

describe('the folder by the side menu', () => {
  const many = (prefix: string, count = 10) =>
    Array.from({length: count}, (_, i) => `https://a.org${prefix}p${i}`);

  test.each<[string, string, string[], string, string]>([
    ['the same folder', '/docs/', many('/docs/'), '/docs/', 'start-page'],
    ['folders below it', '/docs/', [...many('/docs/a/'), ...many('/docs/b/')], '/docs/', 'start-page'],
    ['siblings', '/docs/guide/intro', [...many('/docs/guide/'), ...many('/docs/api/')], '/docs/', 'menu'],
    ['siblings at the root', '/guide/intro', [...many('/guide/'), ...many('/api/')], '/', 'menu'],
    ['siblings at the root of a manual', '/start/intro', [...many('/start/'), ...many('/api/')], '/', 'menu'],
    [
      'mostly siblings',
      '/docs/guide/intro',
      [...many('/docs/guide/', 4), ...many('/docs/api/', 4), ...many('/blog/', 2)],
      '/docs/',
      'menu',
    ],
    [
      'too much else',
      '/docs/guide/intro',
      [...many('/docs/guide/', 4), ...many('/docs/api/', 3), ...many('/blog/', 3)],
      '/docs/guide/',
      'start-page',
    ],
    [
      'the menu of a site',
      '/guide/intro',
      ['/guide/', '/blog/', '/pricing', '/about', '/shop/', '/help'].map((path) => `https://a.org${path}`),
      '/guide/',
      'start-page',
    ],
    ['siblings of the manual', '/docs/', [...many('/docs/'), ...many('/blog/')], '/docs/', 'start-page'],
    ['a few links', '/docs/guide/intro', many('/docs/api/', 4), '/docs/guide/', 'start-page'],
    ['links of other hosts', '/docs/guide/intro', many('//b.org/docs/', 9), '/docs/guide/', 'start-page'],
    ['a folder that the start page names without a slash', '/docs', many('/docs/'), '/docs/', 'menu'],
    [
      'the start page itself',
      '/docs/guide/intro',
      Array(9).fill('https://a.org/docs/guide/intro#a'),
      '/docs/guide/',
      'start-page',
    ],
  ])('with %s', (_name, start, menu, path, why) => {
    expect(
      inferPrefix(
        at(start),
        menu.map((href) => new URL(href.replace('https://a.org//', '//'), 'https://a.org').href),
      ),
    ).toEqual({path, why});
  });
});

describe('pages on change outside of the folder', () => {
  const link = (href: string, text = '') => ({href: at(href).href, text});

  test('are those that are called so, by address or by text', () => {
    const links = [
      link('/changelog'),
      link('/blog/'),
      link('/x/42', 'Release notes'),
      link('/docs/migration-guide/'),
      link('/news/upgrade.html'),
      link('/exchange'),
      {href: 'https://b.org/changelog', text: 'Changelog'},
      link('/changelog?utm_source=x#a'),
    ];
    expect(extraPages(at('/docs/'), links)).toEqual([
      'https://a.org/changelog',
      'https://a.org/x/42',
      'https://a.org/docs/migration-guide/',
      'https://a.org/news/upgrade.html',
    ]);
  });

  test('are twenty at most', () => {
    const links = Array.from({length: 50}, (_, i) => link(`/c/${i}`, 'Changelog'));
    expect(extraPages(at('/docs/'), links)).toHaveLength(20);
  });
});

describe('languages', () => {
  type Facts = {lang?: string; alternates?: Record<string, string>};

  function refused(start: string, paths: string[], path: string, facts: Facts = {}) {
    const alternates = Object.entries(facts.alternates ?? {}).map(([lang, href]) => ({
      lang,
      href: at(href).href,
    }));
    return (
      createLocales(at(start), {lang: facts.lang ?? null, alternates}, paths).refuse(at(path))?.detail ?? null
    );
  }

  test.each<[string, string, string[], string, Facts, string | null]>([
    ['a folder beside', '/docs/', ['/docs/de/a', '/docs/a'], '/docs/de/b', {lang: 'en'}, 'de'],
    ['a folder with a region', '/docs/', ['/docs/zh-CN/a'], '/docs/zh-CN/b', {lang: 'en'}, 'zh-CN'],
    ['an underscore', '/docs/', ['/docs/pt_BR/a'], '/docs/pt_BR/b', {lang: 'en'}, 'pt_BR'],
    [
      'the own language as folder',
      '/docs/',
      ['/docs/en/a', '/docs/de/a'],
      '/docs/en/a',
      {lang: 'en-US'},
      null,
    ],
    ['the own folder', '/de/docs/', ['/en/docs/a'], '/de/docs/a', {}, null],
    ['the folder beside the own', '/de/docs/', ['/en/docs/a'], '/fr/docs/a', {}, 'fr'],
    ['a lang that the path contradicts', '/de/docs/', [], '/en/docs/a', {lang: 'en'}, 'en'],
    ['the language of the start page', '/docs/', ['/docs/de/a'], '/docs/de/b', {lang: 'de'}, null],
    ['English, if nothing tells', '/docs/', ['/docs/en/a', '/docs/de/a'], '/docs/en/b', {}, null],
    ['another, if nothing tells', '/docs/', ['/docs/en/a', '/docs/de/a'], '/docs/de/b', {}, 'de'],
    [
      'that of x-default',
      '/docs/',
      ['/docs/fr/a', '/docs/en/a'],
      '/docs/fr/b',
      {alternates: {'x-default': '/docs/fr/'}},
      null,
    ],
    [
      'other than x-default',
      '/docs/',
      ['/docs/fr/a', '/docs/en/a'],
      '/docs/en/b',
      {alternates: {'x-default': '/docs/fr/'}},
      'en',
    ],
    [
      'an alternate without a folder',
      '/docs/',
      [],
      '/docs/index.de.html',
      {lang: 'en', alternates: {de: '/docs/index.de.html', en: '/docs/'}},
      'de',
    ],
    ['another script', '/zh-cn/docs/', ['/zh-tw/docs/a'], '/zh-TW/docs/b', {}, 'zh-TW'],
    ['the same script by another name', '/zh-hans/docs/', [], '/zh-CN/docs/b', {}, null],
    // Codes that mean other things as well.
    ['a folder called is', '/docs/', ['/docs/is/a', '/docs/a1'], '/docs/is/b', {lang: 'en'}, null],
    [
      'a folder called id among languages',
      '/docs/',
      ['/docs/id/a', '/docs/it/a'],
      '/docs/id/b',
      {lang: 'en'},
      'id',
    ],
    [
      'a folder called it that repeats a page',
      '/docs/',
      ['/docs/it/guide', '/docs/guide'],
      '/docs/it/b',
      {lang: 'en'},
      'it',
    ],
    [
      'a folder that an alternate names',
      '/docs/',
      ['/docs/it/guide'],
      '/docs/it/b',
      {lang: 'en', alternates: {it: '/docs/it/'}},
      'it',
    ],
    ['a page called de', '/docs/', [], '/docs/go-to', {lang: 'en'}, null],
    ['a deep folder', '/docs/', ['/docs/a/b/c/d/e/de/x'], '/docs/a/b/c/d/e/de/x', {lang: 'en'}, null],
    ['js, py, ts', '/docs/', ['/docs/js/a', '/docs/py/a', '/docs/ts/a'], '/docs/ts/b', {lang: 'en'}, null],
  ])('%s', (_name, start, paths, path, facts, detail) => {
    expect(refused(start, paths, path, facts)).toBe(detail);
  });

  test.each<[string, string, string[], Facts, string, unknown]>([
    ['the own one', '/docs/', [], {lang: 'en-US'}, 'en', {kind: 'stay'}],
    ['the own folder', '/de/docs/', [], {}, 'DE', {kind: 'stay'}],
    [
      'an alternate',
      '/docs/',
      [],
      {lang: 'en', alternates: {de: '/x/y'}},
      'de',
      {kind: 'go', urls: ['https://a.org/x/y']},
    ],
    [
      'a folder beside the own',
      '/en/docs/',
      ['/de/docs/'],
      {},
      'de',
      {kind: 'go', urls: ['https://a.org/de/docs/']},
    ],
    [
      'a folder below',
      '/docs/',
      ['/docs/de/b/c', '/docs/de/b'],
      {lang: 'en'},
      'de',
      {kind: 'go', urls: ['https://a.org/docs/de/b', 'https://a.org/docs/de/']},
    ],
    [
      'none',
      '/docs/',
      ['/docs/fr/a'],
      {lang: 'en', alternates: {'pt-BR': '/pt'}},
      'de',
      {kind: 'missing', found: ['en', 'fr', 'pt-br']},
    ],
  ])('a wish for %s', (_name, start, paths, facts, wanted, choice) => {
    const alternates = Object.entries(facts.alternates ?? {}).map(([lang, href]) => ({
      lang,
      href: at(href).href,
    }));
    expect(createLocales(at(start), {lang: facts.lang ?? null, alternates}, paths).choose(wanted)).toEqual(
      choice,
    );
  });
});

describe('versions', () => {
  const pages = ['/docs/a', '/docs/b', '/docs/c', '/docs/d', '/docs/e'];

  test.each<[string, string, string[], string, string | null]>([
    ['another beside the own', '/en/stable/', [], '/en/2.0/a', '2.0'],
    ['another name beside the own', '/en/3.2/', [], '/en/dev/a', 'dev'],
    ['the own', '/en/stable/', ['/en/2.0/a'], '/en/stable/a', null],
    ['an old one below pages of their own', '/docs/', [...pages, '/docs/3.1/a'], '/docs/3.1/z', '3.1'],
    [
      'next below pages of their own',
      '/docs/',
      [...pages, '/docs/next/a', '/docs/v2/a'],
      '/docs/next/z',
      'next',
    ],
    ['next that is a page', '/docs/', [...pages, '/docs/next/intro'], '/docs/next/z', null],
    [
      'below a page above all versions, the stable one',
      '/docs/',
      ['/docs/stable/a', '/docs/3.1/a'],
      '/docs/stable/b',
      null,
    ],
    [
      'below a page above all versions, another',
      '/docs/',
      ['/docs/stable/a', '/docs/3.1/a'],
      '/docs/3.1/b',
      '3.1',
    ],
    [
      'below a page above all versions, the highest',
      '/docs/',
      ['/docs/9.0/a', '/docs/10.0/a', '/docs/11.0-rc1/a'],
      '/docs/10.0/b',
      null,
    ],
    [
      'below a page above all versions, a lower one',
      '/docs/',
      ['/docs/9.0/a', '/docs/10.0/a', '/docs/11.0-rc1/a'],
      '/docs/9.0/b',
      '9.0',
    ],
    [
      'below a page above all versions, one to come',
      '/docs/',
      ['/docs/9.0/a', '/docs/10.0/a', '/docs/11.0-rc1/a'],
      '/docs/11.0-rc1/b',
      '11.0-rc1',
    ],
    ['a plain number beside names', '/docs/16/', ['/docs/current/a'], '/docs/17/a', '17'],
    // What looks like versions and is not.
    [
      'the steps of a course',
      '/docs/course/',
      ['/docs/course/1/a', '/docs/course/2/a'],
      '/docs/course/2/a',
      null,
    ],
    ['the steps beside the start page', '/docs/course/1/', ['/docs/course/2/a'], '/docs/course/2/a', null],
    [
      'release notes',
      '/docs/',
      [...pages, '/docs/releases/4.1/a', '/docs/releases/4.2/a'],
      '/docs/releases/4.1/a',
      null,
    ],
    [
      'versions of an interface',
      '/docs/',
      [...pages, '/docs/api/v1/a', '/docs/api/v2/a'],
      '/docs/api/v1/a',
      null,
    ],
    ['a blog', '/', ['/blog/2021/a', '/blog/2022/a'], '/blog/2021/a', null],
    ['years', '/', ['/2021/05/a', '/2022/05/a'], '/2021/05/a', null],
    ['a page named by a version', '/docs/', [...pages, '/docs/whatsnew-3.2.html'], '/docs/3.2.html', null],
  ])('%s', (_name, start, paths, path, detail) => {
    expect(createDocVersions(at(start), null, paths).refuse(at(path))?.detail ?? null).toBe(detail);
  });

  test.each<[string, string, string | null, string[], string, unknown]>([
    ['the own one', '/en/3.2/', null, [], '3.2', {kind: 'stay'}],
    ['what the own name stands for', '/en/stable/', '3.2.1', [], '3.2', {kind: 'stay'}],
    ['the version of the page', '/docs/', '3.2.1', [], '3.2', {kind: 'stay'}],
    [
      'a known one',
      '/en/stable/guide/',
      null,
      ['/en/v3.2/guide/', '/en/3.1/'],
      '3.2',
      {kind: 'go', urls: ['https://a.org/en/v3.2/guide/']},
    ],
    [
      'the newest of many',
      '/docs/',
      null,
      ['/docs/3.1.4/', '/docs/3.1.15/', '/docs/3.10/'],
      '3.1',
      {kind: 'go', urls: ['https://a.org/docs/3.1.15/']},
    ],
    [
      'one that may be there',
      '/en/stable/guide/',
      null,
      [],
      '3.2',
      {kind: 'go', urls: ['https://a.org/en/3.2/guide/']},
    ],
    [
      'one like the own',
      '/en/v4/guide/',
      null,
      [],
      '3.2',
      {kind: 'go', urls: ['https://a.org/en/v3.2/guide/', 'https://a.org/en/3.2/guide/']},
    ],
    [
      'none',
      '/docs/',
      '4.0',
      ['/docs/3.9/a', '/docs/3.10/a'],
      '3.2',
      {kind: 'missing', found: ['3.10', '3.9']},
    ],
  ])('a wish for %s', (_name, start, stated, paths, wanted, choice) => {
    expect(createDocVersions(at(start), stated, paths).choose(wanted)).toEqual(choice);
  });
});

import {DomUtils, parseDocument} from 'htmlparser2';
import {describe, expect, test} from 'vitest';
import {demoSite} from '../../source/demo/site.ts';

const deadLink = '/archive/1.x.html';
const privatePage = '/internal/release-checklist.html';
const hiddenPhrase = 'previous instructions';

const site = demoSite();
const pages = [...site].filter(([, {contentType}]) => contentType.startsWith('text/html'));
const paths = pages.map(([path]) => path);

describe('the demo site', () => {
  test('has about a dozen pages and the files around them', () => {
    expect(paths).toHaveLength(14);
    expect([...site.keys()].filter((path) => !paths.includes(path))).toEqual([
      '/robots.txt',
      '/assets/site.css',
      '/assets/site.js',
    ]);
  });

  test('has the same bytes on two renders', () => {
    expect([...demoSite()]).toEqual([...site]);
  });

  test('links only to paths and ids that exist, but for one dead link', () => {
    const broken = internalLinks().filter(
      ({path, id}) => !site.has(path) || !idsOf(path).includes(id ?? 'content'),
    );
    expect(broken).toEqual([{from: '/releases/changelog.html', path: deadLink, id: null}]);
  });

  test('links to one place outside', () => {
    const outside = pages.flatMap(([path]) => hrefs(path).filter((href) => /^[a-z]+:/.test(href)));
    expect(outside).toEqual(['https://www.iana.org/time-zones']);
  });

  test('leads from the start page to every page', () => {
    const reached = new Set(['/']);
    for (const path of reached) {
      for (const link of internalLinks().filter(({from}) => from === path)) {
        if (paths.includes(link.path)) {
          reached.add(link.path);
        }
      }
    }
    expect([...reached].sort()).toEqual([...paths].sort());
  });

  test('closes the private page to robots and no other', () => {
    const rules = site.get('/robots.txt')?.body.trimEnd().split('\n');
    expect(rules).toEqual(['User-agent: *', `Disallow: ${privatePage}`]);
    expect(paths.filter((path) => path.startsWith(privatePage))).toEqual([privatePage]);
  });

  test('leaves prev and next in reading order and the private page out of it', () => {
    const seen = ['/'];
    for (const path of seen) {
      const next = DomUtils.findOne((node) => node.attribs.rel === 'next', documentOf(path).children);
      if (next) {
        seen.push(next.attribs.href ?? '');
      }
    }
    expect(seen).toEqual(paths.filter((path) => path !== privatePage));
  });

  test('holds every kind of block that an extractor must know', () => {
    const all = pages.map(([, {body}]) => body).join('\n');
    for (const mark of [
      'class="admonition note"',
      'class="admonition important"',
      'class="admonition warning"',
      'class="admonition danger"',
      'class="deprecated"',
      'class="versionadded"',
      'class="versionchanged"',
      'class="badge deprecated"',
      'class="language-ts"',
      'class="language-python"',
      'class="tabbed-set"',
      'class="cookie-banner"',
      '<details>',
      '<dt class="sig" id="Queue.enqueue">',
      '<table>',
      '<ol>',
    ]) {
      expect(all, mark).toContain(mark);
    }
  });

  test('hides text in four ways that no reader can see', () => {
    const all = pages.map(([, {body}]) => body).join('\n');
    for (const way of [
      '<p hidden>',
      '<p style="display: none">',
      '<span style="position: absolute; left: -9999px">',
      '<!--',
    ]) {
      const from = all.indexOf(way);
      expect(all.slice(from, from + 150), way).toContain(hiddenPhrase);
    }
    expect(all.split(hiddenPhrase)).toHaveLength(5);
  });
});

describe.each(pages)('the page %s', (path, {body}) => {
  test('has one h1, one main and a title', () => {
    expect(elements(path, 'h1')).toHaveLength(1);
    expect(elements(path, 'main')).toHaveLength(1);
    expect(DomUtils.textContent(elements(path, 'title'))).toContain('Millrace');
  });

  test('has each id once', () => {
    expect(idsOf(path)).toEqual([...new Set(idsOf(path))]);
  });

  test('has an id and a permalink on every heading below the h1', () => {
    for (const heading of [...elements(path, 'h2'), ...elements(path, 'h3'), ...elements(path, 'dt')]) {
      const link = DomUtils.findOne((node) => node.attribs.class === 'headerlink', heading.children);
      expect(link?.attribs.href).toBe(`#${heading.attribs.id}`);
    }
  });

  test('closes every element that it opens', () => {
    expect(unbalanced(body)).toEqual([]);
  });

  test('shows code as it was written, without the indentation of our source', () => {
    for (const code of elements(path, 'code').filter((node) => node.attribs.class)) {
      const lines = DomUtils.textContent(code).split('\n');
      expect(lines[0]?.trim()).not.toBe('');
      expect(lines.at(-1)?.trim()).not.toBe('');
      expect(lines.some((line) => /^\S/.test(line))).toBe(true);
    }
  });
});

function documentOf(path: string) {
  return parseDocument(site.get(path)?.body ?? '');
}

function elements(path: string, name: string) {
  return DomUtils.getElementsByTagName(name, documentOf(path));
}

function idsOf(path: string): string[] {
  return DomUtils.findAll((node) => node.attribs.id !== undefined, documentOf(path).children).map(
    (node) => node.attribs.id ?? '',
  );
}

function hrefs(path: string): string[] {
  return elements(path, 'a').map((node) => node.attribs.href ?? '');
}

function internalLinks(): {from: string; path: string; id: string | null}[] {
  return pages.flatMap(([from]) =>
    hrefs(from)
      .filter((href) => !/^[a-z]+:/.test(href))
      .map((href) => {
        const {pathname, hash} = new URL(href, `http://site.test${from}`);
        return {from, path: pathname, id: hash === '' ? null : decodeURIComponent(hash.slice(1))};
      }),
  );
}

/** Tags that do not pair up, by a plain stack: a parser would repair them in silence. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const isVoid = new Set(['meta', 'link', 'input', 'br', 'hr', 'img']);
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b/g)) {
    if (slash === '') {
      open.push(...(isVoid.has(name) ? [] : [name]));
    } else if (open.pop() !== name) {
      faults.push(`</${name}>`);
    }
  }
  return [...faults, ...open];
}

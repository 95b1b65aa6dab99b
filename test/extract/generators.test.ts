import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {extract} from '../../source/extract/extract.ts';
import {pageToMarkdown} from '../../source/extract/markdown.ts';

const fixtures = new URL('../fixtures/extract/', import.meta.url);

function read(name: string) {
  const body = readFileSync(new URL(`${name}.html`, fixtures));
  return extract({url: `https://docs.acme.test/en/${name}.html`, body, contentType: 'text/html'});
}

const pages = [
  [
    'sphinx',
    'sphinx',
    '3.2.1',
    'en',
    'Client API',
    ['client-api', 'acme.Client', 'acme.Client.get', 'client-api'],
  ],
  ['mkdocs', 'mkdocs', null, 'en', 'Setup', ['setup', 'steps']],
  ['docusaurus', 'docusaurus', '2.4', 'en-US', 'Getting started', [null, 'install']],
  ['vitepress', 'vitepress', null, 'en-US', 'Config', ['config']],
  ['starlight', 'starlight', null, 'en', 'Routing', [null, 'dynamic']],
  ['mdbook', 'mdbook', null, 'en', 'Traits', ['traits']],
  ['javadoc', 'javadoc', '2.5.1', 'en', 'Class Box', [null, null, 'method-detail', 'open()']],
  ['docbook', 'docbook', null, null, '5.4. Constraints', ['DDL-CONSTRAINTS', 'CHECK']],
  ['asciidoctor', 'asciidoctor', null, 'en', 'Acme Manual', [null, '_start']],
  ['doxygen', 'doxygen', '4.1.0', 'en-US', 'Buffer Class Reference', [null, 'a1']],
  ['node-doc', 'node-doc', '18.20.4', 'en', 'Punycode', ['punycode', 'punycodedecodestring']],
  ['handmade', null, null, null, 'The Frob Library', [null, 'limits']],
] as const;

describe('a page of a documentation generator', () => {
  it.each(pages)('%s: keeps its text and loses its furniture', async (name) => {
    const {page} = read(name);
    await expect(pageToMarkdown(page)).toMatchFileSnapshot(`../fixtures/extract/${name}.md`);
  });

  it.each(pages)(
    '%s: says what made it, version, language, title and anchors',
    (name, generator, version, lang, title, anchors) => {
      const {page} = read(name);
      expect(page).toMatchObject({generator, version, lang, title});
      expect(page.sections.map(({anchor}) => anchor)).toEqual(anchors);
    },
  );

  it('drops no link of the menus, since the crawler lives on them', () => {
    const {links, canonical} = read('sphinx');
    expect(canonical).toBe('https://docs.acme.test/en/stable/api.html');
    expect(links.map(({href}) => href)).toEqual([
      'https://docs.acme.test/en/errors.html',
      'https://docs.acme.test/en/guide.html',
      'https://docs.acme.test/en/genindex.html',
      'https://docs.acme.test/en/_modules/acme.html#Client',
    ]);
  });
});

describe('hidden text', () => {
  const {page} = read('hidden');

  it('reaches no block, whatever hides it', () => {
    expect(JSON.stringify(page.sections)).not.toMatch(/BAD/);
  });

  it('is counted by reason', () => {
    expect(page.removed).toMatchObject({
      'display-none': 2,
      'aria-hidden': 1,
      tags: 6,
      'zero-width': 1,
      template: 1,
    });
  });

  it('leaves visible text alone: half transparent, hidden in print, tab panels and closed details', () => {
    const text = pageToMarkdown(page);
    for (const word of ['one', 'two', 'three', 'four', 'five', 'panel', 'details'])
      expect(text).toContain(`Visible ${word}.`);
    expect(text).toContain('Tags and zerowidth and softhyphen.');
  });
});

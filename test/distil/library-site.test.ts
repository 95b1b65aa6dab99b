import {describe, expect, it} from 'vitest';
import {detectLibrary} from '../../source/distil/library.ts';
import type {Page} from '../../source/extract/page.ts';

const page = (title: string, site: string | null, version: string | null = null): Page => ({
  url: `http://127.0.0.1/${title}`,
  title,
  site,
  lang: 'en',
  version,
  generator: null,
  kind: 'guide',
  sections: [],
  removed: {},
});

const detect = (pages: readonly Page[]) => {
  const {name, version, slug} = detectLibrary(pages, 'http://127.0.0.1:8000/');
  return [name, version, slug];
};

describe('the name of the library', () => {
  it.each([
    ['Millrace 3.2', ['Millrace', '3.2', 'millrace']],
    ['Flask Documentation (2.2.x)', ['Flask', '2.2.x', 'flask']],
    ['Node.js v18.13.0 Documentation', ['Node.js', '18.13.0', 'node-js']],
    ['Acme Docs', ['Acme', null, 'acme']],
    ['Acme', ['Acme', null, 'acme']],
    ['Vue Router', ['Vue Router', null, 'vue-router']],
    ['API Reference', ['documentation', null, 'documentation']],
  ])('is what the pages call their site: %s', (site, expected) => {
    expect(detect([page('Workers', site), page('Retries', site), page('404', null)])).toEqual(expected);
  });

  it('is not what a few pages call it', () => {
    expect(
      detect([page('a', 'Blog'), page('b', 'Blog'), ...['c', 'd', 'e'].map((title) => page(title, null))])[0],
    ).toBe('documentation');
  });

  it('is the first of two products, without the version that the pages state', () => {
    const site = 'Acme Platform 17 & Acme Kit 17';
    expect(detect([page('Widget', site, '17'), page('Gear', site, '17')])).toEqual([
      'Acme Platform',
      '17',
      'acme-platform',
    ]);
  });

  it('takes the version that pages state over the one in the name', () => {
    expect(detect([page('a', 'Millrace 3.2', '3.2.1'), page('b', 'Millrace 3.2', '3.2.1')])[1]).toBe('3.2.1');
  });

  it('takes the version that the title of the start page alone states', () => {
    const more = Array.from({length: 12}, (_, index) => page(`Part ${index}`, null));
    expect(detect([page('Acme 15.2 Documentation', null), ...more])).toEqual(['Acme', '15.2', 'acme']);
    expect(detect([...more, page('Acme 15.2 Documentation', null)])[1]).toBeNull();
  });

  it('is the book, not the page before the colon, whichever page comes first', () => {
    const titles = [
      'ExampleCat: AIO Reference Manual',
      'Volumes: AIO Reference Manual',
      'Drives: AIO Reference Manual',
    ];
    for (const order of [titles, [...titles].reverse()])
      expect(detect(order.map((title) => page(title, null)))[0]).toBe('AIO');
  });

  it('is the program whose commands the manual pages describe', () => {
    const titles = [
      'acme-add(1) Manual Page',
      'acme-rm(1) Manual Page',
      'acme(1) Manual Page',
      'User manual',
    ];
    expect(detect(titles.map((title) => page(title, null)))[0]).toBe('acme');
  });
});

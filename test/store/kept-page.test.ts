import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openJournal} from '../../source/store/journal.ts';
import {KeptPage, packJson, unpackJson} from '../../source/store/kept-page.ts';
import {openPageStore} from '../../source/store/page-store.ts';
import {openSharedPages, type PagesPlace} from '../../source/store/shared-pages.ts';

type Stored = {readonly name: string};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-kept-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const kept = (name: string) => new KeptPage({title: name.slice(0, 9)}, packJson({name}));
const long = 'long \u{1f600} é \u2028 "x" '.repeat(20_000);

/** What another thread would read; the place crosses as plain data. */
function shared(place: PagesPlace | null | undefined): Stored[] {
  if (!place) throw new Error('there is no place');
  const pages = openSharedPages<Stored>(structuredClone(place));
  const all = [...pages.pages()];
  expect([pages.count(), [...pages.pages()]]).toEqual([all.length, all]);
  pages.close();
  return all;
}

describe('a page as it is kept', () => {
  it.each([
    ['as text', 'short \u2028 "quoted"', 'string'],
    ['packed when it is long', long, 'object'],
  ])('%s, and comes back as it was', (_, name, form) => {
    const packed = packJson({name});
    expect(typeof packed).toBe(form);
    expect(unpackJson(packed)).toEqual({name});
    if (packed instanceof Uint8Array) {
      expect(packed.length).toBeLessThan(name.length / 10);
      // Nothing but its own bytes lies in the buffer, so it may go to another thread.
      expect(packed.buffer.byteLength).toBe(packed.length);
    }
  });

  it.each([['short'], [long]])('is what a journal gives back, with what is told of it', (name) => {
    const journal = openJournal<Stored>(':memory:');
    journal.keepReading('k', {state: 'page', facts: {links: []}, content: kept(name)});
    const content = journal.reading('k')?.content;
    expect(content).toBeInstanceOf(KeptPage);
    expect(content).toMatchObject({about: {title: name.slice(0, 9)}});
    expect(content instanceof KeptPage ? unpackJson(content.json) : null).toEqual({name});
    journal.pages.add(0, 'https://a.dev/k', kept(name), 'k');
    expect([...journal.pages.pages()]).toEqual([{name}]);
    journal.close();
  });
});

describe('pages for another thread', () => {
  it('are those of a journal, in crawl order, those just added among them', () => {
    const journal = openJournal<Stored>(join(root, 'journal.db'));
    for (const [order, name] of [long, 'one', 'two'].entries()) {
      journal.keepReading(name, {state: 'page', facts: null, content: kept(name)});
      journal.pages.add(2 - order, 'https://a.dev/', kept(name), name);
    }
    expect(shared(journal.pages.share?.())).toEqual([{name: 'two'}, {name: 'one'}, {name: long}]);
    journal.close();
  });

  it('are those of a page store', () => {
    const store = openPageStore<Stored>(join(root, 'pages.db'));
    store.add(1, 'https://a.dev/1', kept(long));
    store.add(0, 'https://a.dev/0', {name: 'plain'});
    expect(shared(store.share?.())).toEqual([{name: 'plain'}, {name: long}]);
    store.close();
  });

  it('are not there when they lie in memory alone', () => {
    const journal = openJournal<Stored>(':memory:');
    const store = openPageStore<Stored>(':memory:');
    expect([journal.pages.share?.(), store.share?.()]).toEqual([null, null]);
    journal.close();
    store.close();
  });
});

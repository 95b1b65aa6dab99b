import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openJournal, type StoredReading} from '../../source/store/journal.ts';

let root = '';
let path = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-journal-'));
  path = join(root, 'journal.db');
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const page = (name: string): StoredReading => ({
  state: 'page',
  facts: {links: [{href: 'https://a.dev/b', text: 'b \u2028 "q"'}]},
  content: {name},
});
const failed: StoredReading = {state: 'failed', facts: {status: 404}, content: null};

describe('the journal of a run', () => {
  it('gives back what was kept, a page and its links as one, and null for the rest', () => {
    const journal = openJournal<{name: string}>(':memory:');
    expect([journal.isEmpty(), journal.reading('k')]).toEqual([true, null]);
    journal.keepReading('k', page('one'));
    journal.keepReading('k', page('two'));
    journal.keepReading('gone', failed);
    journal.keepAnswer('robots https://a.dev/robots.txt', {
      facts: {status: 200},
      body: Buffer.from('x\0y'),
      atMs: 12.4,
    });
    expect([journal.isEmpty(), journal.reading('k'), journal.reading('gone')]).toEqual([
      false,
      page('two'),
      failed,
    ]);
    const answer = journal.answer('robots https://a.dev/robots.txt');
    expect([answer?.facts, Buffer.from(answer?.body ?? []).toString(), answer?.atMs]).toEqual([
      {status: 200},
      'x\0y',
      12,
    ]);
    expect(journal.answer('other')).toBe(null);
    journal.close();
  });

  it('has pages in crawl order without keeping them twice, and forgets the order when it is opened again', () => {
    const names = (journal: ReturnType<typeof openJournal<{name: string}>>) =>
      [...journal.pages.pages()].map(({name}) => name);
    const journal = openJournal<{name: string}>(path);
    for (let order = 0; order < 150; order += 1) journal.keepReading(`k${order}`, page(String(order)));
    for (let order = 149; order >= 0; order -= 1)
      journal.pages.add(order, 'https://a.dev/final', {name: 'unused'}, `k${order}`);
    expect([journal.pages.count(), names(journal)]).toEqual([
      150,
      Array.from({length: 150}, (_, at) => String(at)),
    ]);
    expect(names(journal)).toEqual(names(journal));
    journal.close();
    const again = openJournal<{name: string}>(path);
    expect([again.pages.count(), again.reading('k7')]).toEqual([0, page('7')]);
    again.pages.add(0, 'https://a.dev/final', {name: 'unused'}, 'k7');
    expect(names(again)).toEqual(['7']);
    again.close();
  });

  it('holds every page that was kept when the process ends without a word', () => {
    const journal = openJournal(path);
    journal.keepReading('k', page('one'));
    // What the file and its log hold now is what a killed process leaves.
    const copy = join(root, 'copy.db');
    for (const end of ['', '-wal']) writeFileSync(copy + end, readFileSync(path + end));
    const after = openJournal(copy);
    expect(after.reading('k')).toEqual(page('one'));
    expect(after.setAside).toBe(null);
    after.close();
    journal.close();
  });

  it('forgets failures or skips when asked to', () => {
    const journal = openJournal(':memory:');
    journal.keepReading('k', page('one'));
    journal.keepReading('gone', failed);
    journal.forget('failed');
    expect([journal.reading('k'), journal.reading('gone')]).toEqual([page('one'), null]);
    journal.close();
  });

  it('is for its owner alone', () => {
    openJournal(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['cut', () => truncateSync(path, 6000)],
    ['overwritten', () => writeFileSync(path, 'no database at all, but long enough to look at'.repeat(200))],
  ])('puts a file that was %s aside, keeps it and begins anew', (_, damage) => {
    const journal = openJournal(path);
    for (let at = 0; at < 200; at += 1) journal.keepReading(`k${at}`, page('x'.repeat(500)));
    journal.close();
    damage();
    const bytes = readFileSync(path);
    const again = openJournal(path);
    expect([again.isEmpty(), again.setAside]).toEqual([true, `${path}.damaged`]);
    expect(readFileSync(`${path}.damaged`).equals(bytes)).toBe(true);
    again.close();
  });

  it('refuses a journal of another version and changes nothing', () => {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 9');
    database.close();
    const before = readFileSync(path);
    expect(() => openJournal(path)).toThrow(expect.objectContaining({code: 'RM-CONF-052', exitCode: 9}));
    expect([readFileSync(path).equals(before), readdirSync(root)]).toEqual([true, ['journal.db']]);
  });

  it('says which file could not be written', () => {
    const journal = openJournal(path);
    journal.close();
    expect(() => journal.keepReading('k', page('one'))).toThrow(
      expect.objectContaining({exitCode: 9, message: `${path} cannot be written`}),
    );
    expect(() => openJournal(join(root, 'none', 'journal.db'))).toThrow(
      expect.objectContaining({code: 'RM-FS-053'}),
    );
  });
});

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openJournal} from '../../source/store/journal.ts';
import {readPages} from '../../source/store/read-pages.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-maker-pages-'));
  path = join(folder, 'journal.db');
  const journal = openJournal<string>(path);
  for (const [order, name] of ['b', 'a'].entries()) {
    journal.keepReading(name, {state: 'page', facts: {}, content: `page ${name}`});
    journal.pages.add(order, name, '');
  }
  expect(journal.pages.count()).toBe(2);
  journal.close();
});

afterEach(() => rmSync(folder, {recursive: true}));

function read(): string[] {
  const stored = readPages<string>(path);
  const pages = [...(stored?.pages ?? [])];
  stored?.close();
  return pages;
}

describe('the pages of a finished run', () => {
  it('are read in crawl order, as often as one likes', () => {
    expect(read()).toEqual(['page b', 'page a']);
    expect(read()).toEqual(['page b', 'page a']);
  });

  it('are not to be had from another version, from what is no database, and from nothing', () => {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 9999');
    database.close();
    expect(readPages(path)).toBeNull();
    writeFileSync(path, 'no database at all, but long enough to be looked at'.repeat(100));
    expect(readPages(path)).toBeNull();
    expect(readPages(join(folder, 'gone.db'))).toBeNull();
  });
});

import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {userFolders} from '../../source/store/folders.ts';
import {openPageStore} from '../../source/store/page-store.ts';
import {createRunFolder, openRunLog} from '../../source/store/run-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-store-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

describe('the folders of the user', () => {
  it('follow the XDG variables, and ignore a relative one', () => {
    expect(userFolders({HOME: '/home/u', XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: 'relative'})).toEqual({
      config: '/home/u/.config/rules-maker',
      state: '/s/rules-maker',
    });
  });
});

describe('the page store', () => {
  it('gives pages back in crawl order, as often as asked, also before the first commit', () => {
    const store = openPageStore<{name: string}>(':memory:');
    store.add(2, 'https://a.dev/2', {name: 'two'});
    store.add(0, 'https://a.dev/0', {name: 'zero'});
    store.add(1, 'https://a.dev/1', {name: 'one \u2028 "quoted"'});
    const names = () => [...store.pages()].map(({name}) => name);
    expect(names()).toEqual(['zero', 'one \u2028 "quoted"', 'two']);
    expect(names()).toEqual(names());
    expect(store.count()).toBe(3);
    store.close();
  });

  it('keeps pages on disk, for their owner alone', () => {
    const path = join(root, 'pages.db');
    const store = openPageStore<number>(path);
    for (let order = 0; order < 100; order += 1) store.add(order, `https://a.dev/${order}`, order);
    store.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = openPageStore<number>(path);
    expect([...again.pages()].length).toBe(100);
    again.close();
  });
});

describe('the folder of a run', () => {
  it('is made for its owner alone and holds the log', async () => {
    const folder = await createRunFolder(root, '20261122-184501-7f3a');
    const log = await openRunLog(folder.logPath);
    log.write('{"seq":1}\n');
    log.write('{"seq":2}\n');
    await log.close();
    expect(readFileSync(folder.logPath, 'utf8')).toBe('{"seq":1}\n{"seq":2}\n');
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.logPath).mode & 0o777).toBe(0o600);
  });

  it('takes the place of the oldest run when there are fifty', async () => {
    for (let run = 10; run < 70; run += 1)
      mkdirSync(join(root, 'runs', `202601${run}-000000-0000`), {recursive: true});
    await createRunFolder(root, '20261122-184501-7f3a');
    const runs = readdirSync(join(root, 'runs')).sort();
    expect(runs.length).toBe(50);
    expect(runs.at(-1)).toBe('20261122-184501-7f3a');
  });

  it('says what to do when the state folder cannot be written', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(createRunFolder(join(root, 'file'), 'x')).rejects.toMatchObject({
      code: 'RM-FS-053',
      exitCode: 9,
      hint: 'set XDG_STATE_HOME to a folder of yours',
    });
  });
});

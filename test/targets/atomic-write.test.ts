import {execFileSync, spawnSync} from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {atomicRemove, atomicWrite, checkWritable} from '../../source/targets/atomic-write.ts';

let base = '';
let root = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'atomic-'));
  root = join(base, 'root');
  mkdirSync(root);
});
afterEach(() => {
  chmodSync(root, 0o755);
  rmSync(base, {recursive: true});
});

const at = (path: string) => join(root, path);
const bytes = (text: string) => Buffer.from(text);
const write = (path: string, expected: string | null = null) =>
  atomicWrite(root, path, bytes('new'), {expected: expected === null ? null : bytes(expected)});
const refusal = (path: string) =>
  expect.objectContaining({code: 'RM-FS-056', exitCode: 8, message: expect.stringContaining(path)});

describe('atomicWrite', () => {
  it('writes a new file, makes its folders and leaves no temporary file', async () => {
    expect(await write('a/b/c.md')).toBe(true);
    expect(readFileSync(at('a/b/c.md'), 'utf8')).toBe('new');
    expect(readdirSync(at('a/b'))).toEqual(['c.md']);
  });

  it('replaces a file and keeps its mode', async () => {
    writeFileSync(at('x.md'), 'old');
    chmodSync(at('x.md'), 0o640);
    expect(await write('x.md', 'old')).toBe(true);
    expect(readFileSync(at('x.md'), 'utf8')).toBe('new');
    expect(statSync(at('x.md')).mode & 0o777).toBe(0o640);
  });

  it.each([
    ['changed', 'old', 'theirs'],
    ['appeared', null, 'theirs'],
  ])('writes nothing if the file %s in the meantime', async (_, expected, present) => {
    writeFileSync(at('x.md'), present);
    expect(await write('x.md', expected)).toBe(false);
    expect(readFileSync(at('x.md'), 'utf8')).toBe('theirs');
    expect(readdirSync(root)).toEqual(['x.md']);
  });

  it('writes nothing if the file vanished in the meantime', async () => {
    expect(await write('a/x.md', 'old')).toBe(false);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    ['ENOSPC', 'RM-FS-054'],
    ['EIO', 'RM-FS-055'],
    ['EACCES', 'RM-FS-053'],
    ['EROFS', 'RM-FS-053'],
  ])('leaves the old file whole and nothing else when the rename fails with %s', async (code, ours) => {
    writeFileSync(at('x.md'), 'old');
    const rename = () => Promise.reject(Object.assign(new Error(code), {code}));
    for (const [path, expected] of [
      ['x.md', bytes('old')],
      ['new/deep/y.md', null],
    ] as const) {
      await expect(atomicWrite(root, path, bytes('new'), {expected, rename})).rejects.toThrow(
        expect.objectContaining({code: ours, exitCode: 9, message: expect.stringContaining(path)}),
      );
    }
    expect(readFileSync(at('x.md'), 'utf8')).toBe('old');
    expect(readdirSync(root)).toEqual(['x.md']);
  });

  it('leaves the old file whole when the process is killed before the rename, and the next run cleans up', async () => {
    writeFileSync(at('x.md'), 'old');
    const module = pathToFileURL(join(import.meta.dirname, '../../source/targets/atomic-write.ts')).href;
    const program = `
      const {atomicWrite} = await import(${JSON.stringify(module)});
      await atomicWrite(${JSON.stringify(root)}, 'x.md', Buffer.from('new'), {
        expected: Buffer.from('old'),
        rename: () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => setInterval(() => {}, 1000)); },
      });`;
    const {signal} = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
    expect(signal).toBe('SIGKILL');
    expect(readFileSync(at('x.md'), 'utf8')).toBe('old');
    expect(readdirSync(root)).toHaveLength(2);
    expect(await write('x.md', 'old')).toBe(true);
    expect(readdirSync(root)).toEqual(['x.md']);
  });

  const outside = () => {
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(base, 'outside', 'c.md'), 'theirs');
  };
  it.each<[string, string, () => void]>([
    ['a linked folder first', 'a/b/c.md', () => symlinkSync(join(base, 'outside'), at('a'))],
    [
      'a linked folder in the middle',
      'a/b/c.md',
      () => {
        mkdirSync(at('a'));
        symlinkSync(join(base, 'outside'), at('a/b'));
      },
    ],
    ['a linked folder that stays inside', 'a/c.md', () => symlinkSync('.', at('a'))],
    ['a linked file', 'c.md', () => symlinkSync(join(base, 'outside', 'c.md'), at('c.md'))],
    ['a dangling link', 'c.md', () => symlinkSync('nowhere', at('c.md'))],
    ['a loop of links', 'c.md', () => symlinkSync('c.md', at('c.md'))],
    ['a hard link', 'c.md', () => linkSync(join(base, 'outside', 'c.md'), at('c.md'))],
    ['a folder in the way', 'c.md', () => mkdirSync(at('c.md'))],
    ['a file where a folder is needed', 'a/c.md', () => writeFileSync(at('a'), 'theirs')],
    ['a FIFO', 'c.md', () => void makeFifo(at('c.md'))],
    ['a FIFO where a folder is needed', 'a/c.md', () => void makeFifo(at('a'))],
  ])('refuses %s', async (_, path, prepare) => {
    outside();
    prepare();
    const before = snapshot(base);
    await expect(write(path)).rejects.toThrow(refusal(path));
    expect(snapshot(base)).toEqual(before);
  });

  it.each([
    '../x.md',
    'a/../../x.md',
    '/etc/x.md',
    'a//x.md',
    './x.md',
    '',
    'a\\b.md',
    'C:x.md',
    'a\nb',
    '.git/hooks/x',
  ])('refuses the path %j', async (path) => {
    await expect(write(path)).rejects.toThrow(refusal(path));
    expect(snapshot(base)).toEqual({root: 'folder'});
  });

  it('accepts a root that is a link itself', async () => {
    symlinkSync(root, join(base, 'link'));
    expect(await atomicWrite(join(base, 'link'), 'x.md', bytes('new'), {expected: null})).toBe(true);
    expect(readFileSync(at('x.md'), 'utf8')).toBe('new');
  });
});

describe('atomicRemove', () => {
  it('removes a file only if it is what was expected', async () => {
    writeFileSync(at('x.md'), 'theirs');
    expect(await atomicRemove(root, 'x.md', bytes('ours'))).toBe(false);
    expect(await atomicRemove(root, 'x.md', bytes('theirs'))).toBe(true);
    expect(readdirSync(root)).toEqual([]);
  });

  it('removes the folders of ours that it leaves empty, no others', async () => {
    await write('.rules-maker/acme/x.md');
    await write('.cursor/rules/x.mdc');
    await atomicRemove(root, '.rules-maker/acme/x.md', bytes('new'));
    await atomicRemove(root, '.cursor/rules/x.mdc', bytes('new'));
    expect(Object.keys(snapshot(root)).toSorted()).toEqual(['.cursor', '.cursor/rules', '.rules-maker']);
  });

  it('refuses to remove through a link', async () => {
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(base, 'outside', 'x.md'), 'new');
    symlinkSync(join(base, 'outside'), at('a'));
    await expect(atomicRemove(root, 'a/x.md', bytes('new'))).rejects.toThrow(refusal('a/x.md'));
    expect(existsSync(join(base, 'outside', 'x.md'))).toBe(true);
  });
});

describe('checkWritable', () => {
  it('makes a missing folder and leaves nothing in it', async () => {
    await checkWritable(at('a/b/c'));
    expect(readdirSync(at('a/b/c'))).toEqual([]);
  });

  it('leaves an existing folder as it is', async () => {
    writeFileSync(at('x'), '1');
    await checkWritable(root);
    expect(readdirSync(root)).toEqual(['x']);
  });

  it.each<[string, string, () => void]>([
    ['a file', 'f', () => writeFileSync(at('f'), '')],
    ['a folder below a file', 'f/a/b', () => writeFileSync(at('f'), '')],
    ['a dangling link', 'l', () => symlinkSync('nowhere', at('l'))],
    ['a loop of links', 'l/a', () => symlinkSync('l', at('l'))],
    ['a name that is too long', `ok/${'x'.repeat(300)}`, () => undefined],
  ])('refuses %s and leaves nothing behind', async (_, name, prepare) => {
    prepare();
    const path = at(name);
    const before = snapshot(base);
    await expect(checkWritable(path)).rejects.toThrow(
      expect.objectContaining({
        code: 'RM-FS-053',
        exitCode: 9,
        message: expect.stringContaining(path),
        why: expect.stringMatching(/./),
        hint: expect.stringMatching(/--output-dir|shorter/),
      }),
    );
    expect(snapshot(base)).toEqual(before);
  });

  it.each(['.', 'a/b'])('refuses %s in a folder without write permission', (path) => {
    chmodSync(base, 0o755);
    chmodSync(root, 0o555);
    const module = pathToFileURL(join(import.meta.dirname, '../../source/targets/atomic-write.ts')).href;
    const program = `
      const {checkWritable} = await import(${JSON.stringify(module)});
      if (process.getuid() === 0) process.setuid(65534);
      const error = await checkWritable(${JSON.stringify(join(root, path))}).then(() => null, (error) => error);
      process.stdout.write(JSON.stringify({code: error?.code, exit: error?.exitCode, message: error?.message, why: error?.why}));`;
    const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      code: 'RM-FS-053',
      exit: 9,
      message: `cannot write to the output folder ${join(root, path)}`,
      why: 'permission denied (EACCES)',
    });
    expect(readdirSync(root)).toEqual([]);
  });
});

/** Node has no call for it; the command is part of POSIX. */
function makeFifo(path: string): void {
  const command = 'mkfifo';
  execFileSync(command, [path]);
}

/** What every path below a folder is; files by their content. */
function snapshot(folder: string): Record<string, string> {
  const paths = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  return Object.fromEntries(
    paths.map((path) => {
      const stats = lstatSync(join(folder, path));
      if (stats.isFile()) return [path, `file ${readFileSync(join(folder, path), 'utf8')}`];
      return [path, stats.isDirectory() ? 'folder' : 'other'];
    }),
  );
}

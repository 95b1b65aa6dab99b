import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {outputPlace} from '../../source/commands/output-place.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'rules-maker-place-')));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const place = (asked: Partial<Parameters<typeof outputPlace>[0]>) =>
  outputPlace({cwd: root, outputDirectory: '', formats: [], file: null, ...asked});

describe('the place of the output', () => {
  it('is the repository root, else here', async () => {
    mkdirSync(join(root, 'repo', '.git'), {recursive: true});
    mkdirSync(join(root, 'repo', 'deep'));
    expect((await place({cwd: join(root, 'repo', 'deep')})).root).toBe(join(root, 'repo'));
    expect((await place({})).root).toBe(root);
    expect((await place({outputDirectory: 'out'})).root).toBe(join(root, 'out'));
  });

  it('gets the formats of the assistants that the repository uses, else the common three', async () => {
    expect((await place({})).targets).toEqual(['agents', 'claude', 'cursor']);
    writeFileSync(join(root, 'CLAUDE.md'), 'mine');
    expect((await place({})).targets).toEqual(['claude']);
    expect((await place({formats: ['json']})).targets).toEqual(['json']);
  });

  it.each([
    ['acme.mdc', 'cursor'],
    ['docs/AGENTS.md', 'agents'],
    ['CLAUDE.md', 'claude'],
    ['out/rules.json', 'json'],
    ['llms.txt', 'llms-txt'],
    ['anything.md', 'cursor'],
  ])('tells the format of -o %s by its name: %s', async (file, target) => {
    expect(await place({file})).toEqual({root, targets: [target], singleFile: file});
  });

  it('keeps a file outside of the root in its own folder', async () => {
    mkdirSync(join(root, 'here'));
    expect(await place({cwd: join(root, 'here'), file: '../x.mdc'})).toEqual({
      root,
      targets: ['cursor'],
      singleFile: 'x.mdc',
    });
  });

  it.each([[{file: 'x.md', formats: ['json', 'cursor'] as const}], [{file: 'folder/'}]])(
    'refuses %j',
    async (asked) => {
      await expect(place(asked)).rejects.toMatchObject({code: 'RM-CONF-013', exitCode: 2});
    },
  );
});

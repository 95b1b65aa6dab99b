import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {detectTargets, readerPath, targetOfFileName} from '../../source/targets/detect.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'detect-'));
});
afterEach(() => rm(root, {recursive: true}));

describe('detectTargets', () => {
  it.each([
    [[], []],
    [['.cursorrules'], ['cursor']],
    [['.cursor/'], ['cursor']],
    [['CLAUDE.md'], ['claude']],
    [['.claude/'], ['claude']],
    [['AGENTS.md'], ['agents']],
    [
      ['AGENTS.md', '.claude/', 'CLAUDE.md', '.cursor/'],
      ['cursor', 'claude', 'agents'],
    ],
  ])('finds from %j the targets %j', async (names, expected) => {
    for (const name of names) {
      if (name.endsWith('/')) await mkdir(join(root, name));
      else await writeFile(join(root, name), '');
    }
    expect(await detectTargets(root)).toEqual(expected);
  });

  it('finds nothing in a folder that does not exist', async () => {
    expect(await detectTargets(join(root, 'missing'))).toEqual([]);
  });
});

it.each([
  ['acme.mdc', 'cursor', '.cursor/rules/acme.mdc'],
  ['out/CLAUDE.md', 'claude', 'CLAUDE.md'],
  ['AGENTS.md', 'agents', 'AGENTS.md'],
  ['rules.json', 'json', null],
  ['llms.txt', 'llms-txt', null],
  ['My Rules.md', 'cursor', '.cursor/rules/my-rules.mdc'],
  ['x', 'cursor', '.cursor/rules/x.mdc'],
])('takes %s for a file of %s, read at %s', (name, target, path) => {
  const found = targetOfFileName(name);
  expect(found).toBe(target);
  expect(readerPath(found, name)).toBe(path);
});

it('names the scoped rule file that Claude Code would read', () => {
  expect(readerPath('claude', 'notes/acme.md')).toBe('.claude/rules/acme.md');
});

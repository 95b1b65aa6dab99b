import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {systemCode} from '../errors.ts';
import type {TargetName} from './planned-file.ts';
import {slugOf} from './slug.ts';

const traces: readonly (readonly [TargetName, readonly string[]])[] = [
  ['cursor', ['.cursor', '.cursorrules']],
  ['claude', ['CLAUDE.md', '.claude']],
  ['agents', ['AGENTS.md']],
];

/** The targets of the assistants whose files stand in a folder, in the order of the target names; may be empty. */
export async function detectTargets(root: string): Promise<TargetName[]> {
  const found = await Promise.all(
    traces.map(async ([target, names]) => {
      const present = await Promise.all(names.map((name) => exists(join(root, name))));
      return present.includes(true) ? [target] : [];
    }),
  );
  return found.flat();
}

/** The target whose files have such a name; `cursor` for every other name. */
export function targetOfFileName(name: string): TargetName {
  const base = baseOf(name).toLowerCase();
  if (base.endsWith('.mdc')) return 'cursor';
  if (base === 'claude.md') return 'claude';
  if (base === 'agents.md') return 'agents';
  if (base.endsWith('.json')) return 'json';
  if (base === 'llms.txt' || base === 'llms-full.txt') return 'llms-txt';
  return 'cursor';
}

/**
 * The path, relative to the repository root, at which the assistant would read a file of this name; `null` for
 * targets that no assistant reads by itself.
 */
export function readerPath(target: TargetName, name: string): string | null {
  const base = baseOf(name);
  const stem = slugOf(base.replace(/\.[A-Za-z0-9]{1,8}$/, ''));
  switch (target) {
    case 'cursor':
      return `.cursor/rules/${base.endsWith('.mdc') ? base : `${stem}.mdc`}`;
    case 'claude':
      return base.toLowerCase() === 'claude.md' ? 'CLAUDE.md' : `.claude/rules/${stem}.md`;
    case 'agents':
      return 'AGENTS.md';
    case 'json':
    case 'llms-txt':
      return null;
  }
}

/** Whose file a path of an old manifest was, by where it lies. */
export function targetOfPath(path: string): string {
  if (path.startsWith('.rules-maker/')) return path.endsWith('.md') ? 'detail' : 'manifest';
  return path.startsWith('.claude/') ? 'claude' : targetOfFileName(path.replace(/\.new\d*$/, ''));
}

function baseOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // Whatever cannot be looked at is no trace of an assistant; anything but a system error is a bug.
    if (systemCode(error) === null) throw error;
    return false;
  }
}

import {statSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import process from 'node:process';
import {repositoryRoot} from '../config/discover.ts';
import {configKeyNames} from '../config/keys.ts';
import type {Config} from '../config/resolve.ts';
import {systemCode} from '../errors.ts';

/** What to say of config files that hold a key: who else can read them. One text a file, with its line break. */
export function keyWarnings({values, origins}: Config, cwd: string): string[] {
  const files = new Set<string>();
  for (const key of configKeyNames) {
    const origin = origins[key];
    if (key.endsWith('.api_key') && values[key] !== '' && 'file' in origin) files.add(origin.file);
  }
  return [...files].flatMap((file) => warningOf(resolve(cwd, file)));
}

function warningOf(path: string): string[] {
  const isOpen = (modeOf(path) & 0o077) !== 0;
  const isTracked = repositoryRoot(dirname(path)) !== null;
  if (!isOpen && !isTracked) return [];
  const why = isOpen ? 'other users of this machine can read it' : 'it lies in a git repository';
  const fix = isOpen ? `chmod 600 '${path}'` : 'name a variable with api_key_env instead';
  return [`warning: ${path} holds a key, and ${why} [RM-CRED-046]\n  fix: ${fix}\n`];
}

function modeOf(path: string): number {
  // On Windows the bits say nothing of who may read.
  if (process.platform === 'win32') return 0;
  try {
    return statSync(path).mode;
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return 0;
  }
}

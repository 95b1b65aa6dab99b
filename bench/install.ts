import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const peers = fileURLToPath(new URL('peers', import.meta.url));

/**
 * Installs what the `package.json` of a folder asks for, unless it is there: on first use, never by `npm ci`. No
 * script of a package runs.
 *
 * @throws Error if npm cannot install it.
 */
export function installPackages(folder: string): void {
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const isMissing = (name: string) => !existsSync(join(folder, 'node_modules', name));
  if (!Object.keys(wanted.dependencies).some(isMissing)) return;
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

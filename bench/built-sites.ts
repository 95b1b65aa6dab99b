import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {installPackages} from './install.ts';

const sources = fileURLToPath(new URL('sites', import.meta.url));

/**
 * The folder with the sites that Docusaurus, VitePress and Starlight make of the pages in `bench/sites`. The generators
 * are installed in the folder for temporary files and build once for each version of `bench/sites`.
 *
 * @throws Error if a generator cannot be installed or fails; what it says goes to stderr.
 */
export function builtSites(): string {
  const scratch = join(tmpdir(), 'rules-maker-bench-sites');
  const built = join(scratch, fingerprint());
  if (existsSync(built)) return built;
  mkdirSync(scratch, {recursive: true});
  copyFileSync(join(sources, 'package.json'), join(scratch, 'package.json'));
  installPackages(scratch);
  // Two runs may build at the same time: each in folders of its own, the first one's is kept.
  const unfinished = `${built}-${process.pid}`;
  process.stderr.write('building the sites of Docusaurus, VitePress and Starlight: once, about a minute\n');
  execFileSync(process.execPath, [join(sources, 'build.mjs'), scratch, unfinished], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (existsSync(built)) rmSync(unfinished, {recursive: true});
  else renameSync(unfinished, built);
  return built;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) {
    if (/\.(?:mjs|json)$/.test(name)) hash.update(readFileSync(join(sources, name)));
  }
  return `built-${hash.digest('hex').slice(0, 12)}`;
}

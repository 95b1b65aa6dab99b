// `node build.mjs SCRATCH OUT`: builds one site of made-up documentation with each generator, OUT/<generator>/*.html.
// SCRATCH holds the generators (node_modules) and is where they work: Astro wants its root beside its packages.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {pagesIn} from './pages.mjs';

const {dependencies} = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'));
const [, , scratch = '', target = ''] = process.argv;

for (const name of ['docusaurus', 'vitepress', 'starlight']) {
  const {command, configure, dialect, file, out} = await import(`./${name}.mjs`);
  const folder = join(scratch, `work-${process.pid}`, name);
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), JSON.stringify({name, private: true, dependencies}));
  configure(folder);
  for (const page of pagesIn(dialect)) {
    const [path, text] = file(page);
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  const [script, ...args] = command;
  execFileSync(process.execPath, [join(scratch, 'node_modules', script), ...args], {
    cwd: folder,
    stdio: 'inherit',
    env: {...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production'},
  });
  cpSync(join(folder, out), join(target, name), {recursive: true});
}
rmSync(join(scratch, `work-${process.pid}`), {recursive: true});

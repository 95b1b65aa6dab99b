import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {median, timeChild} from './child.ts';

const rounds = 15;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** Start-up of `--help`, `--version` and a usage error against an empty Node, rounds interleaved. */
export async function benchStartup(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const environment = {XDG_CACHE_HOME: folder};
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['bare node', [empty]],
    ['--help', [cli, '--help']],
    ['--version', [cli, '--version']],
    ['usage error', [cli, '--nonsense']],
  ];
  const times = new Map(commands.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, args] of commands) {
      const wallMs = await timeChild(args, environment);
      // The first round fills the caches of the file system and of the compiler.
      if (round > 0) times.get(name)?.push(wallMs);
    }
  }
  rmSync(folder, {recursive: true});
  const bare = median(times.get('bare node') ?? []);
  const lines = commands.map(([name]) => {
    const value = median(times.get(name) ?? []);
    return `${name.padEnd(14)} ${value.toFixed(0).padStart(6)} ms  ${(value / bare).toFixed(2).padStart(6)} x`;
  });
  return `start-up, median of ${rounds} interleaved rounds\n${lines.join('\n')}\n`;
}

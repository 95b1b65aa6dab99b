import {type ChildProcess, fork} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type ChildRun, median, runChild} from './child.ts';

const pages = 1000;
const concurrency = 10;
const rounds = 3;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The whole program on a loopback site of 1,000 pages, against fetching alone and against the plain way. */
export async function benchSite(): Promise<string> {
  const {server, base} = await startSite(pages);
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const contenders: readonly (readonly [string, readonly string[]])[] = [
    ['fetch only (got)', [here('plain-ways.ts'), 'fetch', base, String(pages), String(concurrency)]],
    [
      'got + node-html-markdown',
      [here('plain-ways.ts'), 'convert', base, String(pages), String(concurrency)],
    ],
    [
      'rules-maker',
      [
        here('../dist/cli.js'),
        base,
        '--max-pages',
        String(pages + 1),
        '--concurrency',
        String(concurrency),
        '--output-dir',
        join(folder, 'out'),
        '--quiet',
      ],
    ],
  ];
  const runs = new Map<string, ChildRun[]>(contenders.map(([name]) => [name, []]));
  const environment = {
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of contenders) {
      const run = await runChild(args, {cwd: folder, environment});
      if (run.exitCode !== 0) throw new Error(`${name} ended with exit code ${run.exitCode}`);
      runs.get(name)?.push(run);
    }
  }
  server.disconnect();
  rmSync(folder, {recursive: true});

  const speed = (name: string) => pages / (median(runs.get(name)?.map(({wallMs}) => wallMs) ?? []) / 1000);
  const bound = speed('fetch only (got)');
  const lines = contenders.map(([name]) => {
    const peak = median(runs.get(name)?.map(({peakBytes}) => peakBytes) ?? []) / 1e6;
    const cpu = median(runs.get(name)?.map(({cpuMs}) => cpuMs) ?? []) / 1000;
    return `${name.padEnd(26)} ${speed(name).toFixed(0).padStart(6)} pages/s  ${(speed(name) / bound).toFixed(2).padStart(5)} x  ${cpu.toFixed(1).padStart(5)} CPU s  ${peak.toFixed(0).padStart(4)} MB peak`;
  });
  return `${pages} pages from loopback, ${concurrency} in flight, whole process, median of ${rounds} interleaved rounds\n${lines.join('\n')}\n`;
}

/** The made-up site in a process of its own. */
export function startSite(count: number): Promise<{server: ChildProcess; base: string}> {
  return startServer(here('site-server.ts'), String(count), '/docs/');
}

/** A server in a process of its own, given as the address of `path` on it. */
export function startServer(
  script: string,
  argument: string,
  path: string,
): Promise<{server: ChildProcess; base: string}> {
  return new Promise((resolve, reject) => {
    const server = fork(script, [argument]);
    server.once('message', (port) => resolve({server, base: `http://127.0.0.1:${port}${path}`}));
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the site ended with ${code}`)));
  });
}

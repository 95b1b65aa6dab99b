import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type ChildRun, runChild} from './child.ts';
import {installPackages, peers} from './install.ts';
import {type BenchOptions, sitesFolder} from './options.ts';
import {startServer} from './site.ts';

const site = 'postgresql';
const concurrency = '10';
const rounds = 3;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const folderServer = fileURLToPath(import.meta.resolve('./folder-server.ts'));

const ours = 'rules-maker crawl to Markdown';
const naive = 'got + p-queue + cheerio + NHM';
const crawlee = 'crawlee CheerioCrawler';

/**
 * Every page of a real manual from loopback without delay, 10 in flight, each contender a whole process: the fastest of
 * three interleaved runs. Ratios are of time, and in brackets of processor time, which a busy machine disturbs less. The
 * stall is the longest time that the event loop stood still between the first request and the last response; in
 * brackets, up to the end of the process.
 *
 * Ours to Markdown reads pages as a run does, in a thread beside the crawl, gets them as JSON and makes the Markdown in
 * the main thread, as whoever uses the library would. The others do all in one thread; crawlee makes no Markdown.
 */
export async function benchPipeline(options: BenchOptions): Promise<string> {
  const folder = join(sitesFolder(options), site);
  installPackages(peers);
  const count = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((path) =>
    path.endsWith('.html'),
  ).length;
  const {server, base} = await startServer(folderServer, folder, '/index.html');
  const scratch = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const environment = {
    BENCH_STALL: '1',
    XDG_STATE_HOME: join(scratch, 'state'),
    XDG_CACHE_HOME: join(scratch, 'cache'),
    XDG_CONFIG_HOME: join(scratch, 'config'),
  };
  const best = new Map<string, ChildRun>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of contenders(base, String(count), join(scratch, `out-${round}`))) {
      const run = await runChild(args, {cwd: scratch, environment});
      if (run.exitCode !== 0) throw new Error(`${name} ended with exit code ${run.exitCode}`);
      const before = best.get(name);
      if (!before || run.wallMs < before.wallMs) best.set(name, run);
    }
  }
  server.disconnect();
  rmSync(scratch, {recursive: true});
  return `pipeline: ${count} pages of ${site} from loopback, ${concurrency} in flight, best of ${rounds} runs\n${report(best, count)}\n`;
}

function contenders(
  base: string,
  count: string,
  output: string,
): readonly (readonly [string, readonly string[]])[] {
  return [
    [ours, [here('crawl-alone.ts'), base, concurrency, count, 'markdown']],
    ['rules-maker, rules and files', cli(base, count, output)],
    [naive, [here('peers/naive.mjs'), base, concurrency, count]],
    [crawlee, [here('peers/crawlee.mjs'), base, concurrency, count]],
  ];
}

function cli(base: string, count: string, output: string): string[] {
  const flags = ['--max-pages', count, '--concurrency', concurrency, '--output-dir', output, '--quiet'];
  return [here('../dist/cli.js'), base, ...flags];
}

function report(runs: ReadonlyMap<string, ChildRun>, count: number): string {
  const head = `${''.padEnd(30)} pages/s   CPU s  MB peak         stall ms       x naive     x crawlee`;
  const seconds = (name: string) => (runs.get(name)?.wallMs ?? Number.NaN) / 1000;
  const cpu = (name: string) => runs.get(name)?.cpuMs ?? Number.NaN;
  const times = (slow: string, fast: string) =>
    `${(seconds(slow) / seconds(fast)).toFixed(1)} (${(cpu(slow) / cpu(fast)).toFixed(1)})`;
  const lines = [...runs].map(([name, {cpuMs, peakBytes, stallMs}]) =>
    [
      name.padEnd(30),
      (count / seconds(name)).toFixed(0).padStart(7),
      (cpuMs / 1000).toFixed(1).padStart(7),
      (peakBytes / 1e6).toFixed(0).padStart(8),
      (stallMs ? `${stallMs.fetching.toFixed(0)} (${stallMs.whole.toFixed(0)})` : '-').padStart(16),
      times(naive, name).padStart(13),
      times(crawlee, name).padStart(13),
    ].join(' '),
  );
  return [head, ...lines].join('\n');
}

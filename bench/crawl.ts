import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type ChildRun, median, runChild} from './child.ts';
import {installPackages, peers} from './install.ts';
import {startSite} from './site.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rounds = 3;
const sizes = [
  {pages: 1000, concurrency: 10},
  {pages: 1000, concurrency: 20},
  {pages: 10_000, concurrency: 20},
] as const;

/** The crawl with its extraction against crawlers that convert nothing; the peers are installed on first use. */
export async function benchCrawl(): Promise<string> {
  installPackages(peers);
  const parts: string[] = [];
  for (const {pages, concurrency} of sizes) parts.push(await compare(pages, concurrency));
  return parts.join('\n');
}

async function compare(pages: number, concurrency: number): Promise<string> {
  const {server, base} = await startSite(pages);
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const contenders: readonly (readonly [string, readonly string[]])[] = [
    ['fetch only (got)', [here('plain-ways.ts'), 'fetch', base, String(pages), String(concurrency)]],
    ['crawlee CheerioCrawler', [here('peers/crawlee.mjs'), base, String(concurrency), String(pages)]],
    [
      'rules-maker crawl, links alone',
      [here('crawl-alone.ts'), base, String(concurrency), String(pages), 'links'],
    ],
    [
      'rules-maker crawl + extract',
      [here('crawl-alone.ts'), base, String(concurrency), String(pages), 'extract'],
    ],
  ];
  const runs = new Map<string, ChildRun[]>(contenders.map(([name]) => [name, []]));
  for (let round = 0; round < (pages > 1000 ? 1 : rounds); round += 1) {
    for (const [name, args] of contenders) {
      const run = await runChild(args, {cwd: folder});
      if (run.exitCode !== 0) throw new Error(`${name} ended with exit code ${run.exitCode}`);
      runs.get(name)?.push(run);
    }
  }
  const wget = wgetSeconds(base, folder);
  server.disconnect();
  rmSync(folder, {recursive: true});

  const lines = contenders.map(([name]) => {
    const seconds = median((runs.get(name) ?? []).map(({wallMs}) => wallMs)) / 1000;
    const cpu = median((runs.get(name) ?? []).map(({cpuMs}) => cpuMs)) / 1000;
    const peak = median((runs.get(name) ?? []).map(({peakBytes}) => peakBytes)) / 1e6;
    return row(
      name,
      pages / seconds,
      `${((cpu * 1000) / pages).toFixed(2)} CPU s/1,000  ${peak.toFixed(0).padStart(4)} MB peak`,
    );
  });
  if (wget !== null) lines.push(row('wget -r (C)', pages / wget, 'one connection, writes files'));
  return `${pages} pages from loopback, ${concurrency} in flight, whole process\n${lines.join('\n')}\n`;
}

function row(name: string, pagesPerSecond: number, rest: string): string {
  return `${name.padEnd(30)} ${pagesPerSecond.toFixed(0).padStart(6)} pages/s  ${rest}`;
}

function wgetSeconds(base: string, folder: string): number | null {
  const started = performance.now();
  try {
    execFileSync('wget', ['-q', '-r', '-l', 'inf', '--no-parent', '-P', join(folder, 'wget'), base], {
      stdio: 'ignore',
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    // wget ends with 8 when the site has no robots.txt.
  }
  return (performance.now() - started) / 1000;
}

import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {runChild} from './child.ts';
import type {Score, SetResult} from './eval-table.ts';
import {serveFolder} from './static-site.ts';

const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const pages = 1000;
const concurrency = 10;
/** Exit codes with rules: all, or some pages could not be read. */
const withRules: ReadonlySet<number | null> = new Set([0, 3]);

/** Serves one site, runs the program over it, and lets the scorer judge its `rules.json`. */
export async function evaluate(asked: {
  readonly id: string;
  readonly site: string;
  readonly gold: string;
}): Promise<SetResult> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-eval-'));
  const server = await serveFolder(asked.site);
  try {
    const run = await runChild(
      [
        program,
        server.url,
        '--format',
        'json',
        '--output-dir',
        folder,
        '--max-pages',
        String(pages),
        '--concurrency',
        String(concurrency),
        '--quiet',
      ],
      {
        cwd: folder,
        environment: {
          XDG_STATE_HOME: join(folder, 'state'),
          XDG_CACHE_HOME: join(folder, 'cache'),
          XDG_CONFIG_HOME: join(folder, 'config'),
        },
      },
    );
    const rules = join(folder, 'rules.json');
    if (!withRules.has(run.exitCode) || !existsSync(rules))
      throw new Error(`the program ended with ${run.exitCode} on ${asked.site}`);
    const [score, rubric] = await Promise.all([scored(rules, asked), linted(rules, asked.site, folder)]);
    const set = score.sets[asked.id];
    if (set === undefined) throw new Error(`the scorer knows no set ${asked.id}`);
    return {score, set, rubric, seconds: run.wallMs / 1000};
  } finally {
    await server.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function scored(
  rules: string,
  {id, site, gold}: {id: string; site: string; gold: string},
): Promise<Score> {
  const scorer = join(gold, 'score.mjs');
  const args = [scorer, rules, '--gold', join(gold, 'tune.json'), '--docs-root', site, '--set', id, '--json'];
  return JSON.parse(await output(args)) as Score;
}

/** The program's own rubric over the same pages; a failed gate is no reason to print no table. */
async function linted(rules: string, site: string, cwd: string): Promise<SetResult['rubric']> {
  const text = await output([program, 'lint', rules, '--docs', site, '--json'], cwd);
  const {reports} = JSON.parse(text) as {reports: readonly SetResult['rubric'][]};
  const [report] = reports;
  if (report === undefined) throw new Error('lint judged nothing');
  return report;
}

async function output(args: readonly string[], cwd?: string): Promise<string> {
  try {
    const {stdout} = await promisify(execFile)(process.execPath, [...args], {
      maxBuffer: 64 * 1024 * 1024,
      ...(cwd === undefined ? {} : {cwd}),
    });
    return stdout;
  } catch (error) {
    // Both end with 1 for rules that fall short, and have said what there is to say.
    if (error instanceof Error && 'stdout' in error && String(error.stdout).startsWith('{'))
      return String(error.stdout);
    throw error;
  }
}

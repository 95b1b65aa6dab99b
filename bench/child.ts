import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

export type ChildRun = {
  readonly exitCode: number | null;
  readonly wallMs: number;
  /** User and system time of the whole process. */
  readonly cpuMs: number;
  /** The most memory that was resident at a time. */
  readonly peakBytes: number;
  /**
   * The longest time the event loop stood still, from the first request to the last response and to the end of the
   * process; `null` unless `BENCH_STALL` is in the environment and something was fetched.
   */
  readonly stallMs: {readonly fetching: number; readonly whole: number} | null;
};

const reporter = fileURLToPath(new URL('report-usage.ts', import.meta.url));

/** Runs Node on `args` and measures the whole process, start-up included. */
export function runChild(
  args: readonly string[],
  options: {readonly cwd?: string; readonly environment?: NodeJS.ProcessEnv} = {},
): Promise<ChildRun> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', reporter, ...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      cwd: options.cwd,
      env: {...process.env, ...options.environment},
    });
    let report = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      report += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const wallMs = performance.now() - started;
      if (report === '') {
        reject(new Error(`node ${args.join(' ')} reported nothing (exit ${exitCode})`));
        return;
      }
      const used = JSON.parse(report) as Pick<ChildRun, 'cpuMs' | 'peakBytes' | 'stallMs'>;
      resolve({exitCode, wallMs, ...used});
    });
  });
}

/** Wall time of a Node process with nothing preloaded, in milliseconds: for start-up, where a hook would count. */
export function timeChild(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, {stdio: 'ignore', env: {...process.env, ...environment}});
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - started));
  });
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

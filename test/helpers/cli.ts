import {type ChildProcess, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

/** The built program: what a user runs. `npm test` builds it first. */
export const cliPath = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type CliResult = {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Sandbox = {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remove: () => void;
};

/** An empty working folder and folders of the user, so that no test sees or leaves anything on the machine. */
export function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-cli-'));
  const environment = {
    PATH: process.env['PATH'],
    HOME: join(folder, 'home'),
    XDG_STATE_HOME: join(folder, 'home', 'state'),
    XDG_CACHE_HOME: join(folder, 'home', 'cache'),
    XDG_CONFIG_HOME: join(folder, 'home', 'config'),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  };
  return {folder, environment, remove: () => rmSync(folder, {recursive: true, force: true})};
}

type CliOptions = {
  readonly sandbox: Sandbox;
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly nodeArguments?: readonly string[];
  readonly uid?: number;
  /** Called with the process once it runs. */
  readonly started?: (child: ChildProcess) => void;
};

/** Runs the program as a child and gives all it said. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), cliPath, ...args], {
      cwd: options.cwd ?? options.sandbox.folder,
      env: {...options.sandbox.environment, ...options.environment},
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : {uid: options.uid, gid: options.uid}),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({exitCode, signal, stdout, stderr}));
    options.started?.(child);
  });
}

/** Every file below a folder with the hash of its bytes, sorted. */
export function fingerprint(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
  return Object.fromEntries(
    files.map((path) => [
      relative(folder, path),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  );
}

import {type ChildProcess, fork} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {fromJsonLine} from '../../source/events/serialise.ts';
import {type CliResult, createSandbox, fingerprint, runCli, type Sandbox} from '../helpers/cli.ts';

const pages = 500;
const kills = 10;
const concurrency = 8;

let site: ChildProcess;
let origin = '';
let asked: string[] = [];
let onRequest: () => void = () => undefined;
const sandboxes: Sandbox[] = [];

beforeAll(async () => {
  site = fork(fileURLToPath(new URL('../helpers/slow-site.ts', import.meta.url)), [String(pages), '8']);
  const {promise, resolve} = Promise.withResolvers<number>();
  site.on('message', (message: {port?: number; url?: string}) => {
    if (message.port !== undefined) resolve(message.port);
    if (message.url === undefined) return;
    asked.push(message.url);
    onRequest();
  });
  origin = `http://127.0.0.1:${await promise}`;
});
afterAll(() => {
  site.disconnect();
  for (const sandbox of sandboxes) sandbox.remove();
});

/** Numbers from 0 up to 1, the same in every test run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function newSandbox(): Sandbox {
  const sandbox = createSandbox();
  sandboxes.push(sandbox);
  return sandbox;
}

const first = () => [
  ...[`${origin}/docs/`, '--output-dir', 'out', '--format', 'cursor,agents,json,llms-txt'],
  ...['--max-pages', '1000', '--concurrency', String(concurrency), '--json'],
];
const environment = {RULES_MAKER_LLMS_FULL: 'true'};

/** Runs the program and kills it after so many requests and then milliseconds. */
function runAndKill(
  args: string[],
  sandbox: Sandbox,
  afterRequests: number,
  delayMs: number,
): Promise<CliResult> {
  return runCli(args, {
    sandbox,
    environment,
    started(child) {
      let left = afterRequests;
      const kill = () => setTimeout(() => child.kill('SIGKILL'), delayMs);
      onRequest = () => {
        left -= 1;
        if (left === 0) kill();
      };
      if (left === 0) kill();
    },
  });
}

/** Goes on with the run and kills it as it says that this phase begins. */
function resumeAndKillIn(phase: string, sandbox: Sandbox): Promise<CliResult> {
  return runCli(['resume', '--json'], {
    sandbox,
    started(child) {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes(`"phase.started","phase":"${phase}"`)) child.kill('SIGKILL');
      });
    },
  });
}

it('comes to the same bytes through ten kills while it reads and two while it writes, and asks twice for no more than was in flight', async () => {
  const calm = newSandbox();
  const undisturbed = await runCli(first(), {sandbox: calm, environment});
  expect(undisturbed.exitCode).toBe(0);
  expect(asked.length).toBe(new Set(asked).size);
  const everything = new Set(asked);

  asked = [];
  const rough = newSandbox();
  const random = seeded(20_261_122);
  for (let kill = 0; kill < kills; kill += 1) {
    // Most kills fall among the requests, some while the program starts or goes through what it has.
    const early = kill > 0 && kill % 4 === 0;
    const afterRequests = early ? 0 : 1 + Math.floor(random() * 70);
    const delayMs = random() * (early ? 600 : 12);
    const args = kill === 0 ? first() : ['resume', '--json'];
    const result = await runAndKill(args, rough, afterRequests, delayMs);
    expect([kill, result.signal, result.stderr]).toEqual([kill, 'SIGKILL', '']);
  }
  onRequest = () => undefined;
  for (const phase of ['distil', 'write']) {
    expect([phase, (await resumeAndKillIn(phase, rough)).signal]).toEqual([phase, 'SIGKILL']);
  }
  const settled = asked.length;
  const last = await runCli(['resume', '--json'], {sandbox: rough, environment: {}});
  expect([last.exitCode, last.stderr]).toEqual([0, '']);

  expect(asked.length).toBe(settled);
  expect(new Set(asked)).toEqual(everything);
  expect(asked.length - everything.size).toBeLessThanOrEqual(kills * concurrency);
  const read = eventsOf(last, 'page.extracted').map(({url}) => url);
  expect([read.length, new Set(read).size]).toEqual([pages + 1, pages + 1]);
  expect(read).toEqual(eventsOf(undisturbed, 'page.extracted').map(({url}) => url));
  expect(fingerprint(join(rough.folder, 'out'))).toEqual(fingerprint(join(calm.folder, 'out')));
}, 60_000);

function eventsOf<T extends string>({stdout}: CliResult, type: T) {
  return stdout
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const parsed = fromJsonLine(line);
      return 'event' in parsed && parsed.event.type === type
        ? [parsed.event as typeof parsed.event & {url: string}]
        : [];
    });
}

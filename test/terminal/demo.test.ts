import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {startDemoServer} from '../../source/demo/server.ts';
import {targetNames} from '../../source/target-names.ts';
import {cliPath, createSandbox, fingerprint, runCli, type Sandbox} from '../helpers/cli.ts';
import {exampleKeys} from '../helpers/fake-models.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(() => sandbox.remove());

describe('the demo', () => {
  it('turns the built-in site into files of all formats, each rule with its quote', async () => {
    const {exitCode, stdout, stderr} = await runCli(['demo'], {sandbox});
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain('open    rules-maker-demo/AGENTS.md');
    const folder = join(sandbox.folder, 'rules-maker-demo');
    const {library, rules} = JSON.parse(readFileSync(join(folder, 'rules.json'), 'utf8'));
    expect(library.version).toMatch(/^3\./);
    expect(rules.length).toBeGreaterThan(20);
    expect(readdirSync(join(folder, '.cursor/rules')).length).toBeGreaterThan(3);
  });

  it('lets no hidden text of the site through', async () => {
    await runCli(['demo'], {sandbox});
    const folder = join(sandbox.folder, 'rules-maker-demo');
    const text = Object.keys(fingerprint(folder))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .join('\n');
    expect(text).not.toMatch(/ignore (?:all )?previous instructions/i);
    expect(text).not.toMatch(/cookie/i);
  });

  it('writes the same bytes twice', async () => {
    // Its own server: another program may hold the port of the demo for one of the runs.
    const server = await startDemoServer({preferredPort: 0});
    const formats = ['--format', targetNames.join(',')];
    await runCli([server.url, ...formats, '--output-dir', 'one'], {sandbox});
    await runCli([server.url, ...formats, '--output-dir', 'two', '--concurrency', '8'], {sandbox});
    await server.close();
    expect(Object.keys(fingerprint(join(sandbox.folder, 'one')))).toContain('rules.json');
    expect(fingerprint(join(sandbox.folder, 'two'))).toEqual(fingerprint(join(sandbox.folder, 'one')));
  });
});

const keys = {
  AWS_ACCESS_KEY_ID: exampleKeys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: exampleKeys.secretAccessKey,
};

// In this file, since two demos at once have two addresses, and so two outputs.
describe('a demo with models', () => {
  it('shows throttles, retries, fallback and budget, and writes the rules', async () => {
    const environment = {...keys, AWS_REGION: 'us-east-1'};
    const {exitCode, stdout, stderr} = await runCli(['demo', '--provider', 'bedrock'], {
      sandbox,
      environment,
    });
    expect([exitCode, stdout]).toEqual([0, '']);
    for (const expected of [
      /the models of this demo are fakes on this machine/,
      /built-in distiller/,
      /^bedrock_retry attempt=1 delay_ms=\d+ code=ThrottlingException status=429$/m,
      /fallback .* > local fake-local after 3 attempts/,
      /^llm_budget_block .*reason="run cap 0\.0040 reached"/m,
      /rules {3}\d+: /,
      /cost +\$0\.00\d\d, \d+ answers/,
    ])
      expect(stderr).toMatch(expected);
    const [, billed, counted] = /fake Bedrock billed (\S+), our ledger counted (\S+)/.exec(stderr) ?? [];
    expect(billed).toBe(counted);
    // The ledger of the user does not know of it.
    expect((await runCli(['usage'], {sandbox})).stdout).toBe('no model was ever asked\n');
  });

  it('speaks JSON alone on stderr where that is asked for, also about a wrong setting', async () => {
    const lines = async (args: string[], environment: Record<string, string> = {}) =>
      (await runCli(args, {sandbox, environment})).stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const told = await lines(['demo', '--provider', 'bedrock', '--json-logs']);
    const events = new Set(told.map(({event}) => event));
    for (const name of ['notice', 'llm_request_start', 'llm_attempt_error', 'bedrock_retry', 'llm_cache_hit'])
      expect(events).toContain(name);
    expect(told.every(({ts}) => typeof ts === 'string')).toBe(true);
    const starts = told.filter(({event}) => event === 'llm_request_start').map(({trace_id}) => trace_id);
    const ends = told.filter(({event}) => event === 'llm_request_end').map(({trace_id}) => trace_id);
    expect(ends.toSorted()).toEqual(starts.toSorted());
    const wrong = await lines(['usage'], {RULES_MAKER_LOG_JSON: '1', RULES_MAKER_BUDGET_DAILY_USD: '5$'});
    expect(wrong).toMatchObject([{event: 'error', code: 'RM-CONF-051'}]);
  });

  it('lets a flag take back what a file or a variable switched on', async () => {
    mkdirSync(join(sandbox.folder, 'home', 'config', 'rules-maker'), {recursive: true});
    writeFileSync(
      join(sandbox.folder, 'home', 'config', 'rules-maker', 'config.yaml'),
      'telemetry: {json: true}\n',
    );
    const bad = ['usage', '--by', 'wek'];
    const first = await runCli(bad, {sandbox});
    expect(JSON.parse(first.stderr)).toMatchObject({event: 'error'});
    const second = await runCli([...bad, '--no-json-logs'], {sandbox});
    expect(second.stderr).toMatch(/^error: /);
    const third = await runCli(bad, {sandbox, environment: {RULES_MAKER_LOG_JSON: '0'}});
    expect(third.stderr).toMatch(/^error: /);
  });

  it('knows no other provider', async () => {
    expect((await runCli(['demo', '--provider', 'openai'], {sandbox})).exitCode).toBe(2);
  });
});

describe('a run without a provider', () => {
  const hook = fileURLToPath(new URL('../helpers/name-packages.mjs', import.meta.url));
  const heavy =
    /^(?:@aws-sdk|@smithy|@pydantic|@opentelemetry)\/|^(?:flat-cache|jsonrepair|eventsource-parser)$/;

  it.each([
    [['--version'], false],
    [['config', 'show'], false],
    [['demo'], false],
    [['demo', '--provider', 'bedrock'], true],
  ])('%j loads what models need: %s', async (argv, expected) => {
    const list = join(sandbox.folder, 'packages.txt');
    const {exitCode} = await runCli(argv, {
      sandbox,
      nodeArguments: ['--import', hook],
      environment: {RULES_MAKER_TEST_PACKAGES: list},
    });
    expect(exitCode).toBe(0);
    const loaded = readFileSync(list, 'utf8').trim().split('\n');
    expect(loaded).toContain('meow');
    expect(loaded.some((name) => heavy.test(name))).toBe(expected);
  });

  it('says once that variables of AWS choose none, and asks no model', async () => {
    const {exitCode, stderr} = await runCli(['demo'], {sandbox, environment: keys});
    expect(exitCode).toBe(0);
    expect(stderr.match(/chooses no provider/g)).toHaveLength(1);
    expect(stderr).toContain('cost    $0\n');
  });
});

const hasTmux = (() => {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasTmux)('the demo in a real terminal (needs tmux)', () => {
  // A server of its own for each test: one that is still ending takes no new window.
  let servers = 0;
  beforeEach(() => {
    servers += 1;
  });
  const socket = () => `rules-maker-${process.pid}-${servers}`;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', socket(), '-f', '/dev/null', ...args], {encoding: 'utf8'});
  afterEach(() => {
    try {
      tmux('kill-server');
    } catch (error) {
      // The server ends by itself with its last window.
      if (!String(error).includes('no server')) throw error;
    }
  });

  it.each([
    [120, 40],
    [80, 24],
    [60, 20],
  ])(
    'at %i x %i ends with the whole summary in the scrollback and a prompt below it',
    async (columns, rows) => {
      const variables = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}`);
      tmux(
        'new-session',
        '-d',
        '-x',
        String(columns),
        '-y',
        String(rows),
        '-c',
        sandbox.folder,
        'env',
        '-i',
        ...variables,
        'sh',
      );
      tmux('send-keys', `PS1='$ '; clear; '${process.execPath}' '${cliPath}' demo; echo "exit $?"`, 'Enter');
      const screen = await screenWith(() => tmux('capture-pane', '-p', '-J', '-S', '-100'), /^exit \d+$/m);
      expect(screen).toMatch(/^exit 0$/m);
      expect(screen).toMatch(/✔ rules-maker/);
      expect(screen).toMatch(/^ {2}rules {3}\d+/m);
      expect(screen).toMatch(/^ {2}open {4}rules-maker-demo\/AGENTS\.md/m);
      expect(existsSync(join(sandbox.folder, 'rules-maker-demo'))).toBe(true);
    },
  );
});

/** Looks at the screen until it shows `pattern`; a terminal tells nobody when it has drawn. */
async function screenWith(capture: () => string, pattern: RegExp): Promise<string> {
  const until = performance.now() + 15_000;
  for (;;) {
    const screen = capture();
    if (pattern.test(screen) || performance.now() > until) return screen;
    await pause(50);
  }
}

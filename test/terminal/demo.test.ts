import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {startDemoServer} from '../../source/demo/server.ts';
import {targetNames} from '../../source/target-names.ts';
import {cliPath, createSandbox, fingerprint, runCli, type Sandbox} from '../helpers/cli.ts';

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

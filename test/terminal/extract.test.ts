import {spawn} from 'node:child_process';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type CliResult, cliPath, createSandbox, runCli, type Sandbox} from '../helpers/cli.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

let sandbox: Sandbox;
let site: SiteServer;
beforeEach(async () => {
  sandbox = createSandbox();
  // Too big to be read without a thread.
  const long = Array.from({length: 20_000}, (_, at) => `<p>Paragraph ${at} of the page.</p>`).join('');
  site = await startSite({routes: {'/docs/': `<main><h1>Long</h1>${long}</main>`}});
});
afterEach(async () => {
  await site.close();
  sandbox.remove();
});

/** Runs the program with `input`, and closes its stdout after the first piece of it if `leaves`. */
function piped(args: readonly string[], input: string, leaves: boolean): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliPath, ...args], {
      cwd: sandbox.folder,
      env: sandbox.environment,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (leaves) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({exitCode, signal, stdout, stderr}));
    child.stdin.end(input);
  });
}

describe('extract in a pipe', () => {
  it('reads stdin and ends by itself', async () => {
    const {exitCode, stdout, stderr} = await piped(
      ['extract', '-'],
      '<main><h1>A</h1><p>b</p></main>',
      false,
    );
    expect([exitCode, stdout, stderr]).toEqual([0, '# A\n\nb\n', '']);
  });

  it('prints the whole of a long page, read in a thread', async () => {
    const {exitCode, stdout, stderr} = await runCli(['extract', `${site.origin}/docs/`], {sandbox});
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.match(/^Paragraph /gm)?.length).toBe(20_000);
    expect(stdout.endsWith('\n\nParagraph 19999 of the page.\n')).toBe(true);
  });

  it('says nothing when its reader goes away', async () => {
    const {exitCode, stderr} = await piped(['extract', `${site.origin}/docs/`], '', true);
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

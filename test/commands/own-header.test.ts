import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {main} from '../../source/commands/main.ts';
import {createSandbox, type Sandbox} from '../helpers/cli.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

const canary = 'Canary+7f3a/"quoted"?';

/** What the canary looks like in the texts that a program may write. */
const disguises = [
  canary,
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  Buffer.from(canary).toString('base64').replace(/=+$/, ''),
  Buffer.from(canary).toString('hex'),
];

let sandbox: Sandbox;
let site: SiteServer;
let other: SiteServer;
let said: string[];

beforeEach(async () => {
  said = [];
  sandbox = createSandbox();
  other = await startSite({routes: {}, fallback: () => 'elsewhere'});
  const guide = `<title>Acme</title><main><h1>Acme</h1><a href="broken.html">a</a> <a href="away.html">b</a>
    <a href="gone.html">c</a><h2 id="close">Closing</h2>
    <p>You must call <code>acme.release()</code> before the worker ends.</p>
    <p><code>acme.close()</code> was removed in 3.0. Use <code>acme.release()</code> instead.</p></main>`;
  site = await startSite({
    routes: {
      '/robots.txt': {status: 404},
      '/docs/': ({headers}) => (headers.authorization === canary ? guide : {status: 401}),
      '/docs/broken.html': ({response}) => {
        response.destroy();
        return null;
      },
      '/docs/away.html': {status: 302, headers: {location: `${other.origin}/`}},
    },
  });
});

afterEach(async () => {
  await site.close();
  await other.close();
  sandbox.remove();
});

async function run(...argv: string[]): Promise<number> {
  return await main(argv, {
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    input: () => Readable.from([]),
    cwd: sandbox.folder,
    environment: {...sandbox.environment, DOCS_TOKEN: canary},
    onSignal: () => () => null,
    exit: () => null,
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function leaks(): string[] {
  const files = filesBelow(sandbox.folder).map((path) => [path, readFileSync(path, 'latin1')] as const);
  expect(files.length).toBeGreaterThan(3);
  return [['output', said.join('')] as const, ...files].flatMap(([place, text]) =>
    disguises.filter((disguise) => text.includes(disguise)).map((disguise) => `${place}: ${disguise}`),
  );
}

describe('a secret in a header', () => {
  test.each([['--verbose', '--debug'], ['--json'], ['--quiet']])(
    'reaches the site and stands in no output, file, log or journal (%s)',
    async (...view) => {
      const url = `${site.origin}/docs/`;
      const exitCode = await run(
        url,
        '--header',
        'Authorization: env:DOCS_TOKEN',
        '--format',
        'agents',
        ...view,
      );
      // One page breaks off.
      expect(exitCode).toBe(3);
      expect(site.hits.filter(({headers}) => headers.authorization === canary).length).toBeGreaterThan(2);
      expect(other.hits).toEqual([]);
      expect(leaks()).toEqual([]);
    },
  );

  test('works as a literal, with a warning that does not repeat it', async () => {
    const exitCode = await run(`${site.origin}/docs/`, `--header=Authorization: ${canary}`, '--json');
    expect(exitCode).toBe(3);
    const notice = said
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.includes('"notice"') && line.includes('RM-CRED-047'));
    expect(notice).toHaveLength(1);
    expect(notice[0]).toContain('"level":"warning"');
    expect(leaks()).toEqual([]);
  });

  test('that is missing stops before the first request, and without it the way is told', async () => {
    expect(await run(`${site.origin}/docs/`, '--header', 'Authorization: env:MISSING')).toBe(2);
    expect(site.hits).toEqual([]);
    expect(await run(`${site.origin}/docs/`)).toBe(4);
    expect(said.join('')).toContain("--header 'Authorization: env:DOCS_TOKEN'");
  });
});

describe('a private place', () => {
  test('that nobody may reach ends the run with 8, naming address and reason', async () => {
    expect(await run('http://169.254.169.254/latest/')).toBe(8);
    const text = said.join('');
    expect(text).toContain('RM-HTTP-014');
    expect(text).toContain('http://169.254.169.254/latest/');
    expect(text).toContain('metadata service');
    expect(text).toContain('--allow-private 169.254.169.254');
  });

  test.each(['0.0.0.0/0', '*', 'a b'])('%j is no value for --allow-private', async (value) => {
    expect(await run(`${site.origin}/docs/`, '--allow-private', value)).toBe(2);
    expect(said.join('')).toContain(`"${value}"`);
    expect(site.hits).toEqual([]);
  });
});

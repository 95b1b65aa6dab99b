import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Readable} from 'node:stream';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {main} from '../../source/commands/main.ts';
import {cellsOf} from '../../source/format/display.ts';
import {createSandbox, fingerprint, type Sandbox} from '../helpers/cli.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

const layout = (title: string, content: string) =>
  `<!doctype html><html lang="en"><head><title>${title} | Acme 3.2</title></head><body><main>${content}</main></body></html>`;

const site = {
  'index.html': layout(
    'Acme',
    `<h1>Acme</h1><p><a href="guide/threads.html">Threads</a></p><h2 id="closing">Closing</h2>
    <p>You must call <code>acme.release()</code> before <code>acme.start()</code> ends.</p>
    <p><code>acme.close()</code> is deprecated since version 3.1. Use <code>acme.release()</code> instead.</p>`,
  ),
  'guide/threads.html': layout(
    'Threads',
    `<h1>Threads</h1><h2 id="drawing">Drawing</h2>
    <p>You must call <code>Widget.post()</code> before <code>Widget.draw()</code> runs.</p>`,
  ),
} as const;

let sandbox: Sandbox;
let server: SiteServer;
let output: string;
let copy: string;
let said: {out: string; err: string};

beforeAll(async () => {
  sandbox = createSandbox();
  server = await startSite({
    routes: {
      '/docs/': site['index.html'],
      '/docs/guide/threads.html': site['guide/threads.html'],
    },
  });
  for (const [name, text] of Object.entries(site)) write(join('site', name), text);
  output = join(sandbox.folder, 'output');
  copy = join(sandbox.folder, 'copy');
  const exitCode = await run(
    `${server.origin}/docs/`,
    '--format',
    'cursor,claude,agents,json',
    '--output-dir',
    output,
  );
  expect(exitCode).toBe(0);
});

beforeEach(() => {
  rmSync(copy, {recursive: true, force: true});
  cpSync(output, copy, {recursive: true});
});

afterAll(async () => {
  await server.close();
  sandbox.remove();
});

function write(path: string, text: string): void {
  const full = join(sandbox.folder, path);
  mkdirSync(dirname(full), {recursive: true});
  writeFileSync(full, text);
}

function edit(path: string, change: (text: string) => string): void {
  const full = join(copy, path);
  writeFileSync(full, change(readFileSync(full, 'utf8')));
}

async function run(...argv: string[]): Promise<number> {
  return await runIn({}, ...argv);
}

async function runIn(environment: Record<string, string>, ...argv: string[]): Promise<number> {
  said = {out: '', err: ''};
  return await main(argv, {
    input: () => Readable.from([]),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    cwd: sandbox.folder,
    environment: {...sandbox.environment, ...environment},
    onSignal: () => () => null,
    exit: () => null,
  });
}

const report = () => JSON.parse(said.out).reports[0];
const value = (id: string) => report().criteria.find((each: {id: string}) => each.id === id)?.value;

describe('a run', () => {
  it('says in its summary and in its log how good its rules are', async () => {
    const again = join(sandbox.folder, 'again');
    await run(`${server.origin}/docs/`, '--format', 'json', '--output-dir', again);
    expect(said.err).toMatch(/\n {2}rubric {2}0\.\d\d: grounded 1\.00, faithful 1\.00, specific /);
    for (const line of said.err.split('\n').filter((text) => /^ {2}(?:rubric| {6} )/.test(text)))
      expect(cellsOf(line)).toBeLessThanOrEqual(80);
  });
});

describe('lint', () => {
  it('reads the pages of the run by itself, judges the files too, and writes nothing', async () => {
    const before = fingerprint(copy);
    expect(await run('lint', 'copy')).toBe(0);
    expect(said.err).toBe('');
    expect(said.out).toContain('2 pages of run 2');
    expect(said.out).toMatch(/R1 +grounded +1\.00 gate {2}\d of \d rules\n/);
    expect(said.out).toContain('every gate holds');
    for (const line of said.out.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(80);
    expect(fingerprint(copy)).toEqual(before);
  });

  it('leaves the run as it was: a second look sees the same', async () => {
    await run('lint', 'copy');
    const first = said.out;
    await run('lint', 'copy');
    expect(said.out).toBe(first);
  });

  it('gives one document with --json', async () => {
    expect(await run('lint', 'copy', '--json')).toBe(0);
    expect(report()).toMatchObject({path: 'copy/.rules-maker/acme/rules.json', pages: 2, failedGates: []});
    expect(value('R2')).toBe(1);
  });

  it('says what it cannot compute without pages', async () => {
    const nowhere = {XDG_STATE_HOME: join(sandbox.folder, 'nowhere')};
    expect(await runIn(nowhere, 'lint', 'copy/rules.json')).toBe(0);
    expect(said.out).toMatch(/R2 +faithful +- gate {2}needs pages\n/);
    expect(said.out).toContain('--docs DIR');
    expect(said.out).toContain('of what could be computed');
  });

  it('reads them from a folder', async () => {
    const nowhere = {XDG_STATE_HOME: join(sandbox.folder, 'nowhere')};
    expect(await runIn(nowhere, 'lint', 'copy', '--docs', 'site', '--json')).toBe(0);
    expect(report()).toMatchObject({pages: 2, pagesFrom: 'site', failedGates: []});
    // The folder that is served may begin above the documentation.
    cpSync(join(sandbox.folder, 'site'), join(sandbox.folder, 'root', 'docs'), {recursive: true});
    expect(await runIn(nowhere, 'lint', 'copy', '--docs', 'root', '--json')).toBe(0);
    expect(value('R1')).toBe(1);
  });

  it('holds rules against the pages that are there, not those that they wish for', async () => {
    write('other/index.html', layout('Acme', '<h1>Acme</h1><p>Nothing of the kind.</p>'));
    expect(await run('lint', 'copy', '--docs', 'other')).toBe(1);
    expect(said.err).toContain('R1 (grounded), R2 (faithful) [RM-LINT-001]');
    expect(said.out).toContain(': no #closing on the page');
    expect(said.out).toContain(': a page that it cites was not read');
  });

  it('exits 1 with the rule and the reason for a rule that was changed', async () => {
    edit('rules.json', (text) => text.replace('`Widget.post()`', '`Widget.send_later()`'));
    expect(await run('lint', 'copy/rules.json')).toBe(1);
    expect(said.out).toMatch(/R2 +faithful +0\.\d\d FAIL/);
    expect(said.out).toContain('Widget.send_later does not stand there');
    expect(said.err).toContain('error: a gate fails: R2 (faithful) [RM-LINT-001]');
  });

  it.each([
    ['a marker', 'AGENTS.md', (text: string) => text.replace(/^<!-- rules-maker:end .*$/m, ''), 'R8-limits'],
    ['an @import', 'AGENTS.md', (text: string) => text.replace('\n- ', '\n- @docs/a.md '), 'R16'],
    ['hidden text', '.cursor/rules/acme.mdc', (text: string) => `${text}\u200b`, 'R16'],
    [
      'the frontmatter',
      '.cursor/rules/acme.mdc',
      (text: string) => text.replace('true', '"true"'),
      'R8-limits',
    ],
  ])('exits 1 for a file in which somebody changed %s', async (_, path, change, gate) => {
    edit(path, change);
    expect(await run('lint', 'copy', '--json')).toBe(1);
    expect(report().failedGates).toEqual([gate]);
  });

  it('leaves alone what the user wrote beside our block', async () => {
    edit('AGENTS.md', (text) => `@import me\n\n<b>mine</b>\n\n${text}`);
    expect(await run('lint', 'copy')).toBe(0);
  });

  it('misses a file that is gone', async () => {
    rmSync(join(copy, '.cursor/rules/acme.mdc'));
    expect(await run('lint', 'copy')).toBe(1);
    expect(said.out).toContain('.cursor/rules/acme.mdc: the file is gone');
  });

  it('names every rule that falls short with --verbose', async () => {
    await run('lint', 'copy/rules.json', '--verbose');
    expect(said.out).toMatch(/\n {2}R10 examples\n {4}acme\./);
  });

  it.each([
    ['a folder without rules', 'site', 'site/rules.json is no rules.json', 'there is no such file'],
    [
      'a file that is not there',
      'gone.json',
      'gone.json is no rules.json',
      'there is no such file or folder',
    ],
    ['a file that is no JSON', 'copy/AGENTS.md', 'copy/AGENTS.md is no rules.json', 'it is no JSON'],
    ['another JSON', 'other.json', 'other.json is no rules.json', '"schema"'],
  ])('refuses %s with what, why and what to do', async (_, path, what, why) => {
    write('other.json', '{"schema": 7}');
    expect(await run('lint', path)).toBe(2);
    expect(said.err).toContain(`error: ${what}`);
    expect(said.err).toContain(`why: ${why}`);
    expect(said.err).toContain('fix: ');
    expect(said.err).toContain('[RM-CONF-017]');
    expect(said.out).toBe('');
  });

  it.each([
    ['copy', 'nowhere-at-all'],
    ['copy', 'copy/.cursor'],
  ])('refuses %s with --docs %s', async (path, docs) => {
    expect(await run('lint', path, '--docs', docs)).toBe(2);
    expect(said.err).toContain('[RM-CONF-018]');
  });

  it('takes one place at a time', async () => {
    expect(await run('lint', 'copy', 'output')).toBe(2);
    expect(said.err).toContain('"output" is one too many');
  });
});

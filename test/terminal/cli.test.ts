import {spawn} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {reduce} from '../../source/progress/reduce.ts';
import {totals} from '../../source/progress/selectors.ts';
import {initialState} from '../../source/progress/state.ts';
import {type CliResult, cliPath, createSandbox, fingerprint, runCli, type Sandbox} from '../helpers/cli.ts';
import {recordedEvents} from '../helpers/recorded-events.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const guide = page(
  'Acme guide',
  `<p>The start of the documentation of Acme, a library for widgets.</p><p><a href="widgets.html">Widgets</a> <a href="gone.html">Gone</a></p>
   <h2 id="close">Closing</h2><div class="admonition warning"><p class="admonition-title">Warning</p>
   <p>Never call <code>acme.close()</code> twice; use <code>acme.release()</code> instead.</p></div>`,
);
const widgets = page(
  'Widgets',
  `<h2 id="dispose">Dispose</h2><p><code>acme.dispose()</code> was removed in 3.0. Use <code>acme.release()</code> instead.</p>
   <p>You must call <code>acme.release()</code> before the worker ends.</p><pre><code class="language-ts">acme.release(widget);
</code></pre>`,
);

let site: SiteServer;
let asked = Promise.withResolvers<void>();
let sandbox: Sandbox;

beforeAll(async () => {
  site = await startSite({
    routes: {
      '/docs/': guide,
      '/docs/widgets.html': widgets,
      '/mixed/': guide.replace('widgets.html', 'manual.pdf'),
      '/empty/': page('', ''),
      '/plain/': page(
        'About us',
        '<p>We are a small team that likes the sea, long walks and old books about gardens.</p>',
      ),
      '/slow/': () => {
        asked.resolve();
        return null;
      },
      '/robots/': guide,
      '/broken/': {status: 500, body: 'no'},
    },
  });
});
afterAll(() => site.close());
beforeEach(() => {
  sandbox = createSandbox();
  asked = Promise.withResolvers();
});
afterEach(() => sandbox.remove());

const run = (...args: string[]) => runCli(args, {sandbox});

describe('a run', () => {
  it('writes the files, says so on stderr and nothing on stdout', async () => {
    const {exitCode, stdout, stderr} = await run(
      `${site.origin}/docs/`,
      '--format',
      'cursor,claude,agents,json,llms-txt',
    );
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(
      /✔ rules-maker {2}127\.0\.0\.1:\d+\/docs {2}complete in 00:\d\d\n {2}pages {3}3 found, 2 read/,
    );
    expect(stderr).not.toContain('\u001b');
    expect(Object.keys(fingerprint(sandbox.folder)).filter((path) => !path.startsWith('home/'))).toEqual(
      expect.arrayContaining([
        '.rules-maker/manifest.json',
        'AGENTS.md',
        'CLAUDE.md',
        'llms.txt',
        'rules.json',
      ]),
    );
    const {rules} = JSON.parse(readFileSync(join(sandbox.folder, 'rules.json'), 'utf8'));
    expect(rules.length).toBeGreaterThanOrEqual(3);
    expect(rules[0].evidence[0].url).toContain(site.origin);
  });

  it('twice gives the same bytes, and says that nothing changed', async () => {
    const args = [
      `${site.origin}/docs/`,
      '--format',
      'cursor,claude,agents,json,llms-txt',
      '--output-dir',
      'out',
    ];
    expect((await run(...args)).exitCode).toBe(0);
    const first = fingerprint(join(sandbox.folder, 'out'));
    const second = await run(...args, '--concurrency', '9');
    expect(fingerprint(join(sandbox.folder, 'out'))).toEqual(first);
    expect(second.stderr).toMatch(/same {4}\d+ files/);
  });

  it('with --json prints events that parse, in order, and nothing else', async () => {
    const {exitCode, stdout, stderr} = await run(`${site.origin}/docs/`, '--json');
    const events = recordedEvents(stdout);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(events.map(({seq}) => seq)).toEqual(events.map((_, index) => index + 1));
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run.started', 'run.finished']);
  });

  it('states the totals that a view folds from its events', async () => {
    const events = recordedEvents((await run(`${site.origin}/mixed/`, '--json')).stdout);
    const last = events.at(-1);
    const folded = totals(events.reduce(reduce, initialState));
    expect(folded.pages).toMatchObject({fetched: 1, failed: 1, skipped: 1});
    expect(last?.type === 'run.finished' ? last.totals : null).toEqual(folded);
  });

  it('with --quiet prints the written paths, and nothing else', async () => {
    const {stdout, stderr} = await run(`${site.origin}/docs/`, '--quiet', '--format', 'json');
    expect(stderr).toBe('');
    const paths = stdout.trimEnd().split('\n');
    expect(paths).toContain('rules.json');
    for (const path of paths) expect(existsSync(join(sandbox.folder, path))).toBe(true);
  });

  it('folds one format into the file of -o and tells where the assistant would read it', async () => {
    const {exitCode, stderr} = await run(`${site.origin}/docs/`, '-o', 'notes/acme.mdc');
    expect(exitCode).toBe(0);
    expect(readFileSync(join(sandbox.folder, 'notes/acme.mdc'), 'utf8')).toContain('acme.release()');
    expect(existsSync(join(sandbox.folder, '.cursor'))).toBe(false);
    expect(stderr).toContain('.cursor/rules');
  });

  it('in one format leaves the files of the others alone', async () => {
    const out = join(sandbox.folder, 'out');
    await run(`${site.origin}/docs/`, '--format', 'cursor,claude,agents', '--output-dir', 'out');
    const before = fingerprint(out);
    await run(`${site.origin}/docs/`, '--format', 'json', '--output-dir', 'out');
    await run(`${site.origin}/docs/`, '-o', 'out/notes.mdc', '--output-dir', 'out');
    const {'.rules-maker/manifest.json': _, ...rest} = before;
    expect(fingerprint(out)).toMatchObject(rest);
  });

  it('keeps a log that replay shows with the same summary', async () => {
    const live = await run(`${site.origin}/docs/`);
    const log = /log {5}(\S+)/.exec(live.stderr)?.[1] ?? '';
    const again = await run('replay', log);
    const body = (text: string) => text.slice(text.indexOf('✔ ')).replace(/ {2}log .*\n/, '');
    expect(again.exitCode).toBe(0);
    expect(body(again.stderr)).toBe(body(live.stderr));
    const json = await run('replay', log, '--json');
    expect(json.stdout).toBe(readFileSync(log, 'utf8'));
  });

  it('keeps what the user wrote around our block', async () => {
    const mine = '# My project\r\n\r\nTalk like a pirate.\r\n';
    writeFileSync(join(sandbox.folder, 'AGENTS.md'), mine);
    expect((await run(`${site.origin}/docs/`)).exitCode).toBe(0);
    expect(readFileSync(join(sandbox.folder, 'AGENTS.md'), 'utf8').startsWith(mine)).toBe(true);
    // AGENTS.md is there, so AGENTS.md is what the repository uses.
    expect(existsSync(join(sandbox.folder, '.cursor'))).toBe(false);
  });

  it('ends with 3 and leaves a file of the user alone that stands where ours would', async () => {
    mkdirSync(join(sandbox.folder, '.cursor/rules'), {recursive: true});
    const first = await run(`${site.origin}/docs/`, '--format', 'cursor');
    const path = join(
      sandbox.folder,
      '.cursor/rules',
      String(
        /(\S+\.mdc)/.exec((await run(`${site.origin}/docs/`, '--format', 'cursor', '--quiet')).stdout)?.[1],
      )
        .split('/')
        .at(-1) ?? '',
    );
    writeFileSync(path, 'mine now');
    const {exitCode, stderr} = await run(`${site.origin}/docs/`, '--format', 'cursor');
    expect([first.exitCode, exitCode]).toEqual([0, 3]);
    expect(readFileSync(path, 'utf8')).toBe('mine now');
    expect(existsSync(`${path}.new`)).toBe(true);
    expect(stderr).toContain('--force replaces');
  });
});

describe('the wishes of the owner', () => {
  let strict: SiteServer;
  beforeAll(async () => {
    strict = await startSite({
      routes: {
        '/robots.txt': {
          headers: {'content-type': 'text/plain'},
          body: 'User-agent: *\nContent-Signal: ai-input=no\nDisallow: /docs/private/\n',
        },
        '/docs/': guide,
        '/docs/widgets.html': widgets,
        '/docs/private/': guide,
      },
    });
  });
  afterAll(() => strict.close());

  it('stop a run whose owner does not want to be input of an AI', async () => {
    const result = await run(`${strict.origin}/docs/`);
    expectOneError(result, 4, /does not want.*\[RM-HTTP-019\]/);
    expect(strict.hits.map(({url}) => url)).toEqual(['/robots.txt']);
  });

  it('are waived with --ignore-robots, and every file with our text says so', async () => {
    const {exitCode, stderr} = await run(
      `${strict.origin}/docs/`,
      '--ignore-robots',
      '--format',
      'cursor,claude,agents,llms-txt',
      '--output-dir',
      'out',
    );
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning {4}robots\.txt is not read/);
    const out = join(sandbox.folder, 'out');
    const texts = Object.keys(fingerprint(out)).filter((path) => /\.(?:mdc?|txt)$/.test(path));
    expect(texts.length).toBeGreaterThan(4);
    for (const path of texts)
      expect([path, readFileSync(join(out, path), 'utf8')]).toEqual([
        path,
        expect.stringContaining('robots.txt waived'),
      ]);
  });
});

describe('one clear error', () => {
  const cases: readonly (readonly [string, () => readonly string[], number, RegExp])[] = [
    ['a dead port', () => ['http://127.0.0.1:9/'], 4, /127\.0\.0\.1:9.*\[RM-NET-002\]/],
    ['a start page that is gone', () => [`${site.origin}/none/`], 4, /\/none\/.*\[RM-HTTP-404\]/],
    ['a start page without content', () => [`${site.origin}/empty/`], 4, /\/empty\/.*\[RM-DOC-023\]/],
    ['pages without a rule', () => [`${site.origin}/plain/`], 4, /no rule.*\/plain\/.*\[RM-DOC-023\]/],
    ['no URL', () => [], 2, /URL is missing \[RM-CONF-012\]/],
    ['a URL of another kind', () => ['file:///etc/passwd'], 2, /file:\/\/\/etc\/passwd.*\[RM-CONF-012\]/],
    ['a password in the URL', () => ['http://ann:canary@127.0.0.1:9/'], 2, /password.*\[RM-CONF-047\]/],
    ['two URLs', () => ['a.dev', 'b.dev'], 2, /"b\.dev" is one too many \[RM-CONF-012\]/],
    [
      'an unknown flag',
      () => [`${site.origin}/docs/`, '--formt', 'json'],
      2,
      /--formt \[RM-CONF-010\]\n.*\n {2}fix: did you mean --format\?/,
    ],
    [
      'a bad number',
      () => [`${site.origin}/docs/`, '--max-pages', 'many'],
      2,
      /--max-pages.*whole number.*\[RM-CONF-051\]/,
    ],
    [
      'a bad format',
      () => [`${site.origin}/docs/`, '--format', 'curser'],
      2,
      /--format.*cursor, claude.*\[RM-CONF-051\]/,
    ],
    [
      'two formats in one file',
      () => [`${site.origin}/docs/`, '-o', 'x.md', '--format', 'json,cursor'],
      2,
      /--output takes one format.*\[RM-CONF-013\]/,
    ],
    [
      'a missing config file',
      () => [`${site.origin}/docs/`, '-c', 'none.yaml'],
      2,
      /none\.yaml cannot be read \[RM-CONF-048\]/,
    ],
    [
      'a bad config key',
      () => [`${site.origin}/docs/`, '-c', 'bad.yaml'],
      2,
      /bad\.yaml:2:3: unknown key "scraping\.max_page" \[RM-CONF-048\]/,
    ],
    [
      'an output folder that is a file',
      () => [`${site.origin}/docs/`, '--output-dir', 'bad.yaml'],
      9,
      /bad\.yaml.*\[RM-FS-053\]/,
    ],
    [
      'an output folder below a file',
      () => [`${site.origin}/docs/`, '--output-dir', 'bad.yaml/out'],
      9,
      /bad\.yaml.*\[RM-FS-053\]/,
    ],
    [
      'a link where a file of ours would go',
      () => [`${site.origin}/docs/`, '--format', 'json'],
      8,
      /rules\.json.*\[RM-FS-056\]/,
    ],
    ['a recorded run that is none', () => ['replay', 'bad.yaml'], 2, /bad\.yaml.*\[RM-CONF-014\]/],
    ['a recorded run that is missing', () => ['replay', 'none.jsonl'], 2, /none\.jsonl.*\[RM-CONF-014\]/],
  ];

  it.each(cases)('for %s', async (_, args, exitCode, message) => {
    writeFileSync(join(sandbox.folder, 'bad.yaml'), 'scraping:\n  max_page: 3\n');
    writeFileSync(join(sandbox.folder, 'keep.md'), 'keep');
    symlinkSync('keep.md', join(sandbox.folder, 'rules.json'));
    const before = visible(sandbox.folder);
    const result = await run(...args());
    expectOneError(result, exitCode, message);
    expect(visible(sandbox.folder)).toEqual(before);
  });

  it('for an output folder without permission', async () => {
    mkdirSync(join(sandbox.folder, 'locked'));
    chmodSync(join(sandbox.folder, 'locked'), 0o555);
    mkdirSync(join(sandbox.folder, 'home'));
    chmodSync(join(sandbox.folder, 'home'), 0o777);
    chmodSync(sandbox.folder, 0o755);
    // Root may write anywhere: then the program runs as nobody.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    const result = await runCli([`${site.origin}/docs/`, '--output-dir', 'locked'], {
      sandbox,
      ...(uid === undefined ? {} : {uid}),
    });
    expectOneError(result, 9, /locked.*\[RM-FS-053\]/);
    expect(site.hits.filter(({url}) => url.includes('locked'))).toEqual([]);
  });

  it('as JSON: the last event carries the same facts', async () => {
    const {exitCode, stdout, stderr} = await run('http://127.0.0.1:9/', '--json');
    const last = recordedEvents(stdout).at(-1);
    expect(exitCode).toBe(4);
    expect(last).toMatchObject({type: 'run.finished', exitCode: 4, error: {code: 'RM-NET-002'}});
    expect(stderr).toMatch(/^error: .*\[RM-NET-002\]\n/);
  });

  it('never shows a password', async () => {
    const {stdout, stderr} = await run('http://ann:canary@127.0.0.1:9/', '--debug');
    expect(stdout + stderr).not.toContain('canary');
  });
});

describe('signals and pipes', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the run with %i and writes nothing', async (signal, code) => {
    const result = await runCli([`${site.origin}/slow/`, '--output-dir', 'out'], {
      sandbox,
      started: (child) => {
        // Twice: the first drains for up to 5 s, the second ends at once.
        void asked.promise.then(() => {
          child.kill(signal);
          child.stderr?.on('data', (chunk: Buffer) => {
            if (chunk.toString().includes('stopping')) child.kill(signal);
          });
        });
      },
    });
    expect(result.exitCode).toBe(code);
    expect(
      Object.keys(existsSync(join(sandbox.folder, 'out')) ? fingerprint(join(sandbox.folder, 'out')) : {}),
    ).toEqual([]);
  });

  it('a reader that goes away ends its view, not the run', async () => {
    const {exitCode, stderr} = await new Promise<CliResult>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [cliPath, `${site.origin}/docs/`, '--json', '--output-dir', 'out'],
        {
          cwd: sandbox.folder,
          env: sandbox.environment,
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      let stderr = '';
      child.stdout.once('data', () => child.stdout.destroy());
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (exitCode, signal) => resolve({exitCode, signal, stdout: '', stderr}));
    });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(existsSync(join(sandbox.folder, 'out', 'AGENTS.md'))).toBe(true);
  });
});

describe('start-up', () => {
  const hook = fileURLToPath(new URL('../helpers/only-meow.mjs', import.meta.url));

  it.each(['--help', '--version'])('%s loads meow and Node alone', async (flag) => {
    const {exitCode, stderr} = await runCli([flag], {sandbox, nodeArguments: ['--import', hook]});
    expect([exitCode, new Set(stderr.trim().split('\n'))]).toEqual([0, new Set(['loaded meow'])]);
  });

  it('the hook sees a package when one is loaded', async () => {
    const {exitCode, stderr} = await runCli(['config', 'show'], {sandbox, nodeArguments: ['--import', hook]});
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/loaded (?:cosmiconfig|yaml|valibot)/);
  });

  it('-h beats everything', async () => {
    expect((await run('--nonsense', '-h')).exitCode).toBe(0);
  });
});

describe('config show', () => {
  it('names each value and its origin', async () => {
    writeFileSync(join(sandbox.folder, 'rules-maker.config.yaml'), 'scraping:\n  max_pages: 12\n');
    const {exitCode, stdout} = await runCli(['config', 'show', '--origin'], {
      sandbox,
      environment: {RULES_MAKER_FORMAT: 'json'},
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/scraping\.max_pages += 12 +\(project rules-maker\.config\.yaml:2\)/);
    expect(stdout).toMatch(/targets\.use += \["json"\] +\(environment RULES_MAKER_FORMAT\)/);
    expect(stdout).toMatch(/scraping\.rate_limit += 1 +\(default\)/);
  });
});

function expectOneError({exitCode, stdout, stderr}: CliResult, code: number, message: RegExp): void {
  expect([exitCode, stdout]).toEqual([code, '']);
  expect(stderr.match(/^error: /gm)?.length).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/\n {2}fix: ./);
  expect(stderr).not.toMatch(/^\s+at /m);
}

function visible(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fingerprint(folder)).filter(([path]) => !path.startsWith('home/')),
  );
}

import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {createSandbox, fingerprint, runCli, type Sandbox} from '../helpers/cli.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';

const html = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const warning = (name: string) =>
  `<div class="admonition warning"><p class="admonition-title">Warning</p>
   <p>Never call <code>acme.${name}.close()</code> twice; use <code>acme.${name}.release()</code> instead.</p></div>`;

const start = html(
  'Acme guide',
  `<p>The start of the documentation of Acme, a library for widgets.</p>${warning('start')}
   <p><a href="one.html">One</a> <a href="two.html">Two</a> <a href="three.html">Three</a></p>`,
);

let site: SiteServer;
let sandbox: Sandbox;
/** What the site does at `/docs/two.html`; a test changes it. */
let two: SiteRoute;
let asked = Promise.withResolvers<void>();

beforeEach(async () => {
  sandbox = createSandbox();
  two = html('Two', warning('two'));
  asked = Promise.withResolvers();
  site = await startSite({
    routes: {
      '/docs/': start,
      '/docs/one.html': html('One', warning('one')),
      '/docs/two.html': (request) => {
        asked.resolve();
        return typeof two === 'function' ? two(request) : two;
      },
      '/docs/three.html': html('Three', warning('three')),
      '/private/': ({headers}) =>
        headers['x-token'] === 'canary-1' ? start.replaceAll('href="', 'href="/docs/') : {status: 401},
    },
  });
});
afterEach(async () => {
  await site.close();
  sandbox.remove();
});

const run = (...args: string[]) => runCli(args, {sandbox});
const first = (...more: string[]) =>
  [
    `${site.origin}/docs/`,
    '--output-dir',
    'out',
    '--format',
    'agents,json',
    '--concurrency',
    '1',
    ...more,
  ] as const;
const never: SiteRoute = () => null;

/** A run that was killed (or stopped) while it waited for the second page. */
async function endedAtTwo(signal: NodeJS.Signals, ...more: string[]) {
  const usual = two;
  two = never;
  asked = Promise.withResolvers();
  const result = await runCli(first(...more), {
    sandbox,
    started(child) {
      void asked.promise.then(() => {
        child.kill(signal);
        if (signal === 'SIGKILL') return;
        child.stderr?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('stopping')) child.kill(signal);
        });
      });
    },
  });
  two = usual;
  return result;
}

/** The files of an undisturbed run. */
async function undisturbed() {
  const {exitCode} = await run(
    ...first('--output-dir', 'calm').filter((word, at, all) => !(word === 'out' || all[at + 1] === 'out')),
  );
  expect(exitCode).toBe(0);
  return fingerprint(join(sandbox.folder, 'calm'));
}

const out = () => fingerprint(join(sandbox.folder, 'out'));

describe('resume', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'goes on after %s with the pages that are missing, and the run says how',
    async (signal, code) => {
      const stopped = await endedAtTwo(signal);
      const [, id = ''] = /resume {2}rules-maker resume (\S+)\n/.exec(stopped.stderr) ?? [];
      expect([stopped.exitCode, id]).toEqual([code, expect.stringMatching(/^\d{8}-\d{6}-[0-9a-f]{4}$/)]);
      const before = site.hits.length;
      const resumed = await run('resume', id);
      expect(resumed.exitCode).toBe(0);
      expect(resumed.stderr).toMatch(/4 read \(2 cached\)/);
      expect(
        site.hits
          .slice(before)
          .map(({url}) => url)
          .sort(),
      ).toEqual(['/docs/three.html', '/docs/two.html']);
      const files = out();
      expect(files).toEqual(await undisturbed());
    },
  );

  it('takes over what a killed process held, by its end of name as well, and keeps one log that replays', async () => {
    expect((await endedAtTwo('SIGKILL')).signal).toBe('SIGKILL');
    const [id = ''] = readdirSync(join(sandbox.folder, 'home/state/rules-maker/runs'));
    const log = join(sandbox.folder, 'home/state/rules-maker/runs', id, 'events.jsonl');
    // A kill may come in the middle of a line.
    writeFileSync(log, '{"seq":99,"at":1,"type":"noti', {flag: 'a'});
    const resumed = await run('resume', id.slice(-4));
    expect(resumed.exitCode).toBe(0);
    const types = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => String(JSON.parse(line).type));
    expect(types.filter((type) => type.startsWith('run.'))).toEqual([
      'run.started',
      'run.started',
      'run.finished',
    ]);
    const replayed = await run('replay', log);
    const summary = (text: string) => text.slice(text.indexOf('✔ ')).replace(/ {2}log .*\n/, '');
    expect(summary(replayed.stderr)).toBe(summary(resumed.stderr));
    // The dead owner's lock on the output folder is no hindrance to anybody either.
    expect((await run(...first())).exitCode).toBe(0);
  });

  it('writes the files of a run that could not, without asking for a page again', async () => {
    const folder = join(sandbox.folder, 'out');
    two = () => {
      rmSync(folder, {recursive: true, force: true});
      writeFileSync(folder, 'in the way');
      return html('Two', warning('two'));
    };
    const failed = await run(...first());
    expect([failed.exitCode, failed.stderr]).toEqual([
      9,
      expect.stringMatching(/resume {2}rules-maker resume \S+\n/),
    ]);
    rmSync(folder);
    const before = site.hits.length;
    expect((await run('resume')).exitCode).toBe(0);
    expect(site.hits.length).toBe(before);
    two = html('Two', warning('two'));
    expect(out()).toEqual(await undisturbed());
  });

  it('goes on after a refusal of the files as well', async () => {
    mkdirSync(join(sandbox.folder, 'out'));
    symlinkSync('elsewhere', join(sandbox.folder, 'out/rules.json'));
    expect((await run(...first())).exitCode).toBe(8);
    rmSync(join(sandbox.folder, 'out/rules.json'));
    const before = site.hits.length;
    expect((await run('resume')).exitCode).toBe(0);
    expect(site.hits.length).toBe(before);
  });

  it('with --only-failed asks again for what failed, and for nothing else', async () => {
    two = {status: 500, body: 'no'};
    const partial = await run(...first());
    expect([partial.exitCode, partial.stderr]).toEqual([
      3,
      expect.stringMatching(/resume {2}rules-maker resume \S+ --only-failed\n/),
    ]);
    const finished = await run('resume');
    expect([finished.exitCode, finished.stderr]).toEqual([
      2,
      expect.stringContaining('no run is unfinished [RM-PROC-061]'),
    ]);
    const before = site.hits.length;
    two = html('Two', warning('two'));
    expect((await run('resume', '--only-failed')).exitCode).toBe(0);
    expect(site.hits.slice(before).map(({url}) => url)).toEqual(['/docs/two.html']);
    expect(out()).toEqual(await undisturbed());
    expect((await run('resume', '--only-failed')).exitCode).toBe(2);
  });

  it('with nothing to resume ends with 2 and the runs there are', async () => {
    const none = await run('resume');
    expect([none.exitCode, none.stdout, none.stderr]).toEqual([
      2,
      '',
      expect.stringContaining('no run is kept\nerror: '),
    ]);
    await run(...first());
    const done = await run('resume');
    expect(done.stderr).toMatch(
      /^runs:\n {2}\S+ {2}http:\/\/127\.0\.0\.1:\d+\/docs\/ {2}finished, exit 0\nerror: no run is unfinished/,
    );
    const [id = ''] = readdirSync(join(sandbox.folder, 'home/state/rules-maker/runs'));
    const named = await run('resume', id);
    expect([named.exitCode, named.stderr]).toEqual([2, expect.stringContaining(`the run ${id} is finished`)]);
    expect((await run('resume', 'nope')).stderr).toContain('there is no run "nope"');
  });

  it('does not offer a demo, whose site is gone', async () => {
    expect((await run('demo')).exitCode).toBe(0);
    expect((await run('resume')).stderr).toContain('no run is kept');
  });
});

describe('two at a time', () => {
  it('the second on one output folder, and a resume of a live run, end with 75 and name the first', async () => {
    two = never;
    let pid: number | undefined;
    let stop: () => void = () => undefined;
    const running = runCli(first(), {
      sandbox,
      started(child) {
        pid = child.pid;
        stop = () => child.kill('SIGKILL');
      },
    });
    await asked.promise;
    const elsewhere = join(sandbox.folder, 'link');
    symlinkSync('out', elsewhere);
    for (const args of [first(), [`${site.origin}/docs/`, '--output-dir', 'link'], ['resume']]) {
      const {exitCode, stdout, stderr} = await run(...args);
      expect([exitCode, stdout]).toEqual([75, '']);
      expect(stderr).toMatch(
        new RegExp(
          `is in use \\[RM-LOCK-068\\]\\n  why: process ${pid} works on it .*since \\d{4}-\\d\\d-\\d\\dT.*\\n  fix: `,
        ),
      );
    }
    two = html('Two', warning('two'));
    expect((await run(`${site.origin}/docs/`, '--output-dir', 'other')).exitCode).toBe(0);
    stop();
    await running;
  });
});

describe('--resume', () => {
  it('goes on with the unfinished run of this URL and the options given now', async () => {
    await endedAtTwo('SIGKILL');
    const before = site.hits.length;
    const {exitCode, stderr} = await run(...first('--resume', '--max-pages', '2'));
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/2 read \(2 cached\)/)]);
    expect(site.hits.length).toBe(before);
    expect(readdirSync(join(sandbox.folder, 'home/state/rules-maker/runs')).length).toBe(1);
  });

  it('begins a run if there is none of this URL', async () => {
    const {exitCode, stderr} = await run(...first('--resume'));
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^note: no run of \S+ is unfinished/)]);
  });
});

describe('a header of the user', () => {
  const private_ = (value: string) => [
    `${site.origin}/private/`,
    '--output-dir',
    'out',
    '--header',
    `X-Token: ${value}`,
  ];
  const state = () => join(sandbox.folder, 'home/state/rules-maker');

  async function killedWith(value: string) {
    two = never;
    await runCli([...private_(value), '--include', '/**'], {
      sandbox,
      environment: {DOCS_TOKEN: 'canary-1'},
      started: (child) => void asked.promise.then(() => child.kill('SIGKILL')),
    });
    two = html('Two', warning('two'));
  }

  it('is sent again from where its value is, and its value is kept nowhere', async () => {
    await killedWith('env:DOCS_TOKEN');
    const before = site.hits.length;
    const resumed = await runCli(['resume'], {sandbox, environment: {DOCS_TOKEN: 'canary-1'}});
    expect(resumed.exitCode).toBe(0);
    expect(site.hits.slice(before).map(({headers}) => headers['x-token'])).toContain('canary-1');
    for (const name of readdirSync(state(), {recursive: true, encoding: 'utf8', withFileTypes: true})) {
      if (!name.isFile()) continue;
      const bytes = readFileSync(join(name.parentPath, name.name)).toString('latin1');
      expect([name.name, bytes.includes('canary-1')]).toEqual([name.name, false]);
    }
  });

  it('must be given again if its value was typed', async () => {
    await killedWith('canary-1');
    expect(existsSync(state())).toBe(true);
    const without = await run('resume');
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringMatching(/x-token, whose value is not kept \[RM-CONF-015\]/),
    ]);
    expect((await run('resume', '--header', 'X-Token: canary-1')).exitCode).toBe(0);
  });
});

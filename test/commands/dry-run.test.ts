import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {main} from '../../source/commands/main.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

let site: SiteServer;
let folder: string;

const page = (body: string) => `<html lang="en"><body><main><h1>Acme</h1>${body}</main></body></html>`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rules-maker-plan-'));
  const links = Array.from({length: 14}, (_, i) => `<a href="p${i}.html">${i}</a>`).join('');
  site = await startSite({
    routes: {
      '/docs/': page(`${links}<a href="de/a">Deutsch</a><a href="de/b">Deutsch</a><a href="x.pdf">X</a>`),
      '/docs/llms.txt': {headers: {'content-type': 'text/plain'}, body: '# Acme\n- [Guide](guide.html)\n'},
    },
  });
});

afterEach(async () => {
  await site.close();
  rmSync(folder, {recursive: true});
});

async function dryRun(...flags: string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await main([`${site.origin}/docs/`, '--dry-run', ...flags], {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    input: () => Readable.from([]),
    cwd: folder,
    environment: {HOME: folder, XDG_STATE_HOME: join(folder, 'state')},
    onSignal: () => () => undefined,
    exit: () => undefined,
  });
  return {exitCode, stdout, stderr: stderr.replaceAll(site.origin, 'SITE')};
}

describe('--dry-run', () => {
  test('prints the plan on stderr, reads no page but the start page and writes nothing', async () => {
    const {exitCode, stdout, stderr} = await dryRun();
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain(
      'plan  SITE/docs/ (the folder of the start page), language en, robots.txt absent\n',
    );
    expect(stderr).toContain(
      'read  16 pages (1 seed, 1 llms-txt, 14 link); links found on the way come on top\n',
    );
    expect(stderr).toContain('SITE/docs/guide.html  llms-txt\n');
    expect(stderr).toContain('and 6 more: --verbose shows all\n');
    expect(stderr).toContain('skip  3 pages\n');
    expect(stderr).toContain('locale de 2, such as SITE/docs/de/a\n');
    expect(stderr).toContain('type 1, such as SITE/docs/x.pdf\n');
    expect(stderr).toMatch(
      /time {2}about [\d.]+ s without a pace, about \d+ kB\n {2}cost {2}\$0: no model is asked\n$/,
    );
    expect(site.hits.filter(({url}) => /\.html$|\/de\//.test(url))).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });

  test('shows every page and every reason with --verbose', async () => {
    const {stderr} = await dryRun('--verbose', '--max-pages', '12');
    expect(stderr.match(/ {2}link\n/g)).toHaveLength(10);
    expect(stderr).toContain('cut   4 pages beyond --max-pages or --max-depth\n');
    expect(stderr).toContain('SITE/docs/de/b  locale: de\n');
  });

  test('is one document on stdout with --json', async () => {
    const {stdout, stderr} = await dryRun('--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      start: `${site.origin}/docs/`,
      scope: {prefix: '/docs/', why: 'start-page', locale: 'en', version: null},
      cut: 0,
      skipped: [{reason: 'locale'}, {reason: 'locale'}, {reason: 'type'}],
    });
  });

  test('fails as the run would', async () => {
    const {exitCode, stdout, stderr} = await dryRun('--doc-version', '9.9');
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toContain('SITE/docs/ has no version 9.9');
  });
});

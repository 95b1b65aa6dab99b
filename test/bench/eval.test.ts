import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {parseBaselines, type SetResult, setTable} from '../../bench/eval-table.ts';
import {type StaticSite, serveFolder} from '../../bench/static-site.ts';

const readme = `# Gold
## Numbers to beat

| Set | Baseline | recall 4k | 10k | usable 10k | usable all |
|---|---|---|---|---|---|
| A | first | 1.0 | 2.5 | 0.0 | 3.0 |
| A | best | 0.5 | 4.0 | 1.5 | 2.0 |
| B | first | 9.0 | 9.0 | 9.0 | 9.0 |

## After

| x | y |
`;

const shares = {1000: 0, 4000: 0.1, 10000: 0.25, 40000: 0.5, all: 1};
const result: SetResult = {
  score: {
    rules: 12,
    sets: {},
    rubric: {R1: {score: 1, gate: 1, pass: true}, R2: {score: 0.5, gate: 0.98, pass: false}},
    overall: 0,
    failedGates: ['R2'],
  },
  set: {items: 8, recall: shares, usable: shares, focus: shares, focusUsable: shares},
  rubric: {overall: 0.5, failedGates: []},
  seconds: 1.25,
};

describe('the table of an evaluation', () => {
  const baselines = parseBaselines(readme);

  it('knows the baselines by set and column', () => {
    expect(baselines).toHaveLength(3);
    expect(baselines[1]).toEqual({
      set: 'A',
      name: 'best',
      percent: {'recall 4k': 0.5, 'recall 10k': 4, 'usable 10k': 1.5, 'usable all': 2},
    });
  });

  it('knows none where there is no such table', () => {
    expect(parseBaselines('# Gold\n| a | b |\n')).toEqual([]);
  });

  it('shows the best baseline of each column beside what the program reaches', () => {
    const own = baselines.filter(({set}) => set === 'A');
    const lines = setTable('A  Acme', result, own).split('\n');
    expect(lines[0]).toBe('A  Acme: 8 items, 12 rules in 1.3 s; in brackets the best baseline');
    expect(lines[2]).toBe('recall        0.0          10.0  (1.0)   25.0  (4.0)   50.0         100.0');
    expect(lines[3]).toContain('25.0  (1.5)');
    expect(lines.join('\n')).toContain('scorer    0.00, failed: R2\n          R1 1.00  R2 0.50');
    expect(lines.join('\n')).toContain('lint      0.50, every gate holds');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a folder that is served', () => {
  let folder: string;
  let site: StaticSite;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rules-maker-static-'));
    mkdirSync(join(folder, 'root', 'guide'), {recursive: true});
    writeFileSync(join(folder, 'root', 'guide', 'index.html'), 'guide');
    writeFileSync(join(folder, 'secret.html'), 'secret');
    mkdirSync(join(folder, 'root-too'));
    writeFileSync(join(folder, 'root-too', 'a.html'), 'secret');
    site = await serveFolder(join(folder, 'root'));
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, {recursive: true});
  });

  // `fetch` would tidy the path up.
  const ask = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      get(site.url, {path}, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).on('error', reject);
    });

  it.each([
    ['/guide/', 200],
    ['/guide/index.html', 200],
    ['/gone.html', 404],
    ['/../secret.html', 404],
    ['/%2e%2e/secret.html', 404],
    ['/%2e%2e%2fsecret.html', 404],
    ['/%2e%2e%2froot-too/a.html', 404],
    ['/%', 500],
  ])('answers %s with %i', async (path, status) => {
    expect(await ask(path)).toBe(status);
  });
});

import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';

const source = fileURLToPath(new URL('../source', import.meta.url));

/**
 * What a room may import: `values` freely, `types` as `import type` alone. Files at the root of `source/` are
 * shared vocabulary (errors, exit codes, the clock, target names). Biome holds the same table per folder; this
 * test also sees type imports, dynamic imports and how many files there are.
 */
const rooms: Readonly<Record<string, {values: readonly string[]; types: readonly string[]}>> = {
  events: {values: [], types: []},
  format: {values: [], types: []},
  config: {values: ['format'], types: []},
  options: {values: ['format'], types: ['config']},
  progress: {values: ['events', 'format'], types: []},
  network: {values: ['format'], types: ['events']},
  store: {values: ['format'], types: ['events']},
  models: {values: ['network', 'store', 'format'], types: ['events']},
  crawl: {values: ['network', 'format'], types: ['events', 'store']},
  extract: {values: ['network', 'store', 'format'], types: ['events', 'crawl']},
  distil: {values: ['format'], types: ['events', 'crawl', 'extract', 'store']},
  assemble: {values: ['format'], types: ['events', 'crawl', 'extract', 'distil', 'store']},
  targets: {values: ['format'], types: ['events', 'extract', 'distil', 'assemble', 'store']},
  // One normalisation and one list of verbs for whoever makes a rule and whoever judges it.
  rubric: {values: ['distil', 'format'], types: ['events', 'extract']},
  demo: {values: ['format'], types: []},
  extractor: {
    values: ['crawl', 'extract', 'distil', 'assemble', 'rubric', 'targets', 'events', 'store'],
    types: ['network'],
  },
  reporters: {values: ['events', 'progress', 'format'], types: []},
  commands: {
    values: [
      'options',
      'config',
      'reporters',
      'extractor',
      'network',
      'store',
      'targets',
      'rubric',
      'demo',
      'events',
      'format',
      'models',
      'progress',
    ],
    types: ['extract', 'distil'],
  },
};

/** Packages that only the named rooms may load. */
const packages: Readonly<Record<string, readonly string[]>> = {
  got: ['network', 'models'],
  '@aws-sdk/client-bedrock-runtime': ['models'],
  '@smithy/node-http-handler': ['models'],
  'eventsource-parser': ['models'],
  'flat-cache': ['models'],
  '@aws-sdk/client-sts': ['models'],
  '@aws-sdk/credential-provider-ini': ['models'],
  '@aws-sdk/credential-provider-web-identity': ['models'],
  '@aws-sdk/credential-provider-http': ['models'],
  '@smithy/credential-provider-imds': ['models'],
  '@pydantic/genai-prices': ['models'],
  jsonrepair: ['models'],
  '@valibot/to-json-schema': ['models'],
  meow: ['options'],
  cosmiconfig: ['config'],
  yaml: ['config', 'targets', 'rubric'],
  htmlparser2: ['extract'],
  'node-html-markdown': ['extract'],
  picomatch: ['crawl', 'rubric'],
  '@smithy/eventstream-codec': ['demo'],
  '@opentelemetry/api': ['reporters'],
  'string-width': ['format'],
  valibot: ['config', 'network', 'distil', 'targets', 'store', 'rubric', 'models'],
};

type Import = {file: string; room: string; from: string; typeOnly: boolean};

const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
  // The pages of the demo are documentation: their sample code is text.
  .filter((name) => name.endsWith('.ts') && !name.startsWith('demo/pages/'))
  .map((name) => join(source, name));

describe('the import table', () => {
  const imports = files.flatMap((file) => importsOf(file));

  it('is checked against every room and a plausible number of files', () => {
    expect(new Set(files.map((file) => roomOf(file)).filter((room) => room !== ''))).toEqual(
      new Set(Object.keys(rooms)),
    );
    expect(files.length).toBeGreaterThan(90);
    expect(imports.length).toBeGreaterThan(250);
  });

  it('is obeyed by every import of another room', () => {
    const wrong = imports.filter((entry) => entry.from.startsWith('.') && !roomAllows(entry));
    expect(wrong.map(({file, from}) => `${relative(source, file)} imports ${from}`)).toEqual([]);
  });

  it('is obeyed by every import of a package', () => {
    const wrong = imports.filter(({from, room}) => {
      if (from.startsWith('.') || from.startsWith('node:')) return false;
      return !(packages[packageOf(from)] ?? []).includes(room);
    });
    expect(wrong.map(({file, from}) => `${relative(source, file)} imports ${from}`)).toEqual([]);
  });

  it.each([
    ['distil', '../network/client.ts', false],
    ['progress', '../extractor/controls.ts', true],
    ['extract', '../crawl/crawl.ts', false],
  ])('refuses %s importing %s', (room, from, typeOnly) => {
    expect(roomAllows({file: join(source, room, 'a.ts'), room, from, typeOnly})).toBe(false);
  });
});

describe('the habits of the code', () => {
  const text = (file: string) => readFileSync(file, 'utf8');

  it.each([
    ['console', /\bconsole\./, /^$/],
    ['process.exit', /\bprocess\.exit\(/, /^cli\.ts$/],
    ['Date.now', /\bDate\.now\(/, /^clock\.ts$/],
    ['an empty catch', /catch\s*(?:\([^)]*\)\s*)?\{\s*\}/, /^$/],
    ['Math.random', /\bMath\.random\b/, /^extractor\/create-extractor\.ts$/],
  ])('has no %s outside of its place', (_, pattern, allowed) => {
    const found = files.filter((file) => !allowed.test(relative(source, file)) && pattern.test(text(file)));
    expect(found.map((file) => relative(source, file))).toEqual([]);
  });

  it('keeps files small', () => {
    const long = files.filter((file) => text(file).split('\n').length > 260);
    expect(long.map((file) => relative(source, file))).toEqual([]);
  });
});

function roomAllows({file, room, from, typeOnly}: Import): boolean {
  const target = roomOf(join(dirname(file), from));
  if (target === room || target === '' || room === '') return true;
  const row = rooms[room];
  return row !== undefined && (row.values.includes(target) || (typeOnly && row.types.includes(target)));
}

function importsOf(file: string): Import[] {
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?([^'";]*?)\s*from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;
  return [...readFileSync(file, 'utf8').matchAll(statement)].map((match) => ({
    file,
    room: roomOf(file),
    from: match[3] ?? match[4] ?? match[5] ?? '',
    // `import {type A, type B}` is as good as `import type`.
    typeOnly: Boolean(match[1]) || /^\{\s*(?:type\s[^,{}]+,?\s*)+\}$/.test(match[2] ?? ''),
  }));
}

function roomOf(path: string): string {
  const [first = '', ...rest] = relative(source, path).split('/');
  return rest.length === 0 ? '' : first;
}

function packageOf(from: string): string {
  return from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? from);
}

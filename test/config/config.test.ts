import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {discoverConfig} from '../../source/config/discover.ts';
import {configKeyNames, configKeys} from '../../source/config/keys.ts';
import {originText} from '../../source/config/origin.ts';
import {resolveConfig} from '../../source/config/resolve.ts';
import {configExample, configJson, configText} from '../../source/config/show.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const project = (text: string) => ({kind: 'project' as const, file: 'rules-maker.config.yaml', text});
const user = (text: string) => ({kind: 'user' as const, file: '/home/u/config.yaml', text});
const none = {files: [], environment: {}, flags: {}};

describe('precedence', () => {
  const pages = (number: number) => `scraping:\n  max_pages: ${number}\n`;
  const steps = [
    {...none},
    {...none, files: [user(pages(1))]},
    {...none, files: [user(pages(1)), project(pages(2))]},
    {...none, files: [user(pages(1)), project(pages(2))], environment: {RULES_MAKER_MAX_PAGES: '3'}},
    {
      files: [user(pages(1)), project(pages(2))],
      environment: {RULES_MAKER_MAX_PAGES: '3'},
      flags: {'scraping.max_pages': {flag: '--max-pages', value: '4'}},
    },
  ];

  it.each([
    [0, 300, 'default'],
    [1, 1, 'user /home/u/config.yaml:2'],
    [2, 2, 'project rules-maker.config.yaml:2'],
    [3, 3, 'environment RULES_MAKER_MAX_PAGES'],
    [4, 4, 'flag --max-pages'],
  ])('step %i gives %i from %s', (step, value, origin) => {
    const config = resolveConfig(steps[step] ?? none);
    expect(config.values['scraping.max_pages']).toBe(value);
    expect(originText(config.origins['scraping.max_pages'])).toBe(origin);
  });

  it('lets a variable switch off what a file switched on, and an empty variable say nothing', () => {
    const files = [user('targets: {llms_txt: {full: true}}')];
    expect(
      resolveConfig({...none, files, environment: {RULES_MAKER_LLMS_FULL: 'off'}}).values[
        'targets.llms_txt.full'
      ],
    ).toBe(false);
    expect(
      resolveConfig({...none, files, environment: {RULES_MAKER_LLMS_FULL: ''}}).values[
        'targets.llms_txt.full'
      ],
    ).toBe(true);
  });

  it('replaces a list as a whole', () => {
    const config = resolveConfig({
      ...none,
      files: [user('targets: {use: [cursor]}'), project('targets: {use: [agents, json, agents]}')],
    });
    expect(config.values['targets.use']).toEqual(['agents', 'json']);
  });

  it('is frozen', () => {
    const {values, origins} = resolveConfig(none);
    expect([values, origins, values['scraping.include']].every((part) => Object.isFrozen(part))).toBe(true);
  });
});

describe('a wrong config', () => {
  it.each([
    [
      'scraping:\n  max_page: 3\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:2:3: unknown key "scraping.max_page"',
      'did you mean scraping.max_pages?',
    ],
    [
      'max_pages: 3\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:1:1: unknown key "max_pages"',
      'did you mean scraping.max_pages?',
    ],
    [
      'scrapping:\n  max_pages: 3\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:1:1: unknown key "scrapping"',
      'did you mean scraping?',
    ],
    [
      'a: 1\na: 2\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:2:1: Map keys must be unique',
      'config.example.yaml shows every key',
    ],
    [
      'scraping:\n\tmax_pages: 3\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:2:1: Tabs are not allowed as indentation',
      'config.example.yaml shows every key',
    ],
    [
      'scraping:\n  max_pages: "3"\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: scraping.max_pages must be a whole number from 1 to 1000000',
      'the default is 300',
    ],
    [
      'scraping:\n  max_pages: 1.5\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: scraping.max_pages must be a whole number from 1 to 1000000',
      'the default is 300',
    ],
    [
      'scraping:\n  max_pages:\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: scraping.max_pages must be a whole number from 1 to 1000000',
      'the default is 300',
    ],
    [
      'scraping:\n  respect_robots_txt: no\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: scraping.respect_robots_txt must be true or false',
      'the default is true',
    ],
    [
      'scraping:\n  rate_limit: .nan\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: scraping.rate_limit must be a number of requests per second from 0 (unpaced) to 1000',
      'the default is 1',
    ],
    [
      'targets:\n  use: [curser]\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:2:3: targets.use must be a list of cursor, claude, agents, json, llms-txt',
      'the default is []',
    ],
    [
      'scraping: 3\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:1:11: scraping must hold keys, one a line',
      'config.example.yaml shows every key',
    ],
    [
      '- scraping\n',
      'RM-CONF-051',
      'rules-maker.config.yaml:1:1: a config file must hold keys, one a line',
      'config.example.yaml shows every key',
    ],
    [
      '__proto__:\n  polluted: true\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:1:1: unknown key "__proto__"',
      'config.example.yaml shows every key',
    ],
    [
      'constructor: 1\n',
      'RM-CONF-048',
      'rules-maker.config.yaml:1:1: unknown key "constructor"',
      'config.example.yaml shows every key',
    ],
    [
      `scraping: ${'['.repeat(100)}`,
      'RM-CONF-049',
      'rules-maker.config.yaml: refused before parsing',
      'a config file is a page or two',
    ],
    [
      'scraping:\n  respect_robots_txt: false\n',
      'RM-SEC-071',
      'rules-maker.config.yaml:2: a project file may not set scraping.respect_robots_txt to false',
      'say it yourself: RULES_MAKER_RESPECT_ROBOTS_TXT=… or the flag, or your own config file',
    ],
    [
      'output:\n  output_directory: ../elsewhere\n',
      'RM-SEC-071',
      'rules-maker.config.yaml:2: a project file may not set output.output_directory to "../elsewhere"',
      'say it yourself: RULES_MAKER_OUTPUT_DIR=… or the flag, or your own config file',
    ],
    [
      'scraping:\n  rate_limit: 0\n',
      'RM-SEC-071',
      'rules-maker.config.yaml:2: a project file may not set scraping.rate_limit to 0',
      'say it yourself: RULES_MAKER_RATE_LIMIT=… or the flag, or your own config file',
    ],
    [
      'scraping:\n  allow_private: ["10.0.0.0/8"]\n',
      'RM-SEC-071',
      'rules-maker.config.yaml:2: a project file may not set scraping.allow_private to ["10.0.0.0/8"]',
      'say it yourself: RULES_MAKER_ALLOW_PRIVATE=… or the flag, or your own config file',
    ],
    [
      'scraping:\n  ca_file: ours.pem\n',
      'RM-SEC-071',
      'rules-maker.config.yaml:2: a project file may not set scraping.ca_file to "ours.pem"',
      'say it yourself: RULES_MAKER_CA_FILE=… or the flag, or your own config file',
    ],
  ])('%j is refused with its place', (text, code, message, hint) => {
    const error = thrownBy(() => resolveConfig({...none, files: [project(text)]}));
    expect({code: error.code, message: error.message, hint: error.hint}).toEqual({code, message, hint});
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each(['1e3', '0x10', '5$', '-1', 'NaN', ' ', '1.5'])('takes no %j for a number of pages', (text) => {
    const flags = {'scraping.max_pages': {flag: '--max-pages', value: text}};
    expect(thrownBy(() => resolveConfig({...none, flags}))).toMatchObject({code: 'RM-CONF-051', exitCode: 2});
  });

  it('lets the user, not the project, switch robots off', () => {
    const config = resolveConfig({...none, files: [user('scraping: {respect_robots_txt: false}')]});
    expect(config.values['scraping.respect_robots_txt']).toBe(false);
  });
});

describe('keys about models', () => {
  it.each([
    [
      {BEDROCK_REGION: 'eu-west-1', AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2'},
      'eu-west-1',
      'BEDROCK_REGION',
    ],
    [{AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-east-2'}, 'us-west-2', 'AWS_REGION'],
    [{BEDROCK_REGION: '', AWS_DEFAULT_REGION: 'us-east-2'}, 'us-east-2', 'AWS_DEFAULT_REGION'],
  ])('of several variables the first counts: %j', (environment, value, variable) => {
    const {values, origins} = resolveConfig({...none, environment});
    expect(values['bedrock.region']).toBe(value);
    expect(originText(origins['bedrock.region'])).toBe(`environment ${variable}`);
  });

  it('choose no provider by the variables of AWS or a section alone', () => {
    const environment = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_PROFILE: 'dev',
      BEDROCK_MODEL_ID: 'x',
    };
    const config = resolveConfig({...none, environment, files: [user('bedrock: {region: eu-west-1}')]});
    expect([config.values.provider, config.origins.provider.kind]).toEqual(['builtin', 'default']);
  });

  it.each([
    ['defaults', {}, '', {}, [3, 250, 2000], 'default'],
    [
      'a file',
      {},
      'bedrock: {retry: {max_attempts: 4, base_ms: 1, max_ms: 2}}',
      {},
      [4, 1, 2],
      'user /home/u/config.yaml:1',
    ],
    [
      'variables',
      {BEDROCK_RETRY_MAX_ATTEMPTS: '5', BEDROCK_RETRY_BASE_MS: '3', BEDROCK_RETRY_MAX_MS: '4'},
      'bedrock: {retry: {max_attempts: 4, base_ms: 1, max_ms: 2}}',
      {},
      [5, 3, 4],
      'environment BEDROCK_RETRY_MAX_ATTEMPTS',
    ],
    [
      'flags',
      {BEDROCK_RETRY_MAX_ATTEMPTS: '5', BEDROCK_RETRY_BASE_MS: '3', BEDROCK_RETRY_MAX_MS: '4'},
      '',
      {
        'bedrock.retry.max_attempts': {flag: '--set', value: '6'},
        'bedrock.retry.base_ms': {flag: '--set', value: '5'},
        'bedrock.retry.max_ms': {flag: '--set', value: '6'},
      },
      [6, 5, 6],
      'flag --set',
    ],
  ])('have their retries from %s', (_, environment, text, flags, expected, origin) => {
    const {values, origins} = resolveConfig({files: [user(text)], environment, flags});
    const {
      'bedrock.retry.max_attempts': attempts,
      'bedrock.retry.base_ms': base,
      'bedrock.retry.max_ms': max,
    } = values;
    expect([attempts, base, max]).toEqual(expected);
    expect(originText(origins['bedrock.retry.max_attempts'])).toBe(origin);
  });

  it('take both spellings of fallback, and refuse one that contradicts the other', () => {
    const both = (a: string, b: string) => `fallback: {enabled: ${a}}\nbedrock: {fallback: {enabled: ${b}}}`;
    for (const text of [
      'fallback: {enabled: true}',
      'bedrock: {fallback: {enabled: true}}',
      both('true', 'true'),
    ])
      expect(resolveConfig({...none, files: [user(text)]}).values['bedrock.fallback.enabled']).toBe(true);
    const error = thrownBy(() => resolveConfig({...none, files: [user(both('true', 'false'))]}));
    expect(error).toMatchObject({
      code: 'RM-CONF-048',
      exitCode: 2,
      message: '/home/u/config.yaml:2:22: bedrock.fallback.enabled has another value in line 1',
    });
  });

  it('take amounts, and none for no cap', () => {
    const caps = (text: string) =>
      resolveConfig({...none, environment: {RULES_MAKER_BUDGET_HOURLY_USD: text}}).values[
        'budget.hourly_usd'
      ];
    expect([caps('0.5'), caps('0'), caps('none')]).toEqual([0.5, 0, null]);
    for (const text of ['5$', '-1', 'NaN', '1e3'])
      expect(thrownBy(() => caps(text))).toMatchObject({code: 'RM-CONF-051', exitCode: 2});
  });

  it('never show a key or the password of an address', () => {
    const text =
      'providers: {openai: {api_key: canary-one}, local: {base_url: "http://ann:canary-two@127.0.0.1:1/v1"}}';
    const config = resolveConfig({...none, files: [user(text)]});
    for (const shown of [configText(config, true), configJson(config), JSON.stringify(config)]) {
      expect(shown).not.toContain('canary-one');
    }
    for (const shown of [configText(config, true), configJson(config)]) {
      expect(shown).toContain('[secret]');
      expect(shown).not.toContain('canary');
    }
    const wrong = thrownBy(() =>
      resolveConfig({...none, files: [user('providers: {openai: {api_key: [canary]}}')]}),
    );
    expect(JSON.stringify({...wrong, message: wrong.message})).not.toContain('canary');
  });

  it.each([
    'provider: bedrock',
    'bedrock: {model_id: x}',
    'bedrock: {region: eu-west-1}',
    'bedrock: {credentials_csv: keys.csv}',
    'bedrock: {profile: other}',
    'bedrock: {instance_credentials: true}',
    'bedrock: {fallback: {enabled: true}}',
    'fallback: {providers: [openai]}',
    'bedrock: {tier: {name: flex}}',
    'bedrock: {price_as: x}',
    'bedrock: {concurrency: 5}',
    'bedrock: {retry: {max_attempts: 4}}',
    'providers: {openai: {base_url: "https://elsewhere.example/"}}',
    'providers: {openai: {api_key: canary}}',
    'providers: {openai: {api_key_env: OTHER}}',
    'providers: {local: {price: free}}',
    'telemetry: {redact_prompts: false}',
    'telemetry: {json: true}',
    'telemetry: {otel: true}',
    'cache: {dir: /tmp}',
    'cache: {enabled: false}',
    'budget: {hourly_usd: 2}',
    'budget: {hourly_usd: null}',
    'budget: {unknown_price: allow}',
    'prices: {x: {input: 0, output: 0}}',
  ])('a project file may not say %s', (text) => {
    const files = [user('budget: {hourly_usd: 1}'), project(text)];
    const error = thrownBy(() => resolveConfig({...none, files}));
    expect(error).toMatchObject({code: 'RM-SEC-071', exitCode: 8});
    expect(error.message).not.toContain('canary');
    expect(() => resolveConfig({...none, files: [user(text)]})).not.toThrow();
  });

  it.each([
    'provider: builtin',
    'budget: {hourly_usd: 0.5}',
    'budget: {daily_usd: 3}',
    'bedrock: {concurrency: 1}',
    'telemetry: {redact_prompts: true}',
  ])('a project file may say %s', (text) => {
    const files = [user('budget: {hourly_usd: 1}'), project(text)];
    expect(() => resolveConfig({...none, files})).not.toThrow();
  });
});

describe('discovery', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rules-maker-config-'));
  });
  afterEach(() => rmSync(root, {recursive: true, force: true}));

  const find = (cwd: string, explicit: string | null = null) =>
    discoverConfig({cwd, userFolder: join(root, 'user'), explicit});

  it('finds the nearest file up to the repository root, and the user file first', async () => {
    const deep = join(root, 'repo', 'packages', 'one');
    mkdirSync(join(root, 'repo', '.git'), {recursive: true});
    mkdirSync(deep, {recursive: true});
    mkdirSync(join(root, 'user'));
    writeFileSync(join(root, 'repo', 'rules-maker.config.yml'), 'scraping: {}\n');
    writeFileSync(join(root, 'user', 'config.json'), '{"scraping": {"max_pages": 7}}');
    expect((await find(deep)).map(({kind, file}) => [kind, file])).toEqual([
      ['user', join(root, 'user', 'config.json')],
      ['project', join('..', '..', 'rules-maker.config.yml')],
    ]);
  });

  it('does not look above the repository root', async () => {
    mkdirSync(join(root, 'repo', '.git'), {recursive: true});
    writeFileSync(join(root, 'rules-maker.config.yaml'), 'scraping: {}\n');
    expect(await find(join(root, 'repo'))).toEqual([]);
  });

  it('never runs a config that is a program', async () => {
    writeFileSync(join(root, 'rules-maker.config.js'), 'throw new Error("ran")');
    expect(await find(root)).toEqual([]);
  });

  it('says which named file is missing', async () => {
    await expect(find(root, 'none.yaml')).rejects.toMatchObject({
      code: 'RM-CONF-048',
      why: 'there is no such file',
      exitCode: 2,
    });
  });
});

describe('the example file', () => {
  const example = readFileSync(new URL('../../config.example.yaml', import.meta.url), 'utf8');

  it('is what the table of keys says', () => {
    expect(example).toBe(configExample());
  });

  it('holds every key with its default', () => {
    const document: unknown = parse(example);
    for (const key of configKeyNames) {
      const value = key
        .split('.')
        .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], document);
      expect([key, value]).toEqual([key, configKeys[key].default]);
    }
    const config = resolveConfig({...none, files: [user(example)]});
    expect(config.values).toEqual(resolveConfig(none).values);
  });
});

describe('config show', () => {
  it('names every key, with origins if asked', () => {
    const config = resolveConfig({...none, environment: {RULES_MAKER_MAX_PAGES: '3'}});
    expect(configText(config, true)).toMatch(
      /scraping\.max_pages +=.* 3 .*\(environment RULES_MAKER_MAX_PAGES\)\n/,
    );
    expect(configText(config, false)).not.toContain('environment');
    expect(Object.keys(JSON.parse(configJson(config)))).toEqual(configKeyNames);
  });
});

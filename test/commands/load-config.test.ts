import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Io} from '../../source/commands/io.ts';
import {loadConfig} from '../../source/commands/load-config.ts';
import {parseArguments} from '../../source/options/parse.ts';

let folder = '';
let said = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-maker-load-'));
  mkdirSync(join(folder, 'config', 'rules-maker'), {recursive: true});
  said = '';
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function load(argv: string[], environment: Record<string, string> = {}) {
  const io: Io = {
    input: () => Readable.from([]),
    out: () => undefined,
    err: (text) => {
      said += text;
    },
    cwd: folder,
    environment: {HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), ...environment},
    onSignal: () => () => undefined,
    exit: () => undefined,
  };
  return loadConfig(parseArguments(argv, import.meta), io);
}

function userFile(text: string, mode = 0o600): string {
  const path = join(folder, 'config', 'rules-maker', 'config.yaml');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('flags about models', () => {
  it.each([
    [['x.dev', '--provider', 'bedrock', '--model', 'm'], 'bedrock.model_id'],
    [['x.dev', '--provider', 'openai', '--model', 'm'], 'providers.openai.model'],
    [['bedrock', 'validate', '--model-id', 'm'], 'bedrock.model_id'],
  ] as const)('%j sets %s', async (argv, key) => {
    const {values, origins} = await load([...argv]);
    expect([values[key], origins[key]]).toEqual(['m', {kind: 'flag', flag: '--model'}]);
  });

  it('give the model to the provider of a variable as well', async () => {
    const {values} = await load(['x.dev', '--model', 'm'], {RULES_MAKER_PROVIDER: 'local'});
    expect(values['providers.local.model']).toBe('m');
  });

  it('switch fallback on with its list', async () => {
    const {values} = await load(['x.dev', '--fallback', 'openai,local', '--fallback', 'builtin']);
    expect(values['bedrock.fallback.enabled']).toBe(true);
    expect(values['bedrock.fallback.providers']).toEqual(['openai', 'local', 'builtin']);
  });

  it('set any key', async () => {
    const {values, origins} = await load([
      'x.dev',
      '--set',
      'bedrock.retry.max_attempts=5',
      '--set',
      'budget.day=utc',
    ]);
    expect([values['bedrock.retry.max_attempts'], values['budget.day']]).toEqual([5, 'utc']);
    expect(origins['budget.day']).toEqual({kind: 'flag', flag: '--set'});
  });

  it.each([
    [['x.dev', '--model', 'm'], 'RM-CONF-010'],
    [['x.dev', '--set', 'bedrock.retries=5'], 'RM-CONF-048'],
    [['x.dev', '--set', 'bedrock.timeout'], 'RM-CONF-048'],
    [['x.dev', '--set', 'prices={}'], 'RM-CONF-051'],
    [['x.dev', '--set', 'providers.openai.api_key=canary'], 'RM-CRED-047'],
    [['x.dev', '--set', 'providers.local.base_url=http://ann:canary@h/'], 'RM-CRED-047'],
    [['x.dev', '--provider', 'mistral'], 'RM-CONF-051'],
    [['x.dev', '--max-cost', '5$'], 'RM-CONF-051'],
  ])('%j is refused with exit 2', async (argv, code) => {
    const error: unknown = await load(argv).catch((reason: unknown) => reason);
    expect(error).toMatchObject({code, exitCode: 2});
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
  });
});

describe('a key in a file', () => {
  const text = 'providers: {openai: {api_key: canary-key}}\n';

  it('is taken, with a warning if others can read the file', async () => {
    const path = userFile(text, 0o644);
    const {values} = await load(['x.dev']);
    expect(String(values['providers.openai.api_key'])).toBe('[secret]');
    expect(said).toBe(
      `warning: ${path} holds a key, and other users of this machine can read it [RM-CRED-046]\n  fix: chmod 600 '${path}'\n`,
    );
  });

  it('is taken without a word from a file of the user alone', async () => {
    userFile(text);
    await load(['x.dev']);
    expect(said).toBe('');
  });

  it('is warned about inside of a git repository', async () => {
    mkdirSync(join(folder, '.git'));
    userFile(text);
    await load(['x.dev']);
    expect(said).toContain('it lies in a git repository [RM-CRED-046]');
  });
});

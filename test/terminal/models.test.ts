import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {reply} from '../../source/demo/fake-models/answers.ts';
import type {Script} from '../../source/demo/fake-models/contract.ts';
import {type FaultName, failure} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {type CliResult, createSandbox, runCli, type Sandbox} from '../helpers/cli.ts';
import {exampleKeys, fakeAwsEnvironment} from '../helpers/fake-models.ts';

let sandbox: Sandbox;
let fake: FakeModels | null = null;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(async () => {
  sandbox.remove();
  await fake?.close();
  fake = null;
});

const keys = {
  AWS_ACCESS_KEY_ID: exampleKeys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: exampleKeys.secretAccessKey,
};

/** What the fake charges is what our price book says of the model. */
const price = () => ({input: 0.33, output: 2.75});

async function validate(
  script: Script,
  args: readonly string[] = [],
  environment: Record<string, string> = keys,
): Promise<CliResult & {readonly fake: FakeModels}> {
  fake = await startFakeModels({script, price});
  const result = await runCli(['bedrock', 'validate', ...args], {
    sandbox,
    environment: {...fakeAwsEnvironment(fake.origin), ...environment},
  });
  return {...result, fake};
}

/** What the ledger of the sandbox counts. */
function ledger(): {readonly states: string[]; readonly counted: number} {
  const path = join(sandbox.folder, 'home', 'state', 'rules-maker', 'ledger.sqlite');
  const database = new DatabaseSync(path, {readOnly: true});
  try {
    const rows = database.prepare('SELECT state, counted FROM attempt ORDER BY id').all();
    return {
      states: rows.map(({state}) => String(state)),
      counted: rows.reduce((sum, {counted}) => sum + Number(counted), 0),
    };
  } finally {
    database.close();
  }
}

const questions = ({exchanges}: FakeModels) => exchanges.filter(({asked}) => asked !== null);

describe('bedrock validate', () => {
  it('asks once, with SigV4, and says endpoint, usage, price and identity in this order', async () => {
    const {exitCode, stdout, stderr, fake} = await validate([reply('Hello')]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(fake.origin, 'ORIGIN').split('\n')).toEqual([
      'ok: Bedrock answered',
      'Endpoint: ORIGIN (us-east-1)',
      expect.stringMatching(/^Usage: inputTokens=\d+ outputTokens=\d+ totalTokens=\d+$/),
      expect.stringMatching(/^Price: 0\.33\/2\.75 USD .*; this question cost \$0\.0001$/),
      'identity: account 123456789012, user id AIDACKCEVSQ6C2EXAMPLE, arn arn:aws:iam::123456789012:user/example, key AKIA************MPLE',
      'credentials: AWS_ACCESS_KEY_ID',
      expect.stringMatching(/^Model: us\.amazon\.nova-2-lite-v1:0; /),
      '',
    ]);
    expect(questions(fake)).toMatchObject([
      {wire: 'converse', auth: {kind: 'sigv4'}, asked: {prompt: 'Hello', maxTokens: 10}},
    ]);
    expect(ledger()).toEqual({states: ['settled'], counted: fake.book.totalMicroUsd()});
  });

  it('takes an API key alone, and asks STS nothing', async () => {
    const {exitCode, stdout, fake} = await validate([reply('Hello')], [], {
      AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-canary0123456789',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('identity: API key (no STS)');
    expect(stdout).not.toContain('canary');
    expect(fake.exchanges.map(({wire, auth}) => [wire, auth.kind])).toEqual([['converse', 'bearer']]);
  });

  it.each<[FaultName, number, RegExp]>([
    ['throttled', 5, /^throttled: .*ThrottlingException/],
    ['unavailable', 5, /^failed: .*ServiceUnavailableException/],
    ['no-access', 5, /^failed: .*AccessDeniedException/],
    ['legacy', 5, /^failed: .*ResourceNotFoundException/],
    ['no-on-demand', 5, /^failed: .*ValidationException/],
    ['expired', 6, /^failed: .*ExpiredTokenException/],
    ['not-authorized', 6, /^failed: .*AccessDeniedException/],
    ['bad-signature', 6, /^failed: .*InvalidSignatureException/],
  ])('tells %s by its own exit code %i, after one question', async (name, code, first) => {
    const {exitCode, stdout, stderr, fake} = await validate([failure(name)]);
    expect(exitCode).toBe(code);
    expect(stdout).toMatch(first);
    expect(stderr).toMatch(/^error: .*\[RM-(?:LLM|CRED)-0\d\d[a-d]?\]\n/);
    expect(questions(fake)).toHaveLength(1);
    expect(ledger().counted).toBeGreaterThanOrEqual(fake.book.totalMicroUsd());
    expect(ledger().states).not.toContain('open');
  });

  it('sends nothing where the cap is 0 (7), the price unknown (2), the region without a model (2), or keys missing (6)', async () => {
    const none = async (args: readonly string[], environment?: Record<string, string>) => {
      const {exitCode, stderr, fake: server} = await validate([reply('Hello')], args, environment);
      expect(questions(server)).toEqual([]);
      await server.close();
      return [exitCode, /\[(RM-[\w-]+)\]/.exec(stderr)?.[1]];
    };
    expect(await none(['--max-cost', '0'])).toEqual([7, 'RM-LLM-037']);
    expect(await none(['--model-id', 'amazon.nova-lite-v9:0'])).toEqual([2, 'RM-LLM-040']);
    expect(await none(['--region', 'ap-south-1'])).toEqual([2, 'RM-LLM-038a']);
    expect(await none([], {})).toEqual([6, 'RM-CRED-043']);
  });

  it('takes a price from the command line', async () => {
    const {exitCode, stdout} = await validate(
      [reply('Hello')],
      ['--model-id', 'amazon.nova-lite-v9:0', '--price', '1/2'],
    );
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('Price: 1/2 USD per million tokens in/out (flag'),
    ]);
  });

  it('uses what it shows: region, model and origins', async () => {
    const {stdout, fake} = await validate(
      [reply('Hello')],
      ['--show-config', '--model-id', 'eu.amazon.nova-lite-v1:0'],
      {...keys, BEDROCK_REGION: 'eu-central-1', BEDROCK_TIMEOUT: '7'},
    );
    expect(stdout).toMatch(/bedrock\.region += "eu-central-1" +\(environment BEDROCK_REGION\)/);
    expect(stdout).toMatch(/bedrock\.timeout += 7 +\(environment BEDROCK_TIMEOUT\)/);
    expect(stdout).toMatch(/bedrock\.model_id += "eu\.amazon\.nova-lite-v1:0" +\(flag --model\)/);
    expect(stdout).toContain('model in use: eu.amazon.nova-lite-v1:0\nok: ');
    expect(questions(fake)).toMatchObject([
      {asked: {model: 'eu.amazon.nova-lite-v1:0'}, auth: {region: 'eu-central-1'}},
    ]);
  });

  it('gives the same as one JSON document', async () => {
    const {stdout} = await validate([reply('Hello')], ['--json', '--show-config']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      region: 'us-east-1',
      usage: {inputTokens: expect.any(Number)},
      price: {source: 'overlay'},
      identity: {kind: 'sts', account: '123456789012'},
      config: {'bedrock.region': {value: 'us-east-1', origin: {kind: 'environment'}}},
    });
  });
});

describe('what was spent', () => {
  it('is told by day, provider and run, and held against the caps', async () => {
    const {fake} = await validate([reply('Hello')]);
    const usage = (...args: string[]) =>
      runCli(['usage', ...args], {sandbox, environment: {RULES_MAKER_BUDGET_DAILY_USD: '1'}});
    const byDay = await usage();
    expect(byDay.stdout).toMatch(/^day +attempts +tokens in +out +spent\n\d{4}-\d\d-\d\d +1 /);
    expect(byDay.stdout).toContain('this day: $0.0001 of $1.00');
    const {stdout} = await usage('--by', 'provider', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      rows: [{key: 'bedrock', attempts: 1, settledMicroUsd: fake.book.totalMicroUsd()}],
      windows: [{window: 'day', capMicroUsd: 1_000_000}],
    });
    expect((await usage('--by', 'wek')).exitCode).toBe(2);
  });

  it('is nothing where no model was asked', async () => {
    expect(await runCli(['usage'], {sandbox})).toMatchObject({
      exitCode: 0,
      stdout: 'no model was ever asked\n',
    });
  });
});

describe('models', () => {
  it('shows prices with source and date, and why one is unknown', async () => {
    const {exitCode, stdout} = await runCli(['models'], {sandbox});
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /\* bedrock +us\.amazon\.nova-2-lite-v1:0 +0\.33 +2\.75 +overlay, 2026-\d\d-\d\d\n/,
    );
    expect(stdout).toMatch(/\* local +qwen2\.5:14b +\? +\? +unknown: the address of its server is not set\n/);
    const json = await runCli(['models', '--json', '--provider', 'openai', '--price', '1/2'], {sandbox});
    expect(JSON.parse(json.stdout)).toMatchObject({
      chosen: 'openai',
      models: [{provider: 'openai', model: 'gpt-4o-mini', price: {input: 1, output: 2, source: 'flag'}}],
    });
  });
});

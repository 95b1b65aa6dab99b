import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Io} from '../../source/commands/io.ts';
import {loadConfig} from '../../source/commands/load-config.ts';
import {withLog} from '../../source/commands/log.ts';
import {main} from '../../source/commands/main.ts';
import {openChain, openModelEngine, openUserLedger} from '../../source/commands/model-engine.ts';
import {tellError} from '../../source/commands/tell-error.ts';
import {badGateway, foreign, reply} from '../../source/demo/fake-models/answers.ts';
import type {Answer, Script} from '../../source/demo/fake-models/contract.ts';
import {type FaultName, failure} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {createEventBus} from '../../source/events/bus.ts';
import type {RunEvent} from '../../source/events/catalogue.ts';
import {toJsonLine} from '../../source/events/serialise.ts';
import {parseArguments} from '../../source/options/parse.ts';
import type {ProviderName} from '../../source/provider-names.ts';
import {createTelemetry} from '../../source/reporters/telemetry.ts';
import {telemetryJson, telemetryText} from '../../source/reporters/telemetry-text.ts';
import {fakeAwsEnvironment} from '../helpers/fake-models.ts';

/** Of the form that a secret of AWS has, and one with what changes in JSON. */
const canary = 'cAnArY/+7kEyZq9wX/abcdefghij+ABCDEFGHIJK';
const quoted = `${canary}"9`;
const token = `session-${canary}`;
const keyId = 'AKIAIOSFODNN7EXAMPLE';

const encodings: readonly (readonly [string, string])[] = [canary, quoted].flatMap((secret) => [
  ['plain', secret],
  ['URL', encodeURIComponent(secret)],
  ['base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
  ['base64url', Buffer.from(secret).toString('base64url')],
  ['JSON', JSON.stringify(secret).slice(1, -1)],
]);

function hits(places: Readonly<Record<string, string>>): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    encodings.flatMap(([name, form]) =>
      text.includes(form)
        ? [
            `${name} in ${place}: ${text.slice(Math.max(0, text.indexOf(form) - 80), text.indexOf(form) + 60)}`,
          ]
        : [],
    ),
  );
}

let folder = '';
let fake: FakeModels | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-maker-canary-'));
});
afterEach(async () => {
  rmSync(folder, {recursive: true, force: true});
  await fake?.close();
  fake = null;
});

/** A world whose streams are kept. */
function world(environment: Record<string, string>) {
  const said = {stdout: '', stderr: ''};
  const io: Io = {
    input: () => Readable.from([]),
    out: (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    cwd: folder,
    environment: {
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      ...environment,
    },
    onSignal: () => () => undefined,
    exit: () => undefined,
  };
  return {io, said};
}

/** All that lies below the folder, but for the file that is meant to hold the secret. */
function filesBelow(): Record<string, string> {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'});
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile() && name !== 'keys.csv')
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

/** A service that says back what it was told, in every form. */
const echoOf = (secret: string) =>
  encodings
    .filter((_, index) => (secret === quoted ? index >= 5 : index < 5))
    .map(([, form]) => form)
    .join(' and ');

type Case = readonly [name: string, script: Script];

const faultNames: readonly FaultName[] = [
  'throttled',
  'unavailable',
  'internal',
  'model-error',
  'invalid',
  'no-access',
  'not-found',
  'expired',
  'unrecognised',
  'bad-signature',
  'daily-quota',
];

const casesOf = (echo: string): readonly Case[] => [
  ...faultNames.map((name): Case => [name, [failure(name, {message: `${name}: ${echo}`})]]),
  ['a captive portal', [foreign({body: `<h1>${echo}</h1>`})]],
  ['a bad gateway', [badGateway()]],
  ['a cut', [{...reply('Hello'), cut: {at: 20, how: 'reset'}} as Answer]],
  ['a proper end too soon', [{...reply('Hello'), omit: ['stop', 'usage', 'done']} as Answer]],
  ['an answer', [reply('Hello')]],
];

describe('a secret stands nowhere after', () => {
  const logins: Readonly<
    Record<
      string,
      (origin: string) => {
        provider: ProviderName;
        secret?: string;
        environment: Record<string, string>;
        args?: string[];
      }
    >
  > = {
    'keys of AWS': () => ({
      provider: 'bedrock',
      environment: {AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: canary, AWS_SESSION_TOKEN: token},
    }),
    'an API key of Bedrock': () => ({provider: 'bedrock', environment: {AWS_BEARER_TOKEN_BEDROCK: canary}}),
    'a file of keys': () => {
      if (folder !== '')
        writeFileSync(join(folder, 'keys.csv'), `Access key ID,Secret access key\n${keyId},${canary}\n`, {
          mode: 0o600,
        });
      return {provider: 'bedrock', environment: {}, args: ['--credentials-csv', join(folder, 'keys.csv')]};
    },
    'a key of OpenAI': (origin) => ({
      provider: 'openai',
      secret: quoted,
      environment: {OPENAI_API_KEY: quoted},
      args: ['--set', `providers.openai.base_url=${origin}/v1`],
    }),
    'a key of Anthropic': (origin) => ({
      provider: 'anthropic',
      secret: quoted,
      environment: {ANTHROPIC_API_KEY: quoted},
      args: ['--set', `providers.anthropic.base_url=${origin}/v1`],
    }),
    'a password in an address': (origin) => ({
      provider: 'local',
      secret: quoted,
      environment: {LOCAL_LLM_BASE_URL: origin.replace('//', `//ann:${encodeURIComponent(quoted)}@`)},
    }),
  };

  describe.each(Object.keys(logins))('%s', (name) => {
    const secret = logins[name]?.('http://x').secret ?? canary;
    it.each(casesOf(echoOf(secret)))('%s', async (_, script) => {
      fake = await startFakeModels({script});
      const {
        provider,
        environment,
        args = [],
      } = logins[name]?.(fake.origin) ?? {provider: 'bedrock' as const, environment: {}};
      const {io, said} = world({...fakeAwsEnvironment(fake.origin), ...environment});
      const speaking = withLog(io, []);
      const price = provider === 'local' ? [] : ['--price', '1/2'];
      const parsed = parseArguments(
        [
          'x.dev',
          '--provider',
          provider,
          ...price,
          ...args,
          '--set',
          `${provider === 'bedrock' ? 'bedrock' : `providers.${provider}`}.retry.base_ms=0`,
        ],
        import.meta,
      );
      const config = await loadConfig(parsed, speaking);
      const events: RunEvent[] = [];
      const bus = createEventBus(() => 1_000);
      const telemetry = createTelemetry();
      const lines: string[] = [];
      bus.subscribe((event) => {
        events.push(event);
        for (const line of telemetry(event)) lines.push(telemetryText(line), telemetryJson(line, 'run'));
      });
      const ledger = openUserLedger(speaking);
      const {chain, prices} = await openChain(provider, config, parsed, speaking);
      let id = 0;
      const engine = openModelEngine(
        {chain, prices},
        {config, runId: 'run', ledger, emit: bus.emit, random: () => 0, nextId: () => id++},
        speaking,
      );
      const question = {
        subject: 'x',
        system: 's',
        prompt: 'p',
        output: null,
        maxTokens: 20,
        promptVersion: '1',
      };
      await engine.ask(question, {schema: null}).catch((error: unknown) => tellError(error, speaking, true));
      await engine.close();
      ledger.close();
      expect(fake.exchanges.some(({asked}) => asked !== null)).toBe(true);
      // The engine's own words must be clean before the net of the streams.
      const raw = {events: events.map(toJsonLine).join(''), telemetry: lines.join('\n')};
      expect(hits({...said, ...raw, ...filesBelow(), stats: JSON.stringify(engine.usageStats())})).toEqual(
        [],
      );
    });
  });

  it.each<[string, string[], string]>([
    ['two rows', [], `Access key ID,Secret access key\n${keyId},${canary}\n${keyId},${canary.slice(1)}X\n`],
    ['a short secret', [], `Access key ID,Secret access key\n${keyId},cAnArY\n`],
    ['a column of another name', [], `Something,Other\nx,${canary}\n`],
  ])('a file of keys with %s', async (_, args, csv) => {
    writeFileSync(join(folder, 'keys.csv'), csv);
    const {io, said} = world({});
    const exitCode = await main(
      ['bedrock', 'validate', '--debug', '--credentials-csv', 'keys.csv', ...args],
      io,
    );
    expect(exitCode).toBe(6);
    const plain = Object.entries({...said, ...filesBelow()}).filter(([, text]) => text.includes('cAnArY'));
    expect(plain).toEqual([]);
  });

  it.each([
    [['bedrock', 'validate', '--debug']],
    [['bedrock', 'validate', '--json', '--debug']],
    [['bedrock', 'validate', '--json-logs', '--debug', '--show-config']],
    [['config', 'show', '--origin']],
    [['config', 'show', '--json']],
  ])('%j', async (argv) => {
    fake = await startFakeModels({
      script: [failure('expired', {message: echoOf(canary)})],
      asideScript: [failure('expired', {message: echoOf(canary)})],
    });
    const {io, said} = world({
      ...fakeAwsEnvironment(fake.origin),
      AWS_ACCESS_KEY_ID: keyId,
      AWS_SECRET_ACCESS_KEY: canary,
      AWS_SESSION_TOKEN: token,
      OPENAI_API_KEY: canary,
      LOCAL_LLM_BASE_URL: `http://ann:${encodeURIComponent(canary)}@127.0.0.1:9/v1`,
    });
    await main(argv, io);
    expect(said.stdout + said.stderr).not.toBe('');
    expect(hits({...said, ...filesBelow()})).toEqual([]);
  });
});

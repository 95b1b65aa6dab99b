import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {foreign, reply} from '../../source/demo/fake-models/answers.ts';
import {failure} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {type BedrockOptions, createBedrock} from '../../source/models/bedrock.ts';
import {type AwsKeys, createClient} from '../../source/models/bedrock-client.ts';
import type {Attempt, Provider} from '../../source/models/contract.ts';
import {createPlace} from '../../source/models/exchange-place.ts';
import {Secret} from '../../source/secret.ts';
import {exampleKeys} from '../helpers/fake-models.ts';
import {attemptOf, failureOf} from './adapters.ts';

const deps = {signal: new AbortController().signal, progress: () => undefined};
const opened: (() => unknown)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of opened.splice(0).toReversed()) await close();
});

async function start(options: Parameters<typeof startFakeModels>[0] = {}): Promise<FakeModels> {
  const fake = await startFakeModels(options);
  opened.push(fake.close);
  return fake;
}

function bedrock(origin: string, options: Partial<BedrockOptions> = {}): Provider {
  const provider = createBedrock({
    model: 'eu.amazon.nova-lite-v1:0',
    region: 'eu-central-1',
    credentials: {kind: 'keys', load: async () => exampleKeys},
    endpoint: origin,
    concurrency: 4,
    ...options,
  });
  opened.push(provider.close);
  return provider;
}

/** Every place that this process connects to meanwhile, by whatever library. */
async function connectionsOf(act: () => Promise<unknown>): Promise<string[]> {
  const places: string[] = [];
  const onSocket = (message: unknown) => {
    const {socket} = message as {socket: Socket};
    socket.on('connectionAttempt', (address: string, port: number) => places.push(`${address}:${port}`));
  };
  subscribe('net.client.socket', onSocket);
  try {
    await act();
  } finally {
    unsubscribe('net.client.socket', onSocket);
  }
  return places;
}

describe('the environment', () => {
  const meddling = {
    AWS_MAX_ATTEMPTS: '9',
    AWS_RETRY_MODE: 'adaptive',
    AWS_DEFAULTS_MODE: 'auto',
    AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-EXAMPLE',
    AWS_AUTH_SCHEME_PREFERENCE: 'httpBearerAuth',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'AKIAI44QH8DHBEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-this-one-EXAMPLE',
    AWS_PROFILE: 'none-such',
    AWS_REGION: 'us-west-2',
  };

  test.each([
    ['a throttle', failure('throttled', {headers: {'retry-after': '0'}}), 'throttled'],
    ['an outage', failure('unavailable'), 'unavailable'],
    ['an internal error', failure('internal'), 'unavailable'],
    ['a truncated 200', reply({directive: 'x'.repeat(400)}, {cut: {at: 200, how: 'close'}}), 'timeout'],
    ['a reset', reply('x', {cut: {at: 'head', how: 'reset'}}), 'timeout'],
  ])('makes no second exchange of %s', async (_, answer, expected) => {
    for (const [name, value] of Object.entries(meddling)) vi.stubEnv(name, value);
    const fake = await start({script: [answer]});
    const provider = bedrock(fake.origin);
    for (const stream of [true, false]) {
      const judged = await failureOf(provider.attempt(attemptOf({stream}), deps));
      expect(judged.class).toBe(expected);
    }
    expect(fake.exchanges).toHaveLength(2);
    expect(fake.exchanges.map(({headers}) => headers['amz-sdk-request'])).toEqual([
      'attempt=1; max=1',
      'attempt=1; max=1',
    ]);
  });

  test('neither beats the keys given nor leads to another place', async () => {
    for (const [name, value] of Object.entries(meddling)) vi.stubEnv(name, value);
    const fake = await start();
    const provider = bedrock(fake.origin);
    const places = await connectionsOf(() => provider.attempt(attemptOf(), deps));
    expect(fake.exchanges[0]?.auth).toEqual({kind: 'sigv4', region: 'eu-central-1', service: 'bedrock'});
    expect(fake.exchanges[0]?.secrets['authorization']?.reveal()).toContain(exampleKeys.accessKeyId);
    expect(places).toEqual([new URL(fake.origin).host]);
    expect(fake.connections).toEqual({http1: 1, http2: 0});
    expect(fake.exchanges[0]?.httpVersion).toBe('1.1');
  });

  test('without a key leads to no connection at all', async () => {
    for (const name of Object.keys(meddling)) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_DEFAULTS_MODE', 'auto');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
    const fake = await start();
    const provider = bedrock(fake.origin, {
      credentials: {kind: 'keys', load: () => Promise.reject(new Error('no keys were found'))},
    });
    const places = await connectionsOf(async () => {
      expect(await failureOf(provider.attempt(attemptOf(), deps))).toMatchObject({
        class: 'credentials',
        name: 'no-keys',
        message: 'no keys were found',
        money: 'released',
      });
    });
    expect(places).toEqual([]);
    expect(fake.exchanges).toHaveLength(0);
  });

  test('prints nothing', async () => {
    for (const [name, value] of Object.entries(meddling)) vi.stubEnv(name, value);
    const written: unknown[] = [];
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation((...args) => void written.push(args));
    }
    const fake = await start({script: [failure('internal'), reply({directive: 'x'})]});
    const provider = bedrock(fake.origin);
    await failureOf(provider.attempt(attemptOf(), deps));
    await provider.attempt(attemptOf(), deps);
    vi.restoreAllMocks();
    expect(written).toEqual([]);
  });
});

test('the client takes no setting from the environment', async () => {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '9');
  vi.stubEnv('AWS_RETRY_MODE', 'adaptive');
  vi.stubEnv('AWS_DEFAULTS_MODE', 'auto');
  for (const name of ['AWS_EC2_METADATA_DISABLED', 'AWS_EXECUTION_ENV']) vi.stubEnv(name, undefined);
  const place = createPlace('http://127.0.0.1:1', true);
  const {config} = await createClient({
    region: 'eu-central-1',
    login: {kind: 'keys', load: async () => exampleKeys},
    place,
    onKeys: () => undefined,
  });
  const read = async (value: unknown) => (typeof value === 'function' ? value() : value);
  expect(await read(config.maxAttempts)).toBe(1);
  expect(await read(config.retryMode)).toBe('standard');
  // `auto` would ask the metadata service where it runs.
  expect(await connectionsOf(() => read(config.defaultsMode))).toEqual([]);
  expect(config.requestHandler.metadata?.handlerProtocol).toBe('http/1.1');
  place.close();
});

test('an API key goes as a bearer token and asks for no other keys', async () => {
  const fake = await start();
  const token = new Secret('bedrock-api-key-EXAMPLE');
  const provider = bedrock(fake.origin, {credentials: {kind: 'bearer', token}});
  const places = await connectionsOf(() => provider.attempt(attemptOf(), deps));
  expect(fake.exchanges[0]?.auth).toEqual({kind: 'bearer'});
  expect(fake.exchanges[0]?.secrets['authorization']?.reveal()).toBe('Bearer bedrock-api-key-EXAMPLE');
  expect(places).toEqual([new URL(fake.origin).host]);
});

test('keys are loaded once, and again after they were refused', async () => {
  const fake = await start({script: [reply({directive: 'x'}), failure('expired'), reply({directive: 'x'})]});
  const keys: AwsKeys[] = [
    {...exampleKeys, sessionToken: 'first-session-EXAMPLE'},
    {...exampleKeys, sessionToken: 'second-session-EXAMPLE'},
  ];
  const load = vi.fn(async () => keys[load.mock.calls.length - 1] ?? exampleKeys);
  const provider = bedrock(fake.origin, {credentials: {kind: 'keys', load}});
  await provider.attempt(attemptOf(), deps);
  await failureOf(provider.attempt(attemptOf(), deps));
  expect(load).toHaveBeenCalledTimes(1);
  await provider.attempt(attemptOf(), deps);
  expect(fake.exchanges.map(({secrets}) => secrets['x-amz-security-token']?.reveal())).toEqual([
    'first-session-EXAMPLE',
    'first-session-EXAMPLE',
    'second-session-EXAMPLE',
  ]);
});

test('a wrong clock is corrected by the answer, for the next attempt', async () => {
  const future = new Date(Date.now() + 3_600_000);
  const headers = {date: future.toUTCString()};
  const fake = await start({script: [failure('bad-signature', {headers}), reply({directive: 'x'})]});
  const provider = bedrock(fake.origin);
  await failureOf(provider.attempt(attemptOf(), deps));
  await provider.attempt(attemptOf(), deps);
  const [before, after] = fake.exchanges.map(({headers}) => headers['x-amz-date'] ?? '');
  const hour = (stamp: string | undefined) => stamp?.slice(0, 11);
  const iso = (date: Date) => date.toISOString().replace(/[-:]/g, '').slice(0, 11);
  expect(hour(before)).not.toBe(hour(after));
  expect(hour(after)).toBe(iso(future));
});

describe('a request', () => {
  const bodyOf = async (attempt: Attempt, options: Partial<BedrockOptions> = {}) => {
    const fake = await start();
    await bedrock(fake.origin, options).attempt(attempt, deps);
    return {body: fake.exchanges[0]?.body, path: fake.exchanges[0]?.path};
  };

  test('says what it must and nothing more', async () => {
    expect((await bodyOf(attemptOf())).body).toEqual({
      inferenceConfig: {maxTokens: 500},
      messages: [{content: [{text: 'The page.'}], role: 'user'}],
      outputConfig: {
        textFormat: {
          structure: {
            jsonSchema: {name: 'rules', schema: JSON.stringify(attemptOf().question.output?.schema)},
          },
          type: 'json_schema',
        },
      },
      system: [{text: 'You write rules.'}],
    });
  });

  test('carries temperature, tier and metadata if they are set', async () => {
    const metadata = {run_id: 'r1', page_hash: 'abc'};
    const {body} = await bodyOf(attemptOf({temperature: 0, metadata}), {tier: 'flex'});
    expect(body).toMatchObject({
      inferenceConfig: {maxTokens: 500, temperature: 0},
      requestMetadata: metadata,
      serviceTier: {type: 'flex'},
    });
  });

  test('forces a strict tool on the second rung', async () => {
    expect((await bodyOf(attemptOf({rung: 'tool'}))).body).toMatchObject({
      toolConfig: {toolChoice: {tool: {name: 'rules'}}, tools: [{toolSpec: {name: 'rules', strict: true}}]},
    });
  });

  test.each([
    ['5m', 40_000, [{cachePoint: {type: 'default'}}]],
    ['1h', 40_000, [{cachePoint: {type: 'default', ttl: '1h'}}]],
    ['off', 40_000, []],
    ['5m', 3_000, []],
  ] as const)('marks a place to cache for %s behind %i bytes', async (promptCache, bytes, expected) => {
    const system = 'x'.repeat(bytes);
    const question = {...attemptOf().question, system};
    const {body} = await bodyOf(attemptOf({promptCache, question}));
    expect(body).toMatchObject({system: [{text: system}, ...expected]});
  });

  test('names an ARN as one part of its path', async () => {
    const model = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc';
    expect((await bodyOf(attemptOf(), {model})).path).toBe(
      `/model/${encodeURIComponent(model)}/converse-stream`,
    );
  });
});

test.each([
  ['eu-central-1', 'https://bedrock-runtime.eu-central-1.amazonaws.com'],
  ['cn-north-1', 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'],
])('the endpoint of %s follows from the region', (region, endpoint) => {
  const provider = createBedrock({
    model: 'm',
    region,
    concurrency: 1,
    credentials: {kind: 'keys', load: async () => exampleKeys},
  });
  expect(provider).toMatchObject({endpoint, region, name: 'bedrock'});
  provider.close();
});

test('only so many connections are open at once', async () => {
  const fake = await start();
  const provider = bedrock(fake.origin, {concurrency: 2});
  await Promise.all(Array.from({length: 8}, () => provider.attempt(attemptOf(), deps)));
  expect(fake.exchanges).toHaveLength(8);
  expect(fake.peakInFlight()).toBeLessThanOrEqual(2);
  expect(fake.connections.http1).toBeLessThanOrEqual(2);
});

test('a connection is used again after an error as after an answer', async () => {
  const fake = await start({
    script: [reply({directive: 'x'}), failure('throttled'), failure('invalid'), reply({directive: 'x'})],
  });
  const provider = bedrock(fake.origin, {concurrency: 1});
  await provider.attempt(attemptOf(), deps);
  await failureOf(provider.attempt(attemptOf(), deps));
  await failureOf(provider.attempt(attemptOf({stream: false}), deps));
  await provider.attempt(attemptOf({stream: false}), deps);
  expect(fake.connections.http1).toBe(1);
});

test('a connection is given up where its answer is not read to the end', async () => {
  const body = `<p>${'x'.repeat(1_000_000)}</p>`;
  const hang = reply({directive: 'x'}, {omit: ['stop'], cut: {at: 1_000_000, how: 'hang'}});
  const fake = await start({script: [foreign({body}), hang, reply({directive: 'x'})]});
  const provider = bedrock(fake.origin, {concurrency: 1});
  expect((await failureOf(provider.attempt(attemptOf(), deps))).class).toBe('foreign');
  const abort = new AbortController();
  const stopped = failureOf(
    provider.attempt(attemptOf(), {signal: abort.signal, progress: () => abort.abort()}),
  );
  expect((await stopped).class).toBe('aborted');
  expect((await provider.attempt(attemptOf(), deps)).ending).toBe('complete');
});

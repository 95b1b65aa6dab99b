import {afterEach, describe, expect, test} from 'vitest';
import {type Clock, systemClock} from '../../source/clock.ts';
import {foreign, reply} from '../../source/demo/fake-models/answers.ts';
import {dig} from '../../source/demo/fake-models/dig.ts';
import {failure} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {createMessages} from '../../source/models/anthropic.ts';
import type {Provider} from '../../source/models/contract.ts';
import {createChatCompletions} from '../../source/models/openai-compatible.ts';
import {Secret} from '../../source/secret.ts';
import {thrownBy} from '../helpers/thrown-by.ts';
import {attemptOf, exampleKey, failureOf} from './adapters.ts';

const deps = {signal: new AbortController().signal, progress: () => undefined};
const key = new Secret(exampleKey);
const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function start(options: Parameters<typeof startFakeModels>[0] = {}): Promise<FakeModels> {
  const fake = await startFakeModels(options);
  opened.push(fake.close);
  return fake;
}

function open(provider: Provider): Provider {
  opened.push(provider.close);
  return provider;
}

function chat(options: Partial<Parameters<typeof createChatCompletions>[0]> & {baseUrl: string}): Provider {
  return open(createChatCompletions({name: 'openai', key, model: 'gpt-4o-mini', ...options}));
}

describe('chat completions', () => {
  test('say what they must and nothing more', async () => {
    const fake = await start();
    const provider = chat({baseUrl: `${fake.origin}/v1`});
    await provider.attempt(attemptOf(), deps);
    await provider.attempt(attemptOf({stream: false, rung: 'tool', temperature: 0.5}), deps);
    const [streamed, whole] = fake.exchanges;
    const schema = attemptOf().question.output?.schema;
    expect(streamed?.body).toEqual({
      model: 'gpt-4o-mini',
      messages: [
        {role: 'system', content: 'You write rules.'},
        {role: 'user', content: 'The page.'},
      ],
      max_completion_tokens: 500,
      response_format: {type: 'json_schema', json_schema: {name: 'rules', strict: true, schema}},
      stream: true,
      stream_options: {include_usage: true},
    });
    expect(whole?.body).toMatchObject({
      temperature: 0.5,
      stream: false,
      tool_choice: {type: 'function', function: {name: 'rules'}},
    });
    expect(whole?.body).not.toHaveProperty('stream_options');
    expect(streamed?.secrets['authorization']?.reveal()).toBe(`Bearer ${exampleKey}`);
    expect(fake.connections.http2).toBe(0);
  });

  test.each(['huggingface', 'local'] as const)('of %s name the limit as they always did', async (name) => {
    const fake = await start();
    await chat({name, baseUrl: `${fake.origin}/v1`}).attempt(attemptOf(), deps);
    expect(fake.exchanges[0]?.body).toMatchObject({max_tokens: 500});
    expect(fake.exchanges[0]?.body).not.toHaveProperty('max_completion_tokens');
  });

  test.each([
    ['local', '', '/v1/chat/completions'],
    ['local', '/', '/v1/chat/completions'],
    ['local', '/v1', '/v1/chat/completions'],
    ['local', '/v1/', '/v1/chat/completions'],
    ['local', '/proxy', '/proxy/v1/chat/completions'],
    ['openai', '/v1/', '/v1/chat/completions'],
    ['openai', '/v1?api-version=2', '/v1/chat/completions?api-version=2'],
  ] as const)('of %s with the path "%s" go to %s', async (name, path, expected) => {
    const fake = await start();
    await chat({name, baseUrl: `${fake.origin}${path}`}).attempt(attemptOf(), deps);
    expect(fake.exchanges[0]?.path).toBe(expected);
  });

  test('without a key send none', async () => {
    const fake = await start();
    await chat({name: 'local', baseUrl: fake.origin, key: null}).attempt(attemptOf(), deps);
    expect(fake.exchanges[0]?.auth).toEqual({kind: 'none'});
  });

  test('send the login of the base URL, and never show it', async () => {
    const fake = await start({script: [reply({directive: 'x'}), failure('unauthenticated')]});
    const baseUrl = fake.origin.replace('//', '//me:p%40ss-word@');
    const provider = chat({name: 'local', baseUrl, key: null});
    await provider.attempt(attemptOf(), deps);
    expect(fake.exchanges[0]?.secrets['authorization']?.reveal()).toBe(`Basic ${btoa('me:p@ss-word')}`);
    expect(provider.endpoint).toBe(fake.origin);
    expect(JSON.stringify(await failureOf(provider.attempt(attemptOf(), deps)))).not.toMatch(/p(?:%40|@)ss/);
  });

  test('ask a server that refuses to tell the usage of a stream no more for it', async () => {
    const fake = await start({script: [failure('usage-refused'), reply({directive: 'x'})]});
    const provider = chat({name: 'local', baseUrl: fake.origin});
    expect((await failureOf(provider.attempt(attemptOf(), deps))).rejected).toBe('stream-usage');
    expect((await provider.attempt(attemptOf(), deps)).usage).toBeNull();
    expect(fake.exchanges.map(({asked}) => asked?.usageChunk)).toEqual([true, false]);
  });

  test('tell a used-up account from a throttle', async () => {
    const fake = await start({script: [failure('insufficient-quota')]});
    const judged = await failureOf(chat({baseUrl: `${fake.origin}/v1`}).attempt(attemptOf(), deps));
    expect(judged).toMatchObject({class: 'quota', name: 'insufficient_quota', money: 'released'});
  });

  test('take a refusal in a field of its own as one', async () => {
    const fake = await start({script: [reply('I cannot.', {refusal: true})]});
    const provider = chat({baseUrl: `${fake.origin}/v1`});
    expect((await provider.attempt(attemptOf(), deps)).ending).toBe('refused');
    expect((await provider.attempt(attemptOf({stream: false}), deps)).ending).toBe('refused');
  });

  test('name the start command if the local server is down', async () => {
    const fake = await start();
    await fake.close();
    const {host} = new URL(fake.origin);
    const judged = await failureOf(chat({name: 'local', baseUrl: fake.origin}).attempt(attemptOf(), deps));
    expect(judged).toMatchObject({class: 'unavailable', hint: expect.stringContaining(host)});
  });

  const chunk = (choice: object, rest: object = {}) =>
    `data: ${JSON.stringify({choices: [{index: 0, ...choice}], ...rest})}`;

  test.each([
    [
      'CRLF and comments',
      `: hi\r\n\r\n${chunk({delta: {content: 'a'}})}\r\n\r\n${chunk({delta: {}, finish_reason: 'stop'})}\r\n\r\ndata: [DONE]\r\n\r\n`,
    ],
    ['no empty line at the end', `${chunk({delta: {content: 'a'}, finish_reason: 'stop'})}\n\ndata: [DONE]`],
    [
      'usage in every chunk',
      `${chunk({delta: {content: 'a'}}, {usage: null})}\n\n${chunk({delta: {}, finish_reason: 'stop'}, {usage: {prompt_tokens: 3, completion_tokens: 1, total_tokens: 4}})}\n\ndata: [DONE]\n\n`,
    ],
  ])('read a stream with %s', async (_, body) => {
    const fake = await start({script: [foreign({contentType: 'text/event-stream', body})]});
    const provider = chat({name: 'local', baseUrl: fake.origin});
    expect(await provider.attempt(attemptOf(), deps)).toMatchObject({text: 'a', ending: 'complete'});
  });

  test('do not wait for a server that leaves a stream open behind its end', async () => {
    const body = `${chunk({delta: {content: 'a'}, finish_reason: 'stop'})}\n\ndata: [DONE]\n\n`;
    const cut = {at: body.length, how: 'hang'} as const;
    // Short waits are over at once, the limits of the exchange are as they are.
    const impatient: Clock = {
      now: systemClock.now,
      sleep: (delayMs, signal) => systemClock.sleep(delayMs < 1_000 ? 0 : delayMs, signal),
    };
    const fake = await start({
      script: [foreign({contentType: 'text/event-stream', body: `${body}: more`, cut})],
    });
    const provider = chat({name: 'local', baseUrl: fake.origin, clock: impatient});
    expect(await provider.attempt(attemptOf(), deps)).toMatchObject({text: 'a', ending: 'complete'});
    await fake.idle();
    expect(fake.exchanges[0]?.ended).toBe('abandoned');
  });

  test('take an answer as a whole from a server that cannot stream', async () => {
    const fake = await start({
      script: [
        foreign({
          contentType: 'application/json; charset=utf-8',
          body: JSON.stringify({choices: [{message: {content: 'a'}, finish_reason: 'stop'}]}),
        }),
      ],
    });
    const provider = chat({name: 'local', baseUrl: fake.origin});
    expect((await provider.attempt(attemptOf(), deps)).text).toBe('a');
  });

  test.each([
    ['{"error":"Model too busy"}', 503, 'unavailable', 'Model too busy'],
    ['{"object":"error","message":"bad","code":400}', 400, 'invalid', 'bad'],
    ['{"detail":"Not Found"}', 404, 'denied', 'Not Found'],
    ['{"detail":[{"input":{"prompt":"The page."}}]}', 422, 'invalid', 'HTTP 422 (application/json)'],
    [
      '{"error":{"message":"no","type":"invalid_request_error","param":"temperature"}}',
      400,
      'invalid',
      'no (temperature)',
    ],
    ['not JSON', 500, 'unavailable', 'HTTP 500 (application/json)'],
    ['{}', 402, 'quota', 'HTTP 402 (application/json)'],
    ['{}', 418, 'invalid', 'HTTP 418 (application/json)'],
    ['{}', 599, 'unavailable', 'HTTP 599 (application/json)'],
  ])('read the error %s', async (body, status, errorClass, message) => {
    const fake = await start({script: [foreign({status, contentType: 'application/json', body})]});
    const judged = await failureOf(chat({name: 'local', baseUrl: fake.origin}).attempt(attemptOf(), deps));
    expect(judged).toMatchObject({class: errorClass, status, message});
  });
});

describe('Messages', () => {
  const messages = (origin: string) =>
    open(createMessages({baseUrl: `${origin}/v1`, key, model: 'claude-haiku-4-5'}));

  test('say what they must and nothing more', async () => {
    const fake = await start();
    await messages(fake.origin).attempt(attemptOf(), deps);
    const [exchange] = fake.exchanges;
    expect(exchange?.path).toBe('/v1/messages');
    expect(exchange?.headers['anthropic-version']).toBe('2023-06-01');
    expect(exchange?.secrets['x-api-key']?.reveal()).toBe(exampleKey);
    expect(exchange?.body).toEqual({
      model: 'claude-haiku-4-5',
      max_tokens: 500,
      system: [{type: 'text', text: 'You write rules.'}],
      messages: [{role: 'user', content: 'The page.'}],
      output_config: {format: {type: 'json_schema', schema: attemptOf().question.output?.schema}},
      stream: true,
    });
  });

  test.each([
    ['5m', {type: 'ephemeral'}],
    ['1h', {type: 'ephemeral', ttl: '1h'}],
    ['off', undefined],
  ] as const)('mark a long prefix for the prompt cache %s', async (promptCache, expected) => {
    const fake = await start();
    const question = {...attemptOf().question, system: 'x'.repeat(40_000)};
    await messages(fake.origin).attempt(attemptOf({promptCache, question}), deps);
    const mark = dig(fake.exchanges[0]?.body, 'system', 0, 'cache_control');
    expect(mark).toEqual(expected);
  });

  test('do not take the tokens of the beginning for those of the answer', async () => {
    const events = [
      {type: 'message_start', message: {id: 'm', usage: {input_tokens: 9, output_tokens: 1}}},
      {type: 'content_block_delta', delta: {type: 'text_delta', text: 'a'}},
      {type: 'message_delta', delta: {stop_reason: 'end_turn'}},
      {type: 'message_stop'},
    ];
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
    const fake = await start({script: [foreign({contentType: 'text/event-stream', body})]});
    expect(await messages(fake.origin).attempt(attemptOf(), deps)).toMatchObject({text: 'a', usage: null});
  });
});

describe('a base URL', () => {
  test.each([
    ['http://models.example.org/v1', key],
    ['http://10.0.0.7:8080/v1', key],
    ['http://me:secret-word@models.example.org/v1', null],
    ['ftp://models.example.org', null],
    ['models.example.org', null],
  ])('%s is refused where a key could be read by others, or as no URL', (baseUrl, withKey) => {
    const thrown = thrownBy(() => createChatCompletions({name: 'local', baseUrl, key: withKey, model: 'm'}));
    expect(thrown).toMatchObject({code: 'RM-CONF-051', exitCode: 2});
    expect(JSON.stringify(thrown)).not.toContain('secret-word');
  });

  test.each([
    ['http://127.0.0.1:11434', key],
    ['http://[::1]:11434', key],
    ['http://localhost:11434', key],
    ['http://192.168.1.7:11434', null],
    ['https://models.example.org/v1', key],
  ])('%s is taken', (baseUrl, withKey) => {
    open(createChatCompletions({name: 'local', baseUrl, key: withKey, model: 'm'}));
  });
});

import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {badGateway, foreign, reply} from '../../source/demo/fake-models/answers.ts';
import type {Answer, Cut} from '../../source/demo/fake-models/contract.ts';
import {dig} from '../../source/demo/fake-models/dig.ts';
import {type FaultName, failure, faults} from '../../source/demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {exampleKeys, waitHeaders} from '../helpers/fake-models.ts';
import {type Outcome, type SdkChild, startSdkChild} from './sdk-child.ts';

const wholeStream = [
  'messageStart',
  'contentBlockDelta',
  'contentBlockDelta',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
];

describe('the real AWS clients, in a process of their own, at the fake', () => {
  let answer: Answer = reply('Hello');
  let fake: FakeModels;
  let sdk: SdkChild;

  beforeAll(async () => {
    fake = await startFakeModels({script: () => answer, asideScript: () => answer});
    sdk = startSdkChild(fake.origin);
  });

  afterAll(async () => {
    await sdk.close();
    await fake.close();
  });

  const ask = (next: Answer, call: Parameters<SdkChild['call']>[0]): Promise<Outcome> => {
    answer = next;
    return sdk.call(call).outcome;
  };
  const converse = (next: Answer) => ask(next, {operation: 'converse'});
  const stream = (next: Answer) => ask(next, {operation: 'stream'});
  const last = () => fake.exchanges.at(-1);

  test('Converse gives text, stop reason and usage', async () => {
    const {output} = await converse(
      reply('Good day', {
        stopReason: 'max_tokens',
        usage: {
          inputTokens: 130,
          outputTokens: 5,
          cacheReadTokens: 20,
          cacheWriteTokens: 10,
          cacheWrite1hTokens: 4,
        },
      }),
    );
    expect(output).toMatchObject({
      output: {message: {role: 'assistant', content: [{text: 'Good day'}]}},
      stopReason: 'max_tokens',
      usage: {
        inputTokens: 100,
        outputTokens: 5,
        totalTokens: 135,
        cacheReadInputTokens: 20,
        cacheWriteInputTokens: 10,
        cacheDetails: [
          {ttl: '1h', inputTokens: 4},
          {ttl: '5m', inputTokens: 6},
        ],
      },
    });
  });

  test('ConverseStream gives every event of the stream', async () => {
    const {events, output} = await stream(reply('Good mörning', {usage: {inputTokens: 7, outputTokens: 3}}));
    expect(events).toEqual(wholeStream);
    expect(output).toMatchObject({
      text: 'Good mörning',
      messageStop: {stopReason: 'end_turn'},
      metadata: {usage: {inputTokens: 7, outputTokens: 3, totalTokens: 10}},
    });
  });

  test('a stream in pieces of 7 bytes, with a thought before the text, is the same stream', async () => {
    const {events, output} = await stream(
      reply('Good mörning', {pieceBytes: 7, thinking: 'What time is it?'}),
    );
    expect(events).toEqual([
      'messageStart',
      'contentBlockDelta',
      'contentBlockStop',
      ...wholeStream.slice(1),
    ]);
    expect(output).toMatchObject({text: 'Good mörning'});
  });

  test.each(['converse', 'stream'] as const)('%s gives a forced tool its input', async (operation) => {
    const toolConfig = {
      tools: [
        {
          toolSpec: {
            name: 'answer',
            inputSchema: {json: {type: 'object', properties: {a: {type: 'string'}}}},
          },
        },
      ],
      toolChoice: {tool: {name: 'answer'}},
    };
    const {output} = await ask(reply({a: 'x'}), {operation, input: {toolConfig}});
    if (operation === 'stream') {
      expect(output).toMatchObject({
        text: '{"a":"x"}',
        contentBlockStart: {start: {toolUse: {name: 'answer'}}},
        messageStop: {stopReason: 'tool_use'},
      });
    } else {
      expect(output).toMatchObject({
        output: {message: {content: [{toolUse: {name: 'answer', input: {a: 'x'}}}]}},
        stopReason: 'tool_use',
      });
    }
  });

  test('a question without a scripted text is answered in the schema that it asks for', async () => {
    const schema = {type: 'object', properties: {rules: {type: 'array', items: {type: 'string'}}}};
    const {output} = await ask(
      {kind: 'reply'},
      {
        operation: 'converse',
        input: {
          outputConfig: {
            textFormat: {
              type: 'json_schema',
              structure: {jsonSchema: {name: 'rules', schema: JSON.stringify(schema)}},
            },
          },
          system: [{text: 'Be brief.'}, {cachePoint: {type: 'default'}}],
          inferenceConfig: {maxTokens: 50},
        },
      },
    );
    expect(dig(output, 'output', 'message', 'content', 0, 'text')).toBe('{"rules":["Use the example."]}');
    expect(last()?.asked).toMatchObject({
      rung: 'schema',
      schema,
      system: 'Be brief.',
      prompt: 'Hello',
      maxTokens: 50,
    });
    expect(last()?.asked?.cacheMark).toBe(true);
  });

  test.each(Object.keys(faults) as FaultName[])(
    'the failure %s has its name, status and message',
    async (name) => {
      const [status, awsName, message] = faults[name];
      for (const call of [converse, stream]) {
        const {error, events} = await call(failure(name));
        expect(error).toMatchObject({name: awsName, status, message});
        expect(error?.headers).toMatchObject({'x-amzn-errortype': awsName});
        expect(events).toEqual([]);
      }
    },
  );

  test.each([
    ['body', 'ThrottlingException'],
    ['nowhere', 'Unknown'],
  ] as const)('a class named in the %s is %s', async (nameIn, name) => {
    const {error} = await converse(failure('throttled', {nameIn}));
    expect(error).toMatchObject({name, status: 429});
  });

  test.each(waitHeaders(Date.UTC(2026, 10, 22, 8), 1500))(
    'the wait told as $form reaches the caller',
    async ({headers}) => {
      const {error} = await stream(failure('throttled', {headers}));
      expect(error?.headers).toMatchObject(headers);
    },
  );

  test.each([
    ['the 502 page of a proxy', badGateway(), 'SyntaxError', 502],
    ['the page of a captive portal', foreign(), 'SyntaxError', 200],
  ])('%s is no JSON', async (_, next, name, status) => {
    const {error} = await converse(next);
    expect(error).toMatchObject({name, status});
    expect(error?.headers['content-type']).toContain('text/html');
  });

  test('the page of a captive portal is no event stream', async () => {
    const {error} = await stream(foreign());
    expect(error).toMatchObject({status: 200});
    expect(error?.headers['content-type']).toContain('text/html');
  });

  test.each([
    ['no answer, reset', {at: 'head', how: 'reset'}, []],
    ['no answer, closed', {at: 'head', how: 'close'}, []],
    ['a head alone', {at: 0, how: 'close'}, []],
    ['one event and a half', {at: 200, how: 'close'}, ['messageStart']],
    ['all events, but no end', {at: Number.POSITIVE_INFINITY, how: 'close'}, wholeStream],
  ] as const satisfies [string, Cut, readonly string[]][])(
    'a cut socket after %s is ECONNRESET',
    async (_, cut, events) => {
      const outcome = await stream(reply('Hello', {cut}));
      expect(outcome.error).toMatchObject({code: 'ECONNRESET'});
      expect(outcome.events).toEqual(events);
      expect(last()?.ended).toBe('cut');
    },
  );

  test('a truncated answer to Converse is ECONNRESET', async () => {
    const {error} = await converse(reply('Hello', {cut: {at: 40, how: 'close'}}));
    expect(error).toMatchObject({code: 'ECONNRESET', status: 200});
  });

  test('an answer that ends properly within an event is an error without status', async () => {
    const {error, events} = await stream(reply('Hello', {cut: {at: 200, how: 'end'}}));
    expect(events).toEqual(['messageStart']);
    expect(error).toMatchObject({message: 'Truncated event message received.', status: null});
  });

  test.each([
    ['stop', ['metadata']],
    ['usage', ['messageStop']],
  ] as const)('a stream without its part %s ends as if complete', async (part, rest) => {
    const {error, events} = await stream(reply('Hello', {omit: [part]}));
    expect(error).toBeNull();
    expect(events).toEqual([...wholeStream.slice(0, -2), ...rest]);
  });

  test('an empty 200 is no error to the client', async () => {
    const {error, output} = await converse(reply('Hello', {cut: {at: 0, how: 'end'}}));
    expect(error).toBeNull();
    expect(output).not.toHaveProperty('output');
  });

  test.each([
    ['model-stream-error', 'ModelStreamErrorException'],
    ['throttled', 'ThrottlingException'],
    ['unavailable', 'ServiceUnavailableException'],
    ['internal', 'InternalServerException'],
    ['invalid', 'ValidationException'],
  ] as const)('%s in mid-stream is thrown after the events before it', async (name, awsName) => {
    const {error, events} = await stream(reply('Hello', {breakOff: {after: 2, failure: failure(name)}}));
    expect(events).toEqual(wholeStream.slice(0, 3));
    expect(error).toMatchObject({name: awsName, message: faults[name][2], status: null});
  });

  test.each([
    ['before the head', {at: 'head', how: 'hang'}, []],
    ['after the first event', {at: 200, how: 'hang'}, ['messageStart']],
  ] as const satisfies [string, Cut, readonly string[]][])(
    'a silence %s lasts until the caller aborts',
    async (_, cut, events) => {
      answer = reply('Hello', {cut});
      const before = fake.exchanges.length;
      const call = sdk.call({operation: 'stream'});
      const exchange = await fake.arrived(before + 1);
      expect(exchange.ended).toBe('open');
      call.abort();
      const outcome = await call.outcome;
      expect(outcome.error).not.toBeNull();
      expect(events.slice(0, outcome.events.length)).toEqual(outcome.events);
      await fake.idle();
      expect(exchange.ended).toBe('abandoned');
    },
  );

  test('a signature arrives with region and service, and shows in no listing', async () => {
    await converse(reply());
    expect(last()?.auth).toEqual({kind: 'sigv4', region: 'us-east-1', service: 'bedrock'});
    expect(last()?.secrets['authorization']?.reveal()).toContain(exampleKeys.accessKeyId);
    expect(JSON.stringify(fake.exchanges)).not.toContain(exampleKeys.accessKeyId);
  });

  test('a bearer key arrives, and shows in no listing', async () => {
    await ask(reply(), {operation: 'stream', auth: 'bearer'});
    expect(last()?.auth).toEqual({kind: 'bearer'});
    expect(last()?.secrets['authorization']?.reveal()).toBe('Bearer bedrock-api-key-EXAMPLE');
    expect(JSON.stringify(fake.exchanges)).not.toContain('bedrock-api-key-EXAMPLE');
  });

  test('an ARN travels as one part of the path', async () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123example';
    for (const operation of ['converse', 'stream'] as const) {
      await ask(reply(), {operation, model});
      expect(last()?.path.split('/')).toHaveLength(4);
      expect(last()?.asked?.model).toBe(model);
    }
  });

  test('CountTokens gives a number and costs nothing', async () => {
    const charges = fake.book.charges.length;
    const {output} = await ask(reply(), {operation: 'count'});
    expect(output).toMatchObject({inputTokens: expect.any(Number)});
    expect(fake.book.charges).toHaveLength(charges);
  });

  test('STS names the caller and costs nothing', async () => {
    const charges = fake.book.charges.length;
    const {output} = await ask(reply(), {operation: 'identity'});
    expect(output).toMatchObject({Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/example'});
    expect(last()?.auth).toMatchObject({kind: 'sigv4', service: 'sts'});
    expect(last()?.wire).toBe('identity');
    expect(fake.book.charges).toHaveLength(charges);
  });

  test.each([
    ['expired', 'ExpiredToken'],
    ['unrecognised', 'InvalidClientTokenId'],
    ['bad-signature', 'SignatureDoesNotMatch'],
    ['not-authorized', 'AccessDenied'],
  ] as const)('STS says %s in its own word', async (name, code) => {
    const {error} = await ask(failure(name), {operation: 'identity'});
    expect(error?.name.replace(/Exception$/, '')).toBe(code);
    expect(error).toMatchObject({status: 403, message: faults[name][2]});
  });

  test('the default of the client is HTTP/2, which is answered and counted', async () => {
    const before = fake.connections.http2;
    const {events} = await ask(reply(), {operation: 'stream', http2: true});
    expect(events).toEqual(wholeStream);
    expect(fake.connections.http2).toBe(before + 1);
    expect(last()?.httpVersion).toBe('2.0');
  });

  test('one call is one exchange, whatever became of it', () => {
    const ids = fake.exchanges.map(({headers}) => headers['amz-sdk-invocation-id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(fake.exchanges.map(({headers}) => headers['amz-sdk-request']))).toEqual(
      new Set(['attempt=1; max=1']),
    );
  });
});

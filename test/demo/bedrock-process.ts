/**
 * A process of its own with the real AWS clients, as a user's would be: the endpoint comes from the environment. Reads
 * one JSON call a line, answers one JSON outcome a line, in any order; `{"abort": id}` aborts a call.
 */
import {createInterface} from 'node:readline';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
} from '@aws-sdk/client-bedrock-runtime';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {exampleKeys} from '../helpers/fake-models.ts';
import type {Call, Outcome} from './sdk-child.ts';

/** What the clients put on what they throw. */
type Failed = {
  readonly code?: string;
  readonly $metadata?: {readonly httpStatusCode?: number};
  readonly $response?: {readonly headers?: Record<string, string>};
};

const calls = new Map<number, AbortController>();

for await (const line of createInterface({input: process.stdin})) {
  const asked = JSON.parse(line) as Call | {abort: number};
  if ('abort' in asked) calls.get(asked.abort)?.abort();
  else void answer(asked);
}

async function answer(call: Call): Promise<void> {
  const abort = new AbortController();
  calls.set(call.id, abort);
  const events: string[] = [];
  const outcome = await send(call, abort.signal, events).then(
    (output) => ({output, error: null}),
    (error: unknown) => ({output: null, error: describe(error)}),
  );
  process.stdout.write(`${JSON.stringify({id: call.id, events, ...outcome} satisfies Outcome)}\n`);
}

async function send(call: Call, abortSignal: AbortSignal, events: string[]): Promise<unknown> {
  if (call.operation === 'identity') {
    return await new STSClient({credentials: exampleKeys, maxAttempts: 1}).send(
      new GetCallerIdentityCommand({}),
    );
  }
  const client = new BedrockRuntimeClient({
    maxAttempts: 1,
    ...(call.auth === 'bearer'
      ? {token: {token: 'bedrock-api-key-EXAMPLE'}, authSchemePreference: ['httpBearerAuth']}
      : {credentials: exampleKeys, authSchemePreference: ['sigv4']}),
    // The default of the client is HTTP/2.
    ...(!call.http2 && {requestHandler: new NodeHttpHandler({throwOnRequestTimeout: true})}),
  });
  try {
    const input = {
      modelId: call.model,
      messages: [{role: 'user' as const, content: [{text: 'Hello'}]}],
      ...call.input,
    };
    if (call.operation === 'count') {
      return await client.send(new CountTokensCommand({modelId: call.model, input: {converse: input}}), {
        abortSignal,
      });
    }
    if (call.operation === 'converse') return await client.send(new ConverseCommand(input), {abortSignal});
    const {stream} = await client.send(new ConverseStreamCommand(input), {abortSignal});
    const last: Record<string, unknown> = {text: ''};
    for await (const event of stream ?? []) {
      Object.assign(last, event);
      events.push(Object.keys(event)[0] ?? '');
      const delta = event.contentBlockDelta?.delta;
      last['text'] += delta?.text ?? delta?.toolUse?.input ?? '';
    }
    return last;
  } finally {
    client.destroy();
  }
}

function describe(error: unknown): NonNullable<Outcome['error']> {
  const {name, message} = error instanceof Error ? error : new Error(String(error));
  const {code, $metadata, $response} = error as Failed;
  return {
    name,
    message,
    code: code ?? null,
    status: $metadata?.httpStatusCode ?? null,
    headers: $response?.headers ?? {},
  };
}

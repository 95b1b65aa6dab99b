import type {Clock} from '../../source/clock.ts';
import type {Answer} from '../../source/demo/fake-models/contract.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {createMessages} from '../../source/models/anthropic.ts';
import {createBedrock} from '../../source/models/bedrock.ts';
import {
  type Attempt,
  type AttemptDeps,
  AttemptError,
  type AttemptFailure,
  type Completion,
  type Provider,
} from '../../source/models/contract.ts';
import type {PlaceOptions} from '../../source/models/exchange-place.ts';
import {createChatCompletions} from '../../source/models/openai-compatible.ts';
import {Secret} from '../../source/secret.ts';
import {exampleKeys} from '../helpers/fake-models.ts';

export const wires = ['bedrock', 'chat', 'messages'] as const;

export type WireUnderTest = (typeof wires)[number];

/** A key that opens nothing. */
export const exampleKey = 'example-key-0000-1111-2222';

const answerSchema = {
  type: 'object',
  properties: {directive: {type: 'string'}},
  required: ['directive'],
  additionalProperties: false,
};

export function attemptOf(
  changes: Partial<Attempt> & {readonly question?: Attempt['question']} = {},
): Attempt {
  return {
    question: {
      subject: 'https://docs.example.org/',
      system: 'You write rules.',
      prompt: 'The page.',
      output: {name: 'rules', schema: answerSchema},
      maxTokens: 500,
      promptVersion: '1',
    },
    rung: 'schema',
    stream: true,
    promptCache: 'off',
    temperature: null,
    metadata: {},
    firstByteMs: 30_000,
    idleMs: 120_000,
    ...changes,
  };
}

export function providerOf(
  wire: WireUnderTest,
  origin: string,
  options: PlaceOptions & {readonly clock?: Clock} = {},
): Provider {
  const key = new Secret(exampleKey);
  switch (wire) {
    case 'bedrock':
      return createBedrock({
        model: 'eu.amazon.nova-lite-v1:0',
        region: 'eu-central-1',
        credentials: {kind: 'keys', load: async () => exampleKeys},
        endpoint: origin,
        concurrency: 4,
        ...options,
      });
    case 'chat':
      return createChatCompletions({
        name: 'openai',
        baseUrl: `${origin}/v1`,
        key,
        model: 'gpt-4o-mini',
        ...options,
      });
    case 'messages':
      return createMessages({baseUrl: `${origin}/v1`, key, model: 'claude-haiku-4-5', ...options});
  }
}

/** A fake that answers in turn, with a provider that asks it. */
export type Bench = {
  readonly fake: FakeModels;
  readonly provider: Provider;
  /** Characters as they were told. */
  readonly progress: readonly number[];
  readonly ask: (attempt?: Attempt, deps?: Partial<AttemptDeps>) => Promise<Completion>;
  /** What an attempt that fails says. */
  readonly fail: (attempt?: Attempt, deps?: Partial<AttemptDeps>) => Promise<AttemptFailure>;
  readonly close: () => Promise<void>;
};

export async function startBench(
  wire: WireUnderTest,
  script: readonly Answer[],
  options: PlaceOptions & {readonly clock?: Clock} = {},
): Promise<Bench> {
  const fake = await startFakeModels({script});
  const provider = providerOf(wire, fake.origin, options);
  const progress: number[] = [];
  const ask: Bench['ask'] = (attempt = attemptOf(), deps = {}) =>
    provider.attempt(attempt, {
      signal: new AbortController().signal,
      progress: (characters) => progress.push(characters),
      ...deps,
    });
  return {
    fake,
    provider,
    progress,
    ask,
    fail: (attempt, deps) => failureOf(ask(attempt, deps)),
    async close() {
      provider.close();
      await fake.close();
    },
  };
}

export async function failureOf(attempt: Promise<unknown>): Promise<AttemptFailure> {
  const outcome = await attempt.then(
    () => new Error('the attempt did not fail'),
    (error: unknown) => error,
  );
  if (outcome instanceof AttemptError) return outcome.failure;
  throw outcome;
}

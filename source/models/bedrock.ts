import type {BedrockRuntimeClient, ConverseCommandInput} from '@aws-sdk/client-bedrock-runtime';
import {type Clock, systemClock} from '../clock.ts';
import {readConverse, readConverseStream} from './bedrock-answer.ts';
import {type AwsKeys, type BedrockLogin, createClient} from './bedrock-client.ts';
import {type BedrockTier, converseRequest} from './bedrock-request.ts';
import {aboveConnection, watchAnswer} from './bedrock-wire.ts';
import {type Attempt, type AttemptDeps, AttemptError, type Completion, type Provider} from './contract.ts';
import {foreign} from './exchange-answer.ts';
import {exchangeOnce} from './exchange-once.ts';
import {createPlace, type PlaceOptions} from './exchange-place.ts';
import type {Watch} from './exchange-watch.ts';
import {type Counting, countingOf} from './usage.ts';

export type BedrockOptions = PlaceOptions & {
  /** Model id, inference profile or ARN, as it is sent. */
  readonly model: string;
  readonly region: string;
  readonly credentials: BedrockLogin;
  /** @default the public endpoint of the region */
  readonly endpoint?: string;
  /** Connections at most. */
  readonly concurrency: number;
  /** @default default */
  readonly tier?: BedrockTier;
  /** The smallest prefix that the model caches, in tokens. @default 4,096 */
  readonly cacheableTokens?: number;
  /** How the model counts its input, where an opaque ARN does not tell. @default by the model id */
  readonly counting?: Counting;
  readonly clock?: Clock;
};

/**
 * Bedrock by Converse and ConverseStream. The SDK is loaded with the first attempt.
 *
 * @throws UsageError for an endpoint that cannot be used
 */
export function createBedrock(options: BedrockOptions): Provider {
  const {model, region, credentials, concurrency, clock = systemClock} = options;
  const {tier = 'default', cacheableTokens = 4_096, counting = countingOf(model)} = options;
  const place = createPlace(options.endpoint ?? publicEndpoint(region), true, options);
  for (const agent of [place.agents.http, place.agents.https]) agent.maxSockets = concurrency;
  const known = new Set<string>(credentials.kind === 'bearer' ? [credentials.token.reveal()] : []);
  const around = {provider: 'bedrock', model, host: place.host, clock, secrets: () => [...known]} as const;
  const onKeys = ({secretAccessKey, sessionToken}: AwsKeys) => {
    known.add(secretAccessKey);
    if (sessionToken !== undefined) known.add(sessionToken);
  };
  let client: Promise<BedrockRuntimeClient> | null = null;
  const load = () => {
    client ??= createClient({region, login: credentials, place, onKeys});
    return client;
  };

  return {
    name: 'bedrock',
    model,
    region,
    endpoint: place.endpoint,
    async attempt(attempt, deps) {
      const request = converseRequest({model, tier, cacheableTokens}, attempt);
      try {
        return await exchangeOnce(attempt, deps, around, async (watch) =>
          converse(await load(), request, {attempt, deps, watch, counting}),
        );
      } catch (error) {
        // A new client asks for new keys; the old one is kept where only the clock was wrong, which it has corrected.
        if (error instanceof AttemptError && renewable.test(error.failure.name)) client = null;
        throw error;
      }
    },
    // Its clients share these agents and hold nothing else.
    close: place.close,
  };
}

const renewable = /^(?:ExpiredToken|UnrecognizedClient|no-keys)/;

async function converse(
  client: BedrockRuntimeClient,
  request: ConverseCommandInput,
  ask: {
    readonly attempt: Attempt;
    readonly deps: AttemptDeps;
    readonly watch: Watch;
    readonly counting: Counting;
  },
): Promise<Completion> {
  const {attempt, deps, watch, counting} = ask;
  const {ConverseCommand, ConverseStreamCommand} = await import('@aws-sdk/client-bedrock-runtime');
  watch.signal.throwIfAborted();
  const seen = watchAnswer(watch);
  const facts = () => ({counting, requestId: seen.requestId(), firstByteMs: watch.firstByteMs()});
  const options = {abortSignal: watch.signal};
  try {
    if (attempt.stream) {
      const command = new ConverseStreamCommand(request);
      command.middlewareStack.add((next) => (args) => seen.through(() => next(args)), aboveConnection);
      const {stream} = await client.send(command, options);
      if (!stream) throw foreign(200, 'no stream');
      return await readConverseStream(stream, deps.progress, facts);
    }
    const command = new ConverseCommand(request);
    command.middlewareStack.add((next) => (args) => seen.through(() => next(args)), aboveConnection);
    const completion = readConverse(await client.send(command, options), facts());
    if (!completion) throw foreign(200, 'application/json without an answer in it');
    return completion;
  } catch (error) {
    throw seen.troubleOf(error);
  } finally {
    seen.end();
  }
}

/** China is a partition of its own. */
function publicEndpoint(region: string): string {
  return `https://bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

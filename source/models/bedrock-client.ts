import type {BedrockRuntimeClient} from '@aws-sdk/client-bedrock-runtime';
import type {Secret} from '../secret.ts';
import {TroubleError} from './classify-trouble.ts';
import type {Place} from './exchange-place.ts';

/** Keys as the providers of the AWS SDK give them. */
export type AwsKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
};

/** How Bedrock is told who asks. */
export type BedrockLogin =
  | {
      readonly kind: 'keys';
      /** Asked before the first request, when keys expire, and once more after they were refused. */
      readonly load: () => Promise<AwsKeys>;
    }
  /** An API key of Bedrock. */
  | {readonly kind: 'bearer'; readonly token: Secret};

export type ClientSettings = {
  readonly region: string;
  readonly login: BedrockLogin;
  readonly place: Place;
  /** Told of keys as they are loaded, so that no message repeats them. */
  readonly onKeys: (keys: AwsKeys) => void;
};

/**
 * A client of the SDK that does one exchange a call and nothing behind our back: every setting that it would else take
 * from the environment, from shared files or from the metadata service of the machine is stated.
 */
export async function createClient(settings: ClientSettings): Promise<BedrockRuntimeClient> {
  const {region, place} = settings;
  const [{BedrockRuntimeClient: Client}, {NodeHttpHandler}] = await Promise.all([
    import('@aws-sdk/client-bedrock-runtime'),
    import('@smithy/node-http-handler'),
  ]);
  return new Client({
    region,
    endpoint: place.url.href,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    ...authentication(settings),
    // Two settings: with the first alone, AWS_RETRY_MODE=adaptive still slows us down.
    maxAttempts: 1,
    retryMode: 'standard',
    // `auto`, from AWS_DEFAULTS_MODE, would ask the metadata service.
    defaultsMode: 'standard',
    userAgentAppId: 'rules-maker',
    logger: silent,
    // An instance, for HTTP/1.1: plain options would go to the HTTP/2 handler, where a stalled stream ends as if it
    // were whole. The limits to the first byte and between bytes are those of our watch.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: place.connectMs,
      throwOnRequestTimeout: true,
      httpAgent: place.agents.http,
      httpsAgent: place.agents.https,
      logger: silent,
    }),
  });
}

/** The scheme is stated: else AWS_BEARER_TOKEN_BEDROCK beats keys. The other scheme is closed, the default chain too. */
function authentication({login, onKeys}: ClientSettings) {
  const credentials = async () => {
    if (login.kind !== 'keys') throw noKeys('there are no keys');
    const keys = await login.load().catch((error: unknown) => {
      throw noKeys(error instanceof Error ? error.message : 'they could not be loaded');
    });
    onKeys(keys);
    return keys;
  };
  return login.kind === 'keys'
    ? {credentials, authSchemePreference: ['sigv4']}
    : {credentials, token: {token: login.token.reveal()}, authSchemePreference: ['httpBearerAuth']};
}

function noKeys(message: string): TroubleError {
  return new TroubleError({kind: 'no-keys', message});
}

const nothing = () => undefined;

/** The SDK prints through `console` unless it is given another place. */
const silent = {trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing};

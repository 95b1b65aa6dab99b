import {CredentialsError, messageOf} from '../errors.ts';
import {redactPatterns} from '../redact.ts';
import type {AwsAccess} from './credentials.ts';
import {silentLogger} from './silent-logger.ts';

/** Who the credentials belong to. */
export type Identity =
  | {
      readonly kind: 'sts';
      readonly account: string;
      readonly userId: string;
      readonly arn: string;
      readonly maskedKeyId: string;
    }
  /** STS cannot be asked with an API key. */
  | {readonly kind: 'api-key'; readonly userName: string | null}
  /** STS could not be reached, which says nothing of the credentials. */
  | {readonly kind: 'unknown'; readonly reason: string};

export type IdentityOptions = {
  readonly region: string;
  /** `AWS_ENDPOINT_URL_STS` is honoured. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/**
 * Asks STS who we are, once: free, and allowed to everybody.
 *
 * @throws CredentialsError RM-CRED-044 with a letter: a expired, b the clock of this machine is wrong, c not valid in this
 * region, d refused
 */
export async function callerIdentity(
  access: AwsAccess,
  {region, environment}: IdentityOptions,
): Promise<Identity> {
  const {login, keyName, maskedKeyId} = access;
  if (login.kind === 'bearer') return {kind: 'api-key', userName: keyName};
  const endpoint = environment['AWS_ENDPOINT_URL_STS'];
  const [{GetCallerIdentityCommand, STSClient}, {NodeHttpHandler}] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@smithy/node-http-handler'),
  ]);
  const client = new STSClient({
    region,
    ...(endpoint && {endpoint}),
    credentials: login.load,
    authSchemePreference: ['sigv4'],
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    maxAttempts: 1,
    retryMode: 'standard',
    // `auto`, from AWS_DEFAULTS_MODE, would ask the metadata service.
    defaultsMode: 'standard',
    userAgentAppId: 'rules-maker',
    logger: silentLogger,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
      logger: silentLogger,
    }),
  });
  try {
    const {Account = '', UserId = '', Arn = ''} = await client.send(new GetCallerIdentityCommand({}));
    if (Account === '') return {kind: 'unknown', reason: 'the answer of STS names no account'};
    return {kind: 'sts', account: Account, userId: UserId, arn: Arn, maskedKeyId: maskedKeyId ?? ''};
  } catch (error) {
    return refusedOrUnknown(error, access.origin, region);
  } finally {
    client.destroy();
  }
}

/** One line: `identity: account 123456789012, user id .., arn .., key AKIA************MPLE`. */
export function identityText(identity: Identity): string {
  switch (identity.kind) {
    case 'sts': {
      const {account, userId, arn, maskedKeyId} = identity;
      return `identity: account ${account}, user id ${userId}, arn ${arn}, key ${maskedKeyId}`;
    }
    case 'api-key':
      return `identity: API key (no STS)${identity.userName === null ? '' : `, IAM user ${identity.userName}`}`;
    case 'unknown':
      return `identity: unknown (${identity.reason})`;
  }
}

type Refusal = {
  readonly letter: string;
  readonly names: RegExp;
  readonly texts: RegExp;
  readonly message: string;
  readonly hint: string;
};

/** In this order: an expired signature is a matter of clocks, an expired token is not. */
const refusals: readonly Refusal[] = [
  {
    letter: 'b',
    names: /^(?:RequestExpired|RequestTimeTooSkewed|RequestInTheFuture)/,
    texts: /signature (?:expired|not yet current)/i,
    message: 'the clock of this machine is wrong',
    hint: 'set it, for instance with `timedatectl set-ntp true`',
  },
  {
    letter: 'a',
    names: /^ExpiredToken/,
    texts: /token .{0,60}expired/i,
    message: 'the credentials have expired',
    hint: 'sign in again with `aws sso login`, or put new keys in their place',
  },
  {
    letter: 'c',
    names: /^(?:RegionDisabled|OptInRequired)/,
    texts: /region .{0,60}(?:disabled|not enabled|not activated)/i,
    message: 'the credentials are not valid in this region',
    hint: 'name another with --region, or enable it for the account',
  },
  {
    letter: 'd',
    names:
      /^(?:AccessDenied|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|Incomplete)/,
    texts: /^$/,
    message: 'AWS refuses the credentials',
    hint: 'check that the key is active and its secret whole, in IAM under security credentials',
  },
];

function refusedOrUnknown(error: unknown, origin: string, region: string): Identity {
  if (error instanceof CredentialsError) throw error;
  const name = error instanceof Error ? error.name : '';
  const text = redactPatterns(messageOf(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
  const refusal = refusals.find(({names, texts}) => names.test(name) || texts.test(text));
  if (!refusal) return {kind: 'unknown', reason: text === '' ? name : `${name}: ${text}`};
  const {letter, message, hint} = refusal;
  throw new CredentialsError({
    code: `RM-CRED-044${letter}`,
    message: `${message} (${origin}, ${region})`,
    // Not its message: AWS repeats the signed headers in some, and a session token is one.
    why: `STS answered ${name}`,
    hint,
  });
}

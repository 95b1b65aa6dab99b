import {systemClock} from '../clock.ts';
import {CredentialsError} from '../errors.ts';
import {Secret} from '../secret.ts';
import type {AwsKeys, BedrockLogin} from './bedrock-client.ts';
import {type Chain, type Tried, tryChain} from './credentials-chain.ts';
import {bearerName, fromCsv, maskKeyId} from './credentials-static.ts';

/** What to know, though nothing is broken. */
export type CredentialWarning = {readonly code: string; readonly message: string; readonly hint: string};

/** Who we are to AWS, and where that comes from. */
export type AwsAccess = {
  readonly login: BedrockLogin;
  /** In words that name the place, such as `AWS_PROFILE dev`; never a value. */
  readonly origin: string;
  /** `AKIA************MPLE`; `null` with an API key. */
  readonly maskedKeyId: string | null;
  /** The name that a long-term API key carries: of the IAM user it is tied to. */
  readonly keyName: string | null;
  readonly warnings: readonly CredentialWarning[];
};

export type AccessSettings = {
  /** `--credentials-csv` or `bedrock.credentials_csv`; empty = none. */
  readonly credentialsCsv: string;
  /** `bedrock.profile`; empty = `AWS_PROFILE`, then `default`. */
  readonly profile: string;
  readonly region: string;
  /** Container and instance metadata may be asked. */
  readonly instanceCredentials: boolean;
};

export type AccessDeps = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told of each secret before anything is done with it, so that no message repeats it. */
  readonly learn: (secret: Secret | string) => void;
  readonly chain?: Chain;
};

/**
 * Finds the credentials of AWS: the first source that has some wins. Reads the environment, never writes it; asks no
 * metadata service unless that is allowed.
 *
 * @throws CredentialsError RM-CRED-043 if there are none, RM-CRED-045 for a credentials file that cannot be used
 */
export async function resolveAwsAccess(settings: AccessSettings, deps: AccessDeps): Promise<AwsAccess> {
  const {environment, learn} = deps;
  if (settings.credentialsCsv !== '') return fromCsv(settings.credentialsCsv, learn);
  const tried: Tried[] = [{source: 'bedrock.credentials_csv', why: 'not set'}];

  const token = value(environment, 'AWS_BEARER_TOKEN_BEDROCK');
  if (token !== null) {
    const secret = new Secret(token);
    learn(secret);
    return {
      login: {kind: 'bearer', token: secret},
      origin: 'AWS_BEARER_TOKEN_BEDROCK',
      maskedKeyId: null,
      keyName: bearerName(secret),
      warnings: [],
    };
  }
  tried.push({source: 'AWS_BEARER_TOKEN_BEDROCK', why: 'not set'});

  const accessKeyId = value(environment, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = value(environment, 'AWS_SECRET_ACCESS_KEY');
  if (secretAccessKey !== null) learn(secretAccessKey);
  if (accessKeyId !== null && secretAccessKey !== null) {
    return fromVariables({...settings, accessKeyId, secretAccessKey}, deps);
  }
  tried.push({
    source: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    why: half(accessKeyId, secretAccessKey),
  });

  const chain = deps.chain ?? {clock: systemClock};
  const answer = await tryChain(settings, environment, chain);
  if (answer.kind === 'none') throw noneFound([...tried, ...answer.tried]);
  const {keys, load, origin} = answer;
  const learnKeys = (each: AwsKeys): AwsKeys => {
    learn(each.secretAccessKey);
    if (each.sessionToken !== undefined) learn(each.sessionToken);
    return each;
  };
  // The keys that proved the source are used first: asking again may cost a command or a request.
  let first: AwsKeys | null = learnKeys(keys);
  return {
    login: {
      kind: 'keys',
      async load() {
        const unused = first;
        first = null;
        return unused ?? learnKeys(await load());
      },
    },
    origin,
    maskedKeyId: maskKeyId(keys.accessKeyId),
    keyName: null,
    warnings: [],
  };
}

type Variables = AccessSettings & {readonly accessKeyId: string; readonly secretAccessKey: string};

function fromVariables(settings: Variables, {environment, learn}: AccessDeps): AwsAccess {
  const {accessKeyId, secretAccessKey} = settings;
  const sessionToken = value(environment, 'AWS_SESSION_TOKEN');
  if (sessionToken !== null) learn(sessionToken);
  if (accessKeyId.startsWith('ASIA') && sessionToken === null) {
    throw new CredentialsError({
      code: 'RM-CRED-043',
      message: 'AWS_SESSION_TOKEN is missing',
      why: 'AWS_ACCESS_KEY_ID holds a temporary key, which is of no use without it',
      hint: 'set AWS_SESSION_TOKEN too',
    });
  }
  const expires = new Date(value(environment, 'AWS_CREDENTIAL_EXPIRATION') ?? Number.NaN);
  const keys: AwsKeys = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== null && {sessionToken}),
    ...(!Number.isNaN(expires.getTime()) && {expiration: expires}),
  };
  const profile = settings.profile || value(environment, 'AWS_PROFILE');
  const warnings: CredentialWarning[] = profile
    ? [
        {
          code: 'RM-CRED-043',
          message: `the keys of the environment are used, not the profile ${profile}`,
          hint: 'unset AWS_ACCESS_KEY_ID to use the profile',
        },
      ]
    : [];
  return {
    login: {kind: 'keys', load: async () => keys},
    origin: 'AWS_ACCESS_KEY_ID',
    maskedKeyId: maskKeyId(accessKeyId),
    keyName: null,
    warnings,
  };
}

function half(accessKeyId: string | null, secretAccessKey: string | null): string {
  if (accessKeyId !== null) return 'AWS_SECRET_ACCESS_KEY is not set';
  return secretAccessKey === null ? 'not set' : 'AWS_ACCESS_KEY_ID is not set';
}

function noneFound(tried: readonly Tried[]): CredentialsError {
  const list = tried.map(({source, why}) => `${source}: ${why}`).join('; ');
  return new CredentialsError({
    code: 'RM-CRED-043',
    message: 'no AWS credentials were found',
    why: `tried in this order: ${list}`,
    hint: 'set AWS_BEARER_TOKEN_BEDROCK, run `aws sso login`, or name a file with --credentials-csv',
  });
}

/** A variable that is set; blanks around it come from copying. */
function value(environment: AccessDeps['environment'], name: string): string | null {
  const text = environment[name]?.trim() ?? '';
  return text === '' ? null : text;
}

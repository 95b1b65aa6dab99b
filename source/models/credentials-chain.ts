import type {Clock} from '../clock.ts';
import {CredentialsError, messageOf} from '../errors.ts';
import {redactPatterns} from '../redact.ts';
import type {AwsKeys} from './bedrock-client.ts';
import {findInstance} from './credentials-instance.ts';
import {type Profiles, readProfiles} from './credentials-profiles.ts';
import {silentLogger} from './silent-logger.ts';

/** A source that has nothing, and why. */
export type Tried = {readonly source: string; readonly why: string};

export type Chain = {readonly clock: Clock};

export type ChainAnswer =
  | {
      readonly kind: 'keys';
      readonly keys: AwsKeys;
      readonly load: () => Promise<AwsKeys>;
      readonly origin: string;
    }
  | {readonly kind: 'none'; readonly tried: readonly Tried[]};

export type ChainSettings = {
  readonly profile: string;
  readonly region: string;
  readonly instanceCredentials: boolean;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** One source: how it is called, and how to ask it. */
export type Source = {readonly origin: string; readonly load: () => Promise<AwsKeys>};

/** A command or a sign-in service that takes longer is not waited for. */
const limitMs = 60_000;

/**
 * The sources after plain variables: shared files with all that a profile can name, a web identity, and, if allowed, the
 * metadata of a container or an instance. Built from the single providers of the SDK: its default chain asks the
 * metadata service of the machine unasked.
 *
 * @throws CredentialsError for a source that is set up and does not work
 */
export async function tryChain(
  settings: ChainSettings,
  environment: Environment,
  {clock}: Chain,
): Promise<ChainAnswer> {
  const tried: Tried[] = [];
  for (const find of [findProfile, findWebIdentity, findInstance]) {
    const source = find(settings, environment);
    if ('why' in source) tried.push(source);
    else {
      const load = () => limited(source, clock);
      return {kind: 'keys', keys: await load(), load, origin: source.origin};
    }
  }
  return {kind: 'none', tried};
}

function findProfile(settings: ChainSettings, environment: Environment): Source | Tried {
  const named = settings.profile || environment['AWS_PROFILE'] || null;
  const profile = named ?? 'default';
  const origin = named === null || settings.profile ? `profile ${profile}` : `AWS_PROFILE ${profile}`;
  const profiles = readProfiles(environment);
  const places = `${profiles.credentialsPath} and ${profiles.configPath}`;
  if (!profiles.has(profile)) {
    const why = `not in ${places}`;
    if (named === null) return {source: origin, why};
    throw broken(origin, why, 'check its name with `aws configure list-profiles`');
  }
  const metadata = profiles.metadataSource(profile);
  if (metadata !== null && !settings.instanceCredentials) {
    throw broken(
      origin,
      `it takes its keys from ${metadata}, and the metadata of this machine is not asked`,
      'allow it with bedrock.instance_credentials: true',
    );
  }
  return {origin, load: () => loadProfile(profile, settings.region, profiles)};
}

async function loadProfile(profile: string, region: string, profiles: Profiles): Promise<AwsKeys> {
  const {fromIni} = await import('@aws-sdk/credential-provider-ini');
  return fromIni({
    profile,
    filepath: profiles.credentialsPath,
    configFilepath: profiles.configPath,
    ignoreCache: true,
    logger: silentLogger,
    clientConfig,
    // Not in `clientConfig`: there it would stand in for the region of a sign-in.
    parentClientConfig: {region},
  })();
}

function findWebIdentity({region}: ChainSettings, environment: Environment): Source | Tried {
  const webIdentityTokenFile = environment['AWS_WEB_IDENTITY_TOKEN_FILE'];
  const roleArn = environment['AWS_ROLE_ARN'];
  const source = 'AWS_WEB_IDENTITY_TOKEN_FILE';
  if (!webIdentityTokenFile) return {source, why: 'not set'};
  if (!roleArn) return {source, why: 'AWS_ROLE_ARN is not set'};
  const roleSessionName = environment['AWS_ROLE_SESSION_NAME'] || 'rules-maker';
  return {
    origin: source,
    async load() {
      const {fromTokenFile} = await import('@aws-sdk/credential-provider-web-identity');
      const parentClientConfig = {region};
      const options = {
        webIdentityTokenFile,
        roleArn,
        roleSessionName,
        logger: silentLogger,
        clientConfig,
        parentClientConfig,
      };
      return fromTokenFile(options)();
    },
  };
}

async function limited({origin, load}: Source, clock: Clock): Promise<AwsKeys> {
  const done = new AbortController();
  const tooLong = clock.sleep(limitMs, done.signal).then(() => {
    throw broken(
      origin,
      `it did not answer within ${limitMs / 1_000} seconds`,
      'try it with `aws sts get-caller-identity`',
    );
  });
  // Aborted when the keys have come first.
  tooLong.catch(() => undefined);
  try {
    return await Promise.race([load(), tooLong]);
  } catch (error) {
    throw error instanceof CredentialsError ? error : broken(origin, reasonOf(error), hintFor(error));
  } finally {
    done.abort();
  }
}

function broken(origin: string, why: string, hint: string): CredentialsError {
  return new CredentialsError({code: 'RM-CRED-043', message: `no credentials from ${origin}`, why, hint});
}

/** The command of a profile may hold a secret, and so may what it wrote. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (/^Command failed|^spawn /.test(message)) return 'its credential_process failed';
  return redactPatterns(message).replaceAll(/\s+/g, ' ').slice(0, 300);
}

function hintFor(error: unknown): string {
  const message = messageOf(error);
  return /\bSSO\b|sso login|Token is expired/i.test(message)
    ? 'sign in again with `aws sso login`'
    : 'try it with `aws sts get-caller-identity`';
}

/** For the services that give out keys. `defaultsMode` is stated because `auto` asks the metadata service. */
const clientConfig = {
  defaultsMode: 'standard',
  logger: silentLogger,
  maxAttempts: 2,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 20_000,
    throwOnRequestTimeout: true,
    logger: silentLogger,
  },
} as const;

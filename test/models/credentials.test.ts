import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {CredentialsError} from '../../source/errors.ts';
import {type AccessSettings, type AwsAccess, resolveAwsAccess} from '../../source/models/credentials.ts';
import {createRedactor} from '../../source/redact.ts';
import type {Secret} from '../../source/secret.ts';
import {
  accessKeyId,
  longTermKey,
  secretAccessKey,
  shortTermKey,
  temporaryKeyId,
} from '../helpers/aws-credentials.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

let home = '';
let sockets = 0;
const countSocket = () => {
  sockets += 1;
};
const before = JSON.stringify(process.env);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rules-maker-credentials-'));
  mkdirSync(join(home, '.aws'));
  sockets = 0;
  // Node tells this channel of every socket that it opens, before it connects.
  subscribe('net.client.socket', countSocket);
});
afterEach(() => {
  unsubscribe('net.client.socket', countSocket);
  rmSync(home, {recursive: true, force: true});
  expect(JSON.stringify(process.env)).toBe(before);
});

const defaults: AccessSettings = {
  credentialsCsv: '',
  profile: '',
  region: 'us-east-1',
  instanceCredentials: false,
};

function resolve(
  environment: Record<string, string> = {},
  settings: Partial<AccessSettings> = {},
  learn: (secret: Secret | string) => void = () => undefined,
): Promise<AwsAccess> {
  return resolveAwsAccess({...defaults, ...settings}, {environment: {HOME: home, ...environment}, learn});
}

async function refusal(asked: Promise<AwsAccess>): Promise<CredentialsError> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CredentialsError)) throw error ?? new Error('credentials were found');
  return error;
}

function file(name: string, text: string, mode = 0o600): string {
  const path = join(home, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** Keys or token, as they would be sent. */
async function sent({login}: AwsAccess) {
  if (login.kind === 'bearer') return login.token.reveal();
  const keys = await login.load();
  return [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken ?? null];
}

const variables = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey};
const iamFile = `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}\n`;
const profileOf = (name: string) =>
  `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

describe('credentials', () => {
  it('come from the file that is named before everything else', async () => {
    const path = file('keys.csv', iamFile);
    const access = await resolve(
      {...variables, AWS_BEARER_TOKEN_BEDROCK: longTermKey},
      {credentialsCsv: path},
    );
    expect(access.origin).toBe(`credentials file ${path} (csv_iam, line 2)`);
    expect(access.login.kind).toBe('keys');
    expect(await sent(access)).toEqual([accessKeyId, secretAccessKey, null]);
    expect(access.maskedKeyId).toBe('AKIA************MPLE');
  });

  it('come from the API key of the environment before its keys', async () => {
    const access = await resolve({...variables, AWS_BEARER_TOKEN_BEDROCK: ` ${longTermKey}\n`});
    expect(access).toMatchObject({origin: 'AWS_BEARER_TOKEN_BEDROCK', maskedKeyId: null});
    expect(access.keyName).toBe('BedrockAPIKey-abcd-at-123456789012');
    expect(await sent(access)).toBe(longTermKey);
  });

  it('that are a short-term API key name nobody', async () => {
    expect((await resolve({AWS_BEARER_TOKEN_BEDROCK: shortTermKey})).keyName).toBeNull();
  });

  it('come from the keys of the environment before a profile, and say so', async () => {
    file('.aws/credentials', profileOf('dev').replaceAll(accessKeyId, 'AKIAI44QH8DHBEXAMPLE'));
    const access = await resolve({...variables, AWS_SESSION_TOKEN: 'token-of-no-worth', AWS_PROFILE: 'dev'});
    expect(access.origin).toBe('AWS_ACCESS_KEY_ID');
    expect(await sent(access)).toEqual([accessKeyId, secretAccessKey, 'token-of-no-worth']);
    expect(access.warnings.map(({message}) => message)).toEqual([
      'the keys of the environment are used, not the profile dev',
    ]);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['the default profile', {}, '', 'profile default'],
    ['AWS_PROFILE', {AWS_PROFILE: 'dev'}, '', 'AWS_PROFILE dev'],
    ['the profile of the config before AWS_PROFILE', {AWS_PROFILE: 'none'}, 'dev', 'profile dev'],
  ])('come from %s', async (_, environment, profile, origin) => {
    file('.aws/credentials', profileOf('default') + profileOf('dev'));
    const access = await resolve(environment, {profile});
    expect(access.origin).toBe(origin);
    expect(await sent(access)).toEqual([accessKeyId, secretAccessKey, null]);
  });

  it('come from the shared files that the environment names', async () => {
    const path = file('elsewhere', profileOf('default'));
    expect((await resolve({AWS_SHARED_CREDENTIALS_FILE: path})).origin).toBe('profile default');
  });

  it('come from the command of a profile, which is run again when they are asked for again', async () => {
    const answer = JSON.stringify({Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey});
    const script = file('keys.sh', `#!/bin/sh\necho run >> ${home}/runs\ncat <<'X'\n${answer}\nX\n`, 0o700);
    file('.aws/config', `[profile tool]\ncredential_process = ${script}\n`);
    const access = await resolve({AWS_PROFILE: 'tool'});
    const runs = () => countRuns(home);
    expect(runs()).toBe(1);
    expect(await sent(access)).toEqual([accessKeyId, secretAccessKey, null]);
    expect(runs()).toBe(1);
    await sent(access);
    expect(runs()).toBe(2);
  });

  it('are learnt by whoever hides secrets, from every source', async () => {
    const csv = file('keys.csv', `API key\n${longTermKey}`);
    file('.aws/credentials', profileOf('default'));
    const sources: [Record<string, string>, Partial<AccessSettings>, string][] = [
      [{}, {credentialsCsv: csv}, longTermKey],
      [{AWS_BEARER_TOKEN_BEDROCK: shortTermKey}, {}, shortTermKey],
      [variables, {}, secretAccessKey],
      [{}, {}, secretAccessKey],
    ];
    for (const [environment, settings, secret] of sources) {
      const redactor = createRedactor();
      const access = await resolve(environment, settings, redactor.learn);
      expect(redactor.redact(`a ${secret} b`)).toBe('a [secret] b');
      expect(JSON.stringify(access)).not.toContain(secret);
    }
  });
});

describe('without usable credentials', () => {
  it('the sources are listed in their order, and no socket is opened', async () => {
    const error = await refusal(resolve());
    expect(error).toMatchObject({code: 'RM-CRED-043', exitCode: 6, message: 'no AWS credentials were found'});
    expect(error.why).toBe(
      'tried in this order: bedrock.credentials_csv: not set; AWS_BEARER_TOKEN_BEDROCK: not set; ' +
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: not set; ' +
        `profile default: not in ${home}/.aws/credentials and ${home}/.aws/config; ` +
        'AWS_WEB_IDENTITY_TOKEN_FILE: not set; ' +
        'container and instance metadata: not asked (bedrock.instance_credentials)',
    );
    expect(error.hint).toContain('--credentials-csv');
    expect(sockets).toBe(0);
  });

  it('half of the variables is named', async () => {
    const error = await refusal(resolve({AWS_ACCESS_KEY_ID: accessKeyId}));
    expect(error.why).toContain('AWS_SECRET_ACCESS_KEY is not set');
    const temporary = await refusal(resolve({...variables, AWS_ACCESS_KEY_ID: temporaryKeyId}));
    expect(temporary.message).toBe('AWS_SESSION_TOKEN is missing');
  });

  it('a profile that is named and not there is an error of its own', async () => {
    const error = await refusal(resolve({AWS_PROFILE: 'gone'}));
    expect(error.message).toBe('no credentials from AWS_PROFILE gone');
  });

  it.each(['Ec2InstanceMetadata', 'EcsContainer'])(
    'a profile that wants %s is refused, and no socket is opened',
    async (metadata) => {
      const role = 'role_arn = arn:aws:iam::123456789012:role/x';
      file(
        '.aws/config',
        `[profile direct]\n${role}\ncredential_source = ${metadata} ; why\n` +
          `[profile "outer"]\n${role}\nsource_profile = inner\n[profile inner]\ncredential_source=${metadata}\n`,
      );
      for (const profile of ['direct', 'outer']) {
        const error = await refusal(resolve({AWS_PROFILE: profile}));
        expect(error.why).toBe(
          `it takes its keys from ${metadata}, and the metadata of this machine is not asked`,
        );
      }
      expect(sockets).toBe(0);
    },
  );

  it('a profile that refers to itself ends', async () => {
    const role = 'role_arn = arn:aws:iam::123456789012:role/x';
    file(
      '.aws/config',
      `[profile a]\n${role}\nsource_profile = b\n[profile b]\n${role}\nsource_profile = a\n`,
    );
    expect((await refusal(resolve({AWS_PROFILE: 'a'}))).why).toContain('cycle');
    expect(sockets).toBe(0);
  });

  it('an expired sign-in says how to sign in again', async () => {
    file(
      '.aws/config',
      '[profile sso]\nsso_start_url = https://x.example\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n',
    );
    process.env['AWS_CONFIG_FILE'] = join(home, '.aws/config');
    try {
      const error = await refusal(resolve({AWS_PROFILE: 'sso'}));
      expect(error.hint).toBe('sign in again with `aws sso login`');
    } finally {
      Reflect.deleteProperty(process.env, 'AWS_CONFIG_FILE');
    }
    expect(sockets).toBe(0);
  });

  it('a command that fails shows neither itself nor what it wrote', async () => {
    file(
      '.aws/config',
      '[profile tool]\ncredential_process = sh -c "echo canary-out; echo canary-err >&2; exit 3 # canary-arg"\n',
    );
    const {message, why, hint, cause} = await refusal(resolve({AWS_PROFILE: 'tool'}));
    expect(why).toBe('its credential_process failed');
    expect([message, why, hint, String(cause)].join()).not.toContain('canary');
  });

  it('a source that does not answer is given up after a minute', async () => {
    file('.aws/config', '[profile tool]\ncredential_process = sleep 2\n');
    const clock = createFakeClock();
    const environment = {HOME: home, AWS_PROFILE: 'tool'};
    const asked = refusal(resolveAwsAccess(defaults, {environment, learn: () => undefined, chain: {clock}}));
    await new Promise((done) => setImmediate(done));
    await clock.advance(60_000);
    expect((await asked).why).toBe('it did not answer within 60 seconds');
  });
});

describe('instance credentials', () => {
  it('are asked only if that is allowed', async () => {
    const fake = await startFakeModels();
    try {
      const environment = {AWS_CONTAINER_CREDENTIALS_FULL_URI: `${fake.origin}/keys`};
      await refusal(resolve(environment));
      expect(fake.exchanges).toHaveLength(0);
      const error = await refusal(resolve(environment, {instanceCredentials: true}));
      expect(error.message).toBe('no credentials from container metadata');
      expect(fake.exchanges.length).toBeGreaterThan(0);
    } finally {
      await fake.close();
    }
  });

  it('are not asked of an instance that has switched them off', async () => {
    const error = await refusal(resolve({AWS_EC2_METADATA_DISABLED: 'true'}, {instanceCredentials: true}));
    expect(error.why).toContain('AWS_EC2_METADATA_DISABLED is set');
    expect(sockets).toBe(0);
  });
});

describe('a credentials file', () => {
  it.each([
    [0o600, []],
    [0o400, []],
    [0o640, ['0640']],
    [0o644, ['0644']],
  ])('of mode %o is warned of: %j', async (mode, expected) => {
    const path = file('keys.csv', iamFile, mode);
    const {warnings} = await resolve({}, {credentialsCsv: path});
    expect(warnings.map(({message}) => /mode (\d+)/.exec(message)?.[1])).toEqual(expected);
    for (const warning of warnings)
      expect(warning).toMatchObject({code: 'RM-CRED-046', hint: `chmod 600 ${path}`});
  });

  it('inside a git work tree is warned of, with a path that a shell takes', async () => {
    mkdirSync(join(home, '.git'));
    mkdirSync(join(home, "it's here"));
    const path = file("it's here/keys.csv", iamFile, 0o644);
    const {warnings} = await resolve({}, {credentialsCsv: path});
    expect(warnings.map(({message}) => message)).toEqual([
      `other users of this machine can use ${path} (mode 0644)`,
      `${path} lies in the git work tree ${home}, so that it can be committed`,
    ]);
    expect(warnings[0]?.hint).toBe(`chmod 600 '${home}/it'\\''s here/keys.csv'`);
  });

  it('with half of a key is refused before any call', async () => {
    const path = file('keys.csv', `API key\n${accessKeyId}`);
    const error = await refusal(resolve(variables, {credentialsCsv: path}));
    expect(error).toMatchObject({
      code: 'RM-CRED-045',
      message: `${path} holds an access key id, and the secret is missing`,
    });
  });

  it('with a row that is left out says so', async () => {
    const path = file('keys.csv', `API key\nYOUR_API_KEY\n${longTermKey}`);
    const {warnings} = await resolve({}, {credentialsCsv: path});
    expect(warnings.map(({message}) => message)).toEqual([
      `a row of ${path} is left out: line 2, column 1 (API key) is a placeholder`,
    ]);
  });

  it.each<[string, () => string, string]>([
    ['that is not there', () => join(home, 'none.csv'), 'the system says ENOENT'],
    ['that is a folder', () => home, 'it is no file'],
    [
      'that is too long',
      () => file('long.csv', 'x'.repeat(70_000)),
      'it has 70000 bytes, which no file of keys has',
    ],
  ])('%s is refused', async (_, path, why) => {
    expect(await refusal(resolve(variables, {credentialsCsv: path()}))).toMatchObject({
      code: 'RM-CRED-045',
      why,
    });
  });
});

describe('keys that STS gives out', () => {
  let fake: FakeModels;
  afterEach(() => fake.close());

  it.each(['standard', 'auto'])('are asked of STS alone, also with AWS_DEFAULTS_MODE=%s', async (mode) => {
    fake = await startFakeModels();
    file('.aws/credentials', profileOf('base'));
    file(
      '.aws/config',
      '[profile role]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n',
    );
    const added = {AWS_ENDPOINT_URL_STS: fake.origin, AWS_DEFAULTS_MODE: mode};
    Object.assign(process.env, added);
    const places: string[] = [];
    const note = (message: unknown) => {
      const {socket} = Object(message);
      socket.once('connect', () => places.push(socket.remoteAddress));
      socket.once('error', () => places.push('elsewhere'));
    };
    subscribe('net.client.socket', note);
    try {
      // The fake gives out no keys: what counts is who was asked.
      const error = await refusal(resolve({AWS_PROFILE: 'role'}));
      expect(error.message).toBe('no credentials from AWS_PROFILE role');
    } finally {
      unsubscribe('net.client.socket', note);
      for (const name of Object.keys(added)) Reflect.deleteProperty(process.env, name);
    }
    expect(fake.exchanges.length).toBeGreaterThan(0);
    expect(new Set(places)).toEqual(new Set(['127.0.0.1']));
  });
});

function countRuns(folder: string): number {
  return readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length;
}

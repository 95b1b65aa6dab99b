import {inspect} from 'node:util';
import {afterEach, describe, expect, it} from 'vitest';
import type {Answer} from '../../source/demo/fake-models/contract.ts';
import {type FakeModels, startFakeModels} from '../../source/demo/fake-models/start.ts';
import {CredentialsError} from '../../source/errors.ts';
import {resolveAwsAccess} from '../../source/models/credentials.ts';
import {callerIdentity, identityText} from '../../source/models/identity.ts';
import {accessKeyId, longTermKey, secretAccessKey, shortTermKey} from '../helpers/aws-credentials.ts';

let fake: FakeModels | null = null;
afterEach(async () => {
  await fake?.close();
  fake = null;
});

const keys = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey};

async function identify(environment: Record<string, string>, asideScript: readonly Answer[] = []) {
  fake = await startFakeModels({asideScript});
  const settings = {credentialsCsv: '', profile: '', region: 'eu-central-1', instanceCredentials: false};
  const access = await resolveAwsAccess(settings, {environment, learn: () => undefined});
  const around = {AWS_ENDPOINT_URL_STS: fake.origin, ...environment};
  return callerIdentity(access, {region: 'eu-central-1', environment: around});
}

const failure = (status: number, name: string, message: string): Answer => ({
  kind: 'failure',
  status,
  name,
  message,
});

describe('the identity', () => {
  it('of keys is what STS says, asked once, with the key id masked', async () => {
    const identity = await identify(keys);
    expect(identityText(identity)).toBe(
      'identity: account 123456789012, user id AIDACKCEVSQ6C2EXAMPLE, ' +
        'arn arn:aws:iam::123456789012:user/example, key AKIA************MPLE',
    );
    expect(fake?.exchanges.map(({wire, auth}) => [wire, auth])).toEqual([
      ['identity', {kind: 'sigv4', region: 'eu-central-1', service: 'sts'}],
    ]);
  });

  it.each([
    [longTermKey, 'identity: API key (no STS), IAM user BedrockAPIKey-abcd-at-123456789012'],
    [shortTermKey, 'identity: API key (no STS)'],
  ])('of an API key needs no exchange', async (key, expected) => {
    expect(identityText(await identify({AWS_BEARER_TOKEN_BEDROCK: key}))).toBe(expected);
    expect(fake?.exchanges).toEqual([]);
  });

  it.each<[string, string, Answer]>([
    [
      'expired',
      'RM-CRED-044a',
      failure(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
    ],
    [
      'clock',
      'RM-CRED-044b',
      failure(403, 'InvalidSignatureException', 'Signature expired: 20261104T000000Z, signed header x'),
    ],
    [
      'region',
      'RM-CRED-044c',
      failure(403, 'RegionDisabledException', 'STS is not activated in this region for account'),
    ],
    [
      'refuses',
      'RM-CRED-044d',
      failure(403, 'UnrecognizedClientException', 'The security token included in the request is invalid'),
    ],
    [
      'refuses',
      'RM-CRED-044d',
      failure(403, 'AccessDeniedException', 'User is not authorized to perform: sts:GetCallerIdentity'),
    ],
  ])('that is refused tells why: %s (%s)', async (words, code, answer) => {
    const error = await identify(keys, [answer]).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CredentialsError);
    expect(error).toMatchObject({code, exitCode: 6});
    expect(String(error)).toContain(words);
    expect(inspect(error)).not.toContain('signed header');
    expect(fake?.exchanges).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['is throttled', failure(400, 'ThrottlingException', 'Rate exceeded')],
    ['fails', failure(500, 'InternalFailure', 'no')],
    [
      'is somebody else',
      {kind: 'foreign', status: 200, contentType: 'text/html', body: '<html>sign in</html>'},
    ],
    ['is cut off', {kind: 'reply', cut: {at: 'head', how: 'reset'}}],
  ])('is unknown, and no error, where STS %s', async (_, answer) => {
    const identity = await identify(keys, [answer]);
    expect(identity.kind).toBe('unknown');
    expect(fake?.exchanges).toHaveLength(1);
    expect(identityText(identity)).not.toContain(secretAccessKey);
  });
});

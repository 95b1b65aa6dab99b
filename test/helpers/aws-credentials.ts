import {exampleKeys} from './fake-models.ts';

/** Credentials that have the form of real ones and open nothing; built here, so that no file of ours holds a key. */

export const {accessKeyId, secretAccessKey} = exampleKeys;

/** Of AWS's own documentation. */
export const temporaryKeyId = 'ASIAIOSFODNN7EXAMPLE';

/** A long-term API key of Bedrock: the name of its user and a secret. */
export const longTermKey = `ABSK${base64(`BedrockAPIKey-abcd-at-123456789012:${'not-a-secret'.repeat(8)}`)}`;

/** A short-term one: a signed address. */
export const shortTermKey = `bedrock-api-key-${base64(`bedrock.amazonaws.com/?Action=CallWithBearerToken&X=${'x'.repeat(60)}`)}`;

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export const jsonKeys = JSON.stringify({AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey});

export const lineKeys = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`;

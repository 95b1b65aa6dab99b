import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {defaultBedrockModel} from '../../source/models/model-facts.ts';
import {parseModelId} from '../../source/models/model-id.ts';

type Statement = {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
};
type Policy = {readonly Version: string; readonly Statement: readonly Statement[]};

const policy: Policy = JSON.parse(
  readFileSync(new URL('../../docs/iam-policy.json', import.meta.url), 'utf8'),
);

it('the policy allows asking, streaming, counting and looking a profile up, and nothing else', () => {
  expect(policy.Version).toBe('2012-10-17');
  expect(policy.Statement.map(({Effect}) => Effect)).toEqual(['Allow']);
  expect(policy.Statement.flatMap(({Action}) => Action).sort()).toEqual([
    'bedrock:CountTokens',
    'bedrock:GetInferenceProfile',
    'bedrock:InvokeModel',
    'bedrock:InvokeModelWithResponseStream',
  ]);
});

it('the policy covers the default model of every region: its profile, and the model itself wherever that leads', () => {
  const patterns = policy.Statement.flatMap(({Resource}) => Resource).map(
    (arn) => new RegExp(`^${arn.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
  );
  const isAllowed = (arn: string) => patterns.some((pattern) => pattern.test(arn));
  for (const region of ['us-east-1', 'eu-central-1', 'ap-northeast-1']) {
    const model = defaultBedrockModel(region);
    expect(isAllowed(`arn:aws:bedrock:${region}:123456789012:inference-profile/${model}`)).toBe(true);
    expect(isAllowed(`arn:aws:bedrock:eu-west-3::foundation-model/${parseModelId(model).bare}`)).toBe(true);
  }
  expect(isAllowed('arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5')).toBe(false);
});

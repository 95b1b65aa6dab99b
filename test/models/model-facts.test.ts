import {describe, expect, it} from 'vitest';
import {defaultBedrockModel, modelFacts} from '../../source/models/model-facts.ts';
import {parseModelId} from '../../source/models/model-id.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const account = 'arn:aws:bedrock:us-west-2:123456789012';

describe('a Bedrock model id', () => {
  it.each([
    ['amazon.nova-lite-v1:0', 'bare', 'amazon.nova-lite-v1:0', null],
    ['us.amazon.nova-lite-v1:0', 'profile', 'amazon.nova-lite-v1:0', 'us'],
    ['us-gov.anthropic.claude-x', 'profile', 'anthropic.claude-x', 'us-gov'],
    ['apac.amazon.nova-lite-v1:0', 'profile', 'amazon.nova-lite-v1:0', 'apac'],
    ['global.amazon.nova-2-lite-v1:0', 'profile', 'amazon.nova-2-lite-v1:0', 'global'],
    [
      'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0',
      'bare',
      'amazon.nova-lite-v1:0',
      null,
    ],
    [`${account}:inference-profile/jp.amazon.nova-2-lite-v1:0`, 'profile', 'amazon.nova-2-lite-v1:0', 'jp'],
    [`${account}:application-inference-profile/us.amazon.nova`, 'opaque', null, null],
    [`${account}:provisioned-model/x1`, 'opaque', null, null],
    ['arn:aws:sagemaker:us-west-2:123456789012:endpoint/us.amazon.nova', 'opaque', null, null],
    ['arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/a.b', 'bare', 'a.b', null],
  ])('%s is %s', (text, kind, bare, geography) => {
    expect(parseModelId(text)).toMatchObject({kind, bare, geography});
  });

  it('gives the region of its ARN', () => {
    expect(parseModelId(`${account}:application-inference-profile/x`)).toMatchObject({
      region: 'us-west-2',
      resource: 'application-inference-profile',
    });
  });
});

describe('what is known of a model', () => {
  it.each<[string, number | null, boolean, number]>([
    ['amazon.nova-lite-v1:0', 1_000, false, 1],
    ['eu.amazon.nova-2-lite-v1:0', 1_000, true, 1],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 4_096, true, 5],
    ['claude-haiku-4-5-20251001', 4_096, true, 5],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 1_024, true, 5],
    ['us.anthropic.claude-opus-4-20250514-v1:0', 1_024, true, 5],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 4_096, true, 5],
    ['us.anthropic.claude-opus-4-7', 2_048, true, 5],
    ['us.anthropic.claude-opus-4-8', 1_024, true, 15],
    ['us.anthropic.claude-sonnet-5', 1_024, true, 10],
    ['us.anthropic.claude-opus-5', 512, true, 10],
    ['us.anthropic.claude-opus-5-5', 4_096, true, 10],
    ['us.anthropic.claude-fable-5-1', 4_096, true, 10],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', 1_024, false, 5],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 2_048, false, 1],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', null, false, 1],
    ['global.openai.gpt-5.6-sol', null, false, 10],
    ['meta.llama3-8b-instruct-v1:0', null, false, 1],
    [`${account}:application-inference-profile/x`, null, false, 1],
  ])('%s', (model, smallestCacheablePrefix, profileOnly, burndown) => {
    expect(modelFacts(model)).toEqual({smallestCacheablePrefix, profileOnly, burndown});
  });
});

describe('the default model', () => {
  it.each([
    ['us-east-1', 'us.amazon.nova-2-lite-v1:0'],
    ['us-west-2', 'us.amazon.nova-2-lite-v1:0'],
    ['eu-central-1', 'eu.amazon.nova-2-lite-v1:0'],
    ['eu-isoe-west-1', null],
    ['ap-northeast-1', 'jp.amazon.nova-2-lite-v1:0'],
    ['ap-northeast-3', 'jp.amazon.nova-2-lite-v1:0'],
    ['ap-northeast-2', null],
    ['us-gov-west-1', null],
    ['sa-east-1', null],
  ])('in %s is %s', (region, expected) => {
    if (expected !== null) return expect(defaultBedrockModel(region)).toBe(expected);
    const error = thrownBy(() => defaultBedrockModel(region));
    expect(error).toMatchObject({code: 'RM-LLM-038a', exitCode: 2});
    expect(String(error && Object(error).hint)).toContain('bedrock.model_id');
  });
});

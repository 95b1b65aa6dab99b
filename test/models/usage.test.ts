import {describe, expect, test} from 'vitest';
import type {TokenUsage} from '../../source/models/contract.ts';
import {bedrockTokens, chatTokens, countingOf, messagesTokens} from '../../source/models/usage.ts';

const plain = {cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0, disputed: false};

describe('tokens of Bedrock', () => {
  test.each<[string, object, Partial<TokenUsage>]>([
    [
      'without a cache',
      {inputTokens: 10, outputTokens: 5, totalTokens: 15},
      {inputTokens: 10, outputTokens: 5},
    ],
    ['without a total', {inputTokens: 10, outputTokens: 5}, {inputTokens: 10, outputTokens: 5}],
    [
      'with a cache beside the input',
      {
        inputTokens: 10,
        outputTokens: 5,
        totalTokens: 45,
        cacheReadInputTokens: 20,
        cacheWriteInputTokens: 10,
      },
      {inputTokens: 40, cacheReadTokens: 20, cacheWriteTokens: 10},
    ],
    [
      'with writes by their time',
      {
        inputTokens: 10,
        outputTokens: 5,
        cacheWriteInputTokens: 10,
        cacheDetails: [
          {ttl: '1h', inputTokens: 4},
          {ttl: '5m', inputTokens: 6},
        ],
      },
      {inputTokens: 20, cacheWriteTokens: 10, cacheWrite1hTokens: 4},
    ],
    [
      'with a total that leaves the cache out: the dearer reading',
      {inputTokens: 30, outputTokens: 5, totalTokens: 35, cacheReadInputTokens: 20},
      {inputTokens: 50, outputTokens: 5, cacheReadTokens: 20, disputed: true},
    ],
    [
      'with a total above the sum: the rest as output',
      {inputTokens: 10, outputTokens: 5, totalTokens: 115},
      {inputTokens: 10, outputTokens: 105, disputed: true},
    ],
    [
      'with a total below the sum: the sum',
      {inputTokens: 10, outputTokens: 5, totalTokens: 12},
      {inputTokens: 10, outputTokens: 5, disputed: true},
    ],
    [
      'with more writes in detail than in sum',
      {
        inputTokens: 10,
        outputTokens: 5,
        cacheWriteInputTokens: 3,
        cacheDetails: [{ttl: '1h', inputTokens: 8}],
      },
      {inputTokens: 18, cacheWriteTokens: 8, cacheWrite1hTokens: 8, disputed: true},
    ],
  ])('%s', (_, raw, expected) => {
    expect(bedrockTokens(raw, 'net')).toMatchObject({...plain, ...expected});
  });

  test.each<[string, object, Partial<TokenUsage>]>([
    [
      'its cache inside the input',
      {inputTokens: 30, outputTokens: 5, totalTokens: 35, cacheReadInputTokens: 20},
      {inputTokens: 30, cacheReadTokens: 20},
    ],
    [
      'unless the total says otherwise',
      {inputTokens: 30, outputTokens: 5, totalTokens: 55, cacheReadInputTokens: 20},
      {inputTokens: 50, cacheReadTokens: 20, disputed: true},
    ],
    [
      'unless the cache is more than the input',
      {inputTokens: 3, outputTokens: 5, cacheReadInputTokens: 20},
      {inputTokens: 23, cacheReadTokens: 20, disputed: true},
    ],
  ])('of the OpenAI family have %s', (_, raw, expected) => {
    expect(bedrockTokens(raw, 'gross')).toMatchObject({...plain, ...expected});
  });

  test.each([undefined, null, {}, {inputTokens: -1, outputTokens: 1}, {inputTokens: '5', outputTokens: 1}])(
    'are unknown from %j',
    (raw) => expect(bedrockTokens(raw, 'net')).toBeNull(),
  );

  test('zero is a figure, for others to doubt', () => {
    expect(bedrockTokens({inputTokens: 0, outputTokens: 0, totalTokens: 0}, 'net')).toMatchObject(plain);
  });
});

test.each([
  ['openai.gpt-oss-120b-1:0', 'gross'],
  ['us.openai.gpt-5.6-v1:0', 'gross'],
  ['arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-oss-20b-1:0', 'gross'],
  ['eu.amazon.nova-lite-v1:0', 'net'],
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'net'],
  ['arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc', 'net'],
])('%s counts %s', (model, counting) => {
  expect(countingOf(model)).toBe(counting);
});

test('chat completions count gross, with what came from a cache inside', () => {
  const raw = {
    prompt_tokens: 30,
    completion_tokens: 5,
    total_tokens: 35,
    prompt_tokens_details: {cached_tokens: 20},
    completion_tokens_details: {reasoning_tokens: 3},
  };
  expect(chatTokens(raw)).toEqual({...plain, inputTokens: 30, outputTokens: 5, cacheReadTokens: 20});
  expect(chatTokens({...raw, prompt_tokens_details: null})).toMatchObject({cacheReadTokens: 0});
  expect(chatTokens({...raw, total_tokens: 99})).toMatchObject({outputTokens: 69, disputed: true});
  expect(chatTokens({completion_tokens: 5})).toBeNull();
});

test('Messages count net', () => {
  const raw = {
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: 20,
    cache_creation_input_tokens: 10,
    cache_creation: {ephemeral_5m_input_tokens: 6, ephemeral_1h_input_tokens: 4},
  };
  expect(messagesTokens(raw)).toEqual({
    inputTokens: 40,
    outputTokens: 5,
    cacheReadTokens: 20,
    cacheWriteTokens: 10,
    cacheWrite1hTokens: 4,
    disputed: false,
  });
  expect(messagesTokens({input_tokens: 1, output_tokens: 2, cache_read_input_tokens: null})).toMatchObject({
    inputTokens: 1,
  });
  expect(messagesTokens({input_tokens: 1})).toBeNull();
});

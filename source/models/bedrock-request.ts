import type {ConverseCommandInput, SystemContentBlock} from '@aws-sdk/client-bedrock-runtime';
import type {Attempt} from './contract.ts';
import {isCacheable, systemText, toolDescription} from './structured-prompt.ts';

export type BedrockTier = 'default' | 'flex' | 'priority';

/** The input of Converse and of ConverseStream. */
export function converseRequest(
  {model, tier, cacheableTokens}: {model: string; tier: BedrockTier; cacheableTokens: number},
  attempt: Attempt,
): ConverseCommandInput {
  const {question, temperature, metadata} = attempt;
  return {
    modelId: model,
    ...systemPart(attempt, cacheableTokens),
    messages: [{role: 'user', content: [{text: question.prompt}]}],
    // Without it the maximum of the model counts against the quota.
    inferenceConfig: {maxTokens: question.maxTokens, ...(temperature === null ? {} : {temperature})},
    ...outputPart(attempt),
    ...(Object.keys(metadata).length === 0 ? {} : {requestMetadata: {...metadata}}),
    ...(tier === 'default' ? {} : {serviceTier: {type: tier}}),
  };
}

function systemPart(attempt: Attempt, cacheableTokens: number): Pick<ConverseCommandInput, 'system'> {
  const text = systemText(attempt);
  if (text === '') return {};
  const system: SystemContentBlock[] = [{text}];
  if (attempt.promptCache !== 'off' && isCacheable(attempt, cacheableTokens)) {
    // Five minutes are what it means without a time.
    system.push({cachePoint: {type: 'default', ...(attempt.promptCache === '1h' ? {ttl: '1h'} : {})}});
  }
  return {system};
}

function outputPart({question: {output}, rung}: Attempt): Partial<ConverseCommandInput> {
  if (output === null || rung === 'prompt') return {};
  const {name, schema} = output;
  if (rung === 'schema') {
    const jsonSchema = {name, schema: JSON.stringify(schema)};
    return {outputConfig: {textFormat: {type: 'json_schema', structure: {jsonSchema}}}};
  }
  const inputSchema = {json: JSON.parse(JSON.stringify(schema))};
  return {
    toolConfig: {
      tools: [{toolSpec: {name, description: toolDescription, strict: true, inputSchema}}],
      toolChoice: {tool: {name}},
    },
  };
}

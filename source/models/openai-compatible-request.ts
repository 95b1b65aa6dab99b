import type {ProviderName} from '../provider-names.ts';
import type {Attempt} from './contract.ts';
import {systemText, toolDescription} from './structured-prompt.ts';

/**
 * The body of a chat completion.
 *
 * @param usageInStream whether a stream is asked for its usage, which a few servers refuse
 */
export function chatRequest(
  {name, model, usageInStream}: {name: ProviderName; model: string; usageInStream: boolean},
  attempt: Attempt,
): Readonly<Record<string, unknown>> {
  const {question, stream, temperature} = attempt;
  const system = systemText(attempt);
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{role: 'system', content: system}]),
      {role: 'user', content: question.prompt},
    ],
    // OpenAI's reasoning models take this name alone; others know only the old one.
    [name === 'openai' ? 'max_completion_tokens' : 'max_tokens']: question.maxTokens,
    ...(temperature === null ? {} : {temperature}),
    ...outputPart(attempt),
    stream,
    ...(stream && usageInStream ? {stream_options: {include_usage: true}} : {}),
  };
}

function outputPart({question: {output}, rung}: Attempt): Readonly<Record<string, unknown>> {
  if (output === null || rung === 'prompt') return {};
  const {name, schema} = output;
  if (rung === 'schema') {
    return {response_format: {type: 'json_schema', json_schema: {name, strict: true, schema}}};
  }
  return {
    tools: [
      {type: 'function', function: {name, description: toolDescription, strict: true, parameters: schema}},
    ],
    tool_choice: {type: 'function', function: {name}},
  };
}

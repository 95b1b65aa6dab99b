import type {Attempt} from './contract.ts';
import {systemText, toolDescription} from './structured-prompt.ts';

/** The body of a message. `caching`: the fixed part is long enough to be cached. */
export function messagesRequest(
  model: string,
  caching: boolean,
  attempt: Attempt,
): Readonly<Record<string, unknown>> {
  const {question, stream, temperature, promptCache} = attempt;
  const system = systemText(attempt);
  const mark =
    caching && promptCache !== 'off'
      ? {cache_control: {type: 'ephemeral', ...(promptCache === '1h' ? {ttl: '1h'} : {})}}
      : {};
  return {
    model,
    max_tokens: question.maxTokens,
    ...(system === '' ? {} : {system: [{type: 'text', text: system, ...mark}]}),
    messages: [{role: 'user', content: question.prompt}],
    ...(temperature === null ? {} : {temperature}),
    ...outputPart(attempt),
    stream,
  };
}

function outputPart({question: {output}, rung}: Attempt): Readonly<Record<string, unknown>> {
  if (output === null || rung === 'prompt') return {};
  const {name, schema} = output;
  if (rung === 'schema') return {output_config: {format: {type: 'json_schema', schema}}};
  return {
    tools: [{name, description: toolDescription, strict: true, input_schema: schema}],
    tool_choice: {type: 'tool', name},
  };
}

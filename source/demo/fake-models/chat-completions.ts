import type {Asked, Failure} from './contract.ts';
import {dig, digList, digNumber, digText, textOf} from './dig.ts';
import {json, type Rendered, type Resolved, sse, sseEvent, type ToldUsage, type Wire} from './wire.ts';

/** Chat completions, the wire of OpenAI that Hugging Face and most local servers speak too. */
export const chatCompletions: Wire = {
  read,
  whole: (reply) =>
    json({
      ...head(reply, 'chat.completion'),
      choices: [
        {
          index: 0,
          message: {role: 'assistant', ...thought(reply), ...content(reply, reply.text)},
          finish_reason: stopOf(reply),
        },
      ],
      ...(reply.told && {usage: usage(reply.told)}),
    }),
  stream,
  failure: (failure) => json(errorBody(failure), failure.status),
  midStream: (failure) => sseEvent('frame', errorBody(failure)).bytes,
};

function read(body: unknown): Asked {
  const messages = digList(body, 'messages');
  const spoken = (system: boolean) =>
    messages
      .filter((message) => ['system', 'developer'].includes(digText(message, 'role') ?? '') === system)
      .map((message) => textOf(dig(message, 'content')))
      .join('\n');
  const schema = dig(body, 'response_format', 'json_schema', 'schema');
  const tool = dig(digList(body, 'tools')[0], 'function');
  return {
    model: digText(body, 'model') ?? '',
    stream: dig(body, 'stream') === true,
    maxTokens: digNumber(body, 'max_completion_tokens') ?? digNumber(body, 'max_tokens'),
    system: spoken(true),
    prompt: spoken(false),
    rung: schema !== undefined ? 'schema' : tool !== undefined ? 'tool' : 'prompt',
    schema: schema ?? dig(tool, 'parameters'),
    toolName: digText(tool, 'name'),
    temperature: digNumber(body, 'temperature'),
    topP: digNumber(body, 'top_p'),
    cacheMark: false,
    usageChunk: dig(body, 'stream_options', 'include_usage') === true,
  };
}

function stream(reply: Resolved): Rendered {
  const {asked, told} = reply;
  const chunk = (delta: unknown, finish: string | null) => ({
    ...head(reply, 'chat.completion.chunk'),
    choices: [{index: 0, delta, finish_reason: finish}],
    ...(asked.usageChunk && {usage: null}),
  });
  const start = {role: 'assistant', ...thought(reply), ...content(reply, '')};
  return sse([
    sseEvent('frame', chunk(start, null)),
    ...reply.pieces.map((piece) => sseEvent('delta', chunk(delta(reply, piece), null))),
    sseEvent('stop', chunk({}, stopOf(reply))),
    ...(asked.usageChunk && told
      ? [
          sseEvent('usage', {
            ...head(reply, 'chat.completion.chunk'),
            choices: [],
            usage: usage(told),
          }),
        ]
      : []),
    sseEvent('done', '[DONE]'),
  ]);
}

function head({id, asked}: Resolved, object: string): Record<string, unknown> {
  return {id: `chatcmpl-${id}`, object, created: 0, model: asked.model};
}

function thought({thinking}: Resolved): Record<string, unknown> {
  return thinking === null ? {} : {reasoning_content: thinking};
}

function content({asked, id, refusal}: Resolved, text: string): Record<string, unknown> {
  if (refusal) return {content: null, refusal: text};
  if (asked.rung !== 'tool') return {content: text};
  const call = {id: `call_${id}`, type: 'function', function: {name: asked.toolName, arguments: text}};
  return {content: null, tool_calls: [{index: 0, ...call}]};
}

function delta({asked, refusal}: Resolved, piece: string): Record<string, unknown> {
  if (refusal) return {refusal: piece};
  return asked.rung === 'tool' ? {tool_calls: [{index: 0, function: {arguments: piece}}]} : {content: piece};
}

function stopOf({stopReason, asked}: Resolved): string {
  return stopReason ?? (asked.rung === 'tool' ? 'tool_calls' : 'stop');
}

/** This wire counts gross: the cached part is inside `prompt_tokens`. */
function usage(told: ToldUsage): unknown {
  return {
    prompt_tokens: told.grossInput,
    completion_tokens: told.outputTokens,
    total_tokens: told.total,
    ...(told.cacheReadTokens > 0 && {prompt_tokens_details: {cached_tokens: told.cacheReadTokens}}),
  };
}

const codes: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  403: 'permission_denied',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

function errorBody({status, code = codes[status], message}: Failure): unknown {
  return {error: {message, type: typeOf(status, code), param: null, code: code ?? null}};
}

/** A limit is named by what it counts, a used up quota by its code. */
function typeOf(status: number, code: string | undefined): string {
  if (status === 429) return code === 'insufficient_quota' ? code : 'requests';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}

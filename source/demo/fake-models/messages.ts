import type {Asked, Failure} from './contract.ts';
import {dig, digList, digNumber, digText, textOf} from './dig.ts';
import {
  type Chunk,
  json,
  type Resolved,
  sse,
  sseEvent,
  type ToldUsage,
  toolInput,
  type Wire,
} from './wire.ts';

/** The Messages wire of Anthropic. */
export const messages: Wire = {
  read,
  whole: (reply) =>
    json(
      {
        ...head(reply),
        content: [...thought(reply.thinking), content(reply)],
        stop_reason: stopOf(reply),
        stop_sequence: null,
        ...(reply.told && {usage: {...inputUsage(reply.told), output_tokens: reply.told.outputTokens}}),
      },
      200,
      requestId(reply.id),
    ),
  stream: (reply) => sse(events(reply), requestId(reply.id)),
  failure: (failure, id) => json({...errorBody(failure), request_id: id}, failure.status, requestId(id)),
  midStream: (failure) => sseEvent('frame', errorBody(failure), 'error').bytes,
};

function read(body: unknown): Asked {
  const format = dig(body, 'output_config', 'format');
  const tool = digList(body, 'tools')[0];
  const said = digList(body, 'messages').map((message) => dig(message, 'content'));
  const blocks = [dig(body, 'system'), ...said].flatMap((part) => (Array.isArray(part) ? part : []));
  return {
    model: digText(body, 'model') ?? '',
    stream: dig(body, 'stream') === true,
    maxTokens: digNumber(body, 'max_tokens'),
    system: textOf(dig(body, 'system')),
    prompt: said.map(textOf).join('\n'),
    rung: format !== undefined ? 'schema' : tool !== undefined ? 'tool' : 'prompt',
    schema: dig(format, 'schema') ?? dig(tool, 'input_schema'),
    toolName: digText(tool, 'name'),
    temperature: digNumber(body, 'temperature'),
    topP: digNumber(body, 'top_p'),
    cacheMark: blocks.some((block) => dig(block, 'cache_control') !== undefined),
    usageChunk: false,
  };
}

function events(reply: Resolved): Chunk[] {
  const {asked, thinking, told, pieces} = reply;
  const index = thinking === null ? 0 : 1;
  const tool = asked.rung === 'tool';
  const block = tool
    ? {type: 'tool_use', id: `toolu_${reply.id}`, name: asked.toolName, input: {}}
    : {type: 'text', text: ''};
  const usage = told && {...inputUsage(told), output_tokens: 1};
  const message = {
    ...head(reply),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(usage && {usage}),
  };
  return [
    event('frame', {type: 'message_start', message}),
    ...(thinking === null ? [] : thinkingEvents(thinking)),
    event('frame', {type: 'content_block_start', index, content_block: block}),
    event('frame', {type: 'ping'}),
    ...pieces.map((piece) =>
      event('delta', {
        type: 'content_block_delta',
        index,
        delta: tool ? {type: 'input_json_delta', partial_json: piece} : {type: 'text_delta', text: piece},
      }),
    ),
    event('frame', {type: 'content_block_stop', index}),
    event('stop', {
      type: 'message_delta',
      delta: {stop_reason: stopOf(reply), stop_sequence: null},
      ...(told && {usage: {output_tokens: told.outputTokens}}),
    }),
    event('done', {type: 'message_stop'}),
  ];
}

function thinkingEvents(thinking: string): Chunk[] {
  return [
    event('frame', {
      type: 'content_block_start',
      index: 0,
      content_block: {type: 'thinking', thinking: '', signature: ''},
    }),
    event('frame', {type: 'content_block_delta', index: 0, delta: {type: 'thinking_delta', thinking}}),
    event('frame', {type: 'content_block_stop', index: 0}),
  ];
}

function event(part: Chunk['part'], data: {readonly type: string; readonly [key: string]: unknown}): Chunk {
  return sseEvent(part, data, data.type);
}

function head({id, asked}: Resolved): Record<string, unknown> {
  return {id: `msg_${id}`, type: 'message', role: 'assistant', model: asked.model};
}

function thought(thinking: string | null): unknown[] {
  return thinking === null ? [] : [{type: 'thinking', thinking, signature: ''}];
}

function content({asked, id, text}: Resolved): unknown {
  if (asked.rung !== 'tool') return {type: 'text', text};
  return {type: 'tool_use', id: `toolu_${id}`, name: asked.toolName, input: toolInput(text)};
}

function stopOf({stopReason, asked}: Resolved): string {
  return stopReason ?? (asked.rung === 'tool' ? 'tool_use' : 'end_turn');
}

function inputUsage(told: ToldUsage): Record<string, unknown> {
  const {cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens} = told;
  return {
    input_tokens: told.input,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWriteTokens - cacheWrite1hTokens,
      ephemeral_1h_input_tokens: cacheWrite1hTokens,
    },
  };
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function errorBody({status, message}: Failure): Record<string, unknown> {
  const fallback = status < 500 ? 'invalid_request_error' : 'api_error';
  return {type: 'error', error: {type: types[status] ?? fallback, message}};
}

function requestId(id: string): Record<string, string> {
  return {'request-id': `req_${id}`};
}

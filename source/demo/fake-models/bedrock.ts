import type {Asked, Failure} from './contract.ts';
import {dig, digList, digNumber, digText, parseJson, textOf} from './dig.ts';
import {exceptionFrame, frame} from './event-stream.ts';
import {
  type Chunk,
  json,
  type Rendered,
  type Resolved,
  type ToldUsage,
  toolInput,
  type Wire,
} from './wire.ts';

/** Converse and ConverseStream of Bedrock: REST with JSON, the stream in `application/vnd.amazon.eventstream`. */
export const bedrock: Wire = {
  read,
  whole: (reply) =>
    json(
      {
        metrics: {latencyMs: 1},
        output: {message: {role: 'assistant', content: [...thought(reply), content(reply)]}},
        stopReason: stopOf(reply),
        ...usage(reply.told),
      },
      200,
      requestId(reply.id),
    ),
  stream: (reply) => ({
    status: 200,
    headers: {'content-type': 'application/vnd.amazon.eventstream', ...requestId(reply.id)},
    chunks: events(reply),
  }),
  failure,
  midStream: ({name, message}) => exceptionFrame(name.charAt(0).toLowerCase() + name.slice(1), message),
};

function read(body: unknown, segment: string): Asked {
  const schema = digText(body, 'outputConfig', 'textFormat', 'structure', 'jsonSchema', 'schema');
  const tool = dig(digList(body, 'toolConfig', 'tools')[0], 'toolSpec');
  const messages = digList(body, 'messages');
  const blocks = [...digList(body, 'system'), ...messages.flatMap((message) => digList(message, 'content'))];
  return {
    model: unescaped(segment),
    stream: false,
    maxTokens: digNumber(body, 'inferenceConfig', 'maxTokens'),
    system: textOf(dig(body, 'system')),
    prompt: messages.map((message) => textOf(dig(message, 'content'))).join('\n'),
    rung: schema !== null ? 'schema' : tool !== undefined ? 'tool' : 'prompt',
    schema: schema !== null ? parseJson(schema) : dig(tool, 'inputSchema', 'json'),
    toolName: digText(tool, 'name'),
    temperature: digNumber(body, 'inferenceConfig', 'temperature'),
    topP: digNumber(body, 'inferenceConfig', 'topP'),
    cacheMark: blocks.some((block) => dig(block, 'cachePoint') !== undefined),
    usageChunk: false,
  };
}

/** A segment with a broken escape stays as it is: what is asked then is an unknown model. */
function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function events(reply: Resolved): Chunk[] {
  const {asked, pieces, thinking} = reply;
  const at = {contentBlockIndex: thinking === null ? 0 : 1};
  const toolUse = {name: asked.toolName, toolUseId: reply.id};
  return [
    frame('frame', 'messageStart', {role: 'assistant'}),
    ...(thinking === null
      ? []
      : [
          frame('frame', 'contentBlockDelta', {
            contentBlockIndex: 0,
            delta: {reasoningContent: {text: thinking}},
          }),
          frame('frame', 'contentBlockStop', {contentBlockIndex: 0}),
        ]),
    ...(asked.rung === 'tool' ? [frame('frame', 'contentBlockStart', {...at, start: {toolUse}})] : []),
    ...pieces.map((piece) => {
      const delta = asked.rung === 'tool' ? {toolUse: {input: piece}} : {text: piece};
      return frame('delta', 'contentBlockDelta', {...at, delta});
    }),
    frame('frame', 'contentBlockStop', at),
    frame('stop', 'messageStop', {stopReason: stopOf(reply)}),
    frame('usage', 'metadata', {metrics: {latencyMs: 1}, ...usage(reply.told)}),
  ];
}

function thought({thinking}: Resolved): unknown[] {
  return thinking === null ? [] : [{reasoningContent: {reasoningText: {text: thinking}}}];
}

function content({asked, id, text}: Resolved): unknown {
  if (asked.rung !== 'tool') return {text};
  return {toolUse: {name: asked.toolName, toolUseId: id, input: toolInput(text)}};
}

function stopOf({stopReason, asked}: Resolved): string {
  return stopReason ?? (asked.rung === 'tool' ? 'tool_use' : 'end_turn');
}

function usage(told: ToldUsage | null): {usage?: unknown} {
  if (told === null) return {};
  const {cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens} = told;
  const ways = [
    {ttl: '1h', inputTokens: cacheWrite1hTokens},
    {ttl: '5m', inputTokens: cacheWriteTokens - cacheWrite1hTokens},
  ];
  const cached = cacheReadTokens + cacheWriteTokens > 0;
  return {
    usage: {
      inputTokens: told.input,
      outputTokens: told.outputTokens,
      totalTokens: told.total,
      ...(cached && {
        cacheReadInputTokens: cacheReadTokens,
        cacheWriteInputTokens: cacheWriteTokens,
        cacheDetails: ways.filter(({inputTokens}) => inputTokens > 0),
      }),
    },
  };
}

function failure({status, name, message, nameIn = 'header'}: Failure, id: string): Rendered {
  const body = nameIn === 'body' ? {__type: `com.amazon.coral.service#${name}`, message} : {message};
  return json(body, status, {...requestId(id), ...(nameIn === 'header' && {'x-amzn-errortype': name})});
}

function requestId(id: string): Record<string, string> {
  return {'x-amzn-requestid': id};
}

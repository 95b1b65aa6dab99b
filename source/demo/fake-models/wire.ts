import type {Asked, ClosingPart, Failure, Tokens} from './contract.ts';

/** A reply with every default filled in. */
export type Resolved = {
  /** Made from the place of the exchange, so that two runs answer the same bytes. */
  readonly id: string;
  readonly asked: Asked;
  readonly text: string;
  readonly thinking: string | null;
  readonly refusal: boolean;
  /** `null`: the usual one of the wire. */
  readonly stopReason: string | null;
  /** What the answer says of its tokens; `null` = nothing. */
  readonly told: ToldUsage | null;
  readonly pieces: readonly string[];
};

/** The tokens as told. `input` is without the cached part, unless the answer counts gross. */
export type ToldUsage = Omit<Tokens, 'inputTokens'> & {
  readonly input: number;
  /** With the cached part in any case. */
  readonly grossInput: number;
  readonly total: number;
};

/** A piece of a body. `delta` is a piece of the text, `frame` anything else that is no closing part. */
export type Chunk = {readonly part: ClosingPart | 'delta' | 'frame'; readonly bytes: Uint8Array};

export type Rendered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Chunk[];
};

/** How one service reads a question and writes its answers. */
export type Wire = {
  /** @param segment the escaped part of the path that names the model, or an empty text */
  readonly read: (body: unknown, segment: string) => Asked;
  readonly whole: (reply: Resolved) => Rendered;
  readonly stream: (reply: Resolved) => Rendered;
  readonly failure: (failure: Failure, id: string) => Rendered;
  /** The failure as a part of a stream. */
  readonly midStream: (failure: Failure) => Uint8Array;
};

export function json(value: unknown, status = 200, headers: Rendered['headers'] = {}): Rendered {
  return {
    status,
    headers: {'content-type': 'application/json', ...headers},
    chunks: [{part: 'frame', bytes: Buffer.from(JSON.stringify(value))}],
  };
}

/** An event of a server-sent event stream. */
export function sseEvent(part: Chunk['part'], data: unknown, name?: string): Chunk {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return {part, bytes: Buffer.from(`${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`)};
}

export function sse(chunks: readonly Chunk[], headers: Rendered['headers'] = {}): Rendered {
  return {status: 200, headers: {'content-type': 'text/event-stream; charset=utf-8', ...headers}, chunks};
}

/** The text as the value it stands for; a text that is no JSON stays a text. */
export function toolInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The words of the fake model services: what arrives, what is answered, and what it would have cost. */

import type {Secret} from '../../secret.ts';

/** What is asked of the server. The first four are questions to a model: they are scripted, and they cost. */
export type WireName =
  | 'converse'
  | 'converse-stream'
  | 'chat'
  | 'messages'
  | 'count-tokens'
  | 'models'
  | 'identity'
  | 'unknown';

/** A question in the same words for every wire. */
export type Asked = {
  readonly model: string;
  readonly stream: boolean;
  /** `null` if the request does not say. */
  readonly maxTokens: number | null;
  readonly system: string;
  readonly prompt: string;
  /** How structured output is asked for; `prompt` also stands for not at all. */
  readonly rung: 'schema' | 'tool' | 'prompt';
  readonly schema: unknown;
  readonly toolName: string | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  /** A place to cache the prompt is marked. */
  readonly cacheMark: boolean;
  /** A chat completions stream asks for its usage. */
  readonly usageChunk: boolean;
};

/** One HTTP exchange. */
export type Exchange = {
  /** Its place in `exchanges`. */
  readonly index: number;
  readonly wire: WireName;
  readonly httpVersion: string;
  readonly method: string;
  /** As sent, with its escapes and query. */
  readonly path: string;
  /** Names in lower case. What proves an identity stands in `secrets` instead. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly auth: Auth;
  /** Parsed JSON or form fields; the text itself if it is neither, `null` if it did not arrive whole. */
  readonly body: unknown;
  readonly bodyBytes: number;
  /** `null` if this is no question to a model. */
  readonly asked: Asked | null;
  /** When its head arrived, by the clock of the server. */
  readonly at: number;
  /** So many exchanges were under way when it arrived, itself included. */
  readonly inFlight: number;
  /** `open` until the last byte was sent, the answer was cut as scripted, or the client went away. */
  readonly ended: 'open' | 'whole' | 'cut' | 'abandoned';
};

export type Auth =
  | {readonly kind: 'sigv4'; readonly region: string; readonly service: string}
  | {readonly kind: 'bearer' | 'api-key' | 'none'};

/** Tokens of one exchange. `inputTokens` includes what was read from and written to a prompt cache. */
export type Tokens = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** Of these `cacheWrite1hTokens` live for an hour. */
  readonly cacheWriteTokens: number;
  readonly cacheWrite1hTokens: number;
};

/** Milliseconds by the server's clock, or anything to wait for: a gate that a test opens. */
export type Wait = number | (() => Promise<void>);

/** Where and how an answer breaks off. */
export type Cut = {
  /** Before the head, or after so many bytes of the body; a number beyond its end stands for the end. */
  readonly at: 'head' | number;
  /** A TCP reset, a closed connection, a seemingly proper end, or silence. */
  readonly how: 'reset' | 'close' | 'end' | 'hang';
};

type Delivery = {
  /** Added to those of the wire, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly beforeHead?: Wait;
  /** Before each chunk but the first; the chunks of a stream are its events. */
  readonly betweenChunks?: Wait;
  /** Sends the body in pieces of so many bytes, whatever its events are. */
  readonly pieceBytes?: number;
  readonly cut?: Cut;
  /**
   * What it costs.
   *
   * @default all for a reply; the input for a foreign answer and for a failure that leaves it open whether the model
   * ran; else nothing
   */
  readonly bill?: 'all' | 'input' | 'nothing';
};

/** The closing parts of a stream: why it stopped, its tokens, that it is over. */
export type ClosingPart = 'stop' | 'usage' | 'done';

/** An answer of the model. */
export type Reply = Delivery & {
  readonly kind: 'reply';
  /** The text, or the input of the tool if one is forced. Default: a value of the schema asked for. */
  readonly text?: string | ((asked: Asked) => string);
  /** What the model says to itself first. */
  readonly thinking?: string;
  /** Chat completions: the text is a refusal, in the field that strict schemas have for it. */
  readonly refusal?: boolean;
  /** In the words of the wire. */
  readonly stopReason?: string;
  /** What was used and is charged. Default: a quarter of the bytes, the output at most as many as asked for. */
  readonly usage?: Partial<Tokens>;
  /** What the answer says of it. `gross`: input with the cached part inside; `inflated`: a thousandfold. */
  readonly told?: 'true' | 'missing' | 'zero' | 'gross' | 'inflated' | 'contradictory';
  readonly omit?: readonly ClosingPart[];
  /** A failure in the middle of a stream, after so many pieces of the text. */
  readonly breakOff?: {readonly after: number; readonly failure: Failure};
  /** Pieces of the text in a stream. @default 3 */
  readonly pieces?: number;
};

export type Failure = Delivery & {
  readonly kind: 'failure';
  readonly status: number;
  /** The class as Bedrock calls it. */
  readonly name: string;
  /** The code of chat completions; by default it follows from the status. */
  readonly code?: string;
  readonly message: string;
  /** Where Bedrock names the class. @default header */
  readonly nameIn?: 'header' | 'body' | 'nowhere';
};

/** An answer that no model service would give. */
export type Foreign = Delivery & {
  readonly kind: 'foreign';
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};

export type Answer = Reply | Failure | Foreign;

/** Answers in the order of the questions, the last one for ever; or a function. Calls that cost nothing do not count. */
export type Script = readonly Answer[] | ((exchange: Exchange, index: number) => Answer | Promise<Answer>);

/** USD per million tokens, which is micro-dollars per token; `null` = as `input`. */
export type FakePrice = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | null;
  readonly cacheWrite?: number | null;
  readonly cacheWrite1h?: number | null;
};

/** What one exchange would have cost, entered before the first byte of its answer leaves. */
export type Charge = Tokens & {
  /** Its place in `exchanges`. */
  readonly exchange: number;
  readonly wire: WireName;
  readonly model: string;
  readonly costMicroUsd: number;
};

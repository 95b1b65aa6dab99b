/** The shared words of this room: what is asked, what one exchange gives, and how it fails. */
import type {ProviderName} from '../provider-names.ts';

/** A JSON schema of the subset that every strict mode takes: all keys required, no additional ones. */
export type JsonSchema = {readonly [keyword: string]: unknown};

/** One question to a model. It is made of attempts, each of which is exactly one HTTP exchange. */
export type Question = {
  /** What it is about (an address): shown in events, never sent. */
  readonly subject: string;
  /** The fixed part, equal for many questions: what a prompt cache can keep. */
  readonly system: string;
  readonly prompt: string;
  /** The shape of the answer, or `null` for plain text. */
  readonly output: {readonly name: string; readonly schema: JsonSchema} | null;
  /** Tokens of the answer at most; always sent. */
  readonly maxTokens: number;
  /** Part of the cache key: raised when the wording of the prompt changes. */
  readonly promptVersion: string;
};

/** The ways to ask for structured output, best first. */
export const rungs = ['schema', 'tool', 'prompt'] as const;

type Rung = (typeof rungs)[number];

/** What a model may refuse (400) and can be asked again without. */
export type Feature = 'schema' | 'tool' | 'temperature' | 'prompt-cache' | 'stream' | 'stream-usage';

/** What goes over the wire once. */
export type Attempt = {
  readonly question: Question;
  readonly rung: Rung;
  readonly stream: boolean;
  readonly promptCache: 'off' | '5m' | '1h';
  /** `null` = not sent. */
  readonly temperature: number | null;
  /** Ids for the account's own logs; never text of a page. */
  readonly metadata: Readonly<Record<string, string>>;
  /** To the first byte of the answer, in milliseconds. */
  readonly firstByteMs: number;
  /** Between two bytes of the answer. */
  readonly idleMs: number;
  /** The whole exchange. @default 300,000 */
  readonly attemptMs?: number;
};

/** Tokens of one exchange. `inputTokens` always includes what was read from and written to a prompt cache. */
export type TokenUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  /** Of these `cacheWrite1hTokens` live for an hour, the rest for five minutes. */
  readonly cacheWriteTokens: number;
  readonly cacheWrite1hTokens: number;
  /** True if the counts of the answer contradicted each other and the dearer reading was taken. */
  readonly disputed: boolean;
};

/** How an answer ended. Only `complete` may be parsed, stored or paid for with a smile. */
export type Ending = 'complete' | 'truncated' | 'too-long' | 'malformed' | 'refused';

/** An answer that arrived whole. */
export type Completion = {
  /** The text, or the input of the forced tool as JSON. */
  readonly text: string;
  readonly ending: Ending;
  /** As the provider calls it. */
  readonly stopReason: string;
  /** `null` if the provider did not say. */
  readonly usage: TokenUsage | null;
  readonly responseId: string | null;
  /** The model that really answered, if it says so. */
  readonly model: string | null;
  readonly firstByteMs: number | null;
};

/** The names of `fallback.on` and of the retry table. */
const errorClasses = [
  'throttled',
  'quota',
  'unavailable',
  'timeout',
  'model_error',
  'invalid',
  'denied',
  'credentials',
  'foreign',
  'content',
  'aborted',
] as const;

export type ErrorClass = (typeof errorClasses)[number];

/** What one failed exchange says. No text of the prompt or of the answer, no secret. */
export type AttemptFailure = {
  readonly class: ErrorClass;
  /** The provider's name of the error (`ThrottlingException`), else `HTTP 503`, `ECONNRESET`, `first-byte`. */
  readonly name: string;
  readonly status: number | null;
  /** One line, at most 300 characters. */
  readonly message: string;
  /** How long the provider wants us to wait, in milliseconds; `null` if it did not say or said nonsense. */
  readonly retryAfterMs: number | null;
  /** `released`: it surely cost nothing. `kept`: nobody knows, so the whole reservation counts as spent. */
  readonly money: 'released' | 'kept';
  /** At most so many attempts for this class with one provider; `null` = as configured. */
  readonly once: boolean;
  /** True if no further attempt with this provider can help, whatever its class: an unknown host, a bad certificate. */
  readonly final?: boolean;
  /** What to leave out of a changed request, if that can help. */
  readonly rejected: Feature | null;
  /** True if the question is too long for the model. */
  readonly tooLong: boolean;
  /** What the user can do, or `null`. */
  readonly hint: string | null;
};

/** One exchange that failed. */
export class AttemptError extends Error {
  readonly failure: AttemptFailure;

  constructor(failure: AttemptFailure, cause?: unknown) {
    super(failure.message, {cause});
    this.name = 'AttemptError';
    this.failure = failure;
  }
}

/** A provider with its model: sends one attempt, without any retry of its own or of a library below it. */
export type Provider = {
  readonly name: ProviderName;
  readonly model: string;
  /** `null` without one. */
  readonly region: string | null;
  /** Scheme, host and port, without user and password. */
  readonly endpoint: string;
  /** @throws AttemptError and nothing else */
  readonly attempt: (attempt: Attempt, deps: AttemptDeps) => Promise<Completion>;
  readonly close: () => void;
};

export type AttemptDeps = {
  /** Aborting ends the exchange at once: class `aborted`. */
  readonly signal: AbortSignal;
  /** Called as a streamed answer grows, with its characters so far. */
  readonly progress: (characters: number) => void;
};

/** USD per million tokens, which is micro-dollars per token. `null` = not offered or not known: then `input` counts. */
export type Rates = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
};

/** Rates of a model; a request with more than so many input tokens is charged by others as a whole. */
export type PriceRates = Rates & {
  readonly longContext?: (Rates & {readonly aboveTokens: number}) | null;
};

export type Price = PriceRates & {
  /** Where it comes from: `config`, `flag`, `overlay`, `genai-prices`, `loopback`. */
  readonly source: string;
  /** When the source was made (ISO date), or `null`. */
  readonly date: string | null;
  readonly matchedId: string;
  readonly match: 'exact' | 'family';
};

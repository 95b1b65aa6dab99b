import type {ProviderName} from '../provider-names.ts';
import type {Attempt} from './contract.ts';

/** Which limit of an attempt was passed. */
export type Limit = 'first-byte' | 'idle' | 'attempt';

/** What went wrong in one exchange, before it is judged. */
export type Trouble =
  /** By our signal. */
  | {readonly kind: 'aborted'; readonly sent: boolean}
  | {readonly kind: 'limit'; readonly limit: Limit; readonly limitMs: number}
  /** The answer ended before its closing events, or its text broke off. */
  | {readonly kind: 'incomplete'; readonly what: string}
  /** Not an answer of the provider. */
  | {readonly kind: 'foreign'; readonly status: number; readonly what: string}
  /** The keys could not be had: nothing was sent. */
  | {readonly kind: 'no-keys'; readonly message: string}
  /** It could not be sent, for a reason of its own. */
  | {readonly kind: 'unsent'; readonly message: string}
  /** An error in the provider's own words. */
  | {
      readonly kind: 'answer';
      /** `null` for an error in the middle of an answer. */
      readonly status: number | null;
      readonly name: string | null;
      readonly message: string;
      readonly headers: Readonly<Record<string, string>>;
      /** True if an answer had begun: then it may be billed. */
      readonly begun: boolean;
    }
  /** The connection failed. */
  | {readonly kind: 'transport'; readonly error: unknown};

/** A trouble that an adapter found itself. */
export class TroubleError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.kind);
    this.name = 'TroubleError';
    this.trouble = trouble;
  }
}

/** What is known around a trouble. */
export type TroubleContext = {
  readonly provider: ProviderName;
  readonly model: string;
  /** Host and port that were asked. */
  readonly host: string;
  readonly attempt: Attempt;
  /** Values that must not be repeated. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
};

/** How an adapter names the service. */
export const titles: Readonly<Record<ProviderName, string>> = {
  bedrock: 'Bedrock',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  huggingface: 'Hugging Face',
  local: 'the local server',
};

import type {Clock} from '../clock.ts';
import type {Emit, Usage} from '../events/catalogue.ts';
import type {HitSource} from '../events/catalogue-models.ts';
import type {ProviderName} from '../provider-names.ts';
import type {Ledger} from '../store/ledger.ts';
import type {Caps} from '../store/ledger-windows.ts';
import type {AnswerCache} from './cache.ts';
import type {Attempt, Price, Provider, Question, TokenUsage} from './contract.ts';
import type {Consent, FallbackSettings} from './fallback.ts';
import type {FeatureMemory} from './memory-of-features.ts';
import type {RetrySettings} from './retry.ts';
import type {UsageStats} from './stats.ts';
import type {AnswerSchema} from './structured-schema.ts';

/** How one provider of the chain is asked. */
export type MemberSettings = {
  /** Attempts under way at once, over the whole process. */
  readonly concurrency: number;
  readonly retry: RetrySettings;
  readonly waits: {
    readonly firstByteMs: number;
    readonly idleMs: number;
    readonly attemptMs: number;
    /** One question with all its attempts, waits and fallbacks; the queue is not counted. Of the first member alone. */
    readonly requestMs: number;
  };
  /** Per minute; `null` = not limited by us. */
  readonly rate: {readonly rpm: number | null; readonly tpm: number | null};
  readonly stream: boolean;
  readonly temperature: number | null;
  readonly promptCache: Attempt['promptCache'];
  /** Of the service tier, on every price. @default 1 */
  readonly priceMultiplier?: number;
};

export type ChainMember = {readonly provider: Provider; readonly settings: MemberSettings};

export type EngineSettings = {
  /** A resumed run keeps its id: it goes on with its budget and its journal. */
  readonly runId: string;
  readonly caps: Caps;
  /** The share of a cap at which to warn, such as 0.8. */
  readonly warnAt: number;
  readonly unknownPrice: 'block' | 'allow';
  /** A question that was sent in this run, and nobody knows how that ended. */
  readonly ambiguous: 'retry' | 'skip';
  readonly fallback: FallbackSettings;
  /** True keeps prompts, system texts and answers out of events. */
  readonly redact: boolean;
};

export type ModelEngineDeps = {
  /** The chosen provider, then those that may stand in for it. */
  readonly chain: readonly ChainMember[];
  /** `null` = not known. */
  readonly price: (provider: ProviderName, model: string) => Price | null | Promise<Price | null>;
  readonly ledger: Ledger;
  /** `null` = neither looked up nor stored. */
  readonly cache: AnswerCache | null;
  readonly features: FeatureMemory;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly emit: Emit;
  /** Numbers the requests of the run, those for pages included. */
  readonly nextId: () => number;
  readonly newTraceId: () => string;
  readonly settings: EngineSettings;
  /** @default the configuration was the consent */
  readonly consent?: Consent;
};

/** Why there is no answer that could be used, although nothing failed. */
export type UnusableReason =
  /** The answer or the question is longer than it may be: ask for less at once. */
  | 'truncated'
  | 'too-long'
  /** Not in the shape that was asked for, twice. */
  | 'malformed'
  /** The provider would not answer. */
  | 'refused'
  /** Sent before a stop, perhaps paid for, and not to be asked again. */
  | 'ambiguous'
  /** Nobody of the chain can answer, and it ends with the distiller that needs no model. */
  | 'no-model';

export type Answer<Value> =
  | {
      readonly kind: 'answer';
      readonly value: Value;
      readonly text: string;
      readonly provider: string;
      readonly model: string;
      readonly region: string | null;
      readonly stopReason: string;
      readonly usage: TokenUsage | null;
      readonly from: 'model' | HitSource;
      /** Of this question, with its failed attempts; 0 for what was known already, `null` = no price is known. */
      readonly costMicroUsd: number | null;
    }
  | {
      readonly kind: 'unusable';
      readonly reason: UnusableReason;
      /** One line. */
      readonly detail: string;
    };

export type AskOptions<Value> = {
  readonly signal?: AbortSignal;
  /** What the answer is read with; `null` = plain text. */
  readonly schema: AnswerSchema<Value>;
};

export type ModelEngine = {
  /**
   * Asks a model, unless the answer is known. Each question ends in exactly one way.
   *
   * @throws UsageError RM-LLM-040 if no price is known, before anything is sent
   * @throws BudgetExceededError if a cap is reached
   * @throws CredentialsError or ProviderError if asking on is of no use; only RM-LLM-038b (the provider does not take
   * the question) may be about this one alone
   * @throws ThrottledError or RetryableError if this question got no answer: the next one may
   * @throws OutputError or BusyError if the ledger cannot be used
   * @throws the signal's reason when aborted
   */
  readonly ask: {
    <Value>(question: Question, options: AskOptions<Value>): Promise<Answer<Value>>;
    (
      question: Question,
      options: {readonly signal?: AbortSignal; readonly schema: null},
    ): Promise<Answer<string>>;
  };
  readonly usageStats: () => UsageStats;
  /** For `run.finished`. */
  readonly runUsage: () => Usage;
  /** The chosen provider asks at most so many things at once; the others never more than that. */
  readonly setConcurrency: (concurrency: number) => void;
  /** Ends what is under way, closes providers and prunes the cache. The ledger stays open. */
  readonly close: () => Promise<void>;
};

/** The facts about questions to models: who is asked, what was kept from before, and what it costs. */

/** Who was asked, in one exchange. */
export type AskedModel = {
  readonly provider: string;
  readonly model: string;
  /** `null` where there are none. */
  readonly region: string | null;
};

/** `inputTokens` includes what was read from and written to a prompt cache. */
export type TokenCounts = {readonly inputTokens: number; readonly outputTokens: number};

/** What every end of a question to a model says beside who was asked last; all of it sums over its attempts. */
export type AskedModelEnd = Partial<AskedModel> & {
  /** From `request.queued` on. */
  readonly durationMs?: number;
  /** Exchanges. */
  readonly attempts?: number;
  /** Waits that were scheduled. */
  readonly retries?: number;
  /** Answers of class `throttled`. */
  readonly throttles?: number;
  readonly usage?: TokenCounts;
  /** With the reservations that stay counted; `null` = no price is known. */
  readonly costMicroUsd?: number | null;
  /** True if a part of that is a reservation of which nobody knows what it came to. */
  readonly uncertain?: boolean;
};

/** Where an answer that cost nothing came from: this run, the cache folder, the journal, or an equal question under way. */
export type HitSource = 'memory' | 'disk' | 'journal' | 'flight';

/** Why a spending cap lets no call through; `freeAtMs` is ms since the epoch, `null` = waiting does not help. */
export type BudgetBlock = {
  readonly window: 'hour' | 'day' | 'run';
  readonly capMicroUsd: number;
  /** Settled, and of unknown outcome. */
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly neededMicroUsd: number;
  readonly freeAtMs: number | null;
};

export type ModelEventBody =
  // Stated first, also when the cache has the answer; every such question ends as finished, failed or cancelled.
  | ({
      readonly type: 'request.queued';
      readonly id: number;
      readonly kind: 'model';
      readonly subject: string;
      /** One for all that is stated about the question. */
      readonly traceId: string;
      /** SHA-256 as hex. */
      readonly promptHash: string;
      /** In characters. */
      readonly promptLength: number;
      readonly systemHash: string;
      /** To the first byte of an answer. */
      readonly timeoutMs: number;
      /** Only where the user switched redaction off. */
      readonly prompt?: string;
      readonly system?: string;
    } & AskedModel)
  | {
      readonly type: 'request.progressed';
      readonly id: number;
      /** Of the answer, so far. */
      readonly characters: number;
    }
  | ({
      readonly type: 'cache.hit';
      readonly id: number;
      /** The first 16 hex digits. */
      readonly key: string;
      readonly from: HitSource;
      /** What the answer had cost; `null` = not known. */
      readonly savedMicroUsd: number | null;
    } & AskedModel)
  | ({
      readonly type: 'cache.stored';
      readonly id: number;
      readonly key: string;
      readonly path: string;
    } & AskedModel)
  | ({
      readonly type: 'budget.reserved';
      readonly id: number;
      readonly attempt: number;
      /** The most that the attempt can cost; `null` = no price is known. */
      readonly reservedMicroUsd: number | null;
    } & AskedModel)
  | ({
      readonly type: 'budget.charged';
      readonly id: number;
      readonly attempt: number;
      readonly reservedMicroUsd: number | null;
      /** 0 for one that surely cost nothing. */
      readonly costMicroUsd: number | null;
      /** `kept`: nobody knows what it came to, so the whole reservation counts. */
      readonly outcome: 'charged' | 'released' | 'kept';
      readonly usage: TokenCounts;
    } & AskedModel)
  | {
      readonly type: 'budget.warned';
      readonly window: BudgetBlock['window'];
      readonly capMicroUsd: number;
      readonly spentMicroUsd: number;
    }
  | ({
      readonly type: 'budget.blocked';
      readonly id: number;
      readonly blocks: readonly BudgetBlock[];
    } & AskedModel);

import type {Usage} from '../events/catalogue.ts';
import type {AskedModel, TokenCounts} from '../events/catalogue-models.ts';

type Counts = {
  readonly requests: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** USD with six decimals. */
  readonly estimated_cost_usd: number;
};

/** What the models of a run were asked. The keys are a contract: these and no others. */
export type UsageStats = Counts & {
  readonly total_tokens: number;
  readonly estimated_cost: number;
  readonly limits: {
    /** Waits that were scheduled. */
    readonly retries: number;
    readonly throttle_events: number;
    readonly last_error_code: string | null;
    readonly last_retry_delay_ms: number;
  };
  readonly by_provider: Readonly<Record<string, Counts>>;
};

/** What one attempt came to in the ledger. */
export type Charge = TokenCounts & {
  readonly costMicroUsd: number | null;
  readonly outcome: 'charged' | 'released' | 'kept';
};

export type Stats = {
  readonly charged: (by: AskedModel, charge: Charge) => void;
  /** A question was answered, after however many attempts. */
  readonly answered: (by: AskedModel) => void;
  readonly failed: (code: string, isThrottle: boolean) => void;
  readonly waits: (delayMs: number) => void;
  readonly hit: (savedMicroUsd: number | null) => void;
  readonly usageStats: () => UsageStats;
  /** The same in the words of `run.finished`, with what the keys above have no place for. */
  readonly runUsage: () => Usage;
};

type Row = AskedModel & {requests: number; inputTokens: number; outputTokens: number; costMicroUsd: number};

export function createStats(): Stats {
  const rows = new Map<string, Row>();
  const limits = {
    retries: 0,
    throttle_events: 0,
    last_error_code: null as string | null,
    last_retry_delay_ms: 0,
  };
  const extra = {cacheHits: 0, savedMicroUsd: 0, uncertainMicroUsd: 0, unpricedRequests: 0};

  const rowOf = ({provider, model, region}: AskedModel): Row => {
    const key = JSON.stringify([provider, model, region]);
    const known = rows.get(key);
    if (known) return known;
    const row = {provider, model, region, requests: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0};
    rows.set(key, row);
    return row;
  };

  return {
    charged(by, {inputTokens, outputTokens, costMicroUsd, outcome}) {
      if (outcome === 'released') return;
      const row = rowOf(by);
      row.inputTokens += inputTokens;
      row.outputTokens += outputTokens;
      row.costMicroUsd += costMicroUsd ?? 0;
      if (outcome === 'kept') extra.uncertainMicroUsd += costMicroUsd ?? 0;
      if (outcome === 'charged' && costMicroUsd === null) extra.unpricedRequests += 1;
    },
    answered(by) {
      rowOf(by).requests += 1;
    },
    failed(code, isThrottle) {
      limits.last_error_code = code;
      if (isThrottle) limits.throttle_events += 1;
    },
    waits(delayMs) {
      limits.retries += 1;
      limits.last_retry_delay_ms = delayMs;
    },
    hit(savedMicroUsd) {
      extra.cacheHits += 1;
      extra.savedMicroUsd += savedMicroUsd ?? 0;
    },
    usageStats() {
      const all = [...rows.values()];
      const providers = [...new Set(all.map(({provider}) => provider))];
      const whole = counts(all);
      return {
        ...whole,
        total_tokens: whole.input_tokens + whole.output_tokens,
        estimated_cost: whole.estimated_cost_usd,
        limits: {...limits},
        by_provider: Object.fromEntries(
          providers.map((name) => [name, counts(all.filter(({provider}) => provider === name))]),
        ),
      };
    },
    runUsage() {
      const all = [...rows.values()];
      return {...sums(all), ...extra, byModel: all.map((row) => ({...row}))};
    },
  };
}

function counts(rows: readonly Row[]): Counts {
  const {requests, inputTokens, outputTokens, costMicroUsd} = sums(rows);
  return {
    requests,
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    estimated_cost_usd: costMicroUsd / 1_000_000,
  };
}

function sums(rows: readonly Row[]): Omit<Row, keyof AskedModel> {
  const sum = {requests: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0};
  for (const row of rows) {
    sum.requests += row.requests;
    sum.inputTokens += row.inputTokens;
    sum.outputTokens += row.outputTokens;
    sum.costMicroUsd += row.costMicroUsd;
  }
  return sum;
}

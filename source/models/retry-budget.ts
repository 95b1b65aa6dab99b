/** Figures of the retry quota of the AWS SDK for JavaScript (its standard mode of 2026). */
const capacity = 500;
const costs = {transient: 14, throttled: 5} as const;
const refill = 1;

/** What one provider has left to try again with: many failures in a row must not become a storm of retries. */
export type RetryBudget = {
  /** Pays for one retry; `null` = there is not enough left. */
  readonly pay: (kind: keyof typeof costs) => number | null;
  /** An answer came; `paid` = what its last retry had cost, 0 for a first attempt. */
  readonly refund: (paid: number) => void;
  readonly left: () => number;
};

export function createRetryBudget(): RetryBudget {
  let left = capacity;
  return {
    pay(kind) {
      if (left < costs[kind]) return null;
      left -= costs[kind];
      return costs[kind];
    },
    refund(paid) {
      left = Math.min(capacity, left + (paid > 0 ? paid : refill));
    },
    left: () => left,
  };
}

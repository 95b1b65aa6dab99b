import type {Completion, Price, TokenUsage} from './contract.ts';
import {costOf} from './cost.ts';

/** What is charged for an answer, and what is wrong with its count of tokens, if anything. */
export type Settlement = {
  /** `null` = no price is known. */
  readonly costMicroUsd: number | null;
  readonly usage: TokenUsage;
  readonly alarm: 'missing' | 'zero' | 'above' | 'disputed' | null;
};

/**
 * The charge of a whole answer: by its own count. If that is missing, zero, or above what can have been used, the
 * tokens are estimated, and the larger of reservation and computed cost is charged.
 */
export function settlementOf(
  {usage, text}: Pick<Completion, 'usage' | 'text'>,
  estimate: {readonly inputTokens: number; readonly outputTokens: number},
  price: Price | null,
  reservedMicroUsd: number | null,
  multiplier = 1,
): Settlement {
  const estimated: TokenUsage = {
    ...estimate,
    ...{cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0, disputed: false},
  };
  const isZero = usage !== null && (usage.inputTokens === 0 || (usage.outputTokens === 0 && text !== ''));
  const counted = usage === null || isZero ? estimated : usage;
  const costMicroUsd = price === null ? null : costOf(counted, price, {multiplier});
  if (usage === null || isZero) {
    const kept = costMicroUsd === null ? null : Math.max(costMicroUsd, reservedMicroUsd ?? 0);
    return {costMicroUsd: kept, usage: estimated, alarm: isZero ? 'zero' : 'missing'};
  }
  if (costMicroUsd !== null && reservedMicroUsd !== null && costMicroUsd > reservedMicroUsd) {
    return {costMicroUsd, usage: estimated, alarm: 'above'};
  }
  return {costMicroUsd, usage, alarm: usage.disputed ? 'disputed' : null};
}

/** In words, for a notice. */
export const alarms: Readonly<Record<NonNullable<Settlement['alarm']>, string>> = {
  missing: 'did not count its tokens: the whole reservation is charged',
  zero: 'counted no tokens: the whole reservation is charged',
  above: 'counted more tokens than can have been used: its count is charged',
  disputed: 'contradicts itself in its count of tokens: the dearer reading is charged',
};

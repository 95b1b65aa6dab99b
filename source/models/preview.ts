import type {Attempt, Price, Question} from './contract.ts';
import {costOf, worstCase} from './cost.ts';
import {inputBound} from './engine-money.ts';
import {estimateTokens} from './estimate.ts';

/** What some questions would come to, before anybody is asked. */
export type Preview = {
  /** Questions that would be sent. */
  readonly requests: number;
  /** Of all questions, those whose answer is known already: they cost nothing. */
  readonly cached: number;
  /** Estimated, of what would be sent; the answers as long as they usually are. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** One attempt each, in micro-dollars; `null` = no price is known. */
  readonly lowMicroUsd: number | null;
  /** The sum of the reservations: one attempt each can never cost more. */
  readonly highMicroUsd: number | null;
  /** Questions without a known price. */
  readonly unpriced: number;
};

export type PreviewOptions = {
  /** `null` = not known. */
  readonly price: Price | null;
  /** Of the service tier. @default 1 */
  readonly multiplier?: number;
  readonly promptCache: Attempt['promptCache'];
  /** Whether the answer to a question is known already. Asks nobody. @default none is */
  readonly isKnown?: (question: Question) => boolean | Promise<boolean>;
};

/** The share of the longest answer that is usually used. */
const usualShare = 0.5;

/** A preview of the cost of questions: no call is made. */
export async function previewCost(questions: Iterable<Question>, options: PreviewOptions): Promise<Preview> {
  const {price, multiplier = 1, promptCache, isKnown = () => false} = options;
  const sum = {requests: 0, cached: 0, inputTokens: 0, outputTokens: 0, low: 0, high: 0};
  for (const question of questions) {
    if (await isKnown(question)) {
      sum.cached += 1;
      continue;
    }
    const {system, prompt, maxTokens} = question;
    const inputTokens = estimateTokens(system + prompt);
    const outputTokens = Math.ceil(maxTokens * usualShare);
    sum.requests += 1;
    sum.inputTokens += inputTokens;
    sum.outputTokens += outputTokens;
    if (price === null) continue;
    const none = {cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0, disputed: false};
    const usage = {inputTokens, outputTokens, ...none};
    sum.low += costOf(usage, price, {multiplier});
    sum.high += worstCase(inputBound(question), maxTokens, price, {promptCache, multiplier});
  }
  const {requests, cached, inputTokens, outputTokens, low, high} = sum;
  const isPriced = price !== null;
  return {
    requests,
    cached,
    inputTokens,
    outputTokens,
    lowMicroUsd: isPriced ? Math.min(low, high) : null,
    highMicroUsd: isPriced ? high : null,
    unpriced: isPriced ? 0 : requests,
  };
}

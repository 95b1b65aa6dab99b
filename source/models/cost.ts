import {UsageError} from '../errors.ts';
import {costMicroUsd} from './budget-amounts.ts';
import type {Attempt, Price, Rates, TokenUsage} from './contract.ts';

/** What else moves the cost of a request. */
export type CostOptions = {
  /** Of the service tier. @default 1 */
  readonly multiplier?: number;
};

/** What was used, in micro-dollars, rounded up. */
export function costOf(usage: TokenUsage, price: Price, {multiplier = 1}: CostOptions = {}): number {
  const {inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens} = usage;
  const rates = ratesFor(inputTokens, price);
  const cached = cacheReadTokens + cacheWriteTokens;
  return costMicroUsd(
    multiplier *
      (Math.max(0, inputTokens - cached) * rates.input +
        cacheReadTokens * (rates.cacheRead ?? rates.input) +
        Math.max(0, cacheWriteTokens - cacheWrite1hTokens) * (rates.cacheWrite ?? rates.input) +
        cacheWrite1hTokens * (rates.cacheWrite1h ?? rates.cacheWrite ?? rates.input) +
        outputTokens * rates.output),
  );
}

/**
 * What a request can cost at most, in micro-dollars, rounded up: each byte a token of the dearest input, and an answer
 * as long as it may be, thinking included.
 *
 * @param requestBytes - of the whole request as it is sent
 */
export function worstCase(
  requestBytes: number,
  maxTokens: number,
  price: Price,
  {promptCache = 'off', multiplier = 1}: CostOptions & {readonly promptCache?: Attempt['promptCache']} = {},
): number {
  const {longContext} = price;
  const tables = longContext && requestBytes > longContext.aboveTokens ? [price, longContext] : [price];
  const costs = tables.map(
    (rates) => requestBytes * dearestInput(rates, promptCache) + maxTokens * rates.output,
  );
  return costMicroUsd(multiplier * Math.max(...costs));
}

/**
 * The multiplier of a service tier. AWS prints no numbers: flex, which is cheaper, counts as the default, and priority,
 * which is dearer, has to be told.
 *
 * @throws UsageError RM-LLM-040a for priority without a multiplier, or a multiplier that is no positive number
 */
export function tierMultiplier(name: 'default' | 'flex' | 'priority', multiplier: number | null): number {
  if (multiplier !== null && !(multiplier > 0 && Number.isFinite(multiplier))) {
    throw new UsageError({
      code: 'RM-LLM-040a',
      message: `bedrock.tier.multiplier is ${multiplier}`,
      why: 'it is what the tier costs, as a multiple of the default',
      hint: 'write it as a plain number, such as 1.75',
    });
  }
  if (name === 'priority' && multiplier === null) {
    throw new UsageError({
      code: 'RM-LLM-040a',
      message: 'the price of the priority tier is unknown',
      why: 'it costs more than the default, and how much is not published',
      hint: 'set bedrock.tier.multiplier to what it costs, as a multiple of the default',
    });
  }
  return name === 'default' ? 1 : (multiplier ?? 1);
}

function ratesFor(inputTokens: number, price: Price): Rates {
  const {longContext} = price;
  return longContext && inputTokens > longContext.aboveTokens ? longContext : price;
}

/** A cache that reads dearer than the input would be new, but costs nothing to think of. */
function dearestInput(rates: Rates, promptCache: Attempt['promptCache']): number {
  const {input, cacheRead, cacheWrite, cacheWrite1h} = rates;
  const writes = {off: [], '5m': [cacheWrite], '1h': [cacheWrite, cacheWrite1h]}[promptCache];
  return Math.max(input, cacheRead ?? 0, ...writes.map((rate) => rate ?? 0));
}

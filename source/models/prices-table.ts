import type {ModelPrice} from '@pydantic/genai-prices';
import type {PriceRates, Rates} from './contract.ts';
import type {Matched} from './prices-match.ts';
import {isSameModel} from './prices-match.ts';

/** When 0.1.8 of the table, the oldest that we accept, was published. */
export const tableDate = '2026-09-23';

/**
 * Asks the price table of `@pydantic/genai-prices`, which is loaded on first use and never updated over the network.
 *
 * @param provider - `aws`, `openai`, `anthropic`, `huggingface_<partner>`. Without it the table gives a model of the
 * user's own the price of whoever has one of that name.
 * @param at - of prices that change with time, which
 */
export async function askTable(provider: string, id: string, at: Date): Promise<Matched<PriceRates> | null> {
  const {calcPrice} = await import('@pydantic/genai-prices');
  const answer = calcPrice({input_tokens: 1}, id, {providerId: provider, timestamp: at});
  if (!answer) return null;
  const key = answer.model.id.replace(/^(?:regional|global)\./, '');
  if (!isSameModel(key, id)) return null;
  const row = ratesOf(answer.model_price);
  const match = id.toLowerCase() === key.toLowerCase() || id === answer.model.id ? 'exact' : 'family';
  return row && {key: answer.model.id, row, match};
}

function ratesOf(price: ModelPrice): PriceRates | null {
  const base = readRates(price, (value) => value?.base);
  if (!base) return null;
  const starts = Object.values(price).flatMap((value) =>
    typeof value === 'object' ? value.tiers.map(({start}) => start) : [],
  );
  if (starts.length === 0) return base;
  // A table with several steps would be read as one, at the lowest threshold and the highest price.
  const above = readRates(price, (value) => value && Math.max(...value.tiers.map((tier) => tier.price)));
  return {...base, longContext: above && {...above, aboveTokens: Math.min(...starts)}};
}

type Tiered = Exclude<ModelPrice[string], number | undefined>;

/** A price of nothing is no price: it stands for models that are free for a while, or that the table knows half. */
function readRates(price: ModelPrice, pick: (value: Tiered | undefined) => number | undefined): Rates | null {
  const rate = (key: string) => {
    const value = price[key];
    return (typeof value === 'number' ? value : pick(value)) ?? null;
  };
  const [input, output] = [rate('input_mtok'), rate('output_mtok')];
  if (!input || !output) return null;
  return {
    input,
    output,
    cacheRead: rate('cache_read_mtok'),
    cacheWrite: rate('cache_write_mtok'),
    cacheWrite1h: rate('cache_write_1h_mtok'),
  };
}

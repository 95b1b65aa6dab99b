import type {PriceRates} from './contract.ts';

/** One row: USD per million tokens, and who says so when. */
export type OverlayRow = PriceRates & {readonly date: string};

/**
 * Prices that the price table of `@pydantic/genai-prices` 0.1.8 lacks or gives lower than another source. Where two
 * sources disagree the higher one stands here. `null` = the source does not say.
 *
 * Sources, by the date of the row:
 * - 2026-08-01: the price map of LiteLLM (`model_prices_and_context_window.json`, BerriAI/litellm), its rows of
 *   `bedrock`, `bedrock_converse` and `anthropic`. What Nova asks for reading its cache is a quarter of its input
 *   (AWS, Bedrock user guide, prompt caching), which the map leaves out.
 */
const bedrock: Readonly<Record<string, OverlayRow>> = {
  // Nova outside of the United States: genai-prices gives the price of the United States to all.
  'eu.amazon.nova-micro-v1:0': row('2026-08-01', 0.046, 0.184, 0.0115),
  'eu.amazon.nova-lite-v1:0': row('2026-08-01', 0.078, 0.312, 0.0195),
  'eu.amazon.nova-pro-v1:0': row('2026-08-01', 1.05, 4.2, 0.2625),
  'apac.amazon.nova-micro-v1:0': row('2026-08-01', 0.037, 0.148, 0.00925),
  'apac.amazon.nova-lite-v1:0': row('2026-08-01', 0.063, 0.252, 0.01575),
  'apac.amazon.nova-pro-v1:0': row('2026-08-01', 0.84, 3.36, 0.21),
  'amazon.nova-micro-v1:0': row('2026-08-01', 0.035, 0.14, 0.00875),
  'amazon.nova-lite-v1:0': row('2026-08-01', 0.06, 0.24, 0.015),
  'amazon.nova-pro-v1:0': row('2026-08-01', 0.8, 3.2, 0.2),
  // The map has 0.30/2.50 for the bare id, which the service refuses; profiles of a geography cost a tenth more.
  'amazon.nova-2-lite-v1:0': row('2026-08-01', 0.33, 2.75, 0.0825),
  'global.amazon.nova-2-lite-v1:0': row('2026-08-01', 0.3, 2.5, 0.075),
  // As the plan that this program answers has it; genai-prices and the map agree. Its 3.5 Haiku was that of 3 Haiku.
  'anthropic.claude-3-5-sonnet-20240620-v1:0': row('2026-08-01', 3, 15, 0.3, 3.75),
  'anthropic.claude-3-5-haiku-20241022-v1:0': row('2026-08-01', 0.8, 4, 0.08, 1),
  // genai-prices has both under a shorter id; the map has the bare id at the price of `global.`, 5/25.
  'anthropic.claude-opus-4-5-20251101-v1:0': row('2026-08-01', 5.5, 27.5, 0.55, 6.875, 11),
  'global.anthropic.claude-opus-4-5-20251101-v1:0': row('2026-08-01', 5, 25, 0.5, 6.25, 10),
  // genai-prices has 3.30/16.50 here.
  'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0': row('2026-08-01', 3.6, 18, 0.36, 4.5, 7.2),
};

/** Claude Sonnet 4 with more than 200,000 input tokens. */
const sonnet4: PriceRates['longContext'] = {
  aboveTokens: 200_000,
  input: 6,
  output: 22.5,
  cacheRead: 0.6,
  cacheWrite: 7.5,
  cacheWrite1h: 12,
};

/** Dated ids that genai-prices answers with an undated one that does not stand in them. */
const anthropic: Readonly<Record<string, OverlayRow>> = {
  'claude-3-7-sonnet-20250219': row('2026-08-01', 3, 15, 0.3, 3.75, 6),
  'claude-3-opus-20240229': row('2026-08-01', 15, 75, 1.5, 18.75),
  'claude-opus-4-20250514': row('2026-08-01', 15, 75, 1.5, 18.75, 30),
  'claude-sonnet-4-20250514': row('2026-08-01', 3, 15, 0.3, 3.75, 6, sonnet4),
};

/** The rows of a provider as `@pydantic/genai-prices` calls it. */
export const overlay: Readonly<Record<string, Readonly<Record<string, OverlayRow>>>> = {
  aws: bedrock,
  anthropic,
};

function row(
  date: string,
  input: number,
  output: number,
  cacheRead: number | null = null,
  cacheWrite: number | null = null,
  cacheWrite1h: number | null = null,
  longContext: PriceRates['longContext'] = null,
): OverlayRow {
  return {date, input, output, cacheRead, cacheWrite, cacheWrite1h, longContext};
}

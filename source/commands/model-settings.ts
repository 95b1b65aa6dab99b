import {priceFromText} from '../config/parse-value.ts';
import type {Config} from '../config/resolve.ts';
import {UsageError} from '../errors.ts';
import {budgetCaps} from '../models/budget-amounts.ts';
import type {Price, Provider} from '../models/contract.ts';
import {tierMultiplier} from '../models/cost.ts';
import type {EngineSettings, MemberSettings} from '../models/engine-contract.ts';
import {createPriceBook, type PriceAnswer, type PriceBook, type UserPrice} from '../models/prices.ts';
import type {Arguments} from '../options/parse.ts';
import type {ProviderName} from '../provider-names.ts';

type Values = Config['values'];

/** How a provider is asked, in the words of the engine. */
export function memberSettings(values: Values, name: ProviderName): MemberSettings {
  const at = name === 'bedrock' ? 'bedrock' : (`providers.${name}` as const);
  return {
    concurrency: values[`${at}.concurrency`],
    retry: {
      maxAttempts: values[`${at}.retry.max_attempts`],
      baseMs: values[`${at}.retry.base_ms`],
      maxMs: values[`${at}.retry.max_ms`],
      maxWaitMs: values[`${at}.retry.max_wait_ms`],
    },
    waits: {
      firstByteMs: values[`${at}.timeout`] * 1000,
      idleMs: values[`${at}.waits.idle`] * 1000,
      attemptMs: values[`${at}.waits.attempt`] * 1000,
      requestMs: values[`${at}.waits.request`] * 1000,
    },
    rate: {rpm: values[`${at}.rate.rpm`], tpm: values[`${at}.rate.tpm`]},
    stream: values[`${at}.stream`],
    temperature: values[`${at}.temperature`],
    promptCache: name === 'bedrock' || name === 'anthropic' ? values['bedrock.prompt_cache'] : 'off',
    ...(name === 'bedrock' && {
      priceMultiplier: tierMultiplier(values['bedrock.tier.name'], values['bedrock.tier.multiplier']),
    }),
  };
}

/** Tokens of an answer at most. */
export function maxTokensOf(values: Values, name: ProviderName): number {
  return name === 'bedrock' ? values['bedrock.max_tokens'] : values[`providers.${name}.max_tokens`];
}

/** The budget, the fallback and the rest that belongs to no provider. */
export function engineSettings(values: Values, runId: string): EngineSettings {
  return {
    runId,
    caps: budgetCaps({
      hourlyUsd: values['budget.hourly_usd'],
      dailyUsd: values['budget.daily_usd'],
      runUsd: values['budget.run_usd'],
      day: values['budget.day'],
    }),
    warnAt: values['budget.warn_at'],
    unknownPrice: values['budget.unknown_price'],
    ambiguous: values['budget.ambiguous'],
    fallback: {
      on: values['bedrock.fallback.on'],
      builtinLast:
        values['bedrock.fallback.enabled'] && values['bedrock.fallback.providers'].includes('builtin'),
    },
    redact: values['telemetry.redact_prompts'],
  };
}

/** What models cost, as the user and the tables have it. */
export type Prices = {
  readonly book: PriceBook;
  readonly find: (provider: Pick<Provider, 'name' | 'model' | 'region' | 'endpoint'>) => Promise<PriceAnswer>;
};

/** @throws UsageError RM-CONF-051 for a `--price` that is none */
export function openPrices(values: Values, args: Pick<Arguments, 'texts'>, chosen: ProviderName): Prices {
  const local = values['providers.local.price'];
  const text = args.texts.get('price');
  const book = createPriceBook({
    overrides: Object.fromEntries(Object.entries(values.prices).map(([id, price]) => [id, userPrice(price)])),
    flag: text === undefined ? null : {...priceOfFlag(text), provider: chosen},
    local,
  });
  return {
    book,
    find: ({name, model, region, endpoint}) =>
      book.find(name, model, {
        region,
        endpoint,
        ...(name === 'bedrock' && values['bedrock.price_as'] !== '' && {priceAs: values['bedrock.price_as']}),
      }),
  };
}

/** `config: exact match of eu.amazon.nova-lite-v1:0, of 2026-11-01`, in few words. */
export function priceText({input, output, source, date, matchedId, match}: Price): string {
  const of = date === null ? '' : `, ${date}`;
  const by = match === 'exact' ? '' : `, as ${matchedId}`;
  return `${input}/${output} USD per million tokens in/out (${source}${of}${by})`;
}

/** `90d` in milliseconds. */
export function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = {s: 1, m: 60, h: 3600, d: 86_400};
  return Number.parseInt(text, 10) * (units[text.at(-1) ?? 's'] ?? 1) * 1000;
}

function priceOfFlag(text: string): {readonly input: number; readonly output: number} {
  const price = priceFromText(text);
  if (typeof price === 'object' && price !== null && 'input' in price && 'output' in price) {
    const {input, output} = price;
    if (typeof input === 'number' && typeof output === 'number') return {input, output};
  }
  throw new UsageError({
    code: 'RM-CONF-051',
    message: '--price must be two prices in USD per million tokens, in and out',
    why: `it is "${text}"`,
    hint: 'such as --price 0.06/0.24',
  });
}

function userPrice(price: Values['prices'][string]): UserPrice {
  const {input, output, cache_read, cache_write, cache_write_1h} = price;
  return {
    input,
    output,
    ...(cache_read !== undefined && {cacheRead: cache_read}),
    ...(cache_write !== undefined && {cacheWrite: cache_write}),
    ...(cache_write_1h !== undefined && {cacheWrite1h: cache_write_1h}),
  };
}

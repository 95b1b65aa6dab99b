import {type Clock, systemClock} from '../clock.ts';
import {UsageError} from '../errors.ts';
import {isLoopbackHost, placeOf} from '../network/guard.ts';
import type {ProviderName} from '../provider-names.ts';
import type {Price, PriceRates, Rates} from './contract.ts';
import {overlay} from './overlay.ts';
import {type Asked, readModel} from './prices-asked.ts';
import {type Matched, matchRow} from './prices-match.ts';
import {dearer, isClaude, withCacheRates} from './prices-rates.ts';
import {askTable, tableDate} from './prices-table.ts';

/** What the user says a model costs, in USD per million tokens. */
export type UserPrice = Pick<Rates, 'input' | 'output'> & Partial<Omit<Rates, 'input' | 'output'>>;

export type PriceSettings = {
  /** `prices:` of the config: ids, ARNs or parts of an id. */
  readonly overrides: Readonly<Record<string, UserPrice>>;
  /** `--price`: for the provider that was chosen, not for those that may stand in for it. */
  readonly flag: (UserPrice & {readonly provider: ProviderName}) | null;
  /** `providers.local.price`. @default free on a loopback address, else unknown */
  readonly local?: UserPrice | 'free' | null;
  /** Some prices of the table change with time. */
  readonly clock?: Clock;
};

export type PriceOptions = {
  /** The id of the model behind an ARN that does not name it. */
  readonly priceAs?: string;
  /** Where a bare id is answered: some regions cost more. */
  readonly region?: string | null;
  /** The base URL, which tells what is free and which company is behind a compatible endpoint. */
  readonly endpoint?: string;
};

export type PriceAnswer =
  | {readonly price: Price; readonly reason: null; readonly hint: null}
  /** One line each: why there is none, and what to do. */
  | {readonly price: null; readonly reason: string; readonly hint: string};

export type PriceBook = {
  /** @returns `null` if it is unknown, which never means free */
  readonly price: (provider: ProviderName, model: string, options?: PriceOptions) => Promise<Price | null>;
  /** The same with the reason. */
  readonly find: (provider: ProviderName, model: string, options?: PriceOptions) => Promise<PriceAnswer>;
};

/**
 * What models cost: as the user says; else by our overlay and the table of `@pydantic/genai-prices`, of which the higher
 * counts where they disagree; else unknown.
 *
 * @throws UsageError RM-CONF-051 for a price that is negative or no number
 */
export function createPriceBook({
  overrides,
  flag,
  local = null,
  clock = systemClock,
}: PriceSettings): PriceBook {
  for (const [id, price] of Object.entries(overrides)) checkPrice(`prices: ${id}`, price);
  if (flag) checkPrice('--price', flag);
  if (local && local !== 'free') checkPrice('providers.local.price', local);

  const find: PriceBook['find'] = async (provider, model, options = {}) => {
    const asked = readModel(provider, model, options);
    if (flag?.provider === provider) return known(byUser(flag, 'flag', {key: model, match: 'exact'}));
    const own = matchRow(overrides, asked.names);
    if (own) return known(byUser(own.row, 'config', own));
    if (provider === 'local') return localPrice(local, model, options.endpoint);
    const alias = options.priceAs ? readModel(provider, options.priceAs, options) : null;
    const aliased = alias && matchRow(overrides, alias.names);
    for (const each of [asked, alias]) {
      const found = each && (await publicPrice(each, new Date(clock.now())));
      if (found) return known(found);
      if (each === asked && aliased) return known(byUser(aliased.row, 'config', aliased));
    }
    return unknown(provider, model, asked);
  };
  return {find, price: async (...asked) => (await find(...asked)).price};
}

/** No call is made at a price that nobody knows. */
export function unknownPrice(provider: ProviderName, model: string, answer: PriceAnswer): UsageError {
  return new UsageError({
    code: 'RM-LLM-040',
    message: `the price of ${model} (${provider}) is unknown`,
    why: answer.reason ?? 'no source has it',
    hint: answer.hint ?? priceHint(model),
  });
}

async function publicPrice({table, names, here, id}: Asked, at: Date): Promise<Price | null> {
  if (table === null || id.id === null) return null;
  const row = matchRow(overlay[table] ?? {}, here === null ? names : [here, ...names]);
  const listed =
    (await askTable(table, id.id, at)) ??
    (id.bare === id.id ? null : await askTable(table, id.bare ?? '', at));
  const ours = row && publicRow(row, 'overlay', row.row.date);
  const theirs = listed && publicRow(listed, 'genai-prices', tableDate);
  return ours && theirs ? dearer(ours, theirs) : (ours ?? theirs);
}

function publicRow({row, key, match}: Matched<PriceRates>, source: string, date: string): Price {
  const {input, output, cacheRead, cacheWrite, cacheWrite1h, longContext = null} = row;
  const rates = {input, output, cacheRead, cacheWrite, cacheWrite1h, longContext};
  return {...withCacheRates(rates, isClaude(key)), source, date, matchedId: key, match};
}

function byUser(
  price: UserPrice,
  source: string,
  {key, match}: Pick<Matched<unknown>, 'key' | 'match'>,
): Price {
  const {input, output, cacheRead = null, cacheWrite = null, cacheWrite1h = null} = price;
  const rates = {input, output, cacheRead, cacheWrite, cacheWrite1h};
  return {...withCacheRates(rates, isClaude(key)), source, date: null, matchedId: key, match};
}

function localPrice(
  local: UserPrice | 'free' | null,
  model: string,
  endpoint: string | undefined,
): PriceAnswer {
  const matched = {key: model, match: 'exact'} as const;
  const free = {input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0};
  if (local !== null) return known(byUser(local === 'free' ? free : local, 'config', matched));
  const isOwn =
    endpoint !== undefined && URL.canParse(endpoint) && isLoopbackHost(placeOf(new URL(endpoint)).host);
  if (isOwn) return known(byUser(free, 'loopback', matched));
  return {
    price: null,
    reason: 'its server is not on this machine, so that it may charge',
    hint: 'set `providers.local.price` to `free` or to {input: .., output: ..} in USD per million tokens',
  };
}

function known(price: Price): PriceAnswer {
  return {price, reason: null, hint: null};
}

function unknown(provider: ProviderName, model: string, {id, table}: Asked): PriceAnswer {
  if (id.kind === 'opaque') {
    return {
      price: null,
      reason: `an ARN of ${id.resource ?? 'this kind'} does not name its model`,
      hint: 'set `bedrock.price_as` to the id of the model behind it, such as eu.amazon.nova-lite-v1:0',
    };
  }
  if (provider === 'huggingface' && table === null) {
    return {
      price: null,
      reason: 'the router chooses who answers, and each has a price of its own',
      hint: `name the partner, as in ${model.split(':')[0]}:novita, or ${priceHint(model)}`,
    };
  }
  return {price: null, reason: 'no source has a price for this id', hint: priceHint(model)};
}

function priceHint(model: string): string {
  return `set \`prices: {"${model}": {input: .., output: ..}}\` in USD per million tokens, or --price <in>/<out>`;
}

function checkPrice(name: string, price: UserPrice): void {
  const {input, output, cacheRead, cacheWrite, cacheWrite1h} = price;
  for (const value of [input, output, cacheRead ?? 0, cacheWrite ?? 0, cacheWrite1h ?? 0]) {
    if (value >= 0 && Number.isFinite(value)) continue;
    throw new UsageError({
      code: 'RM-CONF-051',
      message: `${name} is ${value}`,
      why: 'a price is an amount of US dollars per million tokens, 0 or more',
      hint: 'write it as a plain number, such as 0.25',
    });
  }
}

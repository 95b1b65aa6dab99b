import {describe, expect, it} from 'vitest';
import {UsageError} from '../../source/errors.ts';
import {overlay} from '../../source/models/overlay.ts';
import {createPriceBook, type PriceOptions, unknownPrice} from '../../source/models/prices.ts';
import {isSameModel} from '../../source/models/prices-match.ts';
import {dearer} from '../../source/models/prices-rates.ts';
import {askTable} from '../../source/models/prices-table.ts';
import type {ProviderName} from '../../source/provider-names.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const clock = createFakeClock(Date.UTC(2026, 10, 4, 12));
const book = createPriceBook({overrides: {}, flag: null, clock});
const account = 'arn:aws:bedrock:eu-central-1:123456789012';

async function inOut(provider: ProviderName, model: string, options: PriceOptions = {}) {
  const price = await book.price(provider, model, options);
  return price && [price.input, price.output];
}

describe('the price of a model on Bedrock', () => {
  it.each<[string, number, number]>([
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 3, 15],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 0.8, 4],
    ['us.anthropic.claude-3-5-haiku-20241022-v1:0', 0.8, 4],
    ['amazon.nova-micro-v1:0', 0.035, 0.14],
    ['amazon.nova-lite-v1:0', 0.06, 0.24],
    ['amazon.nova-pro-v1:0', 0.8, 3.2],
    ['us.amazon.nova-lite-v1:0', 0.06, 0.24],
    ['eu.amazon.nova-micro-v1:0', 0.046, 0.184],
    ['eu.amazon.nova-lite-v1:0', 0.078, 0.312],
    ['eu.amazon.nova-pro-v1:0', 1.05, 4.2],
    ['apac.amazon.nova-lite-v1:0', 0.063, 0.252],
    ['us.amazon.nova-2-lite-v1:0', 0.33, 2.75],
    ['eu.amazon.nova-2-lite-v1:0', 0.33, 2.75],
    ['jp.amazon.nova-2-lite-v1:0', 0.33, 2.75],
    ['global.amazon.nova-2-lite-v1:0', 0.3, 2.5],
    ['amazon.nova-2-lite-v1:0', 0.33, 2.75],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1, 5.5],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1, 5.5],
    ['jp.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1, 5.5],
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 1, 5],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 5.5, 27.5],
    ['global.anthropic.claude-opus-4-5-20251101-v1:0', 5, 25],
    ['us.anthropic.claude-opus-4-6-v1', 5.5, 27.5],
    ['us.anthropic.claude-opus-4-8', 5.5, 27.5],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.6, 18],
    [`${account}:inference-profile/eu.amazon.nova-lite-v1:0`, 0.078, 0.312],
    [`${account}:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0`, 1, 5],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0', 0.06, 0.24],
    ['arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0', 0.078, 0.312],
  ])('%s is %d and %d', async (model, input, output) => {
    expect(await inOut('bedrock', model)).toEqual([input, output]);
  });

  it.each<[string, string, number, number]>([
    ['us-east-1', 'amazon.nova-lite-v1:0', 0.06, 0.24],
    ['eu-central-1', 'amazon.nova-lite-v1:0', 0.078, 0.312],
    ['ap-southeast-2', 'amazon.nova-lite-v1:0', 0.063, 0.252],
    ['eu-central-1', 'us.amazon.nova-lite-v1:0', 0.06, 0.24],
  ])('follows the region of a bare id: in %s %s is %d and %d', async (region, model, input, output) => {
    expect(await inOut('bedrock', model, {region})).toEqual([input, output]);
  });

  it.each([
    'amazon.nova-lite-v9:0',
    'eu.amazon.nova-lite-v9:0',
    'amazon.nova-lite-v10:0',
    'anthropic.claude-opus-5-9',
    'anthropic.claude-haiku-4-5-20991231-v1:0',
    'apac.amazon.nova-9-lite-v1:0',
    `${account}:inference-profile/eu.amazon.nova-lite-v9:0`,
    'gpt-4o-mini',
    '',
  ])('is unknown for %s', async (model) => {
    expect(await inOut('bedrock', model)).toBeNull();
  });

  it.each(['application-inference-profile/a1b2c3', 'provisioned-model/a1b2c3', 'prompt/A1B2C3:1'])(
    'asks for price_as where the ARN is of %s',
    async (resource) => {
      const model = `${account}:${resource}`;
      const answer = await book.find('bedrock', model);
      expect(answer.price).toBeNull();
      expect(answer.reason).toContain('does not name its model');
      expect(answer.hint).toContain('bedrock.price_as');
      expect(await inOut('bedrock', model, {priceAs: 'eu.amazon.nova-lite-v1:0'})).toEqual([0.078, 0.312]);
      expect(await inOut('bedrock', model, {priceAs: 'amazon.nova-lite-v9:0'})).toBeNull();
    },
  );

  it('says where it comes from', async () => {
    const found = await Promise.all(
      ['eu.amazon.nova-lite-v1:0', 'au.anthropic.claude-haiku-4-5-20251001-v1:0'].map((model) =>
        book.price('bedrock', model),
      ),
    );
    expect(found.map((price) => price && [price.source, price.date, price.matchedId, price.match])).toEqual([
      ['overlay', '2026-08-01', 'eu.amazon.nova-lite-v1:0', 'exact'],
      ['genai-prices', '2026-09-23', 'regional.anthropic.claude-haiku-4-5-20251001-v1:0', 'family'],
    ]);
  });

  it('has what a Claude asks for its cache, also where the table leaves the hour out', async () => {
    const price = await book.price('bedrock', 'us.anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(price).toMatchObject({cacheRead: 0.11, cacheWrite: 1.375, cacheWrite1h: 2.2});
  });
});

describe('the price of a model elsewhere', () => {
  it.each<[ProviderName, string, readonly [number, number] | null]>([
    ['openai', 'gpt-4o-mini', [0.15, 0.6]],
    ['openai', 'gpt-4o-mini-2024-07-18', [0.15, 0.6]],
    ['openai', 'gpt-4o-mini-2099-01-01', null],
    ['openai', 'amazon.nova-lite-v1:0', null],
    ['anthropic', 'claude-haiku-4-5-20251001', [1, 5]],
    ['anthropic', 'claude-3-haiku-20240307', [0.25, 1.25]],
    ['anthropic', 'claude-sonnet-4-20250514', [3, 15]],
    ['anthropic', 'claude-opus-5-9', null],
    ['anthropic', 'gpt-4o-mini', null],
    ['huggingface', 'meta-llama/Meta-Llama-3-8B-Instruct:novita', [0.04, 0.04]],
    ['huggingface', 'meta-llama/Meta-Llama-3-8B-Instruct', null],
    ['huggingface', 'meta-llama/Meta-Llama-3-8B-Instruct:cheapest', null],
    ['huggingface', 'meta-llama/Meta-Llama-3-8B-Instruct:no-such-partner', null],
    ['huggingface', 'gpt-4o-mini:novita', null],
  ])('%s, %s: %j', async (provider, model, expected) => {
    expect(await inOut(provider, model)).toEqual(expected);
  });

  it('of a router is unknown until a partner is named', async () => {
    const answer = await book.find('huggingface', 'meta-llama/Meta-Llama-3-8B-Instruct');
    expect(answer.hint).toContain('meta-llama/Meta-Llama-3-8B-Instruct:novita');
  });

  it('is that of Bedrock at its compatible endpoint', async () => {
    const endpoint = 'https://bedrock-mantle.us-east-1.api.aws/v1';
    expect(await inOut('openai', 'openai.gpt-oss-120b-1:0', {endpoint})).toEqual([0.15, 0.6]);
    expect(await inOut('openai', 'openai.gpt-oss-120b-1:0')).toBeNull();
  });

  it('doubles above a threshold where the table has a step', async () => {
    expect(await book.price('anthropic', 'claude-sonnet-4-5')).toMatchObject({
      input: 3,
      longContext: {aboveTokens: 200_000, input: 6, output: 22.5},
    });
  });
});

describe('a local model', () => {
  it.each([
    ['http://127.0.0.1:11434/v1', 0],
    ['http://localhost:1234', 0],
    ['http://[::1]:8080', 0],
    ['http://models.example:11434', null],
    ['http://127.0.0.1.example/v1', null],
    ['no url', null],
    [undefined, null],
  ])('at %s costs %s', async (endpoint, expected) => {
    const price = await book.price('local', 'gpt-4o-mini', endpoint === undefined ? {} : {endpoint});
    expect(price?.input ?? null).toBe(expected);
    if (price) expect(price).toMatchObject({output: 0, cacheWrite1h: 0, source: 'loopback'});
  });

  it('costs what the user declares, wherever it is', async () => {
    const endpoint = 'http://models.example:11434';
    const free = createPriceBook({overrides: {}, flag: null, local: 'free'});
    expect(await free.price('local', 'm', {endpoint})).toMatchObject({input: 0, source: 'config'});
    const paid = createPriceBook({overrides: {}, flag: null, local: {input: 2, output: 3}});
    expect(await paid.price('local', 'm', {endpoint: 'http://127.0.0.1:1'})).toMatchObject({input: 2});
  });
});

describe('a price of the user', () => {
  const one = {input: 1, output: 2};
  const priceOf = async (
    overrides: Record<string, typeof one>,
    model: string,
    provider: ProviderName = 'bedrock',
  ) => createPriceBook({overrides, flag: null, clock}).price(provider, model);

  it.each<[string, string, 'exact' | 'family']>([
    ['eu.amazon.nova-lite-v1:0', 'eu.amazon.nova-lite-v1:0', 'exact'],
    ['amazon.nova-lite-v1:0', 'eu.amazon.nova-lite-v1:0', 'exact'],
    ['nova-lite', 'eu.amazon.nova-lite-v1:0', 'family'],
    ['nova-lite', `${account}:inference-profile/eu.amazon.nova-lite-v1:0`, 'family'],
    [`${account}:application-inference-profile/a1`, `${account}:application-inference-profile/a1`, 'exact'],
  ])('under %s holds for %s (%s)', async (key, model, match) => {
    expect(await priceOf({[key]: one}, model)).toMatchObject({
      ...one,
      source: 'config',
      matchedId: key,
      match,
    });
  });

  it('beats every other source, also by being lower', async () => {
    expect(
      await priceOf({'nova-lite': {input: 0.001, output: 0.002}}, 'amazon.nova-lite-v1:0'),
    ).toMatchObject({
      input: 0.001,
    });
  });

  it('is the longest one that stands in the id', async () => {
    const overrides = {nova: one, 'nova-lite': {input: 3, output: 4}};
    expect(await priceOf(overrides, 'eu.amazon.nova-lite-v9:0')).toMatchObject({input: 3});
    expect(await priceOf(overrides, 'eu.amazon.nova-pro-v9:0')).toMatchObject({input: 1});
  });

  it('is that of the whole id before that of the id without geography', async () => {
    const overrides = {'amazon.nova-lite-v1:0': one, 'eu.amazon.nova-lite-v1:0': {input: 3, output: 4}};
    expect(await priceOf(overrides, 'eu.amazon.nova-lite-v1:0')).toMatchObject({input: 3});
  });

  it.each([
    ['gpt-4', 'gpt-4o'],
    ['ova-lite', 'amazon.nova-lite-v9:0'],
    ['', 'some-model'],
  ])('under %j does not hold for %s', async (key, model) => {
    expect((await priceOf({[key]: one}, model, 'openai'))?.source).not.toBe('config');
  });

  it('stands in for the model that price_as names', async () => {
    const prices = createPriceBook({overrides: {'our-tuned-model': one}, flag: null});
    const model = `${account}:custom-model/a1`;
    expect(await prices.price('bedrock', model, {priceAs: 'our-tuned-model'})).toMatchObject(one);
  });

  it('given as a flag holds for the provider that was chosen, not for one that stands in', async () => {
    const prices = createPriceBook({overrides: {}, flag: {provider: 'openai', ...one}});
    expect(await prices.price('openai', 'gpt-5.9-new')).toMatchObject({...one, source: 'flag'});
    expect(await prices.price('anthropic', 'claude-9')).toBeNull();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('of %d is refused', (input) => {
    const error = thrownBy(() => createPriceBook({overrides: {m: {input, output: 1}}, flag: null}));
    expect(error).toMatchObject({code: 'RM-CONF-051', exitCode: 2});
  });
});

describe('the overlay', () => {
  it('is never below the table, and every row has a date', async () => {
    const at = new Date(clock.now());
    let compared = 0;
    for (const [provider, rows] of Object.entries(overlay)) {
      for (const [id, row] of Object.entries(rows)) {
        expect(row.date, id).toMatch(/^2026-\d\d-\d\d$/);
        const listed = await askTable(provider, id, at);
        if (!listed) continue;
        compared += 1;
        expect(row.input, id).toBeGreaterThanOrEqual(listed.row.input);
        expect(row.output, id).toBeGreaterThanOrEqual(listed.row.output);
      }
    }
    expect(compared).toBeGreaterThan(8);
  });
});

it('names the key to set where a price is unknown', async () => {
  const error = unknownPrice('openai', 'gpt-5.9', await book.find('openai', 'gpt-5.9'));
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({code: 'RM-LLM-040', exitCode: 2});
  expect(error.hint).toContain('prices: {"gpt-5.9": {input: .., output: ..}}');
});

describe('what a price table found', () => {
  it.each<[string, string, boolean]>([
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0', true],
    ['amazon.nova-lite-v1:0', 'eu.amazon.nova-lite-v1:0', true],
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0:300k', true],
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v9:0', false],
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1', true],
    ['amazon.nova-lite-v1:0', 'amazon.nova-lite', true],
    ['amazon.nova-lite-v1:0', 'amazon.nova', false],
    ['claude-haiku-4-5', 'claude-haiku-4-5-20251001', true],
    ['claude-haiku-4-5', 'claude-haiku-4-5-1', false],
    ['claude-opus-5', 'claude-opus-5-9', false],
    ['claude-opus-5-5', 'claude-opus-5', false],
    ['gpt-4', 'gpt-4o', false],
    ['gpt-4', 'gpt-4.1', false],
    ['meta-llama/Meta-Llama-3', 'meta-llama/meta-llama-3', true],
  ])('%s is the same model as %s: %s', (key, id, expected) => {
    expect(isSameModel(key, id)).toBe(expected);
  });

  it('counts if it is higher than the overlay, rate by rate', () => {
    const rest = {
      cacheRead: null,
      cacheWrite: 1,
      cacheWrite1h: null,
      date: null,
      matchedId: 'm',
      match: 'exact',
    } as const;
    const ours = {...rest, input: 1, output: 5, source: 'overlay'};
    const longContext = {...rest, aboveTokens: 10, input: 3, output: 6};
    const theirs = {...rest, input: 2, output: 4, cacheRead: 0.5, source: 'genai-prices', longContext};
    expect(dearer(ours, theirs)).toEqual({...theirs, output: 5});
    expect(dearer(ours, {...theirs, input: 1})).toMatchObject({
      source: 'overlay',
      input: 1,
      output: 5,
      cacheRead: 0.5,
    });
    const steps = dearer(
      {...ours, longContext: {...longContext, aboveTokens: 5, input: 2.5, output: 7}},
      theirs,
    );
    expect(steps.longContext).toMatchObject({aboveTokens: 5, input: 3, output: 7});
  });
});

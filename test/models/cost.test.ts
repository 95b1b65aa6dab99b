import {describe, expect, it} from 'vitest';
import type {Price, TokenUsage} from '../../source/models/contract.ts';
import {costOf, tierMultiplier, worstCase} from '../../source/models/cost.ts';
import {seeded} from '../helpers/random.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const price: Price = {
  input: 1,
  output: 5,
  cacheRead: 0.1,
  cacheWrite: 1.25,
  cacheWrite1h: 2,
  source: 'config',
  date: null,
  matchedId: 'm',
  match: 'exact',
};
const bare: Price = {...price, cacheRead: null, cacheWrite: null, cacheWrite1h: null};
const stepped: Price = {
  ...price,
  longContext: {aboveTokens: 1_000, input: 2, output: 7.5, cacheRead: 0.2, cacheWrite: 2.5, cacheWrite1h: 4},
};

function used(inputTokens: number, outputTokens: number, more: Partial<TokenUsage> = {}): TokenUsage {
  const cached = {cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0, disputed: false};
  return {inputTokens, outputTokens, ...cached, ...more};
}

describe('the cost of what was used', () => {
  it.each<[string, TokenUsage, Price, number]>([
    ['nothing', used(0, 0), price, 0],
    ['input and output', used(1_000, 100), price, 1_500],
    ['a part of a micro-dollar', used(1, 0), {...price, input: 0.06}, 1],
    ['no more than it is', used(8_200, 0), {...price, input: 0.1}, 820],
    ['what a cache gave', used(1_000, 0, {cacheReadTokens: 800}), price, 280],
    ['what a cache took', used(1_000, 0, {cacheWriteTokens: 800}), price, 1_200],
    [
      'what it took for an hour',
      used(1_000, 0, {cacheWriteTokens: 800, cacheWrite1hTokens: 300}),
      price,
      200 + 625 + 600,
    ],
    [
      'a cache without a price as input',
      used(1_000, 0, {cacheReadTokens: 400, cacheWriteTokens: 600}),
      bare,
      1_000,
    ],
    ['up to the step', used(1_000, 100), stepped, 1_500],
    ['all of it beyond the step', used(1_001, 100), stepped, 2_752],
  ])('counts %s', (_, usage, at, expected) => {
    expect(costOf(usage, at)).toBe(expected);
  });

  it('is multiplied by the service tier before it is rounded', () => {
    expect(costOf(used(3, 0), {...price, input: 0.5}, {multiplier: 1.75})).toBe(3);
  });
});

describe('the worst case', () => {
  it.each<[string, Parameters<typeof worstCase>, number]>([
    ['each byte as a token, the answer as long as it may be', [1_000, 200, price], 2_000],
    ['writing the cache', [1_000, 0, price, {promptCache: '5m'}], 1_250],
    ['writing it for an hour', [1_000, 0, price, {promptCache: '1h'}], 2_000],
    ['no cache price that is not known', [1_000, 0, bare, {promptCache: '1h'}], 1_000],
    ['the step', [1_001, 100, stepped], 2_752],
    ['the service tier', [1_000, 200, price, {multiplier: 1.5}], 3_000],
  ])('counts %s', (_, asked, expected) => {
    expect(worstCase(...asked)).toBe(expected);
  });

  it('is never below the cost of any usage within its bounds', () => {
    const random = seeded(7);
    const below = (limit: number) => Math.floor(random() * (limit + 1));
    for (let round = 0; round < 2_000; round += 1) {
      const bytes = below(3_000);
      const maxTokens = below(500);
      const inputTokens = below(bytes);
      const cacheReadTokens = below(inputTokens);
      const cacheWriteTokens = below(inputTokens - cacheReadTokens);
      const cacheWrite1hTokens = below(cacheWriteTokens);
      const usage = used(inputTokens, below(maxTokens), {
        cacheReadTokens,
        cacheWriteTokens,
        cacheWrite1hTokens,
      });
      for (const at of [price, bare, stepped]) {
        expect(costOf(usage, at)).toBeLessThanOrEqual(worstCase(bytes, maxTokens, at, {promptCache: '1h'}));
      }
    }
  });
});

describe('a service tier', () => {
  it.each([
    ['default', null, 1],
    ['default', 2, 1],
    ['flex', null, 1],
    ['flex', 0.5, 0.5],
    ['priority', 1.75, 1.75],
  ] as const)('%s with %s counts %d times', (name, multiplier, expected) => {
    expect(tierMultiplier(name, multiplier)).toBe(expected);
  });

  it.each([
    ['priority', null],
    ['flex', 0],
    ['flex', Number.NaN],
  ] as const)('%s with %s is refused', (name, multiplier) => {
    expect(thrownBy(() => tierMultiplier(name, multiplier))).toMatchObject({
      code: 'RM-LLM-040a',
      exitCode: 2,
    });
  });
});

import {describe, expect, it} from 'vitest';
import type {AttemptFailure} from '../../source/models/contract.ts';
import {createEstimator, estimateTokens} from '../../source/models/estimate.ts';
import {defaultRetry, mayRetry, retryDelayMs} from '../../source/models/retry.ts';
import {createRetryBudget} from '../../source/models/retry-budget.ts';
import {failing} from '../helpers/model-engine.ts';
import {seeded} from '../helpers/random.ts';

const failure = (changes: Partial<AttemptFailure> = {}) => failing('throttled', changes).failure;

describe('the delay before the next attempt', () => {
  it('is 250, 500, 1000, 2000 ms at most, and any time below', () => {
    const at = (random: number) =>
      [1, 2, 3, 4, 5].map((n) => retryDelayMs(failure(), n, defaultRetry, () => random));
    expect(at(1)).toEqual([250, 500, 1000, 2000, 2000]);
    expect(at(0)).toEqual([0, 0, 0, 0, 0]);
    expect(at(0.5)).toEqual([125, 250, 500, 1000, 1000]);
  });

  it('is never shorter than the server told, and at most 250 ms longer', () => {
    const random = seeded(3);
    for (let times = 0; times < 500; times += 1) {
      const told = Math.floor(random() * 200_000);
      const delayMs = retryDelayMs(failure({retryAfterMs: told}), 1, defaultRetry, random);
      expect(delayMs).toBeGreaterThanOrEqual(told);
      expect(delayMs).toBeLessThanOrEqual(told + 250);
      expect(Number.isInteger(delayMs)).toBe(true);
    }
  });
});

describe('a retry', () => {
  it.each([
    ['throttled', {}, 2, 2, true],
    ['throttled', {}, 3, 3, false],
    ['throttled', {retryAfterMs: 120_000}, 1, 1, true],
    ['throttled', {retryAfterMs: 120_001}, 1, 1, false],
    ['unavailable', {}, 2, 1, true],
    ['unavailable', {final: true}, 1, 1, false],
    ['timeout', {}, 1, 1, true],
    ['timeout', {}, 2, 2, false],
    ['timeout', {}, 2, 1, true],
    ['model_error', {}, 1, 1, true],
    ['quota', {}, 1, 1, false],
    ['invalid', {}, 1, 1, false],
    ['denied', {}, 1, 1, false],
    ['foreign', {}, 1, 1, false],
    ['credentials', {}, 1, 1, false],
    ['content', {}, 1, 1, false],
    ['aborted', {}, 1, 1, false],
  ] as const)(
    'after %s %o at attempt %i (%i of its class): %s',
    (errorClass, changes, attempts, sameClass, expected) => {
      const {failure: failed} = failing(errorClass, changes);
      expect(mayRetry(failed, {attempts, sameClass}, defaultRetry)).toBe(expected);
    },
  );
});

describe('the retry budget', () => {
  it('has 500 tokens, of which a retry takes 14, or 5 for a throttle', () => {
    const budget = createRetryBudget();
    let retries = 0;
    while (budget.pay('transient') !== null) retries += 1;
    expect([retries, budget.left()]).toEqual([35, 10]);
    expect([budget.pay('throttled'), budget.pay('throttled'), budget.pay('throttled')]).toEqual([5, 5, null]);
  });

  it('gets back what the retry of an answer had cost, else one, and never more than it had', () => {
    const budget = createRetryBudget();
    budget.refund(0);
    expect(budget.left()).toBe(500);
    const paid = budget.pay('transient') ?? 0;
    budget.pay('transient');
    budget.refund(paid);
    expect(budget.left()).toBe(486);
    budget.refund(0);
    expect(budget.left()).toBe(487);
  });
});

describe('an estimate of tokens', () => {
  it.each([
    ['', 0],
    ['a'.repeat(33), 10],
    ['漢'.repeat(12), 10],
    ['😀'.repeat(12), 10],
    [`${'a'.repeat(33)}${'é'.repeat(12)}`, 20],
  ])('of %s is %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });

  it('comes nearer to what a model counts, for that model alone, and not without bounds', () => {
    const estimator = createEstimator();
    const text = 'a'.repeat(3300);
    expect(estimator.tokens('m', text)).toBe(1000);
    for (let times = 0; times < 40; times += 1) estimator.learn('m', estimator.tokens('m', text), 800);
    expect(estimator.tokens('m', text)).toBeGreaterThan(795);
    expect(estimator.tokens('m', text)).toBeLessThan(805);
    expect(estimator.tokens('n', text)).toBe(1000);
    for (let times = 0; times < 40; times += 1) estimator.learn('n', 1, 1_000_000);
    estimator.learn('n', 0, 5);
    expect(estimator.tokens('n', text)).toBe(3000);
  });
});

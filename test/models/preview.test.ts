import {describe, expect, it} from 'vitest';
import type {Price, Question} from '../../source/models/contract.ts';
import {worstCase} from '../../source/models/cost.ts';
import {inputBound} from '../../source/models/engine-money.ts';
import {previewCost} from '../../source/models/preview.ts';
import {previewText} from '../../source/reporters/cost-preview.ts';

const price: Price = {
  ...{input: 1, output: 4, cacheRead: null, cacheWrite: null, cacheWrite1h: null},
  ...{source: 'config', date: null, matchedId: 'x', match: 'exact'},
};

const question = (prompt: string): Question => ({
  ...{subject: 'x', system: 'Say what it is about.', prompt, output: null},
  ...{maxTokens: 100, promptVersion: '1'},
});

const questions = ['one', 'two '.repeat(500), '你好'.repeat(300)].map(question);

describe('the preview of a cost', () => {
  it('has the sum of the reservations as its high figure, and less as its low one', async () => {
    const preview = await previewCost(questions, {price, promptCache: 'off'});
    const bound = questions.reduce((sum, each) => sum + worstCase(inputBound(each), 100, price), 0);
    expect(preview).toMatchObject({
      requests: 3,
      cached: 0,
      outputTokens: 150,
      highMicroUsd: bound,
      unpriced: 0,
    });
    expect(preview.lowMicroUsd).toBeGreaterThan(0);
    expect(preview.lowMicroUsd).toBeLessThan(bound);
  });

  it('counts known answers as free', async () => {
    const preview = await previewCost(questions, {
      price,
      promptCache: 'off',
      isKnown: ({prompt}) => prompt === 'one',
    });
    expect(preview).toMatchObject({requests: 2, cached: 1});
    expect(previewText(preview)).toMatch(
      /^2 requests, about [\d,]+ tokens in and 100 out, \$0\.\d+ to \$0\.\d+, 1 of 3 cached$/,
    );
  });

  it('never calls an unknown price nothing', async () => {
    const preview = await previewCost(questions, {price: null, promptCache: 'off'});
    expect(preview).toMatchObject({lowMicroUsd: null, highMicroUsd: null, unpriced: 3});
    expect(previewText(preview)).toContain('unpriced: 3 requests');
  });

  it('costs more with a dearer tier and a cache that is written', async () => {
    const high = async (options: Parameters<typeof previewCost>[1]) =>
      (await previewCost(questions, options)).highMicroUsd ?? 0;
    const plain = await high({price, promptCache: 'off'});
    expect(await high({price, promptCache: 'off', multiplier: 2})).toBeGreaterThanOrEqual(2 * plain - 3);
    expect(await high({price: {...price, cacheWrite: 1.25}, promptCache: '5m'})).toBeGreaterThan(plain);
  });
});

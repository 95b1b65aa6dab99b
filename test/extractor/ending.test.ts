import {describe, expect, it} from 'vitest';
import type {CrawlReport} from '../../source/crawl/crawl.ts';
import {NothingFoundError, OutputError, SecurityError} from '../../source/errors.ts';
import {endingOf} from '../../source/extractor/ending.ts';

const facts = {code: 'RM-X-001', message: 'x'};
const report = (change: Partial<CrawlReport>) =>
  ({capReached: false, leftOut: 0, incomplete: 0, ...change}) as CrawlReport;
const base = {request: {maxPagesChosen: false}, stopReason: null, report: report({}), keptFiles: 0};

describe('how a run ends', () => {
  it.each([
    ['at its end', base, 'complete', 0],
    ['with a page that could not be read', {...base, report: report({incomplete: 1})}, 'partial', 3],
    ['at a wall with one text', {...base, report: report({stopped: 'same-answers'})}, 'partial', 3],
    ['cut by the default cap', {...base, report: report({capReached: true})}, 'partial', 3],
    [
      'cut by a cap of the user',
      {...base, request: {maxPagesChosen: true}, report: report({capReached: true})},
      'complete',
      0,
    ],
    ['with a file kept back', {...base, keptFiles: 1}, 'partial', 3],
    ['finished early', {...base, stopReason: 'finish-early'}, 'partial', 3],
    ['without a rule', {...base, error: new NothingFoundError(facts)}, 'nothing', 4],
    ['refused', {...base, error: new SecurityError(facts)}, 'failed', 8],
    ['on a full disk', {...base, error: new OutputError(facts)}, 'failed', 9],
    ['by a bug', {...base, error: new TypeError('x')}, 'failed', 1],
    [
      'by Ctrl+C, whatever else went wrong',
      {...base, stopReason: 'interrupted', error: new OutputError(facts)},
      'stopped',
      130,
    ],
    ['by SIGTERM', {...base, stopReason: 'terminated'}, 'stopped', 143],
  ] as const)('%s', (_, given, outcome, exitCode) => {
    expect(endingOf(given)).toMatchObject({outcome, exitCode});
  });
});

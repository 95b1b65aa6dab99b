import {describe, expect, it} from 'vitest';
import type {CrawlReport} from '../../source/crawl/crawl.ts';
import {NothingFoundError} from '../../source/errors.ts';
import type {Outcome} from '../../source/events/catalogue.ts';
import {againOf} from '../../source/extractor/again.ts';

const report = (change: Partial<CrawlReport> = {}) =>
  ({stopped: null, incomplete: 0, ...change}) as CrawlReport;

describe('what is left to do after a run', () => {
  it.each([
    ['complete', 'complete', report(), true, null],
    ['without a page that exists', 'partial', report({incomplete: 1}), true, 'only-failed'],
    ['cut by the page limit', 'partial', report(), true, null],
    ['finished early', 'partial', report({stopped: 'finish-early'}), true, 'resume'],
    [
      'given up with a failing site',
      'partial',
      report({stopped: 'failing-site', incomplete: 21}),
      true,
      'resume',
    ],
    [
      'given up with a site that says the same everywhere',
      'partial',
      report({stopped: 'same-answers'}),
      true,
      null,
    ],
    ['stopped before its first page', 'stopped', null, false, 'resume'],
    ['failed while crawling', 'failed', null, true, 'resume'],
    ['failed while writing', 'failed', report(), true, 'resume'],
    ['failed before its first page', 'failed', null, false, null],
    ['without a start page', 'nothing', null, false, null],
    ['that went on and could not reach the site', 'nothing', null, true, 'resume'],
    ['that gave no rule', 'nothing', report(), true, null],
    ['that gave no rule since the site failed', 'nothing', report({stopped: 'failing-site'}), true, 'resume'],
  ] as const)('%s', (_, outcome: Outcome, crawled, holdsPages, again) => {
    expect(againOf({ending: {outcome}, report: crawled, holdsPages})).toBe(again);
  });

  it.each([
    ['RM-DOC-026', null],
    ['RM-HTTP-015', null],
    ['RM-HTTP-019', null],
    ['RM-NET-002', 'resume'],
  ])('after %s it is %s', (code, again) => {
    const error = new NothingFoundError({code, message: 'x'});
    expect(againOf({ending: {outcome: 'nothing', error}, report: null, holdsPages: true})).toBe(again);
  });
});

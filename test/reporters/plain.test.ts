import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {RunEvent, RunEventBody} from '../../source/events/catalogue.ts';
import {chooseReporter} from '../../source/reporters/choose.ts';
import {errorText} from '../../source/reporters/error.ts';
import {createPlainReporter} from '../../source/reporters/plain.ts';
import {summary} from '../../source/reporters/summary.ts';
import {recordedEvents} from '../helpers/recorded-events.ts';
import {sampleRun, samples} from '../helpers/samples.ts';

const event = (body: RunEventBody, at = 0) => ({seq: 1, at, ...body}) as RunEvent;

function report(events: readonly RunEvent[], verbose: boolean) {
  let written = '';
  const reporter = createPlainReporter({
    write: (text) => {
      written += text;
    },
    verbose,
  });
  for (const each of events) reporter.handle(each);
  return {written: () => written, reporter};
}

describe('the plain reporter', () => {
  it('has a line for each type, with --verbose all of them', async () => {
    const {written} = report(sampleRun(), true);
    expect(written().trimEnd().split('\n').length).toBe(sampleRun().length);
    await expect(written()).toMatchFileSnapshot('__snapshots__/verbose.txt');
  });

  it('says little by default: no line for a page that went well', () => {
    const {written} = report(sampleRun(), false);
    expect(written()).toContain('failed     https://docs.acme.dev/guide/legacy');
    expect(written()).toContain(
      'retry      https://docs.acme.dev/guide/widgets after attempt 1 in 2 s (HTTP 429)',
    );
    expect(written()).not.toContain('fetched');
  });

  it('says where it is after ten silent seconds, and only then', () => {
    const {written, reporter} = report(
      [event(samples['run.started'], 0), event(samples['phase.started'], 1000)],
      false,
    );
    const before = written();
    reporter.tick(9999);
    expect(written()).toBe(before);
    reporter.tick(10_000);
    expect(written().slice(before.length)).toBe('[00:10] progress   crawl 0\n');
    reporter.tick(19_000);
    expect(written().slice(before.length).split('\n').length).toBe(2);
  });

  it('is silent again once the run is over', () => {
    const {written, reporter} = report(sampleRun(), false);
    const before = written();
    reporter.tick(9_999_999);
    expect(written()).toBe(before);
  });

  it('lets no foreign text control the terminal', () => {
    const hostile = '\u001b]8;;http://evil\u0007x\u001b[2J\r\n\u0007\u202e\u{e0041}\u009b31m';
    const poison = (value: unknown): unknown => {
      if (typeof value === 'string') return hostile;
      if (Array.isArray(value)) return value.map(poison);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner)]));
    };
    const events = sampleRun().map((each) => ({...(poison(each) as RunEvent), type: each.type}) as RunEvent);
    // A phase is a key of the state: a recording with another one is no recording of ours.
    const {written, reporter} = report(
      events.filter(({type}) => !type.startsWith('phase.')),
      true,
    );
    const text = written() + summary(reporter.state());
    expect(text).toContain('^[]8;;');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u{e0041}]/u);
  });
});

describe('a recorded run of the demo', () => {
  const text = readFileSync(new URL('../fixtures/runs/demo.jsonl', import.meta.url), 'utf8');

  it('replays as the plain lines and the summary of the snapshot', async () => {
    const {written, reporter} = report(recordedEvents(text), false);
    await expect(written() + summary(reporter.state())).toMatchFileSnapshot('__snapshots__/demo.txt');
  });
});

describe('the summary', () => {
  it('says that a page limit cut something, and how to raise it', () => {
    const capped = sampleRun().map((each) =>
      each.type === 'page.skipped' ? {...each, reason: 'cap' as const} : each,
    );
    expect(summary(report(capped, false).reporter.state())).toContain(
      '! the limit of 300 pages left out 1 known page (--max-pages)\n',
    );
  });

  it('is what the snapshot says, failures last', async () => {
    const {reporter} = report(sampleRun(), false);
    const text = summary(reporter.state());
    await expect(text).toMatchFileSnapshot('__snapshots__/summary.txt');
    expect(text.trimEnd().split('\n').at(-1)).toContain('legacy');
  });

  it('names files that were kept back and how to replace them', () => {
    const kept = sampleRun().map((each) =>
      each.type === 'file.written' ? {...each, action: 'kept' as const} : each,
    );
    const {reporter} = report(kept, false);
    expect(summary(reporter.state())).toContain(
      '! 1 file kept as you left it; ours beside as .new (--force replaces):\n    .cursor/rules/acme.mdc',
    );
  });
});

describe('an error', () => {
  it('says what, why and what to do, a line each', () => {
    const text = errorText({
      code: 'RM-NET-002',
      message: 'no answer from http://127.0.0.1:9/',
      why: 'connection refused',
      hint: 'is the server up?',
    });
    expect(text).toBe(
      'error: no answer from http://127.0.0.1:9/ [RM-NET-002]\n  why: connection refused\n  fix: is the server up?\n',
    );
  });
});

describe('the choice of a reporter', () => {
  it.each([
    [false, false, 'plain', 'default'],
    [true, false, 'json', '--json was given'],
    [false, true, 'quiet', '--quiet was given'],
    [true, true, 'json', '--json was given'],
  ])('json %s, quiet %s gives %s: %s', (json, quiet, reporter, reason) => {
    expect(chooseReporter({json, quiet})).toEqual({reporter, reason});
  });
});

import {describe, expect, it} from 'vitest';
import {assemble} from '../../source/assemble/assemble.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {activeSyntax, withoutCode} from '../../source/rubric/active-syntax.ts';
import {createRubric} from '../../source/rubric/rubric.ts';
import type {RuleFile} from '../../source/rubric/rule-file.ts';
import {planFiles} from '../../source/targets/plan.ts';
import {thrownBy} from '../helpers/thrown-by.ts';
import {failedIds, good, judged, load, pages, setOf} from './sample.ts';

const files: readonly RuleFile[] = planFiles(assemble(setOf(good), pages, 'acme'), {
  targets: ['cursor', 'claude', 'agents', 'json', 'llms-txt'],
  singleFile: null,
  llmsFull: () => 'See https://elsewhere.example/ and @anything.',
});

const changed = (pattern: RegExp, change: (file: RuleFile) => RuleFile) => {
  const at = files.findIndex(({path}) => pattern.test(path));
  expect(at).toBeGreaterThanOrEqual(0);
  return files.map((file, index) => (index === at ? change(file) : file));
};
const text = (pattern: RegExp, change: (content: string) => string) =>
  changed(pattern, (file) => ({...file, content: change(file.content)}));

const topic = /^\.cursor\/rules\/acme-/;
const scoped = /^\.claude\/rules\//;
const agents = /^AGENTS\.md$/;

describe('written files', () => {
  it('as we plan them fail no gate', () => {
    expect(judged(good, {files}).failed).toEqual([]);
  });

  it.each([
    ['a key that the reader does not know', topic, (old: string) => old.replace('globs:', 'paths:')],
    ['globs with blanks', topic, (old: string) => old.replace(/globs: "/, 'globs: "**/*.c, ')],
    [
      'a boolean in quotes',
      topic,
      (old: string) => old.replace('alwaysApply: false', 'alwaysApply: "false"'),
    ],
    ['broken YAML', topic, (old: string) => old.replace('globs: "', 'globs: ["')],
    ['no frontmatter', topic, (old: string) => old.replace(/^---/, '')],
    ['globs where paths belong', scoped, (old: string) => old.replace('paths:', 'globs:')],
    ['a scalar where a list belongs', scoped, (old: string) => old.replace(/paths:\n {2}- /, 'paths: ')],
    ['more than a reader takes', topic, (old: string) => old + 'a line of text\n'.repeat(600)],
    ['a block of more than 8 KB', agents, (old: string) => old + 'ä'.repeat(4000)],
  ])('with %s break a limit', (_, pattern, change) => {
    expect(failedIds(judged(good, {files: text(pattern, change)}))).toEqual(['R8-limits']);
  });

  it.each(['cursor', 'claude', 'agents'] as const)('folded into one for %s fail no gate', (target) => {
    const folded = planFiles(assemble(setOf(good), pages, 'acme'), {
      targets: [target],
      singleFile: 'rules.md',
      llmsFull: null,
    });
    expect(judged(good, {files: folded}).failed).toEqual([]);
    const long = folded.map((file) => ({...file, content: file.content + 'a line of text\n'.repeat(600)}));
    expect(failedIds(judged(good, {files: long}))).toEqual(['R8-limits']);
  });

  it('with a marker that is missing break a limit', () => {
    const broken = changed(agents, (file) => ({...file, problem: 'a marker is missing'}));
    expect(failedIds(judged(good, {files: broken}))).toEqual(['R8-limits']);
  });

  it.each([
    ['an @import', '@docs/setup.md'],
    ['a package name outside of code', 'Install @acme/core.'],
    ['a command', 'Today is !`date`.'],
    ['a block to run', '```!\ndate\n```'],
    ['a placeholder', 'Run $ARGUMENTS now.'],
    ['an image', '![a](https://docs.acme.dev/a.png)'],
    ['a tag', 'a <img src=x> b'],
    ['a comment', '<!-- hidden -->'],
    ['a foreign link', '[a](https://evil.example/)'],
    ['a zero-width character', 'a\u200bb'],
    ['a bidi character', 'a\u202eb'],
  ])('with %s are unsafe', (_, added) => {
    expect(failedIds(judged(good, {files: text(agents, (old) => `${old}${added}\n`)}))).toEqual(['R16']);
  });

  it.each([
    '`@acme/core` and `` `!` `` and \\$1 and \\!`x`',
    '```ts\n@Input() name = `a`\n<b>\n```',
    '- `a` @ b, a < b, 5 $, a!',
    '<!-- rules-maker: derived from documentation -->',
    'a `` b ` @c `` d',
  ])('with %j are harmless', (content) => {
    expect(activeSyntax(content)).toBeNull();
  });

  it('of the user with a storm of backticks are read in linear time', () => {
    const storm = (count: number) =>
      Array.from({length: count}, (_, at) => '`'.repeat(1 + (at % 7))).join(' a ');
    expect(withoutCode(storm(50_000)).length).toBeLessThan(50_000);
  });

  it('have rules that are read on demand', () => {
    const scope = judged(good, {files}).criteria.find(({id}) => id === 'R9');
    expect(scope?.detail).toContain('4 of 4 on demand');
  });
});

describe('the rubric of a run', () => {
  const run = (rules: typeof good) => {
    const told: RunEventBody[] = [];
    const rubric = createRubric(setOf(rules));
    const handedOn = [...rubric.watch(pages)];
    expect(handedOn).toEqual(pages);
    return {told, judge: () => rubric.judge(files, (event) => told.push(event))};
  };

  it('states its values as facts', () => {
    const {told, judge} = run(good);
    judge();
    expect(told).toMatchObject([{type: 'rubric.computed', criteria: expect.any(Array)}]);
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  });

  it('ends the run as a bug, with the rule and its reason, if a gate fails', () => {
    const {told, judge} = run([...good, {...load, id: 'acme.bad', directive: 'Call `acme.nothing()`.'}]);
    const error = thrownBy(judge);
    expect(error).toMatchObject({code: 'RM-BUG-002', exitCode: 1});
    expect(String(error.message)).toContain('R2 (faithful)');
    expect(told).toMatchObject([{type: 'rubric.computed', overall: 0}]);
  });
});

import {describe, expect, it} from 'vitest';
import type {Rule} from '../../source/distil/rule.ts';
import {type CriterionId, criterion, rubric} from '../../source/rubric/criterion.ts';
import {selectionProblem} from '../../source/rubric/globs.ts';
import {judge} from '../../source/rubric/judge.ts';
import {pageKey} from '../../source/rubric/page-key.ts';
import {createDocsReader} from '../../source/rubric/read-docs.ts';
import {page, paragraph, section} from '../distil/pages.ts';
import {draw, good, judged, library, load, pages, release, retries, setOf} from './sample.ts';

const howto: Rule = {...load, kind: 'howto'};
const many = (count: number, rule: Rule) =>
  Array.from({length: count}, (_, at) => ({...rule, id: `${rule.id}${at}`}));

const values: readonly (readonly [id: CriterionId, what: string, rules: readonly Rule[], value: number])[] = [
  ['R3', 'counts names that no page shows as code', [load, {...load, directive: 'Call `acme.job()`.'}], 0.5],
  ['R4', 'wants a verb', [load, {...load, directive: '`acme.load()` is called first.'}], 0.5],
  ['R4', 'wants no weak words', [load, {...load, directive: 'Consider `acme.load()`.'}], 0.5],
  ['R4', 'wants a condition that names something', [{...load, condition: 'possible'}], 0],
  ['R4', 'takes a condition with an API', [{...load, condition: '`acme.start`'}], 1],
  ['R5', 'wants an alternative', [draw, {...draw, directive: 'Never call `Widget.draw()` twice.'}], 0.5],
  ['R5', 'takes an example for an alternative', [{...draw, directive: 'Avoid `a.b`.', do: release.do}], 1],
  ['R5', 'is 1 where nothing is forbidden', [load], 1],
  [
    'R6',
    'counts the same words',
    [load, {...load, directive: 'Call `acme.load()` before `acme.start()` does.'}],
    0.5,
  ],
  [
    'R6',
    'counts the same API, verb and condition',
    [load, {...load, directive: 'Call `acme.load()` early on.'}],
    0.5,
  ],
  ['R6', 'tells different rules apart', good, 1],
  ['R8', 'is 1 for short rules', good, 1],
  ['R8', 'falls with the median', [{...load, directive: `Call \`acme.load()\` ${'x '.repeat(170)}.`}], 0.75],
  ['R9', 'wants globs', [load, {...load, globs: []}], 0.5],
  ['R9', 'wants globs that select', [load, {...load, id: 'other', globs: ['**/*']}], 0.5],
  ['R10', 'wants an example', [release, load], 0.5],
  ['R10', 'wants whole brackets', [{...release, do: {language: null, code: 'acme.release(widget'}}], 0],
  [
    'R10',
    'takes no string for a bracket',
    [{...release, do: {language: null, code: 'acme.release("(")'}}],
    1,
  ],
  ['R10', 'parses JSON', [{...release, do: {language: 'json', code: '{"acme.release": 1,}'}}], 0],
  ['R10', 'wants the API in it', [{...release, do: {language: null, code: 'start(widget)'}}], 0],
  ['R11', 'wants changes with a version', [release, {...release, versions: null}], 0.75],
  ['R12', 'has pitfalls before the rest and no warning left out', [draw, release, ...many(5, howto)], 1],
  ['R12', 'falls when they come last', [...many(5, howto), draw, release], 0.5],
  ['R13', 'counts what is new to a model', [release, load], 0.5],
  ['R14', 'lets a fifth shout', [...many(4, load), {...load, directive: 'NEVER call `acme.load()`.'}], 1],
  ['R14', 'falls when more do', [load, {...load, directive: 'NEVER call `acme.load()`.'}], 0.4],
];

describe('each criterion', () => {
  it.each(values)('%s %s', (id, _, rules, value) => {
    expect(judged(rules).criteria.find((each) => each.id === id)?.value).toBe(value);
  });

  it('has one row, and the weights sum to 100', () => {
    const {criteria} = judged(good);
    expect(criteria.map(({id}) => id)).toEqual(Object.keys(rubric));
    expect(criteria.reduce((sum, {weight}) => sum + weight, 0)).toBe(100);
  });

  it('never rounds a failed gate to 1', () => {
    expect(criterion('R1', 1 - 1e-9, '').value).toBe(0.9999);
    expect(criterion('R1', 1, '').value).toBe(1);
  });
});

describe('what the pages tell', () => {
  const facts = (rules: readonly Rule[]) => {
    const reader = createDocsReader(setOf(rules));
    for (const each of pages) reader.read(each);
    return reader.facts();
  };

  it('is which warnings, pages and API entries have a rule', () => {
    const {warnings, topPages, entries} = facts([release, retries]);
    expect({warnings, topPages, entries}).toEqual({
      warnings: {covered: 1, total: 2},
      topPages: {covered: 2, total: 2},
      entries: {covered: 0, total: 1},
    });
  });

  it('is how unevenly the rules lie', () => {
    expect(facts([release]).gini).toBeCloseTo(0.8);
    expect(facts([release, draw, retries, load]).gini).toBeCloseTo(0.2);
    expect(facts([]).gini).toBe(0);
  });

  it('is the version, which must be that of the library', () => {
    const other = judge({
      ruleSet: {...setOf([load]), library: {...library, version: '4.0'}},
      docs: facts([load]),
      files: null,
    });
    expect(other.criteria.find(({id}) => id === 'R11')?.value).toBe(0.5);
  });

  it('holds a rule with evidence on two pages to one of them', () => {
    const more = page('more', [section('Loading', [paragraph('Do call `acme.load()` early, never late.')])]);
    const rule: Rule = {
      ...load,
      evidence: [
        ...load.evidence,
        {url: more.url, anchor: 'loading', quote: 'Do call acme.load() early, never late.'},
      ],
    };
    const reader = createDocsReader(setOf([rule]));
    for (const each of [...pages, more]) reader.read(each);
    expect(reader.facts().rules.get(rule)).toMatchObject({ungrounded: null, unfaithful: null});
  });

  it('names the pages that were cited and not read', () => {
    const lost: Rule = {...load, evidence: [{...load.evidence[0], url: 'https://docs.acme.dev/lost/'}]};
    expect(facts([lost]).unread).toEqual(['https://docs.acme.dev/lost']);
  });

  it.each(['x/', 'x/index.html', 'x.html', 'x', 'x.md#part', 'x/?a=1'])('%s is one page', (end) => {
    expect(pageKey(`https://docs.acme.dev/a/${end}`)).toBe('https://docs.acme.dev/a/x');
  });
});

describe('a glob', () => {
  it.each(['**/*.py', '**/*.ts', '**/settings.py', '**/acme.config.ts', '**/migrations/**', 'src/**/*.rs'])(
    '%s selects',
    (glob) => expect(selectionProblem(glob)).toBeNull(),
  );

  it.each(['**/*', '**', '', '/src/*.ts', '!**/*.ts', '../*.ts', '**/*.{ts,tsx}', 'a b/*.ts', './x.ts'])(
    '%s does not',
    (glob) => expect(selectionProblem(glob)).not.toBeNull(),
  );
});

import type {Rule, RuleSet} from '../../source/distil/rule.ts';
import type {Page} from '../../source/extract/page.ts';
import type {RubricInput} from '../../source/rubric/criterion.ts';
import {type Judgement, judge} from '../../source/rubric/judge.ts';
import {createDocsReader} from '../../source/rubric/read-docs.ts';
import {box, code, page, paragraph, section} from '../distil/pages.ts';

/** A small documentation, and rules about it that hold in everything. */
export const pages: readonly Page[] = [
  page(
    'widgets',
    [
      section('Closing', [
        box(
          'deprecated',
          'Deprecated since version 3.1',
          paragraph('Use `acme.release()` instead of `acme.close()`.'),
        ),
        code('widget = acme.make()\nacme.release(widget)'),
      ]),
      section('Threads', [
        box(
          'warning',
          'Warning',
          paragraph('Never call `Widget.draw()` from another thread; use `Widget.post()` instead.'),
        ),
      ]),
    ],
    {version: '3.2'},
  ),
  page(
    'configuration',
    [
      section('Retries', [paragraph('Set `acme.retry_limit` to 5 before the first job is sent.')]),
      section('Loading', [paragraph('`acme.load()` must be called before `acme.start()`.')]),
      section('acme.start()', [paragraph('Starts the workers.')], {signature: true, anchor: 'acme.start'}),
    ],
    {version: '3.2'},
  ),
];

const plain: Omit<Rule, 'id' | 'kind' | 'directive' | 'identifiers' | 'evidence'> = {
  condition: null,
  do: null,
  dont: null,
  versions: null,
  topic: 'widgets',
  globs: ['**/*.py'],
  score: 1,
};

const widgets = 'https://docs.acme.dev/widgets.html';
const configuration = 'https://docs.acme.dev/configuration.html';

export const release: Rule = {
  ...plain,
  id: 'acme.widgets.00000001',
  kind: 'deprecation',
  directive: 'Use `acme.release()` instead of `acme.close()`.',
  do: {language: 'python', code: 'acme.release(widget)'},
  identifiers: ['acme.release', 'acme.close'],
  versions: {since: '3.1'},
  evidence: [{url: widgets, anchor: 'closing', quote: 'Use acme.release() instead of acme.close().'}],
};

export const draw: Rule = {
  ...plain,
  id: 'acme.widgets.00000002',
  kind: 'pitfall',
  directive: 'Never call `Widget.draw()` from another thread; use `Widget.post()` instead.',
  identifiers: ['Widget.draw', 'Widget.post'],
  evidence: [
    {
      url: widgets,
      anchor: 'threads',
      quote: 'Never call Widget.draw() from another thread; use Widget.post() instead.',
    },
  ],
};

export const retries: Rule = {
  ...plain,
  id: 'acme.configuration.00000003',
  kind: 'must',
  topic: 'configuration',
  directive: 'Set `acme.retry_limit` to 5 before the first job is sent.',
  identifiers: ['acme.retry_limit'],
  evidence: [
    {url: configuration, anchor: 'retries', quote: 'Set acme.retry_limit to 5 before the first job is sent.'},
  ],
};

export const load: Rule = {
  ...plain,
  id: 'acme.configuration.00000004',
  kind: 'must',
  topic: 'configuration',
  directive: 'Call `acme.load()` before `acme.start()`.',
  identifiers: ['acme.load', 'acme.start'],
  evidence: [
    {url: configuration, anchor: 'loading', quote: 'acme.load() must be called before acme.start().'},
  ],
};

export const library = {name: 'Acme', version: '3.2', url: 'https://docs.acme.dev/'} as const;

export const good: readonly Rule[] = [release, draw, retries, load];

export function setOf(rules: readonly Rule[]): RuleSet {
  return {schema: 1, library, rules};
}

/** Judges with pages and, if given, files. */
export function judged(rules: readonly Rule[], more: Partial<RubricInput> = {}): Judgement {
  const ruleSet = setOf(rules);
  const reader = createDocsReader(ruleSet);
  for (const each of pages) reader.read(each);
  return judge({ruleSet, docs: reader.facts(), files: null, ...more});
}

export function failedIds(judgement: Judgement): string[] {
  return judgement.failed.map(({id}) => id);
}

import {describe, expect, it} from 'vitest';
import {assemble} from '../../source/assemble/assemble.ts';
import type {Rule, RuleSet} from '../../source/distil/rule.ts';
import type {Page} from '../../source/extract/page.ts';

const base = 'https://docs.acme.dev/';
function rules(path: string, count: number, more: Partial<Rule> = {}): Rule[] {
  return Array.from({length: count}, (_, index) => ({
    id: `acme.x.${path}-${index}`,
    kind: 'must',
    condition: null,
    directive: `Call \`acme.call${index}()\` first.`,
    do: null,
    dont: null,
    identifiers: [`acme.call${index}`],
    versions: null,
    evidence: [{url: base + path, anchor: 'a', quote: 'Call it first, please.'}] as const,
    topic: 'x',
    globs: ['**/*.py'],
    score: Math.max(0.1, 0.9 - index / 100),
    ...more,
  }));
}
function build(all: readonly Rule[], pages: readonly Page[] = []) {
  const sorted = [...all].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const set: RuleSet = {schema: 1, library: {name: 'Acme', version: '3.1', url: base}, rules: sorted};
  return assemble(set, pages, 'acme');
}
function page(path: string, title: string, text: string): Page {
  const blocks = [{type: 'paragraph', depth: 0, text, markdown: text}] as const;
  return {
    url: base + path,
    title,
    lang: 'en',
    version: null,
    site: null,
    generator: null,
    kind: 'guide',
    removed: {},
    sections: [{anchor: null, level: 1, heading: title, path: [], signature: false, blocks}],
  };
}

describe('assemble', () => {
  it('keeps every rule in exactly one topic of at most 30', () => {
    const all = [
      ...rules('big.html', 70),
      ...rules('ref/a.html', 2),
      ...rules('ref/b.html', 2),
      ...rules('lone.html', 1),
    ];
    const {topics} = build(all);
    const placed = topics.flatMap((topic) => topic.rules.map(({id}) => id));
    expect(placed.sort()).toEqual(all.map(({id}) => id).sort());
    for (const topic of topics) expect(topic.rules.length).toBeLessThanOrEqual(30);
  });

  it('writes the best rules of a very large page only', () => {
    const {topics, ruleSet} = build(rules('big.html', 200));
    expect(topics.map(({rules: own}) => own.length)).toEqual([29, 29, 29]);
    expect(topics[0]?.rules[0]?.id).toBe(ruleSet.rules[0]?.id);
    expect(ruleSet.rules).toHaveLength(200);
  });

  it('keeps a file small where rules have code', () => {
    const long = {language: 'python', code: `acme.call(${'x'.repeat(350)})`};
    for (const {rules: own} of build(rules('big.html', 30, {do: long})).topics)
      expect(own.reduce((sum, rule) => sum + (rule.do?.code.length ?? 0), 0)).toBeLessThan(7_000);
  });

  it('joins poor pages with their neighbours in the folder, and poor folders with the one above', () => {
    const {topics} = build([
      ...rules('ref/a.html', 6),
      ...rules('ref/b.html', 6),
      ...rules('rich.html', 11),
      ...rules('guide/one/x.html', 6),
      ...rules('guide/two/y.html', 6),
    ]);
    expect(topics.map(({slug, rules: own}) => [slug, own.length]).sort()).toEqual([
      ['guide', 12],
      ['ref', 12],
      ['rich', 11],
    ]);
  });

  it('never gives one version a topic of its own', () => {
    const {topics} = build([...rules('releases/3.0.html', 12), ...rules('releases/3.1.html', 12)]);
    expect(topics.map(({slug, rules: own}) => [slug, own.length])).toEqual([['releases', 24]]);
  });

  it('gives unique ASCII slugs and the title of a single page', () => {
    const all = [...rules('gu\u00EDa/uno.html', 40), ...rules('guia/uno.html', 11)];
    const {topics} = build(all, [page('guia/uno.html', 'Uno | Acme documentation', 'x')]);
    const slugs = topics.map(({slug}) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9-]{1,60}$/);
    expect(topics.map(({title}) => title)).toContain('Uno');
  });

  it('names first what says something alone', () => {
    const plain = rules('one.html', 6, {identifiers: ['value', 'BY']});
    const {topics} = build([...plain, ...rules('one.html', 6)]);
    expect(topics[0]?.identifiers[0]).toBe('acme.call0');
  });

  it('links to the anchor all rules share', () => {
    expect(build(rules('one.html', 12)).topics[0]?.url).toBe(`${base}one.html#a`);
  });

  it('scopes a topic by the files its rules are about', () => {
    const config = rules('c.html', 1, {
      directive: 'Set `plugins` in `acme.config.ts`.',
      identifiers: ['acme.config.ts'],
    });
    expect(build([...rules('c.html', 12), ...config]).topics[0]?.globs).toEqual([
      '**/*.py',
      '**/acme.config.ts',
    ]);
  });

  it('picks a short index spread over kinds, from rules that stand alone', () => {
    const bare = rules('p.html', 3, {identifiers: ['value'], directive: 'Set `value` first.', score: 1});
    const {index} = build([
      ...bare,
      ...rules('a.html', 30),
      ...rules('b.html', 30, {kind: 'breaking'}),
      ...rules('c.html', 30, {kind: 'security'}),
    ]);
    expect(index.length).toBeGreaterThanOrEqual(10);
    expect(index.length).toBeLessThanOrEqual(20);
    expect(new Set(index.map(({kind}) => kind)).size).toBe(3);
    expect(index.some(({identifiers}) => identifiers[0] === 'value')).toBe(false);
  });

  it('lists pages in crawl order with their first sentence and their topic', () => {
    const {pages} = build(rules('b.html', 12), [
      page('b.html', 'Widgets', 'Widgets show things on a screen. More.'),
      page('a.html', 'A', 'Short.'),
    ]);
    expect(pages).toEqual([
      {url: `${base}b.html`, title: 'Widgets', summary: 'Widgets show things on a screen.', topic: 'b'},
      {url: `${base}a.html`, title: 'A', summary: null, topic: null},
    ]);
  });

  it('answers an empty rule set with empty lists', () => {
    expect(build([])).toMatchObject({index: [], topics: [], pages: []});
  });

  it('calls the topic of a folder what the start page of the folder is called', () => {
    const all = ['a', 'b', 'deep/c', 'd'].flatMap((name) => rules(`ref/${name}.html`, 3));
    const pages = [
      page('ref/index.html', '3. Acme Reference', 'All of it.'),
      page('ref/a.html', 'Valves', 'A.'),
    ];
    expect(build(all, pages).topics.map(({title}) => title)).toEqual(['Acme Reference']);
    expect(build(all, pages.slice(1)).topics.map(({title}) => title)).toEqual(['Ref']);
  });
});

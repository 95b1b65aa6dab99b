import {describe, expect, it} from 'vitest';
import {pageToMarkdown} from '../../source/extract/markdown.ts';
import {extractedFrom} from './html.ts';

const read = (source: string) => extractedFrom(source, 'text/markdown; charset=utf-8');
const blocksOf = (source: string) => read(source).page.sections.flatMap(({blocks}) => blocks);

describe('a Markdown source', () => {
  it('has sections with their code, lists and tables', () => {
    const source = [
      '---',
      'title: Setup',
      '---',
      '# Setup',
      '',
      'Install `acme` with [npm](../npm.md).',
      '',
      '## Steps {#the-steps}',
      '',
      '1. Run:',
      '',
      '   ```sh',
      '   npm i',
      '   ```',
      '2. Done',
      '   - really',
      '',
      '| a | b |',
      '|---|---|',
      '| `x\\|y` | **z** |',
      '',
    ].join('\n');
    const {page, links} = read(source);
    expect(page.title).toBe('Setup');
    expect(page.sections.map(({heading, anchor, path}) => ({heading, anchor, path}))).toEqual([
      {heading: 'Setup', anchor: null, path: []},
      {heading: 'Steps', anchor: 'the-steps', path: ['Setup']},
    ]);
    expect(page.sections[0]?.blocks).toMatchObject([
      {
        text: 'Install `acme` with npm.',
        markdown: 'Install `acme` with [npm](https://docs.acme.test/npm.md).',
      },
    ]);
    expect(page.sections[1]?.blocks).toMatchObject([
      {type: 'item', ordinal: 1, text: 'Run:'},
      {type: 'code', depth: 1, language: 'bash', code: 'npm i'},
      {type: 'item', ordinal: 2, text: 'Done'},
      {type: 'item', depth: 2, text: 'really'},
      {type: 'table', header: [{text: 'a'}, {text: 'b'}], rows: [[{text: '`x|y`'}, {text: 'z'}]]},
    ]);
    expect(links).toEqual([{href: 'https://docs.acme.test/npm.md', text: 'npm'}]);
  });

  it.each([
    ['> [!WARNING]\n> Mind it.', 'warning', null],
    ['> **Note:** Mind it.', 'note', null],
    [':::danger[Hot]\nMind it.\n:::', 'danger', 'Hot'],
    ['::: tip\nMind it.\n:::', 'tip', null],
    ['!!! caution "So"\n    Mind it.', 'caution', 'So'],
  ])('has typed admonitions: %j', (source, kind, title) => {
    expect(blocksOf(source)).toMatchObject([{type: 'admonition', kind, title}]);
    expect(JSON.stringify(blocksOf(source))).toContain('Mind it.');
  });

  it.each([
    ['MDX', '<Warning title="So">\n  Mind it.\n</Warning>', 'warning', 'So'],
    ['a callout', '<Callout type="error">Mind it.</Callout>', 'danger', null],
    ['GitBook', '{% hint style="info" %}\nMind it.\n{% endhint %}', 'info', null],
    ["GitHub's first form", '> **Note**\n> Mind it.', 'note', null],
  ])('has typed admonitions of components: %s', (_, source, kind, title) => {
    expect(blocksOf(source)).toMatchObject([{type: 'admonition', kind, title, blocks: [{text: 'Mind it.'}]}]);
  });

  it.each([
    [
      'Docusaurus',
      '<Tabs>\n  <TabItem value="a" label="npm">\n    one\n  </TabItem>\n  <TabItem value="b" label="Yarn">two</TabItem>\n</Tabs>',
    ],
    ['Mintlify', '<Tabs>\n<Tab title="npm">\none\n</Tab>\n<Tab\n  title="Yarn"\n>\ntwo\n</Tab>\n</Tabs>'],
    ['MkDocs', '=== "npm"\n\n    one\n\n=== "Yarn"\n\n    two'],
    [
      'GitBook',
      '{% tabs %}\n{% tab title="npm" %}\none\n{% endtab %}\n{% tab title="Yarn" %}\ntwo\n{% endtab %}\n{% endtabs %}',
    ],
  ])('has all tabs, each called by its own: %s', (_, source) => {
    expect(blocksOf(source)).toMatchObject([
      {text: 'npm', label: 'tab'},
      {text: 'one'},
      {text: 'Yarn', label: 'tab'},
      {text: 'two'},
    ]);
  });

  it('reads HTML between its lines', () => {
    const source = [
      '<details>',
      '<summary>More</summary>',
      '',
      'Text with <kbd>Ctrl</kbd>.',
      '</details>',
      '',
      '<table><tr><th>A</th><th>B</th></tr>',
      '<tr><td><code>x</code></td><td>1</td></tr></table>',
    ].join('\n');
    expect(blocksOf(source)).toMatchObject([
      {text: 'More', label: 'summary'},
      {text: 'Text with `Ctrl`.'},
      {type: 'table', header: [{text: 'A'}, {text: 'B'}], rows: [[{text: '`x`'}, {text: '1'}]]},
    ]);
  });

  it('keeps hidden HTML out and counts it', () => {
    const {page} = read('<p hidden>BAD</p>\n\nText.');
    expect(JSON.stringify(page.sections)).not.toContain('BAD');
    expect(page.removed).toEqual({hidden: 1});
  });

  it('has definitions, titles of listings and reference links', () => {
    const source = 'Term\n: Its [meaning][m].\n\n```ts title="a.ts"\nx\n```\n\n[m]: ../mean.md "M"';
    expect(blocksOf(source)).toMatchObject([
      {
        type: 'definition',
        terms: [{text: 'Term'}],
        blocks: [{text: 'Its meaning.', markdown: 'Its [meaning](https://docs.acme.test/mean.md).'}],
      },
      {text: 'a.ts', label: 'title'},
      {type: 'code', language: 'typescript', code: 'x'},
    ]);
  });

  it('is without what only speaks to the builder', () => {
    const source = "import Tabs from '@theme/Tabs';\n\n[[toc]]\n\nText.\n\n{: .note }";
    expect(blocksOf(source)).toMatchObject([{text: 'Text.'}]);
    expect(blocksOf(source)).toHaveLength(1);
  });

  it('keeps components in code', () => {
    expect(blocksOf('```mdx\n<Tab title="a">\n[x][y]\n</Tab>\n```')).toMatchObject([
      {type: 'code', code: '<Tab title="a">\n[x][y]\n</Tab>'},
    ]);
  });

  it('keeps what looks like Markdown in code', () => {
    expect(blocksOf('```md\n# no heading\n\n- no item\n```')).toMatchObject([
      {type: 'code', code: '# no heading\n\n- no item'},
    ]);
  });

  it('drops comments', () => {
    const {page} = read('Text <!-- BAD --> here.');
    expect(page.sections[0]?.blocks).toMatchObject([{text: 'Text here.'}]);
    expect(page.removed).toEqual({comment: 1});
  });

  it('is told from HTML by its content if nothing else tells', () => {
    expect(extractedFrom('# Title\n\nText', '').page.title).toBe('Title');
    expect(extractedFrom('<!doctype html><h1>Title</h1>', '').page.title).toBe('Title');
  });
});

describe('a page as Markdown', () => {
  const markdown = (source: string) => pageToMarkdown(extractedFrom(source).page);

  it('gives code a fence that its own backticks cannot close', () => {
    expect(markdown('<h1>T</h1><pre>```js\n````</pre>')).toBe('# T\n\n`````\n```js\n````\n`````\n');
  });

  it('does not turn text into other blocks', () => {
    expect(markdown('<h1>T</h1><p># no heading</p><p>1. no item</p>')).toBe(
      '# T\n\n\\# no heading\n\n1\\. no item\n',
    );
  });

  it('escapes pipes in cells', () => {
    expect(markdown('<h1>T</h1><table><tr><th>a<th>b<tr><td><code>x|y|z</code><td>1</table>')).toContain(
      '| `x\\|y\\|z` | 1 |',
    );
  });

  it('indents what belongs to an item', () => {
    expect(markdown('<h1>T</h1><ol><li>a<pre>b\nc</pre><ul><li>d</ul></ol>')).toBe(
      '# T\n\n1. a\n\n   ```\n   b\n   c\n   ```\n\n   - d\n',
    );
  });
});

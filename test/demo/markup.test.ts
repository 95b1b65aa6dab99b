import {describe, expect, test} from 'vitest';
import {code, entry, tabs} from '../../source/demo/markup.ts';

describe('code', () => {
  test('takes off the shortest indentation and keeps the rest', () => {
    const html = code(
      'ts',
      `
      if (a) {

        b();
      }
      `,
    );
    expect(html).toContain('<pre><code class="language-ts">if (a) {\n\n  b();\n}</code></pre>');
  });

  test('escapes what HTML would read as markup', () => {
    expect(code('ts', 'a<b> && "c"')).toContain('a&lt;b&gt; &amp;&amp; &quot;c&quot;');
  });

  test('shows the file name as a caption if there is one', () => {
    expect(code('ts', 'a', 'millrace.config.ts')).toContain('<figcaption>millrace.config.ts</figcaption>');
    expect(code('ts', 'a')).not.toContain('figcaption');
  });
});

describe('entry', () => {
  test('marks an entry as deprecated only if told to', () => {
    expect(entry('a', 'a()', '<p>x</p>', 'deprecated')).toContain(
      '<span class="badge deprecated">deprecated</span>',
    );
    expect(entry('a', 'a()', '<p>x</p>')).not.toContain('badge');
  });
});

describe('tabs', () => {
  test('opens the first panel and gives each input an id of its own', () => {
    const html = tabs('t', [
      {label: 'A', content: '<p>a</p>'},
      {label: 'B', content: '<p>b</p>'},
    ]);
    expect(html.match(/ checked/g)).toHaveLength(1);
    expect(html).toContain('id="t-1" checked');
    expect(html).toContain('<label for="t-2">B</label>');
  });
});

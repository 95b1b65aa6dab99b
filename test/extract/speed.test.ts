import {NodeHtmlMarkdown} from 'node-html-markdown';
import {describe, expect, it} from 'vitest';
import {convert, cost} from './cost.ts';

const prose =
  'Each of these settings is read once, when the program starts, and kept until it ends; a later change of the file has no effect on what runs. '.repeat(
    4,
  );

/** Sections with everything that documentation is made of; texts and addresses differ, so that no memory helps. */
function manual(kilobytes: number): string {
  const parts: string[] = [];
  for (let index = 0, size = 0; size < kilobytes * 1000; index++) {
    const part = `<h2 id="s${index}">Section ${index}<a class="headerlink" href="#s${index}">¶</a></h2>
<p>Call <a href="/api/f${index}.html#x"><code>f${index}()</code></a> <em>before</em> <strong>option <code>o${index}</code></strong> &amp; <a href="/g${index}">see <em>g${index}</em></a>.</p>
<p>${prose}</p>
<pre><code class="language-js">const a${index} = <span class="n">f</span>(${index} &lt; 2);</code></pre>
<ul><li>One ${index} <b>bold</b></li><li>Two<ul><li><i>nested</i> ${index}</li></ul></li></ul>
<table><tr><th>Name</th><th>Value</th></tr><tr><td><code>k${index}</code></td><td><a href="#v${index}">v</a> | w</td></tr></table>
<dl><dt id="d${index}">d${index}(a, b)</dt><dd><p>Returns <code>${index}</code>.</p></dd></dl>
<div class="admonition warning"><p class="admonition-title">Warning</p><p>Never use <code>x_${index}</code> again.</p></div>\n`;
    parts.push(part);
    size += part.length;
  }
  return `<title>Manual</title><main><h1>Manual</h1>${parts.join('')}</main>`;
}

/**
 * How many times as much `big` costs as `small`, which runs as often as it takes to do the same work. The least of some
 * rounds: what else the machine does can only add.
 */
function growth(small: () => unknown, big: () => unknown, times: number, rounds = 5): number {
  const manySmall = () => {
    for (let index = 0; index < times; index++) small();
  };
  manySmall();
  const found = Array.from({length: rounds}, () => (times * cost(big, 1)) / cost(manySmall, 1));
  return Math.min(...found);
}

describe('the time that a page takes', () => {
  it('grows with its size: 1.6 MB cost at most 12 times as much as 200 KB', {timeout: 120_000}, () => {
    const small = manual(200);
    const big = manual(1600);
    expect(
      growth(
        () => convert(small),
        () => convert(big),
        8,
      ),
    ).toBeLessThan(12);
  });

  it('grows with the length of a single paragraph, too', {timeout: 120_000}, () => {
    const paragraph = (count: number) =>
      `<p>${Array.from({length: count}, (_, index) => `<a href="/${index}">a${index}</a><b>b</b><i>c</i> text `).join('')}</p>`;
    const small = paragraph(2500);
    const big = paragraph(20_000);
    expect(
      growth(
        () => convert(small),
        () => convert(big),
        8,
      ),
    ).toBeLessThan(20);
  });

  it('would not, if the converter got whole pages: the measure finds that out', {timeout: 120_000}, () => {
    const converter = new NodeHtmlMarkdown();
    const small = manual(25);
    const big = manual(200);
    expect(
      growth(
        () => converter.translate(small),
        () => converter.translate(big),
        8,
      ),
    ).toBeGreaterThan(12);
  });
});

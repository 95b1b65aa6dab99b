/** The pages of the fixture site, as pure functions of their number. */

/** The kinds of blocks that a guide page holds, by the word in their token `FACT-<KIND>-<i>`. */
export const blockKinds = [
  'H',
  'P',
  'SP',
  'TD',
  'LI',
  'NLI',
  'OLI',
  'DD',
  'ADM',
  'BQ',
  'CODE',
  'PRE',
] as const;

export type BlockKind = (typeof blockKinds)[number];

/** Links in the side menu of each guide page. */
const menuLinks = 60;

export function guideName(i: number): string {
  return String(i).padStart(3, '0');
}

/** A guide page with one block of each kind, between the furniture of a real site. */
export function guidePage(i: number, total: number): string {
  const name = guideName(i);
  const menu = Array.from({length: menuLinks}, (_, k) => {
    const other = guideName((7 * k + i) % total);
    return `<li><a href="/docs/guide/${other}.html">Menu ${other}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Guide ${name} | Acme Docs</title>
<meta name="description" content="NOISE-META about guide ${name}">
<script>window.NOISESCRIPT = ${i};</script>
<style>.NOISE-STYLE { color: red }</style>
</head>
<body>
<div class="cookie-banner">NOISE-COOKIE We use cookies. <button>Accept</button></div>
<header><nav class="topnav"><a href="/docs/">NOISE-NAV Docs</a> <a href="/blog/">Blog</a></nav></header>
<aside class="sidebar"><ul>
${menu.join('\n')}
</ul></aside>
<main><article>
<h1 id="top">Guide ${name} FACT-H-${i}</h1>
<p>FACT-P-${i} Call <code>acme.widget${i}()</code> once for each request, keep the result for as long as the request lives, and give it back at the end.</p>
<h2 id="options">Options<a class="anchor" href="#options">#</a></h2>
<p>Short FACT-SP-${i}.</p>
<table>
<thead><tr><th>Name</th><th>Type</th><th>Default</th><th>Description</th></tr></thead>
<tbody>
<tr><td>timeout${i}</td><td>number</td><td>FACT-TD-${i}</td><td>Milliseconds to wait for an answer</td></tr>
<tr><td>retries</td><td>number</td><td>3</td><td>How often | to retry</td></tr>
</tbody>
</table>
<h2 id="rules">Rules<a class="anchor" href="#rules">#</a></h2>
<ul>
<li>FACT-LI-${i} close every widget</li>
<li>never share a widget between workers
<ul><li>FACT-NLI-${i} not even a frozen one</li></ul>
</li>
</ul>
<ol>
<li>FACT-OLI-${i} install</li>
<li>configure</li>
</ol>
<dl><dt>strict</dt><dd>FACT-DD-${i} refuse unknown keys</dd></dl>
<div class="admonition warning"><div class="title">Warning</div><div>FACT-ADM-${i} do not call in render</div></div>
<blockquote>FACT-BQ-${i} prefer composition</blockquote>
<h2 id="example">Example<a class="anchor" href="#example">#</a></h2>
<pre><code class="language-ts"><span class="k">import</span> { acme } <span class="k">from</span> <span class="s">'acme'</span>;
<span class="c">// FACT-CODE-${i}</span>
<span class="k">const</span> w = acme.widget${i}({ timeout${i}: 10 })</code></pre>
<div class="highlight-source-shell"><pre>npm install acme-${i} # FACT-PRE-${i}</pre></div>
</article></main>
<footer>NOISE-FOOT Copyright Acme</footer>
</body>
</html>`;
}

/** The code of a guide page as a reader sees it. */
export function guideCode(i: number): string {
  return `import { acme } from 'acme';\n// FACT-CODE-${i}\nconst w = acme.widget${i}({ timeout${i}: 10 })`;
}

/** A page of one heading and one paragraph. */
export function specialPage(title: string, token: string, extra = ''): string {
  return `<!doctype html>
<html lang="en"><head><title>${title} | Acme Docs</title></head>
<body><main><article><h1>${title}</h1>
<p>${token} stands on this page, which says nothing else that would be worth a line.</p>${extra}
</article></main></body></html>`;
}

/** The start page: links to all guides, then to the special pages. */
export function indexPage(total: number, calendar: boolean): string {
  const links = [
    ...Array.from({length: total}, (_, i) => `guide/${guideName(i)}.html`),
    ...['moved.html', 'flaky.html', 'limited.html', 'private/secret.html'],
    ...['guide/001.html?utm_source=x', 'guide/001.html?utm_campaign=y#a'],
    ...(calendar ? ['cal.html?m=1'] : []),
    ...['latin1.html', 'gone.html', 'offsite.html'],
  ];
  const items = links.map(
    (link) => `<li><a href="/docs/${link.replaceAll('&', '&amp;')}">Page ${link.split('?', 1)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en"><head><title>Acme | Acme Docs</title></head>
<body><main><article><h1>Acme</h1>
<p>Acme makes widgets, and these pages say how to use them well.</p>
<ul>
${items.join('\n')}
</ul></article></main></body></html>`;
}

export function calendarPage(month: number): string {
  return specialPage(
    `Calendar month ${month}`,
    `Calendar month ${month}`,
    `<p><a href="/docs/cal.html?m=${month + 1}">Next month</a></p>`,
  );
}

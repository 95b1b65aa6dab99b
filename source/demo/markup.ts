/** The pieces of HTML that a documentation generator would make out of its source. */

/** `language` is the word after `language-`; `file` is shown as the caption of the block. */
export function code(language: string, source: string, file?: string): string {
  const caption = file === undefined ? '' : `<figcaption>${escapeHtml(file)}</figcaption>\n`;
  return `<figure class="code">
${caption}<pre><code class="language-${language}">${escapeHtml(dedent(source))}</code></pre>
<button type="button" class="copy">Copy</button>
</figure>`;
}

export function h2(id: string, title: string): string {
  return heading(2, id, title);
}

export function h3(id: string, title: string): string {
  return heading(3, id, title);
}

/** A call-out box; `content` is HTML of blocks. */
export function admonition(
  kind: 'note' | 'tip' | 'important' | 'warning' | 'danger',
  content: string,
  title: string = capitalised(kind),
): string {
  return `<div class="admonition ${kind}">
<p class="admonition-title">${title}</p>
${content}
</div>`;
}

const versionLabels = {
  versionadded: 'New in version',
  versionchanged: 'Changed in version',
  deprecated: 'Deprecated since version',
} as const;

/** What a version did to the thing described just before; `content` is HTML inside a paragraph. */
export function versionNote(kind: keyof typeof versionLabels, version: string, content: string): string {
  return `<div class="${kind}">
<p><span class="versionmodified">${versionLabels[kind]} ${version}:</span> ${content}</p>
</div>`;
}

/** Panels that share one place; `id` is unique on the page, `content` is HTML of blocks. */
export function tabs(id: string, panels: readonly {label: string; content: string}[]): string {
  const inputs = panels.map(
    (_, at) => `<input type="radio" name="${id}" id="${id}-${at + 1}"${at === 0 ? ' checked' : ''}>`,
  );
  const labels = panels.map(({label}, at) => `<label for="${id}-${at + 1}">${label}</label>`);
  const blocks = panels.map(({content}) => `<div class="tabbed-block">\n${content}\n</div>`);
  return `<div class="tabbed-set">
${inputs.join('\n')}
<div class="tabbed-labels">${labels.join('')}</div>
<div class="tabbed-content">
${blocks.join('\n')}
</div>
</div>`;
}

/** Cells are HTML. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>
<thead>
${line(header, 'th')}
</thead>
<tbody>
${rows.map((cells) => line(cells, 'td')).join('\n')}
</tbody>
</table>`;
}

/** One API entry: a signature with its own id, a badge if it is on its way out, and its description as HTML. */
export function entry(id: string, signature: string, content: string, badge?: 'deprecated'): string {
  const mark = badge === undefined ? '' : ` <span class="badge ${badge}">${badge}</span>`;
  return `<dl class="api">
<dt class="sig" id="${id}"><code>${escapeHtml(signature)}</code>${mark}${permalink(id)}</dt>
<dd>
${content}
</dd>
</dl>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function heading(level: 2 | 3, id: string, title: string): string {
  return `<h${level} id="${id}">${title}${permalink(id)}</h${level}>`;
}

function permalink(id: string): string {
  return `<a class="headerlink" href="#${id}" title="Permanent link">#</a>`;
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Samples stand indented in our source; the shortest indentation of a line that is not blank is taken off. */
function dedent(source: string): string {
  const lines = source.replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}

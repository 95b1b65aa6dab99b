/** Longest run of one character in a text. */
function longestRun(text: string, character: string): number {
  let longest = 0;
  let current = 0;
  for (const each of text) {
    current = each === character ? current + 1 : 0;
    if (current > longest) longest = current;
  }
  return longest;
}

/**
 * A Markdown code span (CommonMark 6.1) that shows exactly `code`, which must be one line. It is padded where a
 * backtick or a `!` would touch the delimiter: some readers run `` !`command` ``.
 */
export function codeSpan(code: string): string {
  const fence = '`'.repeat(fenceLength(code));
  const blank = code.trim() === '';
  const pad = /^[`]|[`!]$/.test(code) || (!blank && code.startsWith(' ') && code.endsWith(' '));
  return pad ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
}

/** The content of a code span from what stands between its delimiters: one blank on each side is padding. */
export function spanContent(between: string): string {
  const padded = between.startsWith(' ') && between.endsWith(' ') && between.trim() !== '';
  return padded ? between.slice(1, -1) : between;
}

/**
 * A fenced code block as lines, its fence longer than any run of backticks inside. A language that is not a
 * plain word (some readers run ```` ```! ````) becomes `text`.
 */
export function fencedBlock(code: string, language: string | null): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(code, '`') + 1));
  const info = language !== null && /^[A-Za-z0-9][A-Za-z0-9_+#.-]{0,29}$/.test(language) ? language : 'text';
  return [`${fence}${info}`, ...code.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n'), fence];
}

/** The shortest length that no run inside has; the longest plus one would do too, but reads worse. */
function fenceLength(code: string): number {
  const runs = new Set((code.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length += 1;
  return length;
}

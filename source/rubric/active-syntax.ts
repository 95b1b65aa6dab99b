/** What some reader of rule files carries out, imports or fetches; looked for outside of code. */
const ACTIVE: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(?<![\\\w])!`/, 'a command to run'],
  [/(?<![\w\\])@[\w~./\\-]/, 'an @import'],
  [/(?<!\\)\$(?:ARGUMENTS\b|\d|\{)/, 'a $ placeholder'],
  [/!\[[^\]]{0,300}\]\(/, 'an image'],
  [/<(?!!-- rules-maker[: ])(?=[A-Za-z!/?])/, 'a tag or comment'],
];

/** The first piece of active syntax in a text, or `null`. Code spans and fences are data, but for a `!` before them. */
export function activeSyntax(markdown: string): string | null {
  if (/^[ \t]*(?:`{3,}|~{3,})[ \t]*!/m.test(markdown)) return 'a block to run';
  const prose = withoutCode(markdown);
  return ACTIVE.find(([pattern]) => pattern.test(prose))?.[1] ?? null;
}

/** The text without fenced blocks; of each code span its marks alone are left. */
export function withoutCode(markdown: string): string {
  return withoutFences(markdown)
    .split('\n')
    .map((line) => withoutSpans(line))
    .join('\n');
}

function withoutFences(markdown: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const mark = /^[ \t]*(`{3,}|~{3,})([^\n`]*)$/.exec(line);
    const sign = mark?.[1] ?? '';
    if (fence === null && mark !== null) fence = sign;
    else if (fence !== null && sign.startsWith(fence) && mark?.[2]?.trim() === '') fence = null;
    else if (fence === null) kept.push(line);
  }
  return kept.join('\n');
}

/** A code span lies between two runs of backticks of one length; a backslash before the first makes it text. */
function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/\\?`+/g)].map(({index, 0: run}) => ({
    at: index,
    end: index + run.length,
    length: run.replace(/^\\/, '').length,
    escaped: run.startsWith('\\'),
  }));
  const partners = new Map<number, number>();
  const next = new Map<number, number>();
  for (const {at, end, length} of runs.toReversed()) {
    const partner = next.get(length);
    if (partner !== undefined) partners.set(at, partner);
    next.set(length, end);
  }
  let kept = '';
  let from = 0;
  for (const {at, escaped} of runs) {
    const close = partners.get(at);
    if (escaped || at < from || close === undefined) continue;
    kept += `${line.slice(from, at)}\`\``;
    from = close;
  }
  return kept + line.slice(from);
}

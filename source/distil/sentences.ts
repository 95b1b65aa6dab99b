const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|al|resp|approx|incl|Fig|Sec|Ch|Dr|Mr|Ms|Mrs|St|Inc|Ltd|Corp|Jan|Feb|Aug|Sept|Oct|Nov|Dec|a\.k\.a|w\.r\.t)|\b[A-Z]|\b[Nn]o)\.$/;
const BREAK = /[.!?]["')\]\u201D\u2019]{0,3}(?=\s)/g;

/**
 * Cuts a text into sentences. Points inside of code spans and parentheses, after abbreviations and before lower case do
 * not end one. Line breaks always do.
 */
export function splitSentences(text: string): string[] {
  return text.split(/\n+/).flatMap(splitLine);
}

function splitLine(line: string): string[] {
  const found: string[] = [];
  const opaque = hideCode(line);
  let start = 0;
  for (const match of opaque.matchAll(BREAK)) {
    const end = match.index + match[0].length;
    if (insideParentheses(opaque, start, end) || ABBREVIATION.test(opaque.slice(start, end))) continue;
    const next = /\S/.exec(opaque.slice(end))?.[0] ?? '';
    if (next !== '' && /[a-z]/.test(next)) continue;
    push(found, line.slice(start, end));
    start = end;
  }
  push(found, line.slice(start));
  return found;
}

/** The same length, with every code span made of one harmless capital letter. */
function hideCode(line: string): string {
  return line.replace(/`[^`]+`/g, (span) => 'X'.repeat(span.length));
}

function insideParentheses(line: string, start: number, end: number): boolean {
  let depth = 0;
  for (let index = start; index < end; index++) {
    if (line[index] === '(') depth++;
    else if (line[index] === ')') depth = Math.max(0, depth - 1);
  }
  return depth > 0;
}

function push(found: string[], piece: string): void {
  const trimmed = piece.trim();
  if (trimmed !== '') found.push(trimmed);
}

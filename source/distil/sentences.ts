const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|al|resp|approx|incl|Fig|Sec|Ch|Dr|Mr|Ms|Mrs|St|Inc|Ltd|Corp|Jan|Feb|Aug|Sept|Oct|Nov|Dec|a\.k\.a|w\.r\.t)|\b[A-Z]|\b[Nn]o)\.$/;
/** In characters, with the space before it; what is looked at must not grow with the text. */
const LONGEST_ABBREVIATION = 10;
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
  let depth = 0;
  let read = 0;
  for (const match of opaque.matchAll(BREAK)) {
    const end = match.index + match[0].length;
    for (; read < end; read++) {
      if (opaque[read] === '(') depth++;
      else if (opaque[read] === ')') depth = Math.max(0, depth - 1);
    }
    if (depth > 0 || ABBREVIATION.test(opaque.slice(Math.max(start, end - LONGEST_ABBREVIATION), end)))
      continue;
    if (/^\s+[a-z]/.test(opaque.slice(end, end + 3))) continue;
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

function push(found: string[], piece: string): void {
  const trimmed = piece.trim();
  if (trimmed !== '') found.push(trimmed);
}

import {identifiersIn} from './identifiers.ts';

/** A table cell that is code and nothing else: `a()`, `b()`. */
export type CodeCell = {readonly codes: readonly string[]; readonly all: boolean};

/** Longer ones are examples, not names. */
const MAX_CODE = 60;
const MAX_CODES = 4;

/**
 * The pieces of code a table cell holds, without footnote marks; `null` if it says something else.
 * @param bare true if a single plain word counts as a name, as in a column of names
 */
export function codeCell(text: string, bare: boolean): CodeCell | null {
  const plain = text
    .replace(/\s*\[\d{1,3}\]/g, '')
    .replace(/\s+\([^()`]{1,60}\)$/, '')
    .trim();
  if (plain === '' || plain.length > MAX_CODE * MAX_CODES) return null;
  const codes: string[] = [];
  const rest = plain.replace(/`([^`]+)`/g, (_, code: string) => {
    codes.push(code.trim());
    return ' ';
  });
  for (const word of rest.split(/\s*(?:,|\/|\s(?:and|or)\s|\s)\s*/)) {
    if (word === '' || /^(?:and|or)$/.test(word)) continue;
    const name = word.replace(/\(\)$/, '');
    const named = bare ? /^[A-Za-z_@$-][\w.:$-]*$/.test(name) : identifiersIn(word).includes(name);
    if (!named) return null;
    codes.push(word);
  }
  // Ditto marks stand for words of another row.
  if (codes.some((code) => /^\W*["\u201C\u201D]\W*_|^-?["\u3003]-?/.test(code))) return null;
  if (codes.length === 0 || codes.length > MAX_CODES || codes.some((code) => code.length > MAX_CODE))
    return null;
  return {codes, all: /\sand\s/.test(plain)};
}

/** The cell as words of a sentence: "`a` or `b`". */
export function spoken({codes, all}: CodeCell, link: 'and' | 'or'): string {
  const quoted = codes.map((code) => `\`${code}\``);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} ${all ? 'and' : link} ${last}`;
}

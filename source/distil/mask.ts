import {looksLikeCode} from './identifiers.ts';

/** Pieces of code become private-use characters, so that patterns over prose never see inside of them. */
const FIRST = 0xe000;
const LIMIT = 256;

/** A sentence whose code is replaced by single characters. */
export type Masked = {readonly text: string; readonly codes: readonly string[]};

/** Hides code spans and code-like words; `null` if the text has private characters of its own or too much code. */
export function mask(text: string): Masked | null {
  if (/[\uE000-\uF8FF]/.test(text)) return null;
  const codes: string[] = [];
  const keep = (code: string): string => {
    codes.push(code);
    return String.fromCharCode(FIRST + codes.length - 1);
  };
  const spans = text.replace(/`([^`]+)`/g, (_, code: string) => keep(code.trim()));
  const masked = spans.replace(
    /(?<![\w/.-])(?:--[a-z][\w-]*|@?[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*(?:\((?:[^()\s]{0,40}|[A-Z]?[\w.<>[\]]{1,60}(?:, [\w.<>[\]]{1,60}){1,8})\))?)/g,
    (word) => {
      const name = word.replace(/\(.*$/, '').replace(/^@/, '');
      return /^--|\)$/.test(word) || looksLikeCode(name) ? keep(word) : word;
    },
  );
  return codes.length > LIMIT
    ? null
    : {
        text: masked
          .replace(/[\u2018\u2019]/g, "'")
          .replace(/\s+/g, ' ')
          .trim(),
        codes,
      };
}

/** Puts the code back, each piece in backticks. */
export function unmask(text: string, codes: readonly string[]): string {
  return text.replace(/[\uE000-\uF8FF]/g, (mark) => {
    const code = codes[mark.charCodeAt(0) - FIRST];
    return code === undefined ? '' : `\`${code}\``;
  });
}

/** The pieces of code a masked text stands for. */
export function codesOf(text: string, codes: readonly string[]): string[] {
  return [...text.matchAll(/[\uE000-\uF8FF]/g)].flatMap(
    (match) => codes[match[0].charCodeAt(0) - FIRST] ?? [],
  );
}

/** True if the masked text holds a piece of code. */
export function hasCode(text: string): boolean {
  return /[\uE000-\uF8FF]/.test(text);
}

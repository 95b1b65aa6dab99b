import {identifiersIn, lastPart, mentions} from './identifiers.ts';
import {normalise} from './normalise.ts';

/** Share of the words of a directive that its quote must hold if it names none of its APIs, and that its section must. */
const IN_QUOTE = 0.25;
const IN_SECTION = 0.5;

/**
 * True if the quotes have something to do with the directive: they name one of its APIs or share its words, or they
 * speak of "this" in a section that does both.
 * @param text - `normalise()` of the section
 */
export function isSupported(directive: string, quotes: readonly string[], text: string): boolean {
  const quoted = normalise(quotes.join('\n'));
  const names = identifiersIn(directive).map((name) => normalise(lastPart(name)));
  if (names.some((name) => mentions(quoted, name))) return true;
  const words = stemsOf(directive);
  const share = (place: string) => words.filter((word) => place.includes(word)).length / words.length;
  if (words.length === 0) return false;
  if (share(quoted.toLowerCase()) >= IN_QUOTE) return true;
  // "Do not use this function": the name stands in the section alone.
  return (
    /\b(?:this|it)\b/i.test(quoted) &&
    names.some((name) => mentions(text, name)) &&
    share(text.toLowerCase()) >= IN_SECTION
  );
}

/** The beginnings of the longer words: forms of a word count as one. */
function stemsOf(directive: string): string[] {
  const words =
    normalise(directive)
      .toLowerCase()
      .match(/[a-z]{4,}/g) ?? [];
  return [...new Set(words.map((word) => word.slice(0, Math.max(4, word.length - 3))))];
}

import {normalise} from './normalise.ts';
import {splitSentences} from './sentences.ts';

const NEGATIVE_DIRECTIVE = /\b(?:do not|don't|never|avoid|not|cannot|stop|no longer|deprecated|removed)\b/i;

const NEGATIVE_QUOTE =
  /\b(?:not|never|cannot|no longer|without|avoid\w*|\w+n't|deprecat\w*|remov\w*|discourag\w*|obsolete\w*|unsafe|insecure|unsupported|forbid\w*|prohibit\w*|disallow\w*|dangerous\w*|wrong\w*|incorrect\w*|invalid|instead|rather than|superseded|legacy|fail\w*|errors?|unreliable|breaks?|prevent\w*|reject\w*|ignored?|unless|only|neither|nor|except|replac\w*|renam\w*|drop(?:s|ped)?|no|moved)\b/i;

/** Negations that count: a directive that copies a sentence holds as many as the sentence. */
const HARD_NEGATION =
  /\b(?:not|never|cannot|no longer|avoid(?:s|ing)?|\w+n't|deprecated|removed|discouraged|instead of|rather than)\b/gi;

/** A sentence that forbids, and words of which one must be left when it is rewritten. */
const FORBIDS =
  /\b(?:do not|don't|never|must not|mustn't|should not|shouldn't|cannot|can't|discouraged|avoid|not (?:be )?(?:recommended|safe|supported|allowed))\b/i;
const STILL_FORBIDS =
  /\b(?:not|never|no|avoid|cannot|instead|rather|without|only|unless|deprecated|removed|stop|prevent|disable|before|outside|except|verify|check)\b|n't\b/i;

/**
 * True if a directive says no where its quotes do, and only there.
 * @param around headings of the place, where "deprecated" may stand as well
 */
export function agrees(directive: string, quotes: readonly string[], around: string): boolean {
  const plain = quotes.map(normalise);
  const prose = directive.replace(/`[^`]*`/g, ' ');
  if (
    NEGATIVE_DIRECTIVE.test(prose) &&
    !plain.some((quote) => NEGATIVE_QUOTE.test(quote)) &&
    !NEGATIVE_QUOTE.test(around)
  )
    return false;
  const words = wordsOf(normalise(directive));
  for (const sentence of plain.flatMap(splitSentences)) {
    const other = wordsOf(sentence);
    const common = [...words].filter((word) => other.has(word)).length;
    const alike = common / Math.max(1, words.size + other.size - common) >= 0.55;
    if (alike && count(normalise(directive)) !== count(sentence)) return false;
    if (common / Math.max(1, words.size) >= 0.6 && FORBIDS.test(sentence) && !STILL_FORBIDS.test(prose))
      return false;
  }
  return true;
}

function wordsOf(text: string): Set<string> {
  return new Set(
    (text.toLowerCase().match(/[a-z0-9_$]+(?:\.[a-z0-9_$]+)*/g) ?? []).filter((word) => word.length > 2),
  );
}

function count(text: string): number {
  return (text.match(HARD_NEGATION) ?? []).length;
}

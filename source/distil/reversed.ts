import {lastPart} from './identifiers.ts';
import {replacedBy} from './keys.ts';
import {normalise} from './normalise.ts';
import {splitSentences} from './sentences.ts';

/** Between the way that is recommended and the one that is not, and between the one that goes and the one that comes. */
const GOOD_FIRST = /\b(?:instead of|rather than|replaces|supersedes)\b/i;
const BAD_FIRST =
  /\b(?:in favou?r of|(?:replaced|superseded) (?:by|with)|renamed (?:to|as)|(?:deprecated|removed)\b.{0,40}\buse)\b/i;

/** True if a rule "Use `b` instead of `a`", about one name each, cites a sentence that says the opposite. */
export function isReversed(directive: string, quotes: readonly string[]): boolean {
  const exchange = replacedBy(directive);
  const [old, ...moreOld] = exchange?.old ?? [];
  const [next, ...moreNext] = exchange?.next ?? [];
  if (old === undefined || next === undefined || moreOld.length + moreNext.length > 0) return false;
  if (lastPart(old) === lastPart(next)) return false;
  const sentences = quotes.map(normalise).flatMap(splitSentences);
  const says = (good: string, bad: string) =>
    sentences.some(
      (sentence) =>
        GOOD_FIRST.test(between(sentence, good, bad) ?? '') ||
        BAD_FIRST.test(between(sentence, bad, good) ?? ''),
    );
  return says(lastPart(old), lastPart(next)) && !says(lastPart(next), lastPart(old));
}

/** The words from the first name to the next place of the second, or `null`. */
function between(sentence: string, first: string, second: string): string | null {
  const from = placeOf(sentence, first, 0);
  const to = from === null ? null : placeOf(sentence, second, from + first.length);
  return from === null || to === null ? null : sentence.slice(from + first.length, to);
}

function placeOf(sentence: string, name: string, from: number): number | null {
  for (let at = sentence.indexOf(name, from); at >= 0; at = sentence.indexOf(name, at + 1))
    if (!/[\w$]/.test(sentence[at - 1] ?? ' ') && !/[\w$]/.test(sentence[at + name.length] ?? ' ')) return at;
  return null;
}

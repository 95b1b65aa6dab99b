import type {Force} from './clause.ts';
import {upperFirst} from './clause.ts';
import {warned} from './effect-clauses.ts';
import {badCondition, finish} from './finish.ts';
import {type Framed, frame} from './frame.ts';
import {bareName, lastPart} from './identifiers.ts';
import {mainClause} from './main-clause.ts';
import {hasCode, type Masked, mask, unmask} from './mask.ts';
import {NEAR, type Place, resolveReferences, shortName} from './references.ts';

export type Rewritten = {
  readonly directive: string;
  readonly condition: string | null;
  readonly force: Force;
  /** The sentence is an imperative itself. */
  readonly bare: boolean;
};

/**
 * Turns a sentence of documentation into one imperative sentence, by closed rules; `null` if none fits.
 * @param subject the code name that "this" and "it" stand for in the section, or `null`
 */
export function rewrite(sentence: string, subject: string | null, place = NEAR): Rewritten | null {
  if (sentence.length > 420 || sentence.includes('``') || /\?["')\s]*$/.test(sentence)) return null;
  const masked = mask(
    hushed(sentence).replace(
      /\s\((?:see|cf\.?|e\.g\.|i\.e\.|for example|for instance|source:)[^()]{0,160}\)/gi,
      '',
    ),
  );
  if (masked === null) return null;
  const opened = stripOpeners(
    masked.text.replace(/^(?:\[\d{1,3}\]|\d{1,2}\.|[*\u2020])\s+/, '').replace(/[.:!;\s]+$/, ''),
  );
  if (opened === null) return null;
  const named = resolveReferences({text: opened, codes: masked.codes}, subject, place);
  if (named === null) return null;
  const swapped = insteadOf(named, subject, place);
  const resolved = swapped ?? named;
  const framed =
    swapped === null
      ? framedBy(named.text, place)
      : {text: swapped.text, force: 'should' as const, condition: null};
  if (framed === null) return null;
  const directive = finish(framed.text, framed.condition ?? '', resolved.codes);
  const condition = framed.condition === null ? null : unmask(framed.condition, resolved.codes);
  if (directive === null || (condition !== null && badCondition(framed.condition ?? '', condition)))
    return null;
  return {directive, condition, force: framed.force, bare: framed.bare === true};
}

/** "Use `b` instead." says instead of what if the section has one subject and nothing else was spoken of. */
function insteadOf({text, codes}: Masked, subject: string | null, place: Place): Masked | null {
  if (subject === null || !place.alone || !/^(?:Use|Prefer) [^,;:]{1,120} instead$/.test(text)) return null;
  const name = shortName(subject);
  if (!hasCode(text) || codes.some((code) => lastPart(bareName(code)) === name)) return null;
  const next = text.replace(/^\w+/, '').replace(/ instead$/, '');
  return {
    text: `Replace ${String.fromCharCode(0xe000 + codes.length)} with${next}`,
    codes: [...codes, subject],
  };
}

/** A verb and its object; a noun before a verb is none: "Type specificity applies". */
const PLAIN = /^[A-Z][a-z]+ (?:the|an?|your|any|all|each|every|only|[\uE000-\uF8FF])/;

function framedBy(text: string, place: Place): Framed | null {
  const framed = frame(text);
  if (framed !== null || !place.boxed) return framed;
  const warning = (PLAIN.test(text) ? mainClause(text, true) : null) ?? warned(text);
  return warning === null ? null : {...warning, condition: null};
}

/** Words in capitals for emphasis are words. */
function hushed(sentence: string): string {
  return sentence.replace(
    /`[^`]*`|\b(?:NOT|SAFE|MUST|NEVER|ALWAYS|ONLY|SHOULD|CANNOT|MAY|SHALL)\b/g,
    (word) => (word.startsWith('`') ? word : word.toLowerCase()),
  );
}

const OPENERS =
  /^(?:(?:please )?(?:also )?note(?: also)?(?: that|,|:)|it (?:is|'s) (?:also )?(?:important|worth) (?:to note|noting) that|it should be noted that|keep in mind that|be aware that|also,?|however,?|but|and|so|therefore,?|thus,?|hence,?|additionally,|in addition,|furthermore,|moreover,|finally,|consequently,|in particular,|of course,|for (?:this|these|that|security|performance|historical) reasons?,|as a result,|as such,|please|remember,|remember that|important:|warning:|caution:|because of this,|due to this,|that said,|similarly,|likewise,|note -|again,|for (?:best|optimal) (?:results|performance),|first,|now,|basically,|specifically,|strictly speaking,|in short,|at (?:a|the very) minimum,|if (?:at all )?(?:possible|necessary),|in general,|where possible,|whenever possible,|historically,|ideally,)\s+/i;

const REJECTED =
  /^(?:then\b|next,|for example|for instance|e\.g|otherwise|instead|alternatively|in (?:the )?(?:example|code|previous|following|above|this|that|these|such|some|most|many|other) |see |fixed|added|allowed|restored|prevented|improved|corrected|changed|there|here|who|what|why|how|where|which|though|although|even|let's|let us|with this|with that|unlike|in this|perhaps|maybe|in other words|to summari[sz]e|as (?:shown|described|mentioned|above|before|an example))\b/i;

function stripOpeners(text: string): string | null {
  let rest = text;
  for (let turn = 0; turn < 3; turn++) rest = rest.replace(OPENERS, '');
  rest = rest.replace(/^(?:Although|Even though|Though) [^,]{4,200}, (?=[a-z])/, '');
  if (rest !== text) rest = upperFirst(rest);
  if (REJECTED.test(rest)) return null;
  return rest === '' ? null : rest;
}

import type {Force} from './clause.ts';
import {badCondition, finish} from './finish.ts';
import {frame} from './frame.ts';
import {mask, unmask} from './mask.ts';
import {resolveReferences} from './references.ts';

export type Rewritten = {
  readonly directive: string;
  readonly condition: string | null;
  readonly force: Force;
};

/**
 * Turns a sentence of documentation into one imperative sentence, by closed rules; `null` if none fits.
 * @param subject the code name that "this" and "it" stand for in the section, or `null`
 */
export function rewrite(sentence: string, subject: string | null): Rewritten | null {
  if (sentence.length > 420 || /\?["')\s]*$/.test(sentence)) return null;
  const masked = mask(
    sentence.replace(/\s\((?:see|cf\.?|e\.g\.|i\.e\.|for example|for instance|source:)[^()]{0,160}\)/gi, ''),
  );
  if (masked === null) return null;
  const opened = stripOpeners(masked.text.replace(/[.:!;\s]+$/, ''));
  if (opened === null) return null;
  const resolved = resolveReferences({text: opened, codes: masked.codes}, subject);
  if (resolved === null) return null;
  const framed = frame(resolved.text);
  if (framed === null) return null;
  const directive = finish(framed.text, framed.condition ?? '', resolved.codes);
  const condition = framed.condition === null ? null : unmask(framed.condition, resolved.codes);
  if (directive === null || (condition !== null && badCondition(framed.condition ?? '', condition)))
    return null;
  return {directive, condition, force: framed.force};
}

const OPENERS =
  /^(?:(?:please )?(?:also )?note(?: also)?(?: that|,|:)|it (?:is|'s) (?:also )?(?:important|worth) (?:to note|noting) that|it should be noted that|keep in mind that|be aware that|also|however,?|but|and|so|therefore,?|thus,?|hence,?|additionally,|in addition,|furthermore,|moreover,|finally,|consequently,|in particular,|of course,|for (?:this|these|that|security|performance|historical) reasons?,|as a result,|as such,|please|remember,|remember that|important:|warning:|caution:|because of this,|due to this,|that said,|similarly,|likewise,|note -|then,?|again,|for (?:best|optimal) (?:results|performance),|first,|next,|now,|basically,|specifically,|strictly speaking,|in short,|at (?:a|the very) minimum,|if (?:possible|necessary),|where possible,|whenever possible,|historically,|ideally,)\s+/i;

const REJECTED =
  /^(?:for example|for instance|e\.g|otherwise|instead|alternatively|in (?:the )?(?:example|code|previous|following|above|this|that|these|such|some|most|many|other) |see |fixed|added|allowed|restored|prevented|improved|corrected|changed|there|here|who|what|why|how|where|which|though|although|even|let's|let us|with this|with that|unlike|in this|perhaps|maybe|in other words|to summari[sz]e|as (?:shown|described|mentioned|above|before|an example))\b/i;

function stripOpeners(text: string): string | null {
  let rest = text;
  for (let turn = 0; turn < 3; turn++) rest = rest.replace(OPENERS, '');
  if (REJECTED.test(rest)) return null;
  return rest === '' ? null : rest;
}

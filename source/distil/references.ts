import type {Masked} from './mask.ts';
import {hasCode} from './mask.ts';

const THINGS =
  'function|method|class|setting|option|attribute|property|argument|parameter|decorator|tag|filter|template tag|template filter|field|module|event|header|command|interface|routine|API|callback|pragma|macro|flag|hook|signal|middleware|constructor|variable|constant|exception|directive|manager|view|widget|backend|lookup|helper|keyword';

const PRONOUN_START =
  /^(?:This|It|It's|These|They|Those|That|He|She|Such|Both|None of|Neither|One of|Each of these|All of these|Some of these|Doing (?:this|so|that)|To do (?:this|so|that))\b/;

/**
 * Replaces "this function" and a leading "It" or "This" by the name the section documents; `null` if the sentence
 * begins with a pronoun that cannot be resolved.
 */
export function resolveReferences(masked: Masked, subject: string | null): Masked | null {
  if (subject === null)
    return PRONOUN_START.test(masked.text) && !startsImpersonally(masked.text) ? null : masked;
  const mark = String.fromCharCode(0xe000 + masked.codes.length);
  const text = masked.text
    .replace(new RegExp(`\\b[Tt]his (?:${THINGS})\\b(?! [\\uE000-\\uF8FF])`, 'g'), mark)
    .replace(
      /^(?:This|It) (?=(?:must|should|cannot|can't|can|may|needs|has|only works|works only|is (?:not )?(?:only|also|recommended|discouraged|safe|supported|available|deprecated|required|preferred))\b)(?!is (?:\w+ ){0,2}?\w+ (?:to|that)\b)(?!should be noted)/,
      `${mark} `,
    );
  if (PRONOUN_START.test(text) && !startsImpersonally(text)) return null;
  return text.includes(mark) ? {text, codes: [...masked.codes, subject]} : masked;
}

/** "It is recommended to": the "It" stands for nothing. */
function startsImpersonally(text: string): boolean {
  return (
    /^It(?: is|'s) .{0,60}\b(?:to|that you)\b/.test(text) ||
    (/^(?:Both|Neither|Such) /.test(text) && hasCode(text.slice(0, 16)))
  );
}

import {bareName, lastPart} from './identifiers.ts';
import type {Masked} from './mask.ts';
import {hasCode} from './mask.ts';
import {fromParticiple} from './verbs.ts';

/** Where the sentence stands, for what "this" and "it" may mean there. */
export type Place = {
  /** The subject is called: its arguments and results are other things than itself. */
  readonly callable: boolean;
  /** Nothing else was spoken of just before the sentence. */
  readonly near: boolean;
  /** The sentence opens its paragraph, or follows word that the subject is on its way out. */
  readonly alone: boolean;
  /** The module or command the page is about. */
  readonly whole: string | null;
  /** The sentence stands in a warning. */
  readonly boxed: boolean;
};

export const NEAR: Place = {callable: false, near: true, alone: true, whole: null, boxed: false};

/** The word a sentence calls the subject by: `Script` for `new vm.Script(code)`. */
export function shortName(subject: string): string {
  return lastPart(bareName(subject.replace(/^new /, '')));
}

/** What a callable can be called; "this argument" is never the function it belongs to. */
const CALLABLES =
  'function|method|class|decorator|template tag|template filter|tag|filter|command|interface|routine|API|callback|macro|hook|signal|middleware|constructor|exception|manager|view|widget|backend|lookup|helper|call|procedure';
const THINGS = `${CALLABLES}|setting|option|attribute|property|argument|parameter|field|event|header|pragma|flag|variable|constant|directive|keyword|switch|statement|clause|type|value`;
const WHOLE = /\b[Tt]his (?:module|utility|program|library|package|tool)\b(?! [\uE000-\uF8FF])/g;
/** What one does to a setting or an attribute. */
const DEED =
  /^((?:Only |Never |Do not |Don't |Avoid )?(?:[Ss]et(?:ting)?|[Ee]nabl(?:e|ing)|[Dd]isabl(?:e|ing)|[Cc]hang(?:e|ing)|[Uu]s(?:e|ing))) (?:this|it)\b(?= (?:to|is|in|on|if|when|only|for|unless|can|may|must|should)\b)/;
const ANY_THING = new RegExp(`\\b[Tt]his (?:${THINGS})\\b(?! [\\uE000-\\uF8FF])`, 'g');
const ANY_CALLABLE = new RegExp(`\\b[Tt]his (?:${CALLABLES})\\b(?! [\\uE000-\\uF8FF])`, 'g');

const PRONOUN_START =
  /^(?:This|It|It's|These|They|Those|That|He|She|Such|Both|None of|Neither|One of|Each of these|All of these|Some of these|Doing (?:this|so|that)|To do (?:this|so|that))\b/;
const LEADING =
  /^(?:This|It) (?=(?:must|should|cannot|can't|can|may|needs|has|will|does|only works|works only|works|is (?:not )?(?:only|also|recommended|discouraged|safe|supported|available|deprecated|required|preferred|thread-safe|secure|intended|ignored|insecure|unsafe))\b)(?!is (?:\w+ ){0,2}?\w+ (?:to|that)\b)(?!should be noted)/;
const BECOMES =
  /^(?:This|It) [a-z]+(?: to)?(?: (?:not|only|never|always|also|therefore))* be (?:only |always |never )?([a-z]+)/;

/**
 * Replaces "this function" and a leading "It" or "This" by the name the section documents; `null` if the sentence
 * begins with a pronoun that cannot be resolved.
 * @param subject the code name the section is about, or `null`
 */
export function resolveReferences(masked: Masked, subject: string | null, place = NEAR): Masked | null {
  const {callable, near, whole} = place;
  const ofWhole = whole === null ? masked : replaced(masked, WHOLE, whole);
  if (ofWhole !== masked) return ofWhole;
  if (subject === null)
    return PRONOUN_START.test(masked.text) && !startsImpersonally(masked.text) ? null : masked;
  const mark = String.fromCharCode(0xe000 + masked.codes.length);
  const named = masked.text.replace(callable ? ANY_CALLABLE : ANY_THING, mark);
  const deed = near && !callable ? named.replace(DEED, `$1 ${mark}`) : named;
  const text = near && !(callable && speaksOfPart(deed)) ? deed.replace(LEADING, `${mark} `) : deed;
  if (PRONOUN_START.test(text) && !startsImpersonally(text)) return null;
  // "This may only be used within `f`" does not speak of `f`.
  if (text.includes(mark) && masked.codes.some((code) => shortName(code) === shortName(subject))) return null;
  return text.includes(mark) ? {text, codes: [...masked.codes, subject]} : masked;
}

function replaced(masked: Masked, pattern: RegExp, code: string): Masked {
  const text = masked.text.replace(pattern, String.fromCharCode(0xe000 + masked.codes.length));
  return text === masked.text ? masked : {text, codes: [...masked.codes, code]};
}

/** "This must be a string" speaks of an argument or of the result, "this must be called" of the function. */
function speaksOfPart(text: string): boolean {
  const become = BECOMES.exec(text)?.[1];
  return become !== undefined && (fromParticiple(become) === null || /^(?:set|given|read)$/.test(become));
}

/** "It is recommended to": the "It" stands for nothing. */
function startsImpersonally(text: string): boolean {
  return (
    /^It(?: is|'s) .{0,60}\b(?:to|that you)\b/.test(text) ||
    (/^(?:Both|Neither|Such) /.test(text) && hasCode(text.slice(0, 16)))
  );
}

import {upperFirst} from './clause.ts';
import {hasCode, unmask} from './mask.ts';

/** Longer directives are dropped, never cut. */
const MAX_DIRECTIVE = 240;
const MAX_CONDITION = 140;

/** References to something outside of the sentence. */
const DANGLING =
  /\b(?:this|these|those|that (?:case|way|reason|is|particular)|that's|this's|but (?:it|they|that)|(?:any|all|both|one|each|some|none|neither|either|many|most) of (?:them|which|whom)|on the other hand|in turn|in question|respectively|for more (?:details|information)|such(?! as)|above|below|the following|as follows|aforementioned|previous(?:ly)? (?:mentioned|section|example)|earlier|here|described|shown|example|we|our|us|I|let's|section|chapter|tutorial|the (?:former|latter)|likewise|too|as well|similar(?:ly)?|also|see|either(?=$|,)|other (?:contexts?|cases?|words|situations)|same (?:way|thing|result|effect|problem|as))\b/;

/** What is left when the object or the end of the sentence stood elsewhere. */
const FRAGMENT =
  /: \S|, e\.g\.,|^[A-Z][a-z]+ (?!that\b|what|which|whether\b|if\b|how\b|who)[a-z]+ (?:will|would|is|are|was|were|has|have)\b|(?<!\b(?:etc|vs|cf|e\.g|i\.e))\. [a-z]|\b(?:sometime|someday|without reading)\b| (?:appropriately|properly|accordingly|carefully|with care)(?:$| to | in order )|^(?:Make|Perform) (?:the )?(?:\w+ )?(?:modifications?|changes?|adjustments?)\b| now$|^(?:Check|Read|Consult|Visit|Refer|Review|See|Look)\b.*\b(?:documentation|docs|manual|guide|article|specification|FAQ|wiki|RFC)\b|, and [^,;]{1,40} (?:may|can|must|is|are|will|should) |^(?:Do not |Never |Always )?[A-Za-z]+[,;]|\b(?:of the form|the form|in the (?:format|order|way|manner)|like so|like|as well as|such as|e\.g\.?|i\.e\.?|call(?:ed)?|named|with the syntax|in order|the same)$|^(?:Use|Take) (?:\w+ )?care\b|^Accept that\b|^Only \w+ [\uE000-\uF8FF](?: (?:and|or) [\uE000-\uF8FF])*$|; and |#\w+$|\.html?\b|\b(?:use use|use and|call call|on clearly)\b|\bto be of (?:the )?form\b|,? (?:so|because|since|as) (?:it|they)$/i;

/** The type of an argument and nothing more: what a signature says, and every reader of one knows. */
const COMMONPLACE =
  /^(?:Make|Pass) (?:the |both |each )?(?:optional )?(?:[\uE000-\uF8FF] ?|\w+ ){1,3}(?:to be |be )?(?:either )?(?:an? |valid )(?:(?:valid|non-empty|(?:null|zero|nul)-terminated|UTF-8|Python|JavaScript|instance of)? ?(?:string|str|bytes|list|dict|dictionary|tuple|number|integer|int|float|boolean|bool|callable|function|object|class|pointer|array|sequence|iterable|mapping|set|buffer|name|path|URL|type|instance|[\uE000-\uF8FF])(?: objects?| instances?| of (?:strings|bytes|integers|numbers|objects|characters|[\uE000-\uF8FF]))?(?:,? (?:or|and) (?:an? )?)?){1,3}$/i;

/** The code of an error is no interface to use, and a placeholder is no name. */
const NO_API =
  /^(?:Do not use|Use|Avoid using) `(?:ERR|E|ERROR|WSA)_[A-Z0-9_]+`(?! instead)|`(?:YOUR|SOME|INSERT|REPLACE)_[A-Z_]+`/;

/** "Never do a; do b instead": what "instead" speaks of stands before it, so the word says nothing. */
const FORBIDDEN_INSTEAD =
  /^((?:Never|Do not|Avoid|Stop)\b[^;]{3,160}[;,] (?:use|call|prefer|pass|set) [^;]{1,120}) instead$/;

/** Cuts asides off, puts the code back and ends the sentence; `null` if it does not stand alone. */
export function finish(text: string, condition: string, codes: readonly string[]): string | null {
  const clean = withoutReason(
    text
      .replace(
        /,? (?:as (?:shown|described|mentioned|explained|discussed|seen) |see |for example,? |e\.g\. ).*$/i,
        '',
      )
      .replace(/^(?:Ensure|Make sure)(?: that)? /, 'Check that ')
      .replace(/,? and (?:its|it|they|their) .*$/, '')
      .replace(/, so (?!that\b).*$/, '')
      .replace(/\s+([,.;])/g, '$1')
      .replace(/\s+/g, ' ')
      .replace(/,? (?:e\.g\.?|i\.e\.?|for example|for instance)[,;:\s]*$/, '')
      .replace(/[,;:\s]+$/, '')
      .replace(/ (?:too|as well|anyway|though|where possible|if possible)$/, '')
      .replace(/[,;:\s]+$/, '')
      .replace(/ (?:in order )?to use (?:it|them)$/, '')
      .replace(FORBIDDEN_INSTEAD, '$1')
      .replace(condition === '' ? /$/ : / instead$/, '')
      .replace(/,? but (?:instead )?(use|call|pass|set|create)\b/, '; $1')
      .trim(),
  );
  if (dangles(clean)) return null;
  if (/\binstead\b(?! of)/.test(clean)) return null;
  if (FRAGMENT.test(clean) || COMMONPLACE.test(clean)) return null;
  if (
    unanchored(clean, condition) ||
    /^(?:Do not |Never |Always )?(?:set|use|call|pass|specify|provide|add|include) (?:to|as|in|on|with|by|from|for)\b/i.test(
      clean,
    ) ||
    /[a-z]\.[\uE000-\uF8FF]/.test(clean) ||
    /https?:|, and to |\b(?:one of|either|as|of|to|that|the|is|are|by|with|for|and|or|from|a|an|like|following)$/i.test(
      clean,
    )
  )
    return null;
  if (clean.split(' ').length < 3 || (clean.match(/\(/g) ?? []).length !== (clean.match(/\)/g) ?? []).length)
    return null;
  const directive = `${unmask(upperFirst(clean), codes)}.`;
  return directive.length > MAX_DIRECTIVE || NO_API.test(directive) ? null : directive;
}

function dangles(text: string): boolean {
  return DANGLING.test(text.replace(/\bbe (?:shown|described)\b/g, ''));
}

/** A reason that speaks of something outside is cut off: the instruction holds without it. */
function withoutReason(text: string): string {
  if (!dangles(text)) return text;
  const reason =
    /,? (?:because|since|so that|as (?=(?:the|an?|it|they|this|these|such|[A-Z][a-z]+|[\uE000-\uF8FF]) [^,;]{0,60}\b(?:is|are|will|won't|would|can|may|has|have|does|do|was|might|protects?)\b)) ?.{4,}$/.exec(
      text,
    );
  return reason === null || reason.index < 16 || /\bsame$/.test(text.slice(0, reason.index))
    ? text
    : text.slice(0, reason.index);
}

/** A condition names an API, a file type or a situation; one or two plain words do not. */
export function badCondition(masked: string, written: string): boolean {
  return (
    written.length > MAX_CONDITION ||
    DANGLING.test(` ${masked} `) ||
    /\b(?:previous|old|prior|former|same|desired|needed|original|new) (?:behaviou?r|functionality|semantics)\b|^(?:set|used|specified|given|enabled|true|false)\b/.test(
      masked,
    ) ||
    unanchored(masked) ||
    masked.split(' ').length <
      (hasCode(masked) || /^(?:in|on|under|inside|within|during) [A-Z]/.test(masked) ? 2 : 3)
  );
}

/** "it" and "they" need a name before them. */
function unanchored(text: string, before = ''): boolean {
  if (hasCode(before)) return false;
  const pronoun = /\b(?:it|its|it's|they|them|their)\b/i.exec(text);
  if (pronoun === null) return false;
  return (
    !hasCode(text.slice(0, pronoun.index)) &&
    !/\b(?:the|a|an|your|each|any|all|every) \w+/.test(text.slice(0, pronoun.index).replace(/^\S+ /, ''))
  );
}

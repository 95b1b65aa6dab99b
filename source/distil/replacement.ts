import {changelogItem, isNoApi} from './changelog-item.ts';
import {codesOf, hasCode, type Masked, mask, unmask} from './mask.ts';
import {isMany, nounPhrase, sameCode, staysCalled, successor} from './noun-phrases.ts';
import {NEAR, resolveReferences} from './references.ts';

/** What a sentence says about an API that goes or went away. Texts have their code in backticks. */
export type Replacement = {
  /** The old thing as a noun phrase or a gerund ("passing `x`"). */
  readonly old: string;
  readonly next: string | null;
  /** `replaceable`: it still works, and something else is better. */
  readonly state: 'deprecated' | 'removed' | 'renamed' | 'import' | 'replaceable';
  /** The module an import goes away from. */
  readonly from: string | null;
  /** True if the second sentence was needed. */
  readonly joined: boolean;
  readonly plural: boolean;
  /** What the replaced parts belong to, if the rule names nothing but the parts. */
  readonly owner?: string;
  /** The version the sentence names for its state, or `null`. */
  readonly version: string | null;
};

/** Longer ones are no sentences, and patterns must not meet them. */
const MAX_SENTENCE = 500;

const BE =
  '(?:is|are|was|were|has been|have been|will be|is being|are being|is now|are now|is also|are also|is considered|are considered|has now been|have now been)';
const STATE = new RegExp(
  `^(?<subject>.{1,200}?) (?:${BE}) (?:(?:now|also|formally|officially|therefore|completely|entirely|soft(?:ly)?)[ -])*(?<state>deprecated|removed|dropped|obsolete|discontinued)\\b(?<rest>.*)$`,
);
const RENAMED = new RegExp(
  `^(?<subject>.{1,160}?) (?:${BE}) (?:now )?(?:renamed|replaced|superseded|moved) (?:to|by|with|in favou?r of|into) (?<next>.+)$`,
);
const ALIAS =
  /^(?<subject>.{1,120}?) (?:is|are) (?:now )?(?:an? )?(?:deprecated|legacy|obsolete) (?:alias(?:es)?|synonyms?|spellings?|names?|equivalents?) (?:of|for|to) (?<next>.+)$/;
const REPLACEABLE =
  /^(?<subject>.{0,120}?[\uE000-\uF8FF])(?: usage)? (?:can|may|should|must)(?: now)?(?: \w+ly)? be (?:\w+ly )?replaced(?: \w+ly)? (?:by|with) (?:using )?(?<next>.+)$/;
/** What the page only imagines. */
const EXAMPLE = /^(?:For (?:example|instance)|E\.g\.?|Suppose|Imagine|Assume|Say)\b/i;
const USE_NEXT =
  /^(?:Instead,? |Please |You should |You can |Users should |Applications should )?(?:[Uu]se|[Pp]refer|[Ss]witch to|[Mm]igrate to) (?<next>.+?)(?: instead\b.*| for .*| to .*)?$/;
const NEXT_SHOULD = /^(?<next>.+?) should (?:now )?be (?:used|preferred)(?: instead)?(?: .*)?$/;

/**
 * Reads "X is deprecated in favor of Y" and its relatives; `null` if the sentence says nothing of the kind.
 * @param callable true if `subject` is called, so that "this parameter" is not the subject
 */
export function readReplacement(
  sentence: string,
  following: string | null,
  subject: string | null,
  changelog: boolean,
  callable = false,
): Replacement | null {
  const masked = sentence.length > MAX_SENTENCE ? null : mask(sentence.replace(/[.:;\s]+$/, ''));
  if (masked === null) return null;
  const resolved = resolveReferences(masked, subject, {...NEAR, callable});
  if (resolved === null || EXAMPLE.test(resolved.text)) return null;
  const {text, codes} = resolved;
  const lead =
    /^(?:As of|Since|In|Starting (?:with|in)|From|With) (?:[A-Z]\w+ )?(?:version )?v?(\d+(?:\.\d+)*),? /i.exec(
      text,
    );
  const rest = (lead ? text.slice(lead[0].length) : text)
    .replace(/^(?:To|In order to|For|With) [^,\uE000-\uF8FF]{1,120}, (?=.*[\uE000-\uF8FF])/, '')
    .replace(/^(?:[A-Za-z]{2,10}-|#)\d{1,7}: /, '')
    .replace(/^([\uE000-\uF8FF]) (?:-|\u2013|\u2014) (?:This|It) (?=(?:is|was|has) )/, '$1 ')
    .replace(/^(?:As|Since|Because) (?=(?:the )?[\uE000-\uF8FF] (?:is|are|was|has|have) )/, '')
    .replace(/^(?:Also|Additionally|However|Finally|Note that|Furthermore|Therefore),? /i, '');
  const found = parts({text: rest, codes}, changelog);
  if (found === null) return null;
  const version = found.version ?? lead?.[1] ?? null;
  const show = (piece: string): string => unmask(piece, codes);
  const shared = {
    state: found.state === 'moved' ? ('renamed' as const) : found.state,
    version,
    from: null,
    joined: false,
  };
  const imports =
    /^(?:the )?(?:\w+ )?(?:compatibility |backwards?-compatib\w+ )?imports? of (.+?) (?:in|from) (.+)$/i.exec(
      found.subject,
    );
  if (imports?.[1] && imports[2] && hasCode(imports[1]) && hasCode(imports[2])) {
    return {
      ...shared,
      old: show(imports[1]),
      next: null,
      state: 'import',
      from: show(imports[2]),
      plural: false,
    };
  }
  const alias =
    /^(?:the )?(?:\w+ )??(.*?[\uE000-\uF8FF].*?) alias(?:es)?(?: \([^()]*\))? (?:of|for|to) (?:the )?(.+)$/i.exec(
      found.subject,
    );
  // "`a` alias to `b`, `c` alias to `d` and `e` are gone": nobody can tell by pattern which belongs to which.
  if ((found.subject.match(/\balias/g) ?? []).length > 1) return null;
  if (alias?.[1] && alias[2] && found.next === null) {
    const old = nounPhrase(alias[1]);
    const next = successor(alias[2]);
    if (old && next) return {...shared, old: show(old), next: show(next), plural: isMany(old)};
  }
  const old = nounPhrase(found.subject);
  if (old === null) return null;
  const own = found.next === null ? null : successor(found.next);
  if (found.next !== null && own === null && found.state === 'renamed') return null;
  const plural = isMany(old);
  if (found.state === 'moved' && (own === null || !staysCalled(old, own, codes))) return null;
  if (own !== null && codesOf(own, codes).every((code) => code.length < 3)) return null;
  if (own !== null && oneOfMany(found.next ?? '', old, own, codes)) return null;
  if (own !== null)
    return sameCode(old, own, codes) ? null : {...shared, old: show(old), next: show(own), plural};
  const both = following === null ? null : readBoth(following);
  if (both !== null) {
    const owner = codesOf(old, codes).find((code) => !both.parts.includes(code));
    const {old: parts, next} = both;
    return {...shared, old: parts, next, plural: true, joined: true, ...(owner ? {owner} : {})};
  }
  const second = following === null ? null : readSuccessor(following);
  if (second !== null && !show(old).includes(second))
    return {...shared, old: show(old), next: second, plural, joined: true};
  return {...shared, old: show(old), next: null, plural};
}

/** "A `TypeError` instead of the `ValueError`": true for one place only, which the sentence does not name. */
function oneOfMany(said: string, old: string, own: string, codes: readonly string[]): boolean {
  const thrown = (text: string): boolean =>
    codesOf(text, codes).every((code) => /^[A-Z]\w*(?:Error|Exception)$/.test(code));
  return /^(?:raising )?an? [\uE000-\uF8FF]/.test(said) && thrown(old) && thrown(own);
}

/** What "Use Y instead." recommends, or `null`. */
export function readSuccessor(sentence: string): string | null {
  const masked = sentence.length > MAX_SENTENCE ? null : mask(sentence.replace(/[.:;\s]+$/, ''));
  if (masked === null || (masked.text.match(/\binstead\b/g) ?? []).length > 1) return null;
  const found = (USE_NEXT.exec(masked.text) ?? NEXT_SHOULD.exec(masked.text))?.groups?.next;
  if (found === undefined || /^(?:this|these|it|that)\b/i.test(found)) return null;
  const next = successor(found);
  return next === null ? null : unmask(next, masked.codes);
}

/** "Use `a` instead of `b`, and `c` instead of `d`." */
function readBoth(sentence: string): {parts: readonly string[]; next: string; old: string} | null {
  const masked = sentence.length > MAX_SENTENCE ? null : mask(sentence.replace(/[.:;\s]+$/, ''));
  const text = masked?.text.replace(/ \([^()]{1,40}\)/g, '') ?? '';
  if (masked === null || !BOTH.test(text)) return null;
  const parts = codesOf(text, masked.codes);
  const [next, first, other, last] = parts.map((code) => `\`${code}\``);
  return next && first && other && last
    ? {parts, next, old: `${first}, and ${other} instead of ${last}`}
    : null;
}

const BOTH =
  /^Use [\uE000-\uF8FF] instead of [\uE000-\uF8FF],? and [\uE000-\uF8FF] instead of [\uE000-\uF8FF]$/;

type Parts = {
  subject: string;
  next: string | null;
  state: 'deprecated' | 'removed' | 'renamed' | 'moved' | 'replaceable';
  version: string | null;
};

function parts({text, codes}: Masked, changelog: boolean): Parts | null {
  const alias = ALIAS.exec(text)?.groups;
  if (alias?.subject && alias.next)
    return {subject: alias.subject, next: alias.next, state: 'deprecated', version: null};
  const replaceable = REPLACEABLE.exec(text)?.groups;
  if (replaceable?.subject && replaceable.next && hasCode(replaceable.next))
    return {subject: replaceable.subject, next: replaceable.next, state: 'replaceable', version: null};
  const stated = STATE.exec(text)?.groups;
  if (stated?.subject !== undefined && stated.rest !== undefined) {
    const rest = stated.rest;
    const removed = stated.state === 'removed' || stated.state === 'dropped';
    if (removed && !/^(?:$|[.;,]| (?:in|and|from|since|as|because|entirely|completely|with) )/.test(rest))
      return null;
    if (removed && / from (?!Django|Flask|version|Python)/.test(rest.slice(0, 8))) return null;
    if (/\b(?:not|never|no longer)\b/.test(rest.slice(0, 6))) return null;
    const next =
      /(?:in favou?r of|replaced (?:by|with)|superseded by|(?:[,;.]|and|so|-) (?:please )?(?:you should )?use|should use|in preference (?:of|to)|(?:[,;]|and) (?:its|the) (?:replacement|alternative) is) (.+)$/.exec(
        rest,
      )?.[1] ?? null;
    const version =
      /^(?: since| in| as of| from| with)?(?: the)? (?:[A-Z][\w.]+ )?(?:version |release )?v?(\d+(?:\.\d+){0,2})\b/.exec(
        rest,
      )?.[1] ?? null;
    return {subject: stated.subject, next, state: removed ? 'removed' : 'deprecated', version};
  }
  const renamed = RENAMED.exec(text)?.groups;
  if (
    renamed?.subject &&
    renamed.next &&
    !(changelog && isNoApi({text: renamed.subject, codes})) &&
    hasCode(renamed.subject) &&
    hasCode(renamed.next) &&
    /[\uE000-\uF8FF]$| (?:class|function|method|setting|option|argument|attribute|parameter|module|command|property)e?s?$/.test(
      renamed.subject,
    )
  ) {
    const moved = / moved (?:to|into) /.test(text.slice(renamed.subject.length));
    return {subject: renamed.subject, next: renamed.next, state: moved ? 'moved' : 'renamed', version: null};
  }
  const item = changelog ? changelogItem({text, codes}) : null;
  return item === null ? null : {...item, version: null};
}

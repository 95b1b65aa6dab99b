import {bareName, lastPart} from './identifiers.ts';
import {codesOf, hasCode, mask, unmask} from './mask.ts';
import {resolveReferences} from './references.ts';

/** What a sentence says about an API that goes or went away. Texts have their code in backticks. */
export type Replacement = {
  /** The old thing as a noun phrase or a gerund ("passing `x`"). */
  readonly old: string;
  readonly next: string | null;
  readonly state: 'deprecated' | 'removed' | 'renamed' | 'import';
  /** The module an import goes away from. */
  readonly from: string | null;
  /** True if the second sentence was needed. */
  readonly joined: boolean;
  readonly plural: boolean;
  /** The version the sentence names for its state, or `null`. */
  readonly version: string | null;
};

const BE =
  '(?:is|are|was|were|has been|have been|will be|is being|are being|is now|are now|is also|are also|has now been|have now been)';
const STATE = new RegExp(
  `^(?<subject>.{1,200}?) (?:${BE}) (?:(?:now|also|formally|officially|therefore|completely|entirely|soft(?:ly)?)[ -])*(?<state>deprecated|removed|dropped|obsolete|discontinued)\\b(?<rest>.*)$`,
);
const RENAMED = new RegExp(
  `^(?<subject>.{1,160}?) (?:${BE}) (?:now )?(?:renamed|replaced|superseded|moved) (?:to|by|with|in favou?r of|into) (?<next>.+)$`,
);
const ALIAS =
  /^(?<subject>.{1,120}?) (?:is|are) (?:now )?(?:an? )?(?:deprecated|legacy|obsolete) (?:alias(?:es)?|synonyms?|spellings?|names?|equivalents?) (?:of|for|to) (?<next>.+)$/;
const LOG =
  /^(?:The )?(?<verb>Deprecate[ds]?|Remove[ds]?|Rename[ds]?|Replace[ds]?)[:,]? (?<subject>.+?)(?: (?<link>in favou?r of|to|with|by|and replaced (?:it )?with|use|, use|; use) (?<next>.+))?$/;
const USE_NEXT =
  /^(?:Instead,? |Please |You should |You can |Users should |Applications should )?(?:[Uu]se|[Pp]refer|[Ss]witch to|[Mm]igrate to) (?<next>.+?)(?: instead\b.*| for .*| to .*)?$/;
const NEXT_SHOULD = /^(?<next>.+?) should (?:now )?be (?:used|preferred)(?: instead)?(?: .*)?$/;

/** Reads "X is deprecated in favor of Y" and its relatives; `null` if the sentence says nothing of the kind. */
export function readReplacement(
  sentence: string,
  following: string | null,
  subject: string | null,
  changelog: boolean,
): Replacement | null {
  const masked = mask(sentence.replace(/[.:;\s]+$/, ''));
  if (masked === null || sentence.length > 500) return null;
  const resolved = resolveReferences(masked, subject);
  if (resolved === null) return null;
  const {text, codes} = resolved;
  const lead =
    /^(?:As of|Since|In|Starting (?:with|in)|From|With) (?:[A-Z]\w+ )?(?:version )?v?(\d+(?:\.\d+)*),? /i.exec(
      text,
    );
  const rest = (lead ? text.slice(lead[0].length) : text)
    .replace(/^(?:To|In order to|For|With) [^,\uE000-\uF8FF]{1,120}, (?=.*[\uE000-\uF8FF])/, '')
    .replace(/^(?:Also|Additionally|However|Finally|Note that|Furthermore|Therefore),? /i, '');
  const found = parts(rest, changelog);
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
  if (own !== null)
    return sameCode(old, own, codes) ? null : {...shared, old: show(old), next: show(own), plural};
  const second = following === null ? null : readSuccessor(following);
  if (second !== null && !show(old).includes(second))
    return {...shared, old: show(old), next: second, plural, joined: true};
  return {...shared, old: show(old), next: null, plural};
}

/** What "Use Y instead." recommends, or `null`. */
export function readSuccessor(sentence: string): string | null {
  const masked = mask(sentence.replace(/[.:;\s]+$/, ''));
  if (masked === null) return null;
  const found = (USE_NEXT.exec(masked.text) ?? NEXT_SHOULD.exec(masked.text))?.groups?.next;
  if (found === undefined || /^(?:this|these|it|that)\b/i.test(found)) return null;
  const next = successor(found);
  return next === null ? null : unmask(next, masked.codes);
}

type Parts = {
  subject: string;
  next: string | null;
  state: 'deprecated' | 'removed' | 'renamed' | 'moved';
  version: string | null;
};

function parts(text: string, changelog: boolean): Parts | null {
  const alias = ALIAS.exec(text)?.groups;
  if (alias?.subject && alias.next)
    return {subject: alias.subject, next: alias.next, state: 'deprecated', version: null};
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
    hasCode(renamed.subject) &&
    hasCode(renamed.next) &&
    /[\uE000-\uF8FF]$| (?:class|function|method|setting|option|argument|attribute|parameter|module|command|property)e?s?$/.test(
      renamed.subject,
    )
  ) {
    const moved = / moved (?:to|into) /.test(text.slice(renamed.subject.length));
    return {subject: renamed.subject, next: renamed.next, state: moved ? 'moved' : 'renamed', version: null};
  }
  if (!changelog) return null;
  const log = LOG.exec(text)?.groups;
  if (!log?.verb || !log.subject || (log.next === undefined && /^(?:Rename|Replace)/.test(log.verb)))
    return null;
  const state = log.verb.startsWith('Deprecate')
    ? 'deprecated'
    : log.verb.startsWith('Remove')
      ? 'removed'
      : 'renamed';
  if (
    state === 'removed' &&
    !/\b(?:deprecated|support for|ability)\b/.test(log.subject) &&
    log.next === undefined
  )
    return null;
  if (state === 'removed' && log.link === 'to') return null;
  return {
    subject: log.subject.replace(/^(?:the )?(?:previously )?deprecated /i, ''),
    next: log.next ?? null,
    state,
    version: null,
  };
}

const GERUND =
  /^(?:Passing|Calling|Using|Providing|Setting|Accessing|Importing|Specifying|Defining|Returning|Overriding|Subclassing|Omitting|Registering|Loading|Running|Relying on|Allowing|Creating|Adding|Assigning|Invoking|Instantiating|Configuring|Inheriting|Reading|Writing)\b/i;

/** The old thing, ready to stand after "instead of" or "stop using"; `null` if it is no plain noun phrase with code in it. */
function nounPhrase(subject: string): string | null {
  const plain = subject
    .replace(/\s*\((?:[^()]{0,80})\)/g, '')
    .replace(/^(?:Support for |the |a )(?=[A-Z]?[a-z]+ing\b)/i, '')
    .replace(
      /^(?:Support for |The support for |The (?:\w+ )?(?:usage|use) of |(?:Usage|Use) of |The ability to use )/i,
      '',
    )
    .replace(
      /^(?:The )?(?:(?:undocumented|barely documented|purely documentational|private|old|legacy|internal|transitional|previously|deprecated|long-deprecated|unused|obsolete|original) )+/i,
      (found) => (/^the /i.test(found) ? 'the ' : ''),
    )
    .replace(/,$/, '')
    .trim();
  if (!hasCode(plain) || plain.length > 150 || !/^[\w\uE000-\uF8FF]/.test(plain) || /[()]/.test(plain))
    return null;
  if (
    /\b(?:is|was|has|have|had|but|because|so|will|would|can|may|if|when|while|since|where|who|it|they|this|these|those|he|we|you|which|does|do|did|must|should|ability|now|Previously|versions? of|behaviou?rs?|bugs?|workarounds?|above|below|following|here)\b/.test(
      plain,
    )
  )
    return null;
  if (
    /\b(?:some|certain|various|several|many|most|few)\b|\bit's\b|\b(?:used|being|been|that|which|from|by|to)$|[\uE000-\uF8FF] \w+ed\b(?! [\uE000-\uF8FF])/i.test(
      plain,
    )
  )
    return null;
  if (
    /^(?:Type|Note|Stability|However|All|Some|Many|Several|Most|Other|Both|As|For|In|With|Since|After|Before|Any|Until|To|On|Fixed|Added|These|A|An)\b/.test(
      plain,
    )
  )
    return null;
  if (/^[A-Z][a-z]+\b/.test(plain) && !GERUND.test(plain) && !/^The\b/.test(plain)) return null;
  if (/\b(?:limitation|restriction|bug|workaround|previous|as an alias)\b/.test(plain)) return null;
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** The new thing: what follows "in favor of", up to the end of its noun phrase. */
function successor(text: string): string | null {
  const aliased = /^the \w+ (?:that )?they(?:'re| are) aliases for: (.+)$/.exec(text)?.[1] ?? text;
  const named =
    /^(?:(?:a|the|its) )?(?:new )(?:name|location|home|path|class|function|method|setting|module),? ([\uE000-\uF8FF])/.exec(
      aliased,
    )?.[1];
  if (named) return named;
  const end =
    /(?:[.;:](?:\s|$)|,? (?:because|since|as|which|that|so|when|where|while|whose|instead|if you|see|but|although|until|after|before|unless|too|was|were|is|are|has|have|will|and (?:will|is|are|has|should|its|it)|due to|in order|to (?:avoid|match|reduce|make|allow|better|prevent|be|clarify|improve|follow))\b| \(| - |, (?:for|to|in|with|without|use|a|an|the|see)\b| for (?![\uE000-\uF8FF]| the [\uE000-\uF8FF]))/.exec(
      aliased,
    );
  const piece = aliased
    .slice(0, end?.index ?? aliased.length)
    .replace(/^(?:the )?new /, '')
    .replace(/,? in (?:[A-Z]\w+ )?(?:version )?\d+(?:\.\d+)*$/, '')
    .replace(/[,\s]+$/, '')
    .trim();
  if (
    !hasCode(piece) ||
    piece.length > 140 ||
    (piece.match(/\(/g) ?? []).length !== (piece.match(/\)/g) ?? []).length
  )
    return null;
  const codes = piece.match(/[\uE000-\uF8FF]/g) ?? [];
  if (codes.length > 8 || /^(?!The\b)[A-Z][a-z]+ /.test(piece)) return null;
  return /\b(?:you|this|these|it|its|they|your own|above|below|following|one of|either|by)\b/.test(piece)
    ? null
    : piece.replace(/^a (?=[\uE000-\uF8FF])/, '').replace(/^The\b/, 'the');
}

function isMany(phrase: string): boolean {
  if (GERUND.test(phrase.charAt(0).toUpperCase() + phrase.slice(1))) return false;
  const head = phrase.split(/ (?:of|in|for|to|from|on|that|with|without|as|by|at|when|which) /)[0] ?? phrase;
  return /[\uE000-\uF8FF].*\b(?:and|or)\b.*[\uE000-\uF8FF]|(?<!s)(?<!clas)s$/.test(head);
}

function sameCode(old: string, next: string, codes: readonly string[]): boolean {
  return codesOf(old, codes).join() === codesOf(next, codes).join();
}

/** What moves keeps its name; a move to a module or page names no replacement. */
function staysCalled(old: string, next: string, codes: readonly string[]): boolean {
  const [before, after] = [codesOf(old, codes), codesOf(next, codes)].map((all) =>
    all.map((code) => lastPart(bareName(code))),
  );
  return (
    before !== undefined &&
    after !== undefined &&
    before.length === after.length &&
    before.every((name) => after.includes(name))
  );
}

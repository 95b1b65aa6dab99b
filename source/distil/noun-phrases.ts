import {bareName, lastPart} from './identifiers.ts';
import {codesOf, hasCode} from './mask.ts';

const GERUND =
  /^(?:Passing|Calling|Using|Providing|Setting|Accessing|Importing|Specifying|Defining|Returning|Overriding|Subclassing|Omitting|Registering|Loading|Running|Relying on|Allowing|Creating|Adding|Assigning|Invoking|Instantiating|Configuring|Inheriting|Reading|Writing)\b/i;

/** The old thing, ready to stand after "instead of" or "stop using"; `null` if it is no plain noun phrase with code in it. */
export function nounPhrase(subject: string): string | null {
  const plain = subject
    .replace(/\s*\((?:[^()]{0,80})\)/g, '')
    .replace(
      /^(?:Support for |the |a )(?=[A-Z]?[a-z]+ing\b(?! (?:parameter|argument|option|attribute|keyword|setting|method|function)s?\b))/i,
      '',
    )
    .replace(
      /^(?:Support for |The support for |The (?:\w+ )?(?:usage|use) of |(?:Usage|Use) of |The ability to use )/i,
      '',
    )
    .replace(
      /^(?:The )?(?:(?:undocumented|barely documented|purely documentational|private|old|legacy|internal|transitional|previously|deprecated|long-deprecated|unused|obsolete|original) )+/i,
      (found) => (/^the /i.test(found) ? 'the ' : ''),
    )
    .replace(/,? (?:that (?:was|were) )?(?:previously )?deprecated (?:in|since) .{1,30}$/, '')
    .replace(/(?:[,:;]| and|, aliases)$/, '')
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
    /\b(?:some|certain|various|several|many|most|few|suppose|establishes|controls|whether|specifies|determines|returns|raises)\b|\bit's\b|\b(?:used|being|been|that|which|from|by|to)$|[\uE000-\uF8FF] \w+ed\b(?! [\uE000-\uF8FF])/i.test(
      plain,
    )
  )
    return null;
  if (
    /^(?:Type|Note|Stability|However|All|Some|Many|Several|Most|Other|Both|As|For|In|With|Since|After|Before|Any|Until|To|On|Fixed|Added|These|A|An|Also)\b/.test(
      plain,
    )
  )
    return null;
  if (/^[A-Z][a-z]+\b/.test(plain) && !GERUND.test(plain) && !/^The\b/.test(plain)) return null;
  if (/\b(?:limitation|restriction|bug|workaround|previous|as an alias)\b/.test(plain)) return null;
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** The new thing: what follows "in favor of", up to the end of its noun phrase. */
export function successor(text: string): string | null {
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
    .replace(/ in preference(?: to .*)?$| in place of .*$/, '')
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
  return /\b(?:you|this|these|it|its|they|your own|above|below|following|one of|either|by|itself|alias)\b/.test(
    piece,
  )
    ? null
    : piece.replace(/^a (?=[\uE000-\uF8FF])/, '').replace(/^The\b/, 'the');
}

/** True if a sentence about the phrase goes on with "they". */
export function isMany(phrase: string): boolean {
  if (GERUND.test(phrase.charAt(0).toUpperCase() + phrase.slice(1))) return false;
  const head = phrase.split(/ (?:of|in|for|to|from|on|that|with|without|as|by|at|when|which) /)[0] ?? phrase;
  return /[\uE000-\uF8FF].*\b(?:and|or)\b.*[\uE000-\uF8FF]|(?<!s)(?<!clas)s$/.test(head);
}

/** True if both name the same code. */
export function sameCode(old: string, next: string, codes: readonly string[]): boolean {
  return codesOf(old, codes).join() === codesOf(next, codes).join();
}

/** What moves keeps its name; a move to a module or page names no replacement. */
export function staysCalled(old: string, next: string, codes: readonly string[]): boolean {
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

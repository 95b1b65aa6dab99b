import {upperFirst} from './clause.ts';
import {hasCode, unmask} from './mask.ts';

/** Longer directives are dropped, never cut. */
const MAX_DIRECTIVE = 240;
const MAX_CONDITION = 140;

/** References to something outside of the sentence. */
const DANGLING =
  /\b(?:this|these|those|that (?:case|way|reason|is)|such(?! as)|above|below|the following|as follows|aforementioned|previous(?:ly)? (?:mentioned|section|example)|earlier|here|described|shown|example|we|our|us|I|let's|section|chapter|tutorial|the (?:former|latter)|likewise|too|as well|similar(?:ly)?|also|see|same (?:way|thing|result|effect|problem|as))\b/;

/** Cuts asides off, puts the code back and ends the sentence; `null` if it does not stand alone. */
export function finish(text: string, condition: string, codes: readonly string[]): string | null {
  const clean = text
    .replace(
      /,? (?:as (?:shown|described|mentioned|explained|discussed|seen) |see |for example,? |e\.g\. ).*$/i,
      '',
    )
    .replace(/^(?:Ensure|Make sure)(?: that)? /, 'Check that ')
    .replace(/,? and (?:its|it|they|their) .*$/, '')
    .replace(/\s+([,.;])/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/[,;:\s]+$/, '')
    .replace(/ (?:now|too|as well|anyway|though|instead)$/, '')
    .trim();
  if (DANGLING.test(clean.replace(/\bbe (?:shown|described)\b/g, ''))) return null;
  if (condition === '' && /\binstead\b(?! of)/.test(clean)) return null;
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
  return directive.length > MAX_DIRECTIVE ? null : directive;
}

/** A condition names an API, a file type or a situation; one or two plain words do not. */
export function badCondition(masked: string, written: string): boolean {
  return (
    written.length > MAX_CONDITION ||
    DANGLING.test(` ${masked} `) ||
    unanchored(masked) ||
    masked.split(' ').length < (hasCode(masked) ? 2 : 3)
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

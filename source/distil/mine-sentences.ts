import type {Force} from './clause.ts';
import {candidateOf} from './draft.ts';
import {exampleFor} from './examples.ts';
import {identifiersIn, isTelling, lastPart} from './identifiers.ts';
import {SECURITY} from './phrases.ts';
import {rewrite} from './rewrite.ts';
import type {Candidate, RuleKind} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Unit} from './units.ts';

const LOUD: ReadonlySet<string> = new Set(['warning', 'danger', 'caution', 'important']);
const CUES =
  /\b(?:must|should|shall|need(?:s)? to|has to|have to|'ll|will (?:need|have|want) to|never|always|required?|do not|don't|cannot|can't|can not|may not|can only|may only|only|not safe|not thread|avoid|instead|rather than|recommend\w*|discouraged|preferred|ensure|make sure|be sure|not (?:supported|available|allowed|permitted)|error to|mistake to|use|call|set|pass)\b/i;

/** Sentences that say what to do or not to do, as one instruction each. */
export function* mineSentences(unit: Unit, setting: Setting, told: ReadonlySet<string>): Iterable<Candidate> {
  const boxed = unit.admonition !== null && LOUD.has(unit.admonition);
  if (unit.admonition === 'seealso' || unit.admonition === 'deprecated') return;
  const sentences = splitSentences(unit.text);
  for (const [index, sentence] of sentences.entries()) {
    if (!CUES.test(sentence) || [...told].some((quote) => quote.includes(sentence.replace(/`/g, ''))))
      continue;
    if (
      (setting.release !== null || setting.page.kind === 'release-notes') &&
      (unit.kind === 'item' || setting.page.kind === 'release-notes') &&
      !/\b(?:you|your)\b/i.test(sentence)
    )
      continue;
    const done = rewrite(sentence, setting.subject);
    if (done === null) continue;
    const condition = done.condition ?? scopeOf(done.directive, setting, boxed);
    if (condition === undefined) continue;
    const last = index === sentences.length - 1;
    if (setting.tutorial && !boxed && !/^(?:Never|Do not|Avoid|Always)\b/.test(done.directive)) continue;
    const negative = done.force.endsWith('not');
    const example = last
      ? exampleFor(unit, `${condition ?? ''} ${done.directive}`, sentence, negative)
      : null;
    const kind = kindOf(done.force, sentence, boxed, setting);
    if (
      done.force === 'plain' &&
      !boxed &&
      done.condition === null &&
      example === null &&
      !/\b(?:instead of|rather than)\b/.test(sentence)
    )
      continue;
    yield candidateOf(
      {
        kind,
        condition,
        directive: done.directive,
        do: example?.do ?? null,
        dont: example?.dont ?? null,
        quotes: [sentence],
      },
      setting,
    );
  }
}

/**
 * What a rule needs to be understood alone. If its own words name an API, nothing; if they name a parameter or nothing
 * the site documents, the API the section is about; `undefined` if that is not known either.
 */
function scopeOf(directive: string, setting: Setting, boxed: boolean): string | null | undefined {
  const names = identifiersIn(directive).filter((name) => setting.symbols.has(name));
  const subject = setting.subject === null ? null : `using \`${setting.subject}\``;
  if (setting.subject !== null && directive.includes(lastPart(setting.subject))) return null;
  if (names.some(isTelling)) return setting.section.signature ? subject : null;
  if (names.length > 0) return subject !== null && isTelling(setting.subject ?? '') ? subject : undefined;
  return boxed || setting.section.signature ? (subject ?? undefined) : undefined;
}

function kindOf(force: Force, sentence: string, boxed: boolean, setting: Setting): RuleKind {
  if (SECURITY.test(sentence) || (setting.security && boxed)) return 'security';
  if (setting.release !== null && force !== 'plain') return force.startsWith('must') ? 'must' : 'prefer';
  if (force.endsWith('not')) return 'pitfall';
  if (boxed && /\b(?:not|never|only|before|after|otherwise|instead|error|fail\w*|must)\b/i.test(sentence))
    return 'pitfall';
  if (force === 'must') return 'must';
  if (force === 'should') return 'prefer';
  return /\b(?:instead of|rather than)\b/i.test(sentence) ? 'prefer' : 'howto';
}

import {withAlternative} from './alternative.ts';
import type {Force} from './clause.ts';
import {candidateOf} from './draft.ts';
import {exampleFor} from './examples.ts';
import {identifiersIn, lastPart} from './identifiers.ts';
import {SECURITY} from './phrases.ts';
import {agrees} from './polarity.ts';
import type {Place} from './references.ts';
import {type Rewritten, rewrite} from './rewrite.ts';
import type {Candidate, RuleKind} from './rule.ts';
import {scoped} from './scope.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import {statedVersion} from './stated-version.ts';
import type {Unit} from './units.ts';
import {partsOf} from './versions.ts';
import {isOfExample} from './walked-example.ts';

const LOUD: ReadonlySet<string> = new Set(['warning', 'danger', 'caution', 'important']);
const CUES =
  /\b(?:must|should|shall|need(?:s)? to|has to|have to|'ll|will (?:need|have|want) to|never|always|required?|do not|don't|cannot|can't|can not|may not|can only|may only|only|not (?:safe|secure|thread|protected|suitable|meant|intended|designed|appropriate)|unsafe|insecure|vulnerable|undefined|ignored|no (?:effect|longer|meaning)|any effect|limited to|maximum|minimum|exceed|intended|meant|deadlock|corruption|avoid|instead|rather than|recommend\w*|discouraged|preferred|ensure|make sure|be sure|not (?:supported|available|allowed|permitted)|error to|mistake to|use|call|set|pass)\b/i;

/** Sentences that say what to do or not to do, as one instruction each. */
export function* mineSentences(unit: Unit, setting: Setting, told: ReadonlySet<string>): Iterable<Candidate> {
  const boxed = unit.admonition !== null && LOUD.has(unit.admonition);
  if (unit.admonition === 'seealso' || unit.admonition === 'deprecated' || setting.inside) return;
  const sentences = splitSentences(unit.text);
  for (const [index, sentence] of sentences.entries()) {
    if (
      (!boxed && !CUES.test(sentence)) ||
      [...told].some((quote) => quote.includes(sentence.replace(/`/g, '')))
    )
      continue;
    if (isHistory(sentence, unit, setting)) continue;
    const done = rewrite(sentence, setting.subject, placeOf(sentences[index - 1], unit, setting, boxed));
    if (done === null || (done.bare && !boxed && isDescription(sentence, index, unit, setting))) continue;
    if (!done.force.startsWith('must') && isLongAgo(setting) && !SECURITY.test(sentence)) continue;
    const condition = scoped(done.directive, done.condition, setting, boxed);
    if (condition === undefined || isOfExample(done.directive, setting)) continue;
    if (setting.tutorial && !boxed && !/^(?:Never|Do not|Avoid|Always)\b/.test(done.directive)) continue;
    const next = sentences[index + 1];
    const joined = withAlternative(done, next, setting.subject);
    const last = index === sentences.length - 1;
    const example = last
      ? exampleFor(unit, `${condition ?? ''} ${done.directive}`, sentence, done.force.endsWith('not'))
      : null;
    if (
      done.force === 'plain' &&
      !boxed &&
      done.condition === null &&
      example === null &&
      !/\b(?:instead of|rather than)\b/.test(sentence)
    )
      continue;
    const whole = movedIn(condition, done, sentence);
    const since = /^Replace `/.test(done.directive) ? statedVersion(setting.section, false) : null;
    yield candidateOf(
      {
        ...(since === null ? {} : {versions: {since}}),
        kind: since !== null ? 'deprecation' : kindOf(done.force, sentence, boxed, setting),
        condition: whole === null ? condition : null,
        directive: whole ?? joined ?? done.directive,
        do: example?.do ?? null,
        dont: example?.dont ?? null,
        quotes: joined === null || next === undefined ? [sentence] : [sentence, next],
      },
      setting,
    );
  }
}

/** A negation in the condition is one of the sentence: said in one breath, both have as many. */
function movedIn(condition: string | null, {directive}: Rewritten, sentence: string): string | null {
  if (condition === null || !/\bnot\b|n't\b|\bnever\b/.test(condition) || agrees(directive, [sentence], ''))
    return null;
  const [, first = '', rest = ''] = /^([^;]+)(;.*)?\.$/.exec(directive) ?? [];
  return first === '' ? null : `${first} when ${condition}${rest}.`;
}

/** Advice for an upgrade that was made two major versions ago. */
function isLongAgo({release, libraryVersion}: Setting): boolean {
  if (release === null || libraryVersion === null) return false;
  return (partsOf(libraryVersion)[0] ?? 0) - (partsOf(release)[0] ?? 0) >= 2;
}

/** What a release did for its users is told, not asked. */
function isHistory(sentence: string, unit: Unit, setting: Setting): boolean {
  const notes = setting.page.kind === 'release-notes';
  return (
    (setting.release !== null || notes) &&
    (unit.kind === 'item' || notes) &&
    !/\b(?:you|your)\b/i.test(sentence)
  );
}

/** "Do not show progress" under `--quiet`, "Return the name" under a signature: what the thing does. */
function isDescription(sentence: string, index: number, unit: Unit, setting: Setting): boolean {
  if (/\byour?\b/i.test(sentence)) return false;
  const option = setting.subject?.startsWith('-') === true || /^\W{0,2}-/.test(unit.term ?? '');
  if (option || (setting.command !== null && unit.term !== null)) return !/^(?:Never|Avoid)\b/.test(sentence);
  return unit.opening && index === 0 && (setting.section.signature || unit.term !== null);
}

function placeOf(before: string | undefined, unit: Unit, setting: Setting, boxed: boolean): Place {
  const {subject, callable} = setting;
  const others = identifiersIn(before ?? '').filter((name) => lastPart(name) !== lastPart(subject ?? ''));
  return {
    callable,
    boxed,
    whole: setting.command,
    near: before === undefined || (others.length === 0 && !/`/.test(before.replace(`\`${subject}\``, ''))),
    alone:
      before === undefined
        ? unit.kind === 'paragraph'
        : /\b(?:deprecated|obsolete|removed|superseded)\b/.test(before) &&
          others.length === 0 &&
          !/\bthis (?:parameter|argument|field)\b/i.test(before),
  };
}

function kindOf(force: Force, sentence: string, boxed: boolean, setting: Setting): RuleKind {
  if (SECURITY.test(sentence.replace(/`[^`]*`/g, ' ')) || (setting.security && boxed)) return 'security';
  if (setting.release !== null && force !== 'plain') return force.startsWith('must') ? 'must' : 'prefer';
  if (force.endsWith('not')) return 'pitfall';
  if (boxed && /\b(?:not|never|only|before|after|otherwise|instead|error|fail\w*|must)\b/i.test(sentence))
    return 'pitfall';
  if (force === 'must') return 'must';
  if (force === 'should') return 'prefer';
  return /\b(?:instead of|rather than)\b/i.test(sentence) ? 'prefer' : 'howto';
}

import {candidateOf} from './draft.ts';
import {bareName, identifiersIn, isTelling, lastPart, mentions} from './identifiers.ts';
import {phrase} from './phrase.ts';
import {type Replacement, readReplacement, readSuccessor} from './replacement.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import {statedVersion} from './stated-version.ts';
import type {Unit} from './units.ts';

const ALIAS_ITEM =
  /^(`[^`]+`|[\w.]+\(\)) (?:-|\u2013|\u2014|:) (?:[Aa]lias (?:of|for)|[Uu]se|[Rr]eplaced by) (`[^`]+`|[\w.]+\(\))/;

/** Words without one of which no sentence says that something goes; most sentences end here. */
const CUES =
  /deprecat|remov|drop|obsolete|discontinu|renam|replac|supersed|moved|legacy|alias|synonym|spelling/i;

/** What a badge says before its text: "Stability: 0 - Deprecated: ". */
const BADGE = /^(?:Stability: \d(?:\.\d)? - )?Deprecated(?: (?:since|in) v?\d[\d.]{0,12})?: (?=\S)/;
const NOTHING = /(?!)/;

/** APIs that are deprecated, removed or renamed: "Use `new` instead of `old`." */
export function* mineDeprecations(unit: Unit, setting: Setting): Iterable<Candidate> {
  const marked =
    unit.admonition === 'deprecated' ||
    unit.admonition === 'versionremoved' ||
    (unit.admonition !== null && /^(?:deprecated|removed)\b/i.test(unit.title ?? ''));
  const sentences = splitSentences(
    unit.text
      .replace(/^(?:Deprecated|Removed|Changed) (?:since|in) version [\w.]+[.:]?\s*/, '')
      .replace(marked ? BADGE : NOTHING, ''),
  );
  const version = versionOf(unit) ?? setting.release ?? badgeOf(setting, false);
  const changelog = setting.release !== null && unit.kind === 'item';
  let found = false;
  for (const [index, sentence] of sentences.entries()) {
    if (!CUES.test(sentence)) continue;
    const read = readReplacement(
      sentence,
      sentences[index + 1] ?? null,
      setting.subject,
      changelog,
      // Of the items of a list each speaks of its own parameter.
      setting.callable || (unit.kind === 'item' && /\bthis (?:parameter|argument|field)\b/i.test(sentence)),
    );
    if (
      read === null ||
      (setting.release === null && !marked && read.next === null && read.state !== 'deprecated')
    )
      continue;
    found = true;
    const context = contextOf(read, unit, setting);
    if (context === undefined) continue;
    const next = read.joined ? sentences[index + 1] : undefined;
    const quotes: [string, ...string[]] = next === undefined ? [sentence] : [sentence, next];
    const gone = read.state === 'deprecated' ? null : badgeOf(setting, true);
    yield candidateOf(
      {...phrase(read, gone ?? version, setting, quotes), condition: context, quotes},
      setting,
    );
  }
  if (found) return;
  const item =
    changelog || /deprecat|remov/i.test(setting.section.heading) ? ALIAS_ITEM.exec(unit.text) : null;
  if (
    item?.[1] &&
    item[2] &&
    /deprecat|remov|renam/i.test([setting.section.heading, ...setting.section.path].join(' '))
  ) {
    const read: Replacement = {
      old: ticked(item[1]),
      next: ticked(item[2]),
      state: /deprecat/i.test(setting.section.heading) ? 'deprecated' : 'removed',
      from: null,
      joined: true,
      plural: false,
      version: null,
    };
    const quotes: [string] = [splitSentences(unit.text)[0] ?? unit.text];
    yield candidateOf({...phrase(read, version, setting, quotes), quotes}, setting);
    return;
  }
  if (!marked) yield* fromHeading(unit, sentences, version, setting);
  if (marked && setting.subject !== null) yield* fromBadge(unit, sentences, version, setting);
}

/**
 * What a rule needs to be understood alone: a plain word such as `path`, a parameter and an option say nothing without
 * the thing they belong to; `undefined` if nobody can tell what that is.
 */
function contextOf(read: Replacement, unit: Unit, setting: Setting): string | null | undefined {
  const {subject, command, section} = setting;
  if (read.owner !== undefined) return `using \`${read.owner}\``;
  const names = identifiersIn(`${read.old} ${read.from ?? ''}`);
  const [name = ''] = names;
  const words = /^(?:the )?(?:`[A-Z]+(?: [A-Z]+)*`|[A-Z]+)(?: \w+)?$/.test(read.old) && command !== null;
  const option = command !== null && names.length > 0 && names.every((one) => one.startsWith('--'));
  const around = identifiersIn(unit.lead?.slice(0, 160) ?? '');
  const listed = around.length > 0 && around.length <= 3;
  const owned = section.signature && setting.callable && unit.admonition !== null;
  const parameter =
    (listed || owned) &&
    names.length === 1 &&
    /^[a-z]+_[a-z_]+$/.test(name) &&
    !read.old.includes('(') &&
    name !== lastPart(bareName(subject ?? ''));
  if (option && !mentions(`${read.old} ${read.next ?? ''}`, command)) return `using \`${command}\``;
  if (!words && !parameter && (names.some(isTelling) || /\(|-|%/.test(read.old))) return null;
  const owner =
    around.length > 0 && around.length <= 3
      ? (around.find(isTelling) ?? around[0])
      : section.signature
        ? (subject ?? command)
        : command;
  if (owner === undefined || owner === null) return names.length > 1 ? null : undefined;
  return names.length === 1 && owner === name ? null : `using \`${owner}\``;
}

/** A "Deprecated since 3.1" box under a signature speaks of that signature. */
function* fromBadge(
  unit: Unit,
  sentences: readonly string[],
  version: string | null,
  setting: Setting,
): Iterable<Candidate> {
  const old = `\`${setting.subject}\``;
  const quote =
    [unit.title, unit.text].find((text) => text !== null && /deprecat|remov/i.test(text)) ?? unit.text;
  const state = unit.admonition === 'versionremoved' ? 'removed' : 'deprecated';
  const first = sentences[0] ?? '';
  const next = sentences.map(readSuccessor).find((name) => name !== null) ?? null;
  const bare = /^(?:$|(?:Deprecated|Removed)\b.{0,40}$)/.test(first) || sentences.length === 0;
  if (next === null && !bare) return;
  if (next?.includes(old)) return;
  const read: Replacement = {old, next, state, from: null, joined: true, plural: false, version: null};
  const said =
    next === null ? quote : (sentences.find((sentence) => readSuccessor(sentence) !== null) ?? quote);
  if (next !== null && lastPart(bareName(setting.subject ?? '')) === lastPart(next.replace(/`|\(.*$/g, '')))
    return;
  yield candidateOf({...phrase(read, version, setting, [said]), quotes: [said]}, setting);
}

/** "Use `b` instead." at the head of a section, or as the title of a box in it, speaks of what the section is about. */
function* fromHeading(
  unit: Unit,
  sentences: readonly string[],
  version: string | null,
  setting: Setting,
): Iterable<Candidate> {
  if (setting.subject === null) return;
  const first = sentences[0] ?? '';
  const title = unit.title === null ? null : tickLike(unit.title, unit.text);
  const deprecated = /deprecat/i.test([...setting.section.path, unit.text].join(' '));
  const said = [title, deprecated && unit.kind === 'paragraph' ? first : null].find(
    (text) => text !== null && /^Use .{3,80} instead\.?$/.test(text),
  );
  const next = said ? readSuccessor(said) : null;
  if (!said || next === null || next.includes(`\`${setting.subject}\``)) return;
  const old = `\`${setting.subject}\``;
  const quotes: [string, ...string[]] = said === title && first !== '' ? [said, first] : [said];
  const read: Replacement = {
    old,
    next,
    state: 'deprecated',
    from: null,
    joined: true,
    plural: false,
    version: null,
  };
  yield candidateOf(
    {...phrase(read, version, setting, quotes), kind: deprecated ? 'deprecation' : 'prefer', quotes},
    setting,
  );
}

/** A title loses its code marks; words that are code in the text below are code in the title. */
function tickLike(title: string, text: string): string {
  const names = new Set([...text.matchAll(/`([\w.]{3,60})`/g)].map((match) => match[1]));
  return title.includes('`')
    ? title
    : title.replace(/[\w.]*\w/g, (word) => (names.has(word) ? `\`${word}\`` : word));
}

function versionOf(unit: Unit): string | null {
  const stated = [unit.title, unit.text.slice(0, 60)].map(
    (text) => /\b(?:since|in)(?: version)?:? v?(\d+(?:\.\d+){0,2})/.exec(text ?? '')?.[1],
  );
  return unit.admonition === null ? null : (stated.find((version) => version !== undefined) ?? null);
}

/** What the head of a section about one API says of its version. */
function badgeOf({section}: Setting, gone: boolean): string | null {
  return section.signature || identifiersIn(section.heading).length > 0 ? statedVersion(section, gone) : null;
}

function ticked(code: string): string {
  return code.startsWith('`') ? code : `\`${code}\``;
}

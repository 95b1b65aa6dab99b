import {candidateOf, type Draft} from './draft.ts';
import {identifiersIn, isTelling, lastPart} from './identifiers.ts';
import {agrees} from './polarity.ts';
import {type Replacement, readReplacement, readSuccessor} from './replacement.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Unit} from './units.ts';
import {compareVersions} from './versions.ts';

const ALIAS_ITEM =
  /^(`[^`]+`|[\w.]+\(\)) (?:-|\u2013|\u2014|:) (?:[Aa]lias (?:of|for)|[Uu]se|[Rr]eplaced by) (`[^`]+`|[\w.]+\(\))/;

/** APIs that are deprecated, removed or renamed: "Use `new` instead of `old`." */
export function* mineDeprecations(unit: Unit, setting: Setting): Iterable<Candidate> {
  const marked = unit.admonition === 'deprecated' || unit.admonition === 'versionremoved';
  const sentences = splitSentences(
    unit.text.replace(/^(?:Deprecated|Removed|Changed) (?:since|in) version [\w.]+[.:]?\s*/, ''),
  );
  const version = versionOf(unit) ?? setting.release;
  const changelog = setting.release !== null && unit.kind === 'item';
  let found = false;
  for (const [index, sentence] of sentences.entries()) {
    const read = readReplacement(sentence, sentences[index + 1] ?? null, setting.subject, changelog);
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
    yield candidateOf({...phrase(read, version, setting, quotes), condition: context, quotes}, setting);
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

/** A plain word such as `path` says nothing alone: the list it stands in must name what it belongs to. */
function contextOf(read: Replacement, unit: Unit, setting: Setting): string | null | undefined {
  const names = identifiersIn(`${read.old} ${read.from ?? ''}`);
  if (names.some(isTelling) || /\(|-|%/.test(read.old)) return null;
  const around = identifiersIn(unit.lead?.slice(0, 160) ?? '');
  if (around.length > 0 && around.length <= 3) return `using \`${around[0]}\``;
  if (setting.subject !== null && setting.section.signature) return `using \`${setting.subject}\``;
  return names.length > 1 ? null : undefined;
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
  if (next !== null && lastPart(setting.subject ?? '') === lastPart(next.replace(/`|\(.*$/g, ''))) return;
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

/** The template words are closed; everything else is cut from the quote. */
function phrase(
  read: Replacement,
  place: string | null,
  setting: Setting,
  quotes: readonly string[],
): Omit<Draft, 'quotes'> {
  const version = read.version ?? place;
  const gone = read.state !== 'deprecated' && !isFuture(version, setting);
  const since = version === null ? '' : gone ? ` in ${version}` : ` since ${version}`;
  const be = read.plural ? 'they are' : 'it is';
  const was = read.plural ? 'they were' : 'it was';
  const versions = version === null ? null : gone ? {removed: version} : {since: version};
  const kind = gone ? 'breaking' : 'deprecation';
  if (read.state === 'import')
    return {
      kind,
      versions,
      directive: `Stop importing ${read.old} from ${read.from}; that import was removed${since}.`,
    };
  if (read.next !== null) {
    const use = `Use ${read.next} instead of ${read.old}.`;
    const replace = `Replace ${read.old} with ${read.next}.`;
    const [first, second] = read.state === 'renamed' ? [replace, use] : [use, replace];
    const gerund = /^[a-z]+ing\b/.test(read.old);
    return {kind, versions, directive: gerund ? use : agrees(first, quotes, '') ? first : second};
  }
  const stop = /^[a-z]+ing\b/.test(read.old) ? `Stop ${read.old}` : `Stop using ${read.old}`;
  const why = gone
    ? `${was} removed${since}`
    : isFuture(version, setting) && read.state === 'removed'
      ? `${be} deprecated`
      : `${be} deprecated${since}`;
  return {kind, versions, directive: `${stop}; ${why}.`};
}

function isFuture(version: string | null, setting: Setting): boolean {
  return (
    version !== null &&
    setting.libraryVersion !== null &&
    compareVersions(version, setting.libraryVersion) > 0
  );
}

function versionOf(unit: Unit): string | null {
  const stated = [unit.title, unit.text.slice(0, 60)].map(
    (text) => /\b(?:since|in)(?: version)?:? v?(\d+(?:\.\d+){0,2})/.exec(text ?? '')?.[1],
  );
  return unit.admonition === null ? null : (stated.find((version) => version !== undefined) ?? null);
}

function ticked(code: string): string {
  return code.startsWith('`') ? code : `\`${code}\``;
}

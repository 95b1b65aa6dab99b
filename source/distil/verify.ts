import type {DropReason} from '../events/catalogue.ts';
import type {Page, Section} from '../extract/page.ts';
import {MAX_QUOTE} from './draft.ts';
import {identifiersIn, lastPart, mentions} from './identifiers.ts';
import {codeBlocks, findSection, normalise, sectionText} from './normalise.ts';
import {ACTIVE, COMMAND, HIDDEN, MARKUP, SECRET, STEERING, TAUTOLOGY, TLS_OFF, WEAK} from './phrases.ts';
import {agrees} from './polarity.ts';
import {isReversed} from './reversed.ts';
import type {Candidate, Evidence} from './rule.ts';
import {splitSentences} from './sentences.ts';
import {isSupported} from './supported.ts';
import {isVerb} from './verbs.ts';

export type Verdict =
  | {readonly ok: true; readonly candidate: Candidate}
  | {readonly ok: false; readonly reason: DropReason};

const MIN_QUOTE = 12;
const MAX_DIRECTIVE = 240;
const MAX_CONDITION = 240;
const MAX_LINES = 12;
const MAX_NAMES = 12;

/**
 * Checks a candidate against the page it cites, whoever proposed it. A quote that stands in another section gets that
 * section's anchor; everything else that is wrong drops the candidate, with the first reason found.
 */
export function verify(candidate: Candidate, page: Page, section: Section): Verdict {
  const evidence: Evidence[] = [];
  const sections = new Set<Section>();
  for (const proof of candidate.evidence) {
    const place = locate(proof, page, section);
    if (typeof place === 'string') return {ok: false, reason: place};
    sections.add(place);
    evidence.push({url: page.url, anchor: place.anchor, quote: proof.quote});
  }
  const [first, ...rest] = evidence;
  if (first === undefined) return {ok: false, reason: 'quote-not-found'};
  const checked = {...candidate, evidence: [first, ...rest] as const};
  const reason =
    unsafe(checked) ??
    shape(checked) ??
    novel(checked, page, [...sections]) ??
    disagrees(checked, [...sections]) ??
    null;
  return reason === null ? {ok: true, candidate: checked} : {ok: false, reason};
}

function locate(proof: Evidence, page: Page, section: Section): Section | DropReason {
  const quote = normalise(proof.quote);
  if (quote.length < MIN_QUOTE) return 'quote-too-short';
  if (proof.quote.length > MAX_QUOTE) return 'quote-too-long';
  return sectionText(section).includes(quote)
    ? section
    : (findSection(page, proof.quote) ?? 'quote-not-found');
}

function unsafe(candidate: Candidate): DropReason | null {
  const said = [candidate.condition ?? '', candidate.directive].join('\n');
  const code = [candidate.do?.code ?? '', candidate.dont?.code ?? ''].join('\n');
  const all = [said, code, ...candidate.identifiers, ...candidate.evidence.map((proof) => proof.quote)].join(
    '\n',
  );
  if (HIDDEN.test(all.replace(/[\t\n\r]/g, ' ')) || STEERING.test(all) || SECRET.test(all)) return 'unsafe';
  const bare = said.replace(/`[^`]*`/g, ' ');
  if (MARKUP.test(bare) || ACTIVE.test(bare) || COMMAND.test(said)) return 'unsafe';
  if (
    TLS_OFF.test(`${candidate.do?.code ?? ''}\n${said}`) &&
    !/^(?:Do not|Never|Avoid|Stop)\b/.test(candidate.directive)
  )
    return 'unsafe';
  return null;
}

function shape(candidate: Candidate): DropReason | null {
  const {directive, condition} = candidate;
  if (directive.length > MAX_DIRECTIVE || splitSentences(directive).length > 1) return 'too-long';
  if ((condition?.length ?? 0) > MAX_CONDITION) return 'too-long';
  for (const code of [candidate.do, candidate.dont])
    if (code !== null && code.code.split('\n').length > MAX_LINES) return 'too-long';
  if (TAUTOLOGY.test(directive)) return 'tautology';
  if (WEAK.test(prose(directive)) || !imperative(directive)) return 'not-actionable';
  const names = identifiersIn(`${condition ?? ''} ${directive}`);
  if (names.length === 0) return 'no-identifier';
  return new Set(names.map(lastPart)).size > MAX_NAMES ? 'too-long' : null;
}

/** Begins with a verb of the closed list, after "always", "never", "only", "do not" or nothing. */
function imperative(directive: string): boolean {
  const rest = directive.replace(/^(?:(?:Do not|Don't|Always|Never|Only|Explicitly)\s+)+/i, '');
  return isVerb(/^[A-Za-z-]+/.exec(rest)?.[0] ?? '');
}

/** Names, numbers and code lines that the place does not hold. */
function novel(candidate: Candidate, page: Page, sections: readonly Section[]): DropReason | null {
  const said = `${candidate.condition ?? ''}\n${candidate.directive}`;
  const place = [
    normalise(page.title),
    ...sections.flatMap((section) => [normalise(section.path.join('\n')), sectionText(section)]),
    ...candidate.evidence.map((proof) => normalise(proof.quote)),
  ].join('\n');
  for (const name of new Set([...identifiersIn(said), ...candidate.identifiers])) {
    if (!standsIn(place, name)) return 'novel-identifier';
  }
  const headings = normalise(
    [page.title, page.version ?? '', ...sections.flatMap((section) => section.path)].join('\n'),
  );
  const versions = [candidate.versions?.since, candidate.versions?.removed].filter(
    (version) => version !== undefined,
  );
  for (const number of [...(said.match(/(?<![\w.])\d+(?:\.\d+)*/g) ?? []), ...versions]) {
    if (!hasNumber(place, number) && !hasNumber(headings, number)) return 'novel-number';
  }
  const wanted = [candidate.do, candidate.dont]
    .flatMap((code) => code?.code.split('\n') ?? [])
    .map(squeeze)
    .filter((line) => line !== '');
  if (wanted.length === 0) return null;
  const own = new Set(sections.flatMap((section) => codeLines(section)));
  if (wanted.every((line) => own.has(line))) return null;
  const all = new Set(page.sections.flatMap((section) => codeLines(section)));
  return wanted.every((line) => all.has(line)) ? null : 'novel-identifier';
}

function standsIn(place: string, name: string): boolean {
  const wanted = normalise(name);
  if (wanted === '' || mentions(place, wanted) || (name.startsWith('--') && place.includes(name)))
    return true;
  const parts = name.split(/\.|::|->/);
  return parts.length > 1 && parts.every((part) => mentions(place, normalise(part)));
}

function hasNumber(place: string, number: string): boolean {
  return new RegExp(`(?<![\\d.])${number.replaceAll('.', '\\.')}(?!\\d)`).test(place);
}

function codeLines(section: Section): string[] {
  return codeBlocks(section.blocks).flatMap((code) =>
    // A prompt or the sign of a diff is not code.
    code
      .split('\n')
      .flatMap((line) => [squeeze(line), squeeze(line).replace(/^(?:>>>|\.\.\.|[$%#>+-]) ?/, '')]),
  );
}

function squeeze(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

function disagrees(candidate: Candidate, sections: readonly Section[]): DropReason | null {
  const around = sections.map((section) => [section.heading, ...section.path].join(' ')).join(' ');
  const quotes = candidate.evidence.map((proof) => proof.quote);
  if (!agrees(candidate.directive, quotes, around) || isReversed(candidate.directive, quotes))
    return 'polarity-mismatch';
  return isSupported(candidate.directive, quotes, sections.map(sectionText).join('\n'))
    ? null
    : 'quote-unrelated';
}

function prose(text: string): string {
  return text.replace(/`[^`]*`/g, ' ');
}

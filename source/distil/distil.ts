import {setImmediate as breathe} from 'node:timers/promises';
import type {Emit} from '../events/catalogue.ts';
import type {Page} from '../extract/page.ts';
import {globsOf, globsOfLanguage, languagesOf} from './globs.ts';
import {createIds} from './id.ts';
import {bareName, isTelling, lastPart, mentions} from './identifiers.ts';
import {replacedBy} from './keys.ts';
import {type Found, merge} from './merge.ts';
import {mine} from './mine.ts';
import {worth} from './rank.ts';
import type {Library, Rule, RuleSet} from './rule.ts';
import {settingOf} from './setting.ts';
import {createSymbolTable} from './symbols.ts';
import {topicOf} from './topic.ts';
import {createUsages, type Usages} from './usages.ts';
import {verify} from './verify.ts';
import {weights} from './weights.ts';

export type DistilOptions = {readonly library: Library & {readonly slug: string}; readonly emit: Emit};

/** Milliseconds of work between two turns of the event loop. */
const TURN_MS = 8;
/** Characters of a quote an event carries. */
const SHOWN = 80;

/**
 * Distils rules from pages, without a model. Reads the pages twice: names first, then rules. Keeps verified candidates in
 * memory, never pages.
 * @param pages gives the same pages in the same order each time it is called
 */
export async function distil(pages: () => Iterable<Page>, options: DistilOptions): Promise<RuleSet> {
  const {library, emit} = options;
  const symbols = createSymbolTable();
  const usages = createUsages();
  const languages = new Map<string, number>();
  await each(pages(), (page) => {
    symbols.add(page);
    usages.add(page);
    for (const [language, blocks] of languagesOf(page))
      languages.set(language, (languages.get(language) ?? 0) + blocks);
  });
  const context = {symbols, libraryVersion: library.version};
  const found: Found[] = [];
  await each(pages(), (page) => {
    const globs = globsOf(languagesOf(page), languages);
    const topic = topicOf(page.url, library.url);
    for (const {candidate, section} of mine(page, context)) {
      const verdict = verify(candidate, page, section);
      if (verdict.ok) {
        const own = globsOfLanguage(
          verdict.candidate.do?.language ?? verdict.candidate.dont?.language ?? null,
        );
        found.push({
          candidate: verdict.candidate,
          release: settingOf(page, section, context).release,
          topic,
          globs: own.length > 0 ? own : globs,
        });
      } else {
        emit({
          type: 'rule.dropped',
          reason: verdict.reason,
          url: page.url,
          quote: candidate.evidence[0].quote.slice(0, SHOWN),
        });
      }
    }
  });
  const merged = merge(found);
  for (const {found: loser, reason} of merged.dropped) {
    const [proof] = loser.candidate.evidence;
    emit({type: 'rule.dropped', reason, url: proof.url, quote: proof.quote.slice(0, SHOWN)});
  }
  const kept = merged.kept.map((entry) => exemplified(entry, usages));
  const rules = ranked(kept, library, (entry) =>
    worth(entry.candidate, entry.release, library.version, symbols),
  );
  for (const rule of rules)
    emit({type: 'rule.distilled', id: rule.id, kind: rule.kind, url: rule.evidence[0].url});
  return {schema: 1, library: {name: library.name, version: library.version, url: library.url}, rules};
}

/** A rule that names a new API in one word shows how the documentation calls it. */
function exemplified(entry: Found, usages: Usages): Found {
  const {candidate} = entry;
  const exchange = candidate.do === null && candidate.dont === null ? replacedBy(candidate.directive) : null;
  const [next] = exchange?.next ?? [];
  if (exchange === null || exchange.next.length !== 1 || next === undefined || !isTelling(next)) return entry;
  if (!/^Use `[^`]+` instead of | with `[^`]+`\.$/.test(candidate.directive)) return entry;
  const code = usages.of(bareName(next));
  if (code === null || exchange.old.some((name) => mentions(code.code, lastPart(name)))) return entry;
  return {...entry, candidate: {...candidate, do: code}};
}

async function each(pages: Iterable<Page>, visit: (page: Page) => void): Promise<void> {
  let since = performance.now();
  for (const page of pages) {
    visit(page);
    if (performance.now() - since < TURN_MS) continue;
    await breathe();
    since = performance.now();
  }
}

function ranked(
  kept: readonly Found[],
  library: DistilOptions['library'],
  worthOf: (entry: Found) => number,
): Rule[] {
  const idOf = createIds(library.slug);
  const valued = varied(kept.map((entry) => ({entry, value: worthOf(entry)})));
  const best = Math.max(Number.MIN_VALUE, ...valued.map(({value}) => value));
  return valued
    .map(({entry, value}) => ({
      ...entry.candidate,
      id: idOf(entry.candidate, entry.topic),
      topic: entry.topic,
      globs: entry.globs,
      score: Math.round((value / best) * 10_000) / 10_000,
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

type Valued = {readonly entry: Found; readonly value: number};

/** After the best few rules of a section the next ones of it add less than those of others. */
function varied(found: readonly Valued[]): Valued[] {
  const seen = new Map<string, number>();
  const turn = (place: string): number => {
    const count = seen.get(place) ?? 0;
    seen.set(place, count + 1);
    return count;
  };
  const key = ({entry}: Valued): string => `${entry.candidate.directive}\n${entry.candidate.condition ?? ''}`;
  return [...found]
    .sort((a, b) => b.value - a.value || (key(a) < key(b) ? -1 : 1))
    .map(({entry, value}) => {
      const [{url, anchor}] = entry.candidate.evidence;
      const {free, each, min} = weights.variety;
      const more = Math.max(0, turn(`${url}#${anchor ?? ''}`) - free);
      return {entry, value: value * Math.max(min, each ** more)};
    });
}

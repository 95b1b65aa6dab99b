import {setImmediate as breathe} from 'node:timers/promises';
import type {Emit} from '../events/catalogue.ts';
import type {Page} from '../extract/page.ts';
import {globsOf, globsOfLanguage, languagesOf} from './globs.ts';
import {createIds} from './id.ts';
import {type Found, merge} from './merge.ts';
import {mine} from './mine.ts';
import {worth} from './rank.ts';
import type {Library, Rule, RuleSet} from './rule.ts';
import {settingOf} from './setting.ts';
import {createSymbolTable} from './symbols.ts';
import {topicOf} from './topic.ts';
import {verify} from './verify.ts';

export type DistilOptions = {readonly library: Library & {readonly slug: string}; readonly emit: Emit};

/** Pages read between two turns of the event loop. */
const PAGES_PER_TURN = 20;
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
  const languages = new Map<string, number>();
  await each(pages(), (page) => {
    symbols.add(page);
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
  const rules = ranked(merged.kept, library, (entry) =>
    worth(entry.candidate, entry.release, library.version, symbols),
  );
  for (const rule of rules)
    emit({type: 'rule.distilled', id: rule.id, kind: rule.kind, url: rule.evidence[0].url});
  return {schema: 1, library: {name: library.name, version: library.version, url: library.url}, rules};
}

async function each(pages: Iterable<Page>, visit: (page: Page) => void): Promise<void> {
  let count = 0;
  for (const page of pages) {
    visit(page);
    if (++count % PAGES_PER_TURN === 0) await breathe();
  }
}

function ranked(
  kept: readonly Found[],
  library: DistilOptions['library'],
  worthOf: (entry: Found) => number,
): Rule[] {
  const idOf = createIds(library.slug);
  const valued = kept.map((entry) => ({entry, value: worthOf(entry)}));
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

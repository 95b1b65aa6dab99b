import {normalise} from '../distil/normalise.ts';
import type {RuleSet} from '../distil/rule.ts';
import {createSymbolTable} from '../distil/symbols.ts';
import type {Page, Section} from '../extract/page.ts';
import {createCoverage} from './cover.ts';
import type {DocsFacts} from './docs-facts.ts';
import {exampleLines, removeStanding} from './example-lines.ts';
import {createInspection, type Inspection} from './inspect.ts';
import {pageKey} from './page-key.ts';
import {type Place, placesOf} from './place.ts';

export type DocsReader = {
  /** Reads one page. Keeps no page, only what it says about the rules. */
  readonly read: (page: Page) => void;
  /** After the last page. */
  readonly facts: () => DocsFacts;
};

/** Collects, page by page in the order of the crawl, what the pages say about the rules. */
export function createDocsReader({rules}: RuleSet): DocsReader {
  const inspections = new Map(rules.map((rule) => [rule, createInspection(rule)] as const));
  const cited = new Map<string, Set<Inspection>>();
  for (const [rule, inspection] of inspections)
    for (const {url} of rule.evidence) {
      const key = pageKey(url);
      cited.set(key, (cited.get(key) ?? new Set()).add(inspection));
    }
  const unread = new Set(cited.keys());
  const missingLines = exampleLines(rules);
  const coverage = createCoverage();
  const hosts = new Set<string>();
  const versions = new Map<string, number>();
  let pages = 0;

  return {
    read(page) {
      pages += 1;
      if (URL.canParse(page.url)) hosts.add(new URL(page.url).host);
      if (page.version !== null) versions.set(page.version, (versions.get(page.version) ?? 0) + 1);
      removeStanding(missingLines, page);
      const key = pageKey(page.url);
      unread.delete(key);
      const places: Place[] = [];
      const here = cited.get(key);
      if (here !== undefined) {
        const symbols = createSymbolTable();
        symbols.add(page);
        for (const inspection of here) {
          const own = placesOf(page, key, inspection.rule);
          inspection.look(page, own, symbols);
          places.push(...own);
        }
      }
      coverage.add(page, citedSections(places), quotesOf(places));
    },
    facts: () => ({
      pages,
      rules: new Map(
        [...inspections].map(([rule, inspection]) => [rule, inspection.facts(missingLines)] as const),
      ),
      unread: [...unread],
      hosts,
      version: mostStated(versions),
      ...coverage.result(),
    }),
  };
}

function citedSections(places: readonly Place[]): Map<Section, number> {
  const sections = new Map<Section, number>();
  for (const {
    sections: [first],
  } of places)
    if (first !== undefined) sections.set(first, (sections.get(first) ?? 0) + 1);
  return sections;
}

function quotesOf(places: readonly Place[]): string[] {
  return places.filter(({why}) => why === null).map(({quote}) => normalise(quote));
}

function mostStated(versions: ReadonlyMap<string, number>): string | null {
  const [best] = [...versions].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

import {sectionText} from '../distil/normalise.ts';
import type {AdmonitionKind, Block, Page, Section} from '../extract/page.ts';
import {thresholds} from './criterion.ts';
import type {DocsFacts} from './docs-facts.ts';

const WARNINGS: ReadonlySet<AdmonitionKind> = new Set([
  'warning',
  'caution',
  'danger',
  'deprecated',
  'versionchanged',
  'versionremoved',
]);

type Coverage = {
  /**
   * @param cited - how many pieces of evidence a section holds
   * @param quotes - normalised
   */
  readonly add: (page: Page, cited: ReadonlyMap<Section, number>, quotes: readonly string[]) => void;
  readonly result: () => Pick<DocsFacts, 'warnings' | 'entries' | 'topPages' | 'gini'>;
};

/** Counts what of the pages has a rule, page by page. */
export function createCoverage(): Coverage {
  const warnings = {covered: 0, total: 0};
  const entries = {covered: 0, total: 0};
  const topPages = {covered: 0, total: 0};
  const perSection: number[] = [];
  let sections = 0;
  return {
    add(page, cited, quotes) {
      if (topPages.total < thresholds.topPages) {
        topPages.total += 1;
        if (cited.size > 0) topPages.covered += 1;
      }
      sections += page.sections.length;
      perSection.push(...cited.values());
      for (const section of page.sections) {
        if (section.signature) {
          entries.total += 1;
          if (cited.has(section)) entries.covered += 1;
        }
        countWarnings(section.blocks, quotes, warnings);
      }
    },
    result: () => ({warnings, entries, topPages, gini: gini(perSection, sections)}),
  };
}

function countWarnings(
  blocks: readonly Block[],
  quotes: readonly string[],
  counts: {covered: number; total: number},
): void {
  for (const block of blocks) {
    if (block.type === 'admonition' && WARNINGS.has(block.kind)) {
      counts.total += 1;
      if (quotes.length > 0) {
        const text = textOf(block);
        if (quotes.some((quote) => text.includes(quote) || (text !== '' && quote.includes(text))))
          counts.covered += 1;
      }
    } else if ('blocks' in block) countWarnings(block.blocks, quotes, counts);
  }
}

function textOf({title, blocks}: Extract<Block, {type: 'admonition'}>): string {
  return sectionText({anchor: null, level: 6, heading: title ?? '', path: [], signature: false, blocks});
}

/** The Gini coefficient of counts, those that are 0 included. */
function gini(counts: readonly number[], all: number): number {
  const sorted = [...counts].sort((a, b) => a - b);
  const sum = sorted.reduce((total, count) => total + count, 0);
  if (sum === 0 || all === 0) return 0;
  const zeros = all - sorted.length;
  const weighted = sorted.reduce((total, count, at) => total + (zeros + at + 1) * count, 0);
  return (2 * weighted) / (all * sum) - (all + 1) / all;
}

import type {BenchPage} from './extract-pages.ts';
import type {Misses, PageScore} from './extract-score.ts';

const pagesShown = 8;
const missesShown = 6;

export type ScoredPage = {readonly page: BenchPage; readonly score: PageScore; readonly misses: Misses};

/** The pages of one site with most wrong, and what was missed on them. */
export function worstPages(scored: readonly ScoredPage[]): string {
  const worst = scored.toSorted((one, other) => badness(other) - badness(one)).slice(0, pagesShown);
  return worst.map(describe).join('\n\n');
}

/** Points lost: a missed part counts one, a per cent of recall or precision counts one. */
function badness({score, misses}: ScoredPage): number {
  const parts = [misses.code, misses.language, misses.tables, misses.headings, misses.links];
  return parts.reduce((total, part) => total + part.length, 0) + 100 * (2 - score.recall - score.precision);
}

function describe({page, score, misses}: ScoredPage): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  const head = `${page.site}/${page.path}  ${(page.bytes / 1000).toFixed(0)} KB  recall ${percent(score.recall)}  precision ${percent(score.precision)}`;
  const lists = Object.entries(misses).flatMap(([name, items]: [string, readonly string[]]) =>
    items.length === 0
      ? []
      : [
          `  ${name} (${items.length})`,
          ...spread(items).map((item) => `    ${JSON.stringify(item.slice(0, 150))}`),
        ],
  );
  return [head, ...lists].join('\n');
}

/** Some of all, evenly spaced: the first ones alone are often the same fault. */
function spread(items: readonly string[]): string[] {
  const count = Math.min(missesShown, items.length);
  return Array.from({length: count}, (_, slot) => items[Math.floor((slot * items.length) / count)] ?? '');
}

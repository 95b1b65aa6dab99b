import type {PageScore, Share} from './extract-score.ts';

/** The scores of many pages: shares over all their parts, `recall` and `precision` as means over the pages. */
export type Summary = {
  readonly pages: number;
  readonly code: number;
  readonly fenced: number;
  readonly language: number;
  readonly tables: number;
  readonly headings: number;
  readonly links: number;
  readonly recall: number;
  readonly precision: number;
  readonly menuLinks: number;
  readonly permalinkSigns: number;
  readonly good: number;
};

/** In per cent; `NaN` where there is nothing to find. */
export function summarise(scores: readonly PageScore[]): Summary {
  const part = (pick: (score: PageScore) => Share) => {
    const shares = scores.map(pick);
    return (100 * sum(shares.map(({found}) => found))) / sum(shares.map(({all}) => all));
  };
  const mean = (pick: (score: PageScore) => number) => (100 * sum(scores.map(pick))) / scores.length;
  return {
    pages: scores.length,
    code: part(({code}) => code),
    fenced: part(({fenced}) => fenced),
    language: part(({language}) => language),
    tables: part(({tables}) => tables),
    headings: part(({headings}) => headings),
    links: part(({links}) => links),
    recall: mean(({recall}) => recall),
    precision: mean(({precision}) => precision),
    menuLinks: part(({menuLinks}) => menuLinks),
    permalinkSigns: mean(({hasPermalinkSign}) => Number(hasPermalinkSign)),
    good: mean(({isGood}) => Number(isGood)),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type {Price, PriceRates, Rates} from './contract.ts';

/**
 * Fills in what a Claude asks for writing its cache where a source does not say: 1.25 times the input for five minutes,
 * twice the input for an hour [Anthropic and AWS, prompt caching, November 2026]. Reading it then counts as input.
 */
export function withCacheRates(rates: PriceRates, claude: boolean): PriceRates {
  if (!claude) return rates;
  const filled = <T extends Rates>(each: T): T => ({
    ...each,
    cacheWrite: each.cacheWrite ?? each.input * 1.25,
    cacheWrite1h: each.cacheWrite1h ?? each.input * 2,
  });
  return {...filled(rates), ...(rates.longContext && {longContext: filled(rates.longContext)})};
}

export function isClaude(id: string): boolean {
  return /(?:^|[./])claude-/.test(id);
}

/** The higher of two prices, rate by rate: whichever source is right, no less is counted. */
export function dearer(ours: Price, theirs: Price): Price {
  const rates = dearerRates(ours, theirs);
  const longContext =
    ours.longContext && theirs.longContext
      ? {
          ...dearerRates(ours.longContext, theirs.longContext),
          aboveTokens: Math.min(ours.longContext.aboveTokens, theirs.longContext.aboveTokens),
        }
      : (ours.longContext ?? theirs.longContext ?? null);
  const isOurs = ours.input >= theirs.input && ours.output >= theirs.output;
  return {...(isOurs ? ours : theirs), ...rates, longContext};
}

function dearerRates(a: Rates, b: Rates): Rates {
  const higher = (one: number | null, other: number | null) =>
    one === null || other === null ? (one ?? other) : Math.max(one, other);
  return {
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    cacheRead: higher(a.cacheRead, b.cacheRead),
    cacheWrite: higher(a.cacheWrite, b.cacheWrite),
    cacheWrite1h: higher(a.cacheWrite1h, b.cacheWrite1h),
  };
}

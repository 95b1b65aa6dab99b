/** Characters a token, on the safe side of what was measured for prose, code, Chinese and base64. */
const asciiPerToken = 3.3;
const otherPerToken = 1.2;
/** How much one answer moves what is known of a model, and how far it can move at all. */
const weight = 0.2;
const least = 0.3;
const most = 3;

/** How many tokens a text will be, for pacing and previews. It is no bound: reservations count bytes. */
export type Estimator = {
  readonly tokens: (model: string, text: string) => number;
  /** `estimated` had been said of a request that was `actual`. */
  readonly learn: (model: string, estimated: number, actual: number) => void;
};

export function createEstimator(): Estimator {
  const factors = new Map<string, number>();
  const factorOf = (model: string) => factors.get(model) ?? 1;
  return {
    tokens: (model, text) => Math.ceil(estimateTokens(text) * factorOf(model)),
    learn(model, estimated, actual) {
      if (!(estimated > 0 && actual > 0)) return;
      const before = factorOf(model);
      const exact = (before * actual) / estimated;
      factors.set(model, Math.min(most, Math.max(least, before + weight * (exact - before))));
    },
  };
}

/** Before anything is known of a model. */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let other = 0;
  for (const character of text) {
    if (character < '\u0080') ascii += 1;
    else other += 1;
  }
  return Math.ceil(ascii / asciiPerToken + other / otherPerToken);
}

import {similarity} from './similarity.ts';

export type TrapRule = {
  /** Pages of one account that may be under way before any of them has been looked at. */
  readonly first: number;
  /** How many more each page with new text permits. */
  readonly gain: number;
  /** The most pages of one account. */
  readonly most: number;
  /** From this similarity on a text is not new. */
  readonly sameFrom: number;
  /** What a page is compared with: the pages of its account, or the page that it was found on. */
  readonly against: 'siblings' | 'referrer';
};

/** One path under many queries: a calendar, a table that can be sorted in many ways. */
export const queryRule: TrapRule = {first: 5, gain: 1, most: 20, sameFrom: 0.9, against: 'siblings'};

/** One page under the ids of many visits. */
export const idRule: TrapRule = {
  first: 5,
  gain: 2,
  most: Number.POSITIVE_INFINITY,
  sameFrom: 0.9,
  against: 'siblings',
};

/** Numbered pages that are found on one another alone, and say nearly the same. */
export const chainRule: TrapRule = {
  first: 10,
  gain: 2,
  most: Number.POSITIVE_INFINITY,
  sameFrom: 0.6,
  against: 'referrer',
};

/**
 * What may still be read of one kind of addresses. A few pages are free; from then on each page with new text earns
 * the next. So a trap runs dry by itself, however many addresses it offers at a time.
 */
export type TrapAccount = {
  readonly canTake: () => boolean;
  readonly take: () => void;
  /** A page that was taken has ended; `null` = without a text. */
  readonly settle: (signature: readonly number[] | null, referrer: ArrayLike<number> | null) => void;
  /** True once nothing will be permitted any more. */
  readonly dry: () => boolean;
  /** Pages that were taken. */
  readonly taken: () => number;
};

/** Texts of an account that are kept to compare with. */
const maxSiblings = 20;

export function createTrapAccount(rule: TrapRule): TrapAccount {
  const siblings: Uint32Array[] = [];
  let credit = rule.first;
  let underWay = 0;
  let taken = 0;
  let stale = 0;
  let settled = 0;

  const verdict = (
    signature: readonly number[],
    referrer: ArrayLike<number> | null,
  ): 'new' | 'stale' | 'unknown' => {
    if (signature.length === 0) return 'stale';
    const others = rule.against === 'siblings' ? siblings : referrer ? [referrer] : [];
    if (others.some((other) => similarity(signature, other) >= rule.sameFrom)) return 'stale';
    // The first of its kind proves nothing.
    return rule.against === 'siblings' && others.length === 0 ? 'unknown' : 'new';
  };

  return {
    canTake: () => credit > 0 && taken < rule.most,
    take() {
      credit -= 1;
      underWay += 1;
      taken += 1;
    },
    settle(signature, referrer) {
      underWay -= 1;
      const found = signature === null ? 'stale' : verdict(signature, referrer);
      settled += 1;
      if (found === 'stale') stale += 1;
      // Whoever mostly says the same is not believed again.
      else if (found === 'new' && (stale < rule.first || stale * 2 < settled)) credit += rule.gain;
      if (rule.against === 'siblings' && signature !== null && siblings.length < maxSiblings) {
        siblings.push(Uint32Array.from(signature));
      }
    },
    dry: () => taken >= rule.most || (credit <= 0 && underWay <= 0),
    taken: () => taken,
  };
}

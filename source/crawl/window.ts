import type {Candidate, Frontier} from './frontier.ts';

/** A page under way, or read and waiting for its turn. */
type Slot<R> = {readonly candidate: Candidate; readonly done: Promise<Settled<R>>};

type Settled<R> = {readonly ok: true; readonly value: R} | {readonly ok: false; readonly error: unknown};

export type Window<R> = {
  /** Puts a page under way that does not come from the frontier. */
  readonly start: (candidate: Candidate, work: Promise<R>) => void;
  /** Starts as many pages as may be under way. */
  readonly fill: () => void;
  /** The page whose turn it is, or `null` if there is none any more. */
  readonly head: () => Slot<R> | null;
  /** Takes the head out; `links` are what it adds to the frontier, `keys` what must not be asked for again. */
  readonly commit: (links: readonly Candidate[], keys: readonly string[]) => void;
  /** Starts nothing more and resolves when nothing is under way. */
  readonly close: () => Promise<void>;
};

/** How many pages a choice may be ahead of the links it knows, and the most pages that are held at a time. */
const windowSize = 64;

/**
 * A sliding window over the pages in the order of their requests. The k-th page is chosen from the links of the first
 * `k - 64` pages, or of as many more, in order, as it takes to have a choice. So the choice depends on what stands
 * on the pages and never on which answer came first; and as long as fewer than 64 are in flight, a slow answer holds
 * nobody up.
 */
export function createWindow<R>(options: {
  readonly frontier: Frontier;
  readonly work: (candidate: Candidate) => Promise<R>;
  /** The most requests in flight. */
  readonly concurrency: () => number;
  /** How many more pages are wanted: no more than these are under way. */
  readonly wanted: () => number;
  readonly closing: () => boolean;
}): Window<R> {
  const {frontier, work, concurrency, wanted, closing} = options;
  const slots = new Map<number, Slot<R>>();
  const committedLinks = new Map<number, () => void>();
  let started = 0;
  let committed = 0;
  let merged = 0;
  let inFlight = 0;
  let closed = false;

  const mergeNext = () => {
    committedLinks.get(merged)?.();
    committedLinks.delete(merged);
    merged += 1;
  };

  /** `null` if there is no choice, or none before another page is committed. */
  const choose = (): Candidate | null => {
    while (merged < started - windowSize) mergeNext();
    for (;;) {
      const candidate = frontier.take();
      if (candidate || merged >= committed) return candidate;
      mergeNext();
    }
  };

  const start: Window<R>['start'] = (candidate, task) => {
    inFlight += 1;
    const done = task.then<Settled<R>, Settled<R>>(
      (value) => ({ok: true, value}),
      (error: unknown) => ({ok: false, error}),
    );
    slots.set(started, {candidate, done});
    started += 1;
    void done.then(() => {
      inFlight -= 1;
      fill();
    });
  };

  const fill = () => {
    while (
      !closed &&
      !closing() &&
      inFlight < Math.max(1, concurrency()) &&
      started - committed < Math.min(windowSize, wanted())
    ) {
      const candidate = choose();
      if (!candidate) return;
      start(candidate, work(candidate));
    }
  };

  return {
    start,
    fill,
    head: () => slots.get(committed) ?? null,
    commit(links, keys) {
      slots.delete(committed);
      committedLinks.set(committed, () => {
        for (const key of keys) frontier.forget(key);
        for (const link of links) frontier.offer(link);
      });
      committed += 1;
    },
    async close() {
      closed = true;
      await Promise.all([...slots.values()].map((slot) => slot.done));
    },
  };
}

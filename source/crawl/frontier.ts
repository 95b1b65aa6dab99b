import {isOneRelease, type Rank} from './rank.ts';

/** A page that waits to be read. */
export type Candidate = {
  readonly key: string;
  readonly rank: Rank;
  /** Links from the start page. */
  readonly depth: number;
  /** Which link of its page it was. */
  readonly position: number;
};

export type Frontier = {
  /** Puts a page in, or moves it forward if it is known and now stands better. */
  readonly offer: (candidate: Candidate) => void;
  /** A page that must not be handed out (any more). */
  readonly forget: (key: string) => void;
  /** The best page, or `null`. Each page is handed out once. */
  readonly take: () => Candidate | null;
};

/** So many single release pages are read in the first rank; the others come with the rest. */
const maxFirstReleases = 20;

/** The pages to read, best first: by rank, depth, position, URL. A binary heap in which outdated entries stay until met. */
export function createFrontier(): Frontier {
  const heap: Candidate[] = [];
  const best = new Map<string, Candidate>();
  const done = new Set<string>();
  let releases = 0;

  const offer = (candidate: Candidate) => {
    if (done.has(candidate.key)) return;
    const known = best.get(candidate.key);
    if (known && compare(known, candidate) <= 0) return;
    best.set(candidate.key, candidate);
    push(heap, candidate);
  };

  const forget = (key: string) => {
    done.add(key);
    best.delete(key);
  };

  const take = () => {
    for (let top = pop(heap); top; top = pop(heap)) {
      if (best.get(top.key) !== top) continue;
      if (top.rank === 0 && isOneRelease(new URL(top.key).pathname)) {
        releases += 1;
        if (releases > maxFirstReleases) {
          best.delete(top.key);
          offer({...top, rank: 3});
          continue;
        }
      }
      forget(top.key);
      return top;
    }
    return null;
  };

  return {offer, forget, take};
}

function compare(a: Candidate, b: Candidate): number {
  return (
    a.rank - b.rank ||
    a.depth - b.depth ||
    a.position - b.position ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

function push(heap: Candidate[], candidate: Candidate): void {
  let at = heap.length;
  heap.push(candidate);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (!parent || compare(parent, candidate) <= 0) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = candidate;
}

function pop(heap: Candidate[]): Candidate | null {
  const top = heap[0];
  const moved = heap.pop();
  if (!top || !moved) return null;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const child = left && right && compare(right, left) < 0 ? right : left;
    if (!child || compare(moved, child) <= 0) break;
    heap[at] = child;
    at = child === left ? 2 * at + 1 : 2 * at + 2;
  }
  heap[at] = moved;
  return top;
}

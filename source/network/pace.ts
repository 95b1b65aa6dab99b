import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';

/** What stands above the pace: the user's pause and the wish to finish early. */
export type PaceGate = {
  /** Resolves when a request may start; a pause holds it. */
  readonly pass: () => Promise<void>;
  /** True once no new request may start. */
  readonly closing: () => boolean;
};

export type PaceOptions = {
  /** What the throttle events name: the host. */
  readonly scope: string;
  /** Least time between the starts of two requests; 0 = as fast as the answers come. */
  readonly minIntervalMs: number;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly gate?: PaceGate;
};

/** `go` = start now; `closing` = the run takes no new request; `held` = the host wants a longer wait than we take. */
type Turn = 'go' | 'closing' | 'held';

export type Pace = {
  /** Waits for the next turn, first come first served. Rejects with the signal's reason when aborted. */
  readonly take: (signal?: AbortSignal) => Promise<Turn>;
  /** The host asked for a rest: nobody starts before `delayMs` have passed, and the rate is halved. */
  readonly hold: (delayMs: number, cause: string) => void;
  /** Twenty of these in a row raise a lowered rate by a tenth, up to the one that was set. */
  readonly good: () => void;
  /** States the end of a hold that nobody waited for. */
  readonly close: () => void;
};

/** A wait that is longer than this is not waited for: 120 s. */
export const maxHoldMs = 120_000;

/** Waits are slept in slices, so that a pause or an early finish is seen soon. */
const sliceMs = 500;
const goodAnswersPerRaise = 20;
const slowestIntervalMs = 60_000;

/** The turnstile of one host: spaces the starts of requests and lets a throttled host rest. */
export function createPace({scope, minIntervalMs, clock, emit, gate}: PaceOptions): Pace {
  let intervalMs = minIntervalMs;
  let nextStartAt = 0;
  let heldUntil = 0;
  let held = false;
  let goodAnswers = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const release = () => {
    if (!held) return;
    held = false;
    emit({type: 'throttle.released', scope});
  };

  const wait = async (signal: AbortSignal | undefined): Promise<Turn> => {
    for (;;) {
      signal?.throwIfAborted();
      if (gate) await untilAborted(gate.pass(), signal);
      if (gate?.closing()) return 'closing';
      const now = clock.now();
      if (heldUntil - now > maxHoldMs) return 'held';
      const waitMs = Math.max(heldUntil, nextStartAt) - now;
      if (waitMs <= 0) {
        release();
        nextStartAt = now + intervalMs;
        return 'go';
      }
      await clock.sleep(Math.min(waitMs, sliceMs), signal);
    }
  };

  return {
    take(signal) {
      const turn = queue.then(() => wait(signal));
      // The next in line waits for the end of this turn, however it ends.
      queue = turn.then(
        () => null,
        () => null,
      );
      return turn;
    },
    hold(delayMs, cause) {
      goodAnswers = 0;
      intervalMs = Math.min(intervalMs * 2, Math.max(minIntervalMs, slowestIntervalMs));
      heldUntil = Math.max(heldUntil, clock.now() + delayMs);
      held = true;
      emit({type: 'throttle.engaged', scope, cause, retryAfterMs: Math.round(delayMs)});
    },
    good() {
      goodAnswers += 1;
      if (goodAnswers % goodAnswersPerRaise === 0) intervalMs = Math.max(minIntervalMs, intervalMs / 1.1);
    },
    close: release,
  };
}

/** The promise, or the signal's reason if that comes first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, {once: true});
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

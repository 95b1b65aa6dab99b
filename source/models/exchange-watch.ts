import type {Clock} from '../clock.ts';
import type {Limit} from './classify-trouble.ts';
import type {Attempt} from './contract.ts';

/** The time limits of one exchange, the same for every wire. */
export type Watch = {
  /** Aborted by the caller's signal or by a limit: ends the exchange. */
  readonly signal: AbortSignal;
  /** The head of the answer is there. */
  readonly head: () => void;
  /** Some bytes of the answer are there. */
  readonly bytes: () => void;
  /** Time to the head, in milliseconds, or `null` without one. */
  readonly firstByteMs: () => number | null;
  /** Which limit was passed. */
  readonly passed: () => {readonly limit: Limit; readonly limitMs: number} | null;
  /** Rejects as soon as `signal` is aborted. */
  readonly ended: Promise<never>;
  /** Resolves later, at the pace of the same clock. */
  readonly pause: (delayMs: number) => Promise<void>;
  readonly stop: () => void;
};

/** An answer may take so long at most. */
const defaultAttemptMs = 300_000;

/** Starts the limits. An answer that is not streamed begins when it is whole, so its first byte has no limit. */
export function startWatch(attempt: Attempt, signal: AbortSignal, clock: Clock): Watch {
  const {stream, idleMs, attemptMs = defaultAttemptMs} = attempt;
  const startedAt = clock.now();
  const ending = new AbortController();
  const over = new AbortController();
  const {promise: ended, reject} = Promise.withResolvers<never>();
  // Without a listener of its own it would be an unhandled rejection once the exchange is over.
  ended.catch(() => undefined);
  let headAt: number | null = null;
  let lastAt = startedAt;
  let passed: {readonly limit: Limit; readonly limitMs: number} | null = null;

  const end = (reason: unknown) => {
    ending.abort(reason);
    reject(reason);
  };
  const onAbort = () => end(signal.reason);
  signal.addEventListener('abort', onAbort, {once: true});

  const next = (): {readonly limit: Limit; readonly limitMs: number; readonly at: number} => {
    const whole = {limit: 'attempt', limitMs: attemptMs, at: startedAt + attemptMs} as const;
    const part =
      headAt !== null
        ? ({limit: 'idle', limitMs: idleMs, at: lastAt + idleMs} as const)
        : stream
          ? ({
              limit: 'first-byte',
              limitMs: attempt.firstByteMs,
              at: startedAt + attempt.firstByteMs,
            } as const)
          : whole;
    return part.at < whole.at ? part : whole;
  };
  const watch = async () => {
    for (;;) {
      const due = next();
      const leftMs = due.at - clock.now();
      if (leftMs <= 0) {
        passed = {limit: due.limit, limitMs: due.limitMs};
        end(new Error(`the limit of ${due.limitMs} ms was passed: ${due.limit}`));
        return;
      }
      // Not longer than the idle limit: it may begin while we sleep.
      await clock.sleep(Math.min(leftMs, idleMs), over.signal);
    }
  };
  watch().catch((error: unknown) => {
    if (!over.signal.aborted) end(error);
  });

  return {
    signal: ending.signal,
    ended,
    head() {
      headAt ??= clock.now();
      lastAt = clock.now();
    },
    bytes() {
      lastAt = clock.now();
    },
    firstByteMs: () => (headAt === null ? null : headAt - startedAt),
    passed: () => passed,
    pause: (delayMs) => clock.sleep(delayMs, over.signal),
    stop() {
      signal.removeEventListener('abort', onAbort);
      over.abort(exchangeOver);
    },
  };
}

/** Made once: an abort without a reason makes an exception each time. */
const exchangeOver = new Error('the exchange is over');

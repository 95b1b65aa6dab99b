import type {Clock} from '../clock.ts';
import type {Emit, StopReason} from '../events/catalogue.ts';

/** What a user may do to a run while it goes on. What it did comes back as an event. */
export type Controls = {
  /** Starts no new request; what is in flight finishes. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Stops crawling, makes rules of what is there, writes them. */
  readonly finishEarly: () => void;
  /** Stops the run: what is in flight may finish for 5 s, nothing is written. */
  readonly stop: (reason: Extract<StopReason, 'interrupted' | 'terminated'>) => void;
  /** Requests in flight at a time, at least 1. */
  readonly setConcurrency: (requests: number) => void;
};

/** The other side of the controls: what the phases ask before they start something. */
export type Gate = {
  readonly pass: () => Promise<void>;
  readonly closing: () => boolean;
  readonly concurrency: () => number;
  /** Why the run ends before its time, or `null`. */
  readonly stopReason: () => StopReason | null;
  readonly signal: AbortSignal;
};

/** How long requests in flight may go on after a stop. */
const drainMs = 5000;

/** Makes the controls of one run and the gate that its phases watch. */
export function createControls(options: {
  readonly concurrency: number;
  readonly emit: Emit;
  readonly clock: Clock;
}): {readonly controls: Controls; readonly gate: Gate} {
  const {emit, clock} = options;
  const abort = new AbortController();
  let concurrency = options.concurrency;
  let stopReason: StopReason | null = null;
  let paused: PromiseWithResolvers<void> | null = null;

  const resume = () => {
    if (!paused) return;
    paused.resolve();
    paused = null;
    emit({type: 'run.resumed'});
  };

  const close = (reason: StopReason) => {
    resume();
    stopReason = reason;
    emit({type: 'run.stopping', reason});
  };

  const controls: Controls = {
    pause() {
      if (paused || stopReason) return;
      paused = Promise.withResolvers();
      emit({type: 'run.paused'});
    },
    resume,
    finishEarly() {
      if (!stopReason) close('finish-early');
    },
    stop(reason) {
      if (stopReason === 'interrupted' || stopReason === 'terminated') return;
      close(reason);
      void clock.sleep(drainMs, abort.signal).then(
        () => abort.abort(),
        () => undefined,
      );
    },
    setConcurrency(requests) {
      const to = Math.max(1, Math.round(requests));
      if (to === concurrency) return;
      const from = concurrency;
      concurrency = to;
      emit({type: 'concurrency.changed', from, to, by: 'user'});
    },
  };

  const gate: Gate = {
    pass: async () => {
      await paused?.promise;
    },
    closing: () => stopReason !== null,
    concurrency: () => concurrency,
    stopReason: () => stopReason,
    signal: abort.signal,
  };
  return {controls, gate};
}

import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';

/** The rest that one model of one provider in one region asked for; all who wait for that model see it. */
export type Cooldown = {
  readonly untilMs: () => number;
  /** Nobody asks before `delayMs` have passed. A shorter rest does not cut a longer one. */
  readonly hold: (delayMs: number, cause: string) => void;
  /** States the end of a rest that is over. */
  readonly settle: () => void;
  /** States the end of a rest, whether it is over or not. */
  readonly close: () => void;
};

/** @param scope - what the throttle events name */
export function createCooldown(scope: string, clock: Clock, emit: Emit): Cooldown {
  let untilMs = 0;
  let held = false;

  const close = () => {
    if (!held) return;
    held = false;
    emit({type: 'throttle.released', scope});
  };

  return {
    untilMs: () => untilMs,
    hold(delayMs, cause) {
      untilMs = Math.max(untilMs, clock.now() + delayMs);
      held = true;
      emit({type: 'throttle.engaged', scope, cause, retryAfterMs: delayMs});
    },
    settle() {
      if (clock.now() >= untilMs) close();
    },
    close,
  };
}

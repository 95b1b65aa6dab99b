import type {Ledger} from '../store/ledger.ts';
import type {Caps} from '../store/ledger-windows.ts';
import type {Budget} from './budget.ts';
import {orAborted} from './single-flight.ts';

/**
 * Room in the budget, for those who are about to reserve: whoever has to wait for our own calls to settle does so
 * before it takes a place among the attempts under way.
 */
export type Rooms = {
  /** Resolves once there may be room. @throws BudgetExceededError if waiting for our own calls does not help */
  readonly wait: (neededMicroUsd: number, signal: AbortSignal) => Promise<void>;
  /** False if our own calls are in the way. True promises the amount until `reserved` is told of it. */
  readonly claim: (neededMicroUsd: number) => boolean;
  /** What was claimed stands in the ledger now, or was given up. */
  readonly reserved: (neededMicroUsd: number, isOpen: boolean) => void;
  readonly settled: () => void;
};

export function createRooms(ledger: Ledger, budget: Budget, run: string, caps: Caps): Rooms {
  const isCapped = (caps.hour ?? caps.day ?? caps.run) !== null;
  const claims: number[] = [];
  let open = 0;
  let changed = Promise.withResolvers<void>();

  const stir = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  const isFree = (needed: number): boolean => {
    if (!isCapped || open + claims.length === 0) return true;
    const alone = ledger.look(run, needed, caps);
    // What stops it for good is said by the reservation itself.
    if (alone.blocks.length > 0) return !alone.ownCallsOnly;
    const claimed = claims.reduce((sum, claim) => sum + claim, 0);
    return claimed === 0 || ledger.look(run, needed + claimed, caps).blocks.length === 0;
  };

  return {
    async wait(needed, signal) {
      if (!isCapped) return;
      for (;;) {
        signal.throwIfAborted();
        budget.look(needed);
        if (isFree(needed)) return;
        await orAborted(changed.promise, signal);
      }
    },
    claim(needed) {
      if (!isFree(needed)) return false;
      claims.push(needed);
      return true;
    },
    reserved(needed, isOpen) {
      const index = claims.indexOf(needed);
      if (index >= 0) claims.splice(index, 1);
      if (isOpen) open += 1;
      stir();
    },
    settled() {
      open -= 1;
      stir();
    },
  };
}

import type {Clock} from '../clock.ts';
import {systemCode} from '../errors.ts';
import {AddressRefusedError} from '../network/guard.ts';
import {classify} from './classify.ts';
import {type Trouble, type TroubleContext, TroubleError} from './classify-trouble.ts';
import {type Attempt, type AttemptDeps, AttemptError, type Completion} from './contract.ts';
import {startWatch, type Watch} from './exchange-watch.ts';

/** What an adapter knows of its provider. */
export type Around = Omit<TroubleContext, 'attempt' | 'nowMs' | 'secrets'> & {
  readonly clock: Clock;
  readonly secrets: () => readonly string[];
};

/**
 * Runs one exchange within its limits and judges its failure.
 *
 * @param act does the exchange; it must end soon after the watch's signal is aborted
 * @throws AttemptError and nothing else
 */
export async function exchangeOnce(
  attempt: Attempt,
  {signal}: AttemptDeps,
  around: Around,
  act: (watch: Watch) => Promise<Completion>,
): Promise<Completion> {
  const {clock, secrets, ...facts} = around;
  const fail = (trouble: Trouble) =>
    new AttemptError(classify(trouble, {...facts, attempt, secrets: secrets(), nowMs: clock.now()}));
  if (signal.aborted) throw fail({kind: 'aborted', sent: false});
  const watch = startWatch(attempt, signal, clock);
  try {
    return await Promise.race([act(watch), watch.ended]);
  } catch (error) {
    throw fail(troubleOf(error, watch, signal));
  } finally {
    watch.stop();
  }
}

/** Our own signal first: an exchange that we break off looks like a connection that was lost. */
function troubleOf(error: unknown, watch: Watch, signal: AbortSignal): Trouble {
  const passed = watch.passed();
  if (passed) return {kind: 'limit', ...passed};
  if (signal.aborted) return {kind: 'aborted', sent: true};
  return (
    find(error, (inner) => (inner instanceof TroubleError ? inner.trouble : null)) ?? {
      kind: 'transport',
      error:
        find(error, (inner) => (inner instanceof AddressRefusedError ? inner : null)) ??
        transportError(error),
    }
  );
}

/** Libraries wrap what we throw below them. */
function find<Found>(error: unknown, pick: (inner: Error) => Found | null): Found | null {
  let inner = error;
  for (let depth = 0; depth < 4 && inner instanceof Error; depth += 1) {
    const found = pick(inner);
    if (found !== null) return found;
    inner = inner.cause;
  }
  return null;
}

function transportError(error: unknown): unknown {
  return find(error, (inner) => (systemCode(inner) === null ? null : inner)) ?? error;
}

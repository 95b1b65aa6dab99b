import {type AskDeps, about, type Inquiry} from './ask-inquiry.ts';
import {type Attempt, AttemptError, type AttemptFailure, type Completion} from './contract.ts';
import type {Lane} from './engine-lane.ts';

/** At most so often a growing answer is stated. */
const progressMs = 250;

/** What came of what was sent; `bug` is nothing that a provider may throw. */
export type Exchanged =
  | {readonly kind: 'completion'; readonly completion: Completion}
  | {readonly kind: 'failure'; readonly failure: AttemptFailure}
  | {readonly kind: 'bug'; readonly error: unknown};

/** One exchange, within the limit of its attempt. Never throws. */
export async function exchange(
  lane: Lane,
  attempt: Attempt,
  inquiry: Inquiry,
  deps: AskDeps,
): Promise<Exchanged> {
  const {clock, emit} = deps;
  const limit = new AbortController();
  const timer = new AbortController();
  const limitMs = attempt.attemptMs ?? lane.settings.waits.attemptMs;
  clock.sleep(limitMs, timer.signal).then(
    () => limit.abort(),
    () => limit.signal.aborted,
  );
  let statedAtMs = clock.now();
  const progress = (characters: number) => {
    if (clock.now() - statedAtMs < progressMs) return;
    statedAtMs = clock.now();
    emit({type: 'request.progressed', id: about(inquiry).id, characters});
  };
  try {
    const signal = AbortSignal.any([inquiry.signal, limit.signal]);
    return {kind: 'completion', completion: await lane.provider.attempt(attempt, {signal, progress})};
  } catch (error) {
    if (!(error instanceof AttemptError)) return {kind: 'bug', error};
    const {failure} = error;
    const isLate = failure.class === 'aborted' && limit.signal.aborted && !inquiry.signal.aborted;
    return {kind: 'failure', failure: isLate ? late(failure, limitMs) : failure};
  } finally {
    timer.abort();
  }
}

/** Our own limit ended it, not the user. */
function late(failure: AttemptFailure, limitMs: number): AttemptFailure {
  const message = `the answer was not whole within ${limitMs} ms`;
  return {...failure, class: 'timeout', name: 'attempt', message, once: true};
}

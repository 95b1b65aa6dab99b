import {askError, type Refusal} from './ask-errors.ts';
import {type AskDeps, about, type Inquiry} from './ask-inquiry.ts';
import {askLane, type LaneOutcome} from './ask-lane.ts';
import type {StoredAnswer} from './cache-entry.ts';
import type {ErrorClass} from './contract.ts';
import type {UnusableReason} from './engine-contract.ts';
import type {Lane} from './engine-lane.ts';
import type {Fallback} from './fallback.ts';

/** What a question came to: an answer that can be kept, or why there is none. */
export type Outcome =
  | {readonly kind: 'answer'; readonly answer: StoredAnswer}
  | {
      readonly kind: 'unusable';
      readonly reason: UnusableReason;
      readonly detail: string;
      readonly stopReason: string;
    };

/**
 * Asks along the chain, each member once, until one answers or the failure is none for which another may be asked.
 *
 * @param builtinLast - then a question that nobody answers is no error
 * @throws as `ModelEngine.ask` does
 */
export async function askChain(
  lanes: readonly Lane[],
  inquiry: Inquiry,
  builtinLast: boolean,
  deps: AskDeps,
): Promise<Outcome> {
  const {fallback} = deps;
  const refusals: Refusal[] = [];
  const others = lanes.slice(1);
  for (let lane = lanes[0]; lane; ) {
    const {maxWaitMs} = lane.settings.retry;
    // Where somebody else can answer, nobody waits for a provider that is down.
    const isAlone = others.length === 0 || !fallback.isFor('unavailable');
    const outcome = await askLane(lane, inquiry, {restMs: maxWaitMs, downMs: isAlone ? maxWaitMs : 0}, deps);
    if (outcome.kind === 'answer') return outcome;
    const failed = failedClass(outcome);
    const goesOn = failed !== null && fallback.isFor(failed) && inquiry.activeMs < inquiry.limitMs;
    if (outcome.kind === 'failed') {
      refusals.push({by: lane.by, failure: outcome.failure, attempts: outcome.attempts});
    }
    const next = goesOn ? await nextAllowed(lane, others, fallback) : undefined;
    if (next) {
      stateFallback(lane, next, outcome, inquiry, deps);
      lane = next;
      continue;
    }
    if (outcome.kind === 'unusable') return outcome;
    if (outcome.failure.tooLong) return unusable('too-long', outcome.failure.message);
    if (outcome.failure.class === 'content') return unusable('refused', outcome.failure.message);
    if (builtinLast && goesOn) return unusable('no-model', askError(refusals).message);
    break;
  }
  throw askError(refusals);
}

/** Takes from the others the next one that the text may go to. */
async function nextAllowed(from: Lane, others: Lane[], fallback: Fallback): Promise<Lane | undefined> {
  for (let next = others.shift(); next; next = others.shift()) {
    if (await fallback.mayGo(from.provider, next.provider)) return next;
  }
  return undefined;
}

function unusable(reason: UnusableReason, detail: string): Outcome {
  return {kind: 'unusable', reason, detail, stopReason: reason};
}

/** `null` = an end that is no failure of the provider: the same question would end so everywhere. */
function failedClass(outcome: Exclude<LaneOutcome, {kind: 'answer'}>): ErrorClass | null {
  if (outcome.kind === 'failed') return outcome.failure.class;
  return outcome.reason === 'refused' ? 'content' : null;
}

function stateFallback(
  from: Lane,
  to: Lane,
  outcome: Exclude<LaneOutcome, {kind: 'answer'}>,
  inquiry: Inquiry,
  {emit}: AskDeps,
): void {
  const isFailure = outcome.kind === 'failed';
  const name = isFailure ? outcome.failure.name : outcome.stopReason;
  emit({
    type: 'request.retry-scheduled',
    ...about(inquiry),
    attempt: isFailure ? outcome.attempts : 1,
    delayMs: 0,
    cause: name,
    status: isFailure ? outcome.failure.status : 200,
    code: name,
    error: isFailure ? outcome.failure.class : 'content',
    message: isFailure ? outcome.failure.message : outcome.detail,
    ...from.by,
    fallbackTo: to.by,
  });
}

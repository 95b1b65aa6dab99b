import {type AttemptResult, attemptOnce} from './ask-attempt.ts';
import {type AskDeps, about, type Inquiry} from './ask-inquiry.ts';
import {reasked} from './ask-plan.ts';
import {reactTo, type Tally} from './ask-react.ts';
import type {StoredAnswer} from './cache-entry.ts';
import type {AttemptFailure} from './contract.ts';
import type {UnusableReason} from './engine-contract.ts';
import type {Lane} from './engine-lane.ts';
import type {Patience} from './limiter.ts';

/** How it ended with one provider. */
export type LaneOutcome =
  | {readonly kind: 'answer'; readonly answer: StoredAnswer}
  | {
      readonly kind: 'unusable';
      readonly reason: Exclude<UnusableReason, 'ambiguous' | 'no-model'>;
      readonly detail: string;
      /** As the provider calls it. */
      readonly stopReason: string;
    }
  | {
      readonly kind: 'failed';
      readonly failure: AttemptFailure;
      /** Attempts with this provider; 0 if it was not asked at all. */
      readonly attempts: number;
    };

/** Asks one provider until it answers, refuses, or may not be asked again. The only retry loop there is. */
export async function askLane(
  lane: Lane,
  inquiry: Inquiry,
  patience: Patience,
  deps: AskDeps,
): Promise<LaneOutcome> {
  const tally: Tally = {question: inquiry.question, made: 0, extra: 0, paid: 0, byClass: new Map()};
  for (;;) {
    if (lane.shut) return {kind: 'failed', failure: lane.shut, attempts: tally.made};
    const maxAttempts = lane.settings.retry.maxAttempts + tally.extra;
    const {question, made} = tally;
    let delayMs: number | null = null;
    const react = (failure: AttemptFailure, renewal: number) => {
      tally.made += 1;
      delayMs = reactTo(failure, renewal, lane, inquiry, tally, deps);
    };
    const request = {inquiry, question, number: made + 1, maxAttempts, patience, react};
    const result = await attemptOnce(lane, request, deps);
    if (result.kind === 'closed') {
      return {kind: 'failed', failure: lane.shut ?? closedFailure(lane, result), attempts: made};
    }
    if (result.kind === 'completion') {
      tally.made += 1;
      lane.isRenewed = false;
      lane.retryBudget.refund(tally.paid);
      tally.paid = 0;
      const outcome = judge(result, lane, inquiry, tally, deps);
      if (outcome) return outcome;
      continue;
    }
    inquiry.signal.throwIfAborted();
    if (delayMs === null) return {kind: 'failed', failure: result.failure, attempts: tally.made};
    schedule(lane, inquiry, tally, result.failure, delayMs, deps);
    await rest(inquiry, delayMs, deps);
  }
}

/** What a whole answer is good for; `null` = it is asked again, with what was wrong. */
function judge(
  {completion, fault, stored}: Extract<AttemptResult, {kind: 'completion'}>,
  lane: Lane,
  inquiry: Inquiry,
  tally: Tally,
  deps: AskDeps,
): LaneOutcome | null {
  const {ending, stopReason} = completion;
  if (stored) {
    deps.stats.answered(lane.by);
    return {kind: 'answer', answer: stored};
  }
  if (ending === 'complete' || ending === 'malformed') {
    const detail = fault ?? `the answer ended as ${stopReason}`;
    if (!inquiry.isReasked) {
      inquiry.isReasked = true;
      tally.question = reasked(inquiry.question, detail);
      tally.extra += 1;
      schedule(
        lane,
        inquiry,
        tally,
        {name: 'malformed', class: 'malformed', status: 200, message: detail},
        0,
        deps,
      );
      return null;
    }
    deps.stats.answered(lane.by);
    return {kind: 'unusable', reason: 'malformed', detail, stopReason};
  }
  deps.stats.answered(lane.by);
  return {kind: 'unusable', reason: ending, detail: `the answer ended as ${stopReason}`, stopReason};
}

async function rest(inquiry: Inquiry, delayMs: number, {clock}: AskDeps): Promise<void> {
  if (delayMs === 0) return;
  const startedAtMs = clock.now();
  await clock.sleep(delayMs, inquiry.signal);
  inquiry.activeMs += clock.now() - startedAtMs;
}

function schedule(
  lane: Lane,
  inquiry: Inquiry,
  {made}: Tally,
  failure: Pick<AttemptFailure, 'name' | 'status' | 'message'> & {readonly class: string},
  delayMs: number,
  {emit, stats}: AskDeps,
): void {
  const {name, status, message} = failure;
  inquiry.retries += 1;
  stats.waits(delayMs);
  emit({
    type: 'request.retry-scheduled',
    ...about(inquiry),
    ...{attempt: made, delayMs, cause: name, status, code: name, error: failure.class, message},
    ...lane.by,
  });
}

/** Nobody was asked, since the model rests or is down for longer than this question waits. */
function closedFailure(lane: Lane, {closed}: Extract<AttemptResult, {kind: 'closed'}>): AttemptFailure {
  const isDown = closed === 'down';
  const base: AttemptFailure = lane.lastFailure ?? {
    class: isDown ? 'unavailable' : 'throttled',
    name: closed,
    status: null,
    message: isDown ? 'it did not answer several times in a row' : 'it asked for a long rest',
    ...{retryAfterMs: null, money: 'released', once: false, rejected: null, tooLong: false, hint: null},
  };
  return {...base, class: isDown ? 'unavailable' : 'throttled'};
}

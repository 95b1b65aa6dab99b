import type {AskDeps, Inquiry} from './ask-inquiry.ts';
import type {AttemptFailure, Feature, Question} from './contract.ts';
import type {Lane} from './engine-lane.ts';
import {mayRetry, retryDelayMs} from './retry.ts';

/** Attempts of one question with one provider, as they add up. */
export type Tally = {
  question: Question;
  /** All attempts, and those that do not count against `maxAttempts`: changed requests and re-asks. */
  made: number;
  extra: number;
  /** What the last retry took from the retry budget. */
  paid: number;
  readonly byClass: Map<AttemptFailure['class'], number>;
};

/** A model can be asked without each feature once, and all of them once more by accident. */
const changesAtMost = 8;

/**
 * What a failure means for all who ask this provider, and for this question: after how long it may be asked again,
 * `null` = not of this provider.
 */
export function reactTo(
  failure: AttemptFailure,
  renewal: number,
  lane: Lane,
  inquiry: Inquiry,
  tally: Tally,
  {random, stats, features, noticeOnce}: AskDeps,
): number | null {
  if (inquiry.signal.aborted) return null;
  const {retry} = lane.settings;
  const isThrottle = failure.class === 'throttled';
  stats.failed(failure.name, isThrottle);
  if (isThrottle) inquiry.throttles += 1;
  if (isThrottle || failure.class === 'unavailable' || failure.class === 'timeout')
    lane.lastFailure = failure;

  if (failure.rejected !== null && tally.extra < changesAtMost) {
    features.refuse(lane.memoryKey, failure.rejected);
    noticeOnce(
      'RM-LLM-038c',
      'info',
      `${lane.scope} is asked without ${featureNames[failure.rejected]}: it was refused`,
    );
    tally.extra += 1;
    return 0;
  }
  if (failure.class === 'credentials' && failure.once && mayRenew(lane, renewal)) {
    tally.extra += 1;
    return 0;
  }
  const attempts = tally.made - tally.extra;
  const sameClass = (tally.byClass.get(failure.class) ?? 0) + 1;
  tally.byClass.set(failure.class, sameClass);
  const delayMs = retryDelayMs(failure, attempts, retry, random);
  if (isThrottle) {
    lane.pace?.throttled();
    lane.cooldown.hold(delayMs, failure.name);
  }
  if (useless.has(failure.class)) lane.shut = failure;
  if (!mayRetry(failure, {attempts, sameClass}, retry)) return null;
  if (inquiry.activeMs + delayMs >= inquiry.limitMs) return null;
  const paid = lane.retryBudget.pay(isThrottle ? 'throttled' : 'transient');
  if (paid === null) return null;
  tally.paid = paid;
  return delayMs;
}

/** True once in a row; those that were on their way with the keys of before go again with the new ones. */
function mayRenew(lane: Lane, renewal: number): boolean {
  if (renewal < lane.renewals) return true;
  if (lane.isRenewed) return false;
  lane.isRenewed = true;
  lane.renewals += 1;
  return true;
}

/** After these every further question would end the same way. */
const useless: ReadonlySet<AttemptFailure['class']> = new Set(['credentials', 'denied', 'quota', 'foreign']);

const featureNames: Readonly<Record<Feature, string>> = {
  schema: 'a JSON schema',
  tool: 'a forced tool',
  temperature: 'a temperature',
  'prompt-cache': 'a prompt cache',
  stream: 'a stream',
  'stream-usage': 'a stream, which would not count its tokens',
};

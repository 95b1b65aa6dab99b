import {exchange} from './ask-exchange.ts';
import {type AskDeps, about, type Inquiry} from './ask-inquiry.ts';
import {planAttempt, schemaHash} from './ask-plan.ts';
import {type Reservation, settleAnswered, settleFailed} from './ask-settle.ts';
import type {Health} from './breaker.ts';
import type {StoredAnswer} from './cache-entry.ts';
import type {AttemptFailure, Completion, Question} from './contract.ts';
import {worstCase} from './cost.ts';
import type {Lane} from './engine-lane.ts';
import {inputBound} from './engine-money.ts';
import type {Closed, Patience, Slot} from './limiter.ts';

/** What one attempt gave, or why there was none. */
export type AttemptResult =
  | {
      readonly kind: 'completion';
      readonly completion: Completion;
      /** What is wrong with a complete answer. */
      readonly fault: string | null;
      readonly stored: StoredAnswer | null;
    }
  | {readonly kind: 'failure'; readonly failure: AttemptFailure}
  | ({readonly kind: 'closed'} & Closed);

export type AttemptRequest = {
  readonly inquiry: Inquiry;
  readonly question: Question;
  /** Its number with this provider, and how many there may be. */
  readonly number: number;
  readonly maxAttempts: number;
  readonly patience: Patience;
  /** Hears of a failure before the next in the queue takes its turn; with which renewal of the keys it was sent. */
  readonly react: (failure: AttemptFailure, renewal: number) => void;
};

/** What the lease of a reservation has beyond the limit of its attempt. */
const leaseMarginMs = 30_000;

/**
 * One attempt from the queue to the ledger. While it waits it holds neither place nor money; whatever happens, both are
 * given back.
 *
 * @throws BudgetExceededError, OutputError, BusyError, or the signal's reason
 */
export async function attemptOnce(
  lane: Lane,
  request: AttemptRequest,
  deps: AskDeps,
): Promise<AttemptResult> {
  const {inquiry, question} = request;
  const reservedMicroUsd = mostMicroUsd(lane, question);
  const estimated = {
    inputTokens: deps.estimator.tokens(lane.memoryKey, question.system + question.prompt),
    outputTokens: question.maxTokens,
  };
  const slot = await takeSlot(lane, request, estimated, reservedMicroUsd ?? 0, deps);
  if ('closed' in slot) return {kind: 'closed', ...slot};
  let health: Health = 'unknown';
  let usedTokens: number | null = null;
  try {
    const leftMs = Math.max(1, inquiry.limitMs - inquiry.activeMs);
    const attemptMs = Math.min(lane.settings.waits.attemptMs, leftMs);
    const row = await reserve(lane, request, reservedMicroUsd, attemptMs, deps).catch((error: unknown) => {
      slot.cancel();
      throw error;
    });
    const {renewals} = lane;
    const reservation = {row, attempt: request.number, reservedMicroUsd, estimated};
    const result = await send(lane, request, reservation, attemptMs, deps);
    if (result.kind === 'failure') {
      request.react(result.failure, renewals);
      health = healthOf(result.failure);
      if (result.failure.money === 'released') usedTokens = 0;
    } else {
      const {usage} = result.completion;
      health = 'well';
      if (usage) usedTokens = usage.inputTokens + usage.outputTokens;
    }
    if (isWarm(result)) lane.limiter.warm();
    return result;
  } finally {
    slot.release(health, usedTokens);
  }
}

/** The most that an attempt can cost; `null` = no price is known. */
function mostMicroUsd({price, settings}: Lane, question: Question): number | null {
  const {promptCache, priceMultiplier = 1} = settings;
  const options = {promptCache, multiplier: priceMultiplier};
  return price === null ? null : worstCase(inputBound(question), question.maxTokens, price, options);
}

/** Waits for room in the budget first, then for its turn; if the room is gone by then, from the beginning. */
async function takeSlot(
  lane: Lane,
  {inquiry, number, patience}: AttemptRequest,
  {inputTokens, outputTokens}: Reservation['estimated'],
  neededMicroUsd: number,
  {rooms}: AskDeps,
): Promise<Slot | Closed> {
  const {signal} = inquiry;
  for (let first = number > 1; ; first = true) {
    await rooms.wait(neededMicroUsd, signal);
    const slot = await lane.limiter.take({tokens: inputTokens + outputTokens, patience, first, signal});
    if ('closed' in slot) return slot;
    if (!lane.shut && rooms.claim(neededMicroUsd)) return slot;
    slot.cancel();
    if (lane.shut) return {closed: 'down', untilMs: Infinity};
  }
}

async function reserve(
  {by, price}: Lane,
  {inquiry}: AttemptRequest,
  reservedMicroUsd: number | null,
  attemptMs: number,
  {budget, rooms}: AskDeps,
): Promise<number> {
  let isOpen = false;
  try {
    const row = await budget.reserve(
      {
        request: inquiry.key,
        number: inquiry.attempts + 1,
        ...by,
        reservedMicroUsd,
        leaseMs: attemptMs + leaseMarginMs,
        price: price === null ? {} : plainPrice(price),
      },
      inquiry.signal,
    );
    isOpen = true;
    return row;
  } finally {
    rooms.reserved(reservedMicroUsd ?? 0, isOpen);
  }
}

async function send(
  lane: Lane,
  {inquiry, question, number, maxAttempts}: AttemptRequest,
  reservation: Reservation,
  attemptMs: number,
  deps: AskDeps,
): Promise<Exclude<AttemptResult, {kind: 'closed'}>> {
  const {clock, emit} = deps;
  const {reservedMicroUsd} = reservation;
  const startedAtMs = clock.now();
  inquiry.attempts += 1;
  inquiry.by = lane.by;
  emit({type: 'request.started', ...about(inquiry), attempt: number, maxAttempts, ...lane.by});
  emit({type: 'budget.reserved', id: inquiry.id, ...lane.by, attempt: number, reservedMicroUsd});
  const result = await exchange(lane, planAttempt(lane, question, attemptMs, deps), inquiry, deps);
  inquiry.activeMs += clock.now() - startedAtMs;
  if (result.kind === 'bug') {
    // Nobody knows what the provider made of it.
    await settleFailed({kind: 'kept', status: null, error: 'bug'}, lane, inquiry, reservation, deps);
    throw result.error;
  }
  if (result.kind === 'failure') {
    const {money, status, name} = result.failure;
    await settleFailed({kind: money, status, error: name}, lane, inquiry, reservation, deps);
    return result;
  }
  const {completion} = result;
  const fault = completion.ending === 'complete' ? inquiry.faultOf(completion.text) : null;
  const stored = await settleAnswered(completion, fault, lane, inquiry, reservation, deps);
  const hash = schemaHash(question);
  if (hash !== null) deps.features.usedSchema(lane.memoryKey, hash);
  lane.pace?.succeeded();
  return {kind: 'completion', completion, fault, stored};
}

/** What a failure says of the provider: an answer that it does not like shows that it is there. */
function healthOf(failure: AttemptFailure): Health {
  if (failure.class === 'unavailable' || failure.class === 'timeout') return 'down';
  if (failure.class === 'throttled') return 'busy';
  // With one thing less it may go: until then only one question finds out.
  if (failure.class === 'aborted' || failure.rejected !== null) return 'unknown';
  return 'well';
}

/** The model was reached, and nothing is left to find out that concerns all questions. */
function isWarm(result: AttemptResult): boolean {
  if (result.kind !== 'failure') return true;
  const {class: failed, rejected} = result.failure;
  return failed === 'content' || (failed === 'invalid' && rejected === null);
}

function plainPrice(price: NonNullable<Lane['price']>): Record<string, string | number | null> {
  const {input, output, cacheRead, cacheWrite, cacheWrite1h, source, date, matchedId, match} = price;
  const long = price.longContext;
  return {
    ...{input, output, cacheRead, cacheWrite, cacheWrite1h, source, date, matchedId, match},
    ...(long && {longAbove: long.aboveTokens, longInput: long.input, longOutput: long.output}),
  };
}

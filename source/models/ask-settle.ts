import type {LedgerOutcome} from '../store/ledger.ts';
import type {AskDeps, Inquiry} from './ask-inquiry.ts';
import type {StoredAnswer} from './cache-entry.ts';
import type {Completion} from './contract.ts';
import {alarms, settlementOf} from './engine-charge.ts';
import type {Lane} from './engine-lane.ts';
import type {Charge} from './stats.ts';

/** The reservation of one attempt. */
export type Reservation = {
  readonly row: number;
  /** The number of the attempt with this provider. */
  readonly attempt: number;
  /** `null` = no price is known. */
  readonly reservedMicroUsd: number | null;
  readonly estimated: {readonly inputTokens: number; readonly outputTokens: number};
};

/** Books an attempt without a whole answer: it cost nothing, or nobody knows what. */
export async function settleFailed(
  outcome: Extract<LedgerOutcome, {kind: 'released' | 'kept'}>,
  lane: Lane,
  inquiry: Inquiry,
  reservation: Reservation,
  deps: AskDeps,
): Promise<void> {
  const costMicroUsd = outcome.kind === 'kept' ? reservation.reservedMicroUsd : 0;
  const charge = {outcome: outcome.kind, costMicroUsd, inputTokens: 0, outputTokens: 0};
  await book(outcome, charge, lane, inquiry, reservation, deps);
}

/**
 * Books a whole answer by its own count of tokens.
 *
 * @param fault - what is wrong with it; then it is paid for, and not kept
 * @returns what to keep of it
 */
export async function settleAnswered(
  completion: Completion,
  fault: string | null,
  lane: Lane,
  inquiry: Inquiry,
  reservation: Reservation,
  deps: AskDeps,
): Promise<StoredAnswer | null> {
  const {reservedMicroUsd, estimated} = reservation;
  const estimate = {
    inputTokens: estimated.inputTokens,
    outputTokens: deps.estimator.tokens(lane.memoryKey, completion.text),
  };
  const {costMicroUsd, usage, alarm} = settlementOf(
    completion,
    estimate,
    lane.price,
    reservedMicroUsd,
    lane.settings.priceMultiplier,
  );
  if (alarm) deps.noticeOnce('RM-LLM-037', 'warning', `${lane.scope} ${alarms[alarm]}`);
  else deps.estimator.learn(lane.memoryKey, estimate.inputTokens, usage.inputTokens);

  const {text, stopReason, responseId, ending} = completion;
  const isUsable = ending === 'complete' && fault === null;
  const kept = {text, stopReason, usage, responseId, ...lane.by, costMicroUsd, atMs: deps.clock.now()};
  const outcome: LedgerOutcome = {
    kind: 'charged',
    status: 200,
    error: isUsable ? null : ending === 'complete' ? 'malformed' : ending,
    costMicroUsd,
    tokens: {
      input: usage.inputTokens,
      output: usage.outputTokens,
      cacheRead: usage.cacheReadTokens,
      cacheWrite: usage.cacheWriteTokens,
      cacheWrite1h: usage.cacheWrite1hTokens,
    },
    answer: isUsable ? JSON.stringify(kept) : null,
  };
  const {inputTokens, outputTokens} = usage;
  const charge = {outcome: 'charged', costMicroUsd, inputTokens, outputTokens} as const;
  await book(outcome, charge, lane, inquiry, reservation, deps);
  return isUsable ? kept : null;
}

async function book(
  outcome: LedgerOutcome,
  charge: Charge,
  lane: Lane,
  inquiry: Inquiry,
  {row, attempt, reservedMicroUsd}: Reservation,
  {budget, rooms, stats, emit}: AskDeps,
): Promise<void> {
  let booked: Charge = {outcome: 'kept', costMicroUsd: reservedMicroUsd, inputTokens: 0, outputTokens: 0};
  try {
    await budget.settle(row, outcome);
    booked = charge;
  } finally {
    // If the ledger could not be written, the reservation stays counted there; so it does here.
    rooms.settled();
    const {costMicroUsd, inputTokens, outputTokens} = booked;
    stats.charged(lane.by, booked);
    inquiry.inputTokens += inputTokens;
    inquiry.outputTokens += outputTokens;
    inquiry.costMicroUsd += costMicroUsd ?? 0;
    inquiry.isUnpriced ||= costMicroUsd === null;
    inquiry.isUncertain ||= booked.outcome === 'kept';
    emit({
      type: 'budget.charged',
      id: inquiry.id,
      ...lane.by,
      attempt,
      reservedMicroUsd,
      costMicroUsd,
      outcome: booked.outcome,
      usage: {inputTokens, outputTokens},
    });
  }
}

import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';
import type {AskedModel, AskedModelEnd} from '../events/catalogue-models.ts';
import type {Ledger} from '../store/ledger.ts';
import type {Budget} from './budget.ts';
import type {Question} from './contract.ts';
import type {Rooms} from './engine-room.ts';
import type {Estimator} from './estimate.ts';
import type {Fallback} from './fallback.ts';
import type {FeatureMemory} from './memory-of-features.ts';
import type {Stats} from './stats.ts';

/** What all questions share. */
export type AskDeps = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: Emit;
  readonly runId: string;
  readonly budget: Budget;
  readonly ledger: Ledger;
  readonly rooms: Rooms;
  readonly stats: Stats;
  readonly estimator: Estimator;
  readonly features: FeatureMemory;
  readonly fallback: Fallback;
  /** States the same thing once. */
  readonly noticeOnce: (code: string, level: 'info' | 'warning', message: string) => void;
};

/** One question under way, with what it came to so far. */
export type Inquiry = {
  readonly id: number;
  readonly question: Question;
  /** Of its answer, and of its rows in the ledger: with the chosen provider. */
  readonly key: string;
  /** The same with each provider of the chain. */
  readonly keys: readonly string[];
  readonly signal: AbortSignal;
  /** What is wrong with the text of a complete answer, or `null`. */
  readonly faultOf: (text: string) => string | null;
  readonly queuedAtMs: number;
  /** All its attempts and waits, without the queue, may take so long. */
  readonly limitMs: number;
  by: AskedModel;
  attempts: number;
  retries: number;
  throttles: number;
  /** Spent in attempts and waits. */
  activeMs: number;
  inputTokens: number;
  outputTokens: number;
  costMicroUsd: number;
  isUnpriced: boolean;
  isUncertain: boolean;
  /** It was asked again with what is wrong; once is enough. */
  isReasked: boolean;
};

/** Name and subject in every event of it. */
export function about({id, question}: Inquiry): {
  readonly id: number;
  readonly kind: 'model';
  readonly subject: string;
} {
  return {id, kind: 'model', subject: question.subject};
}

/** What the end of a question says of it. */
export function endOf(inquiry: Inquiry, nowMs: number): Required<AskedModelEnd> {
  const {by, queuedAtMs, attempts, retries, throttles, inputTokens, outputTokens} = inquiry;
  return {
    ...by,
    durationMs: Math.round(nowMs - queuedAtMs),
    attempts,
    retries,
    throttles,
    usage: {inputTokens, outputTokens},
    costMicroUsd: inquiry.isUnpriced ? null : inquiry.costMicroUsd,
    uncertain: inquiry.isUncertain,
  };
}

import {BudgetExceededError, RulesMakerError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import type {AskedModel} from '../events/catalogue-models.ts';
import type {Outcome} from './ask.ts';
import {about, endOf, type Inquiry} from './ask-inquiry.ts';
import {CapReachedError} from './budget-error.ts';
import {sha256} from './cache-key.ts';
import {AttemptError} from './contract.ts';
import type {Known} from './engine-known.ts';

/** What is stated about the beginning and the end of a question. */
export type Statements = {
  readonly queued: (inquiry: Inquiry, timeoutMs: number, traceId: string) => void;
  readonly hit: (inquiry: Inquiry, known: Known) => void;
  readonly stored: (inquiry: Inquiry, by: AskedModel, key: string, path: string) => void;
  readonly ended: (inquiry: Inquiry, outcome: Outcome) => void;
  readonly threw: (inquiry: Inquiry, error: unknown) => void;
};

/** @param redact - true keeps prompts, system texts and answers out */
export function createStatements(emit: Emit, now: () => number, redact: boolean): Statements {
  return {
    queued(inquiry, timeoutMs, traceId) {
      const {prompt, system} = inquiry.question;
      emit({
        type: 'request.queued',
        ...about(inquiry),
        ...inquiry.by,
        traceId,
        promptHash: sha256(prompt),
        promptLength: characters(prompt),
        systemHash: sha256(system),
        timeoutMs,
        ...(!redact && {prompt, system}),
      });
    },
    hit({id}, {answer, from, key}) {
      const {provider, model, region, costMicroUsd} = answer;
      const by = {provider, model, region};
      emit({type: 'cache.hit', id, ...by, key: short(key), from, savedMicroUsd: costMicroUsd});
    },
    stored({id}, by, key, path) {
      emit({type: 'cache.stored', id, ...by, key: short(key), path});
    },
    ended(inquiry, outcome) {
      const end = endOf(inquiry, now());
      if (outcome.kind === 'answer') {
        const {provider, model, region, stopReason, text} = outcome.answer;
        const by = {provider, model, region};
        const response = redact ? {} : {response: text};
        emit({
          type: 'request.finished',
          ...about(inquiry),
          ...end,
          ...by,
          finishReason: stopReason,
          ...response,
        });
        return;
      }
      const {reason, detail} = outcome;
      const facts = {code: unusableCodes[reason], status: null, message: detail, error: reason};
      emit({type: 'request.failed', ...about(inquiry), ...end, ...facts});
    },
    threw(inquiry, error) {
      const end = endOf(inquiry, now());
      const {id, by, signal} = inquiry;
      if (error instanceof CapReachedError) {
        const blocks = error.blocks.map(({settledMicroUsd, uncertainMicroUsd, openMicroUsd, ...block}) => ({
          ...block,
          spentMicroUsd: settledMicroUsd + uncertainMicroUsd,
          reservedMicroUsd: openMicroUsd,
        }));
        emit({type: 'budget.blocked', id, ...by, blocks});
      }
      if (signal.aborted || !(error instanceof RulesMakerError)) {
        emit({type: 'request.cancelled', ...about(inquiry), ...end});
        return;
      }
      const failure = error.cause instanceof AttemptError ? error.cause.failure : null;
      const kind = error instanceof BudgetExceededError ? 'budget' : (failure?.class ?? error.name);
      const facts = {code: error.code, status: failure?.status ?? null, message: error.message, error: kind};
      emit({type: 'request.failed', ...about(inquiry), ...end, ...facts});
    },
  };
}

/** The rows of the table of faults. */
const unusableCodes = {
  truncated: 'RM-LLM-034',
  refused: 'RM-LLM-035',
  malformed: 'RM-LLM-036',
  'too-long': 'RM-LLM-039',
  ambiguous: 'RM-LLM-032',
  'no-model': 'RM-LLM-030b',
} as const;

function short(key: string): string {
  return key.slice(0, 16);
}

/** Code points, without an array of them. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

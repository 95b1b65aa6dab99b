import type {AskDeps} from './ask-inquiry.ts';
import {createBudget} from './budget.ts';
import type {ModelEngineDeps} from './engine-contract.ts';
import {createRooms} from './engine-room.ts';
import {createEstimator} from './estimate.ts';
import {createFallback} from './fallback.ts';
import {createStats} from './stats.ts';

/** What all questions of an engine share. */
export function askDeps({
  ledger,
  clock,
  random,
  emit,
  features,
  settings,
  consent,
}: ModelEngineDeps): AskDeps {
  const {runId, caps, warnAt, fallback} = settings;
  const budget = createBudget({
    ...{ledger, clock, caps, warnAt, run: runId},
    // What blocks a call is stated with the question that it blocks.
    tell: (fact) => fact.type === 'budget.warned' && emit(fact),
  });
  const stated = new Set<string>();
  return {
    ...{clock, random, emit, runId, budget, ledger, features},
    rooms: createRooms(ledger, budget, runId, caps),
    stats: createStats(),
    estimator: createEstimator(),
    fallback: createFallback(fallback, consent ?? (async () => true), emit),
    noticeOnce(code, level, message) {
      if (stated.has(message)) return;
      stated.add(message);
      emit({type: 'notice', level, code, message, hint: null});
    },
  };
}

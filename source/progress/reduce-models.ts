import type {RunEvent, RunEventOf} from '../events/catalogue.ts';
import type {ModelState} from './state.ts';

/** Folds what is said of questions to models; the other events of requests concern it only as far as a model is named. */
export function reduceModels(state: ModelState, event: RunEvent): ModelState {
  switch (event.type) {
    case 'request.queued':
      return {...state, asked: state.asked + 1, queued: new Set(state.queued).add(event.id)};
    case 'request.started':
      return begun(state, event.id);
    case 'request.retry-scheduled':
      return event.fallbackTo ? {...state, fallbacks: state.fallbacks + 1} : state;
    case 'request.finished':
      return event.kind === 'model' ? answered(begun(state, event.id), event) : state;
    case 'request.failed':
      return event.kind === 'model' ? {...begun(state, event.id), failed: state.failed + 1} : state;
    case 'request.cancelled':
      return begun(state, event.id);
    case 'cache.hit':
      return {
        ...state,
        cacheHits: state.cacheHits + 1,
        savedMicroUsd: state.savedMicroUsd + (event.savedMicroUsd ?? 0),
      };
    case 'cache.stored':
      return {...state, cacheStored: state.cacheStored + 1};
    case 'budget.reserved':
      return {...state, reservedMicroUsd: state.reservedMicroUsd + (event.reservedMicroUsd ?? 0)};
    case 'budget.charged':
      return charged(state, event);
    case 'budget.warned': {
      const {window, capMicroUsd, spentMicroUsd} = event;
      return {...state, warned: {...state.warned, [window]: {capMicroUsd, spentMicroUsd}}};
    }
    case 'budget.blocked':
      return {...state, blocked: event.blocks};
    default:
      return state;
  }
}

function begun(state: ModelState, id: number): ModelState {
  if (!state.queued.has(id)) return state;
  const queued = new Set(state.queued);
  queued.delete(id);
  return {...state, queued};
}

function answered(state: ModelState, {provider, attempts}: RunEventOf<'request.finished'>): ModelState {
  // What came from the cache nobody answered.
  if (provider === undefined || !attempts) return {...state, answered: state.answered + 1};
  const before = state.byProvider[provider] ?? nothing;
  return {
    ...state,
    answered: state.answered + 1,
    byProvider: {...state.byProvider, [provider]: {...before, answered: before.answered + 1}},
  };
}

function charged(state: ModelState, event: RunEventOf<'budget.charged'>): ModelState {
  const {provider, outcome, usage, reservedMicroUsd} = event;
  const cost = event.costMicroUsd ?? 0;
  const before = state.byProvider[provider] ?? nothing;
  return {
    ...state,
    inputTokens: state.inputTokens + usage.inputTokens,
    outputTokens: state.outputTokens + usage.outputTokens,
    costMicroUsd: state.costMicroUsd + cost,
    uncertainMicroUsd: state.uncertainMicroUsd + (outcome === 'kept' ? cost : 0),
    reservedMicroUsd: state.reservedMicroUsd - (reservedMicroUsd ?? 0),
    unpriced: state.unpriced + (event.costMicroUsd === null && outcome === 'charged' ? 1 : 0),
    byProvider: {
      ...state.byProvider,
      [provider]: {
        ...before,
        inputTokens: before.inputTokens + usage.inputTokens,
        outputTokens: before.outputTokens + usage.outputTokens,
        costMicroUsd: before.costMicroUsd + cost,
      },
    },
  };
}

const nothing = {answered: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0};

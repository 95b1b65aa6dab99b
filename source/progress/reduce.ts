import type {Phase, RunEvent, RunEventOf} from '../events/catalogue.ts';
import {reduceModels} from './reduce-models.ts';
import {type Attempt, initialState, type RunState} from './state.ts';

/** Folds one event into the state. Pure: the same events give the same state, live or replayed. */
export function reduce(state: RunState, event: RunEvent): RunState {
  const next = step(state, event);
  return {...next, models: reduceModels(next.models, event), lastAt: event.at};
}

function step(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run.started':
      return started(event);
    case 'run.paused':
      return {...state, status: 'paused'};
    case 'run.resumed':
      return {...state, status: 'running'};
    case 'run.stopping':
      return {...state, status: 'stopping', stopReason: event.reason};
    case 'run.finished': {
      const {outcome, exitCode, error, usage} = event;
      return {...state, status: 'finished', outcome: {outcome, exitCode, error, usage}};
    }
    case 'phase.started':
      return phase(state, event.phase, {status: 'running', done: 0, total: event.total});
    case 'phase.resized':
      return phase(state, event.phase, {...state.phases[event.phase], total: event.total});
    case 'phase.finished':
      return phase(state, event.phase, {
        ...state.phases[event.phase],
        status: 'finished',
        done: event.done,
      });
    case 'scope.inferred': {
      const {origin, prefix, why, locale, version, extras} = event;
      return {...state, scope: {origin, prefix, why, locale, version, extras}};
    }
    case 'page.discovered':
      return pages(state, {discovered: state.pages.discovered + 1});
    case 'page.skipped':
      return pages(state, {skipped: increment(state.pages.skipped, event.reason)});
    case 'page.fetched':
      return fetched(state, event);
    case 'page.extracted':
      return advance(
        pages(state, {
          extracted: state.pages.extracted + 1,
          removed: state.pages.removed + event.removed,
        }),
        'extract',
      );
    case 'page.failed': {
      const {url, code, status, message, missing} = event;
      return pages(state, {failed: [...state.pages.failed, {url, code, status, message, missing}]});
    }
    case 'request.started':
      return attempt(state, event);
    case 'request.progressed':
      return progressed(state, event);
    case 'request.retry-scheduled':
      return retry(state, event);
    case 'request.finished':
    case 'request.failed':
    case 'request.cancelled':
      return requests(state, {inFlight: without(state.requests.inFlight, event.id)});
    case 'throttle.engaged':
      return requests(state, {throttles: state.requests.throttles + 1});
    case 'throttle.released':
    case 'request.queued':
    case 'cache.hit':
    case 'cache.stored':
    case 'budget.reserved':
    case 'budget.charged':
    case 'budget.warned':
    case 'budget.blocked':
      return state;
    case 'concurrency.changed':
      return {...state, run: state.run && {...state.run, concurrency: event.to}};
    case 'rule.distilled':
      return {
        ...state,
        rules: {
          ...state.rules,
          distilled: state.rules.distilled + 1,
          byKind: increment(state.rules.byKind, event.kind),
        },
      };
    case 'rule.dropped':
      return {...state, rules: {...state.rules, dropped: increment(state.rules.dropped, event.reason)}};
    case 'rubric.computed':
      return {...state, rubric: {overall: event.overall, criteria: event.criteria}};
    case 'file.written': {
      const {path, target, action, bytes, rules} = event;
      return advance({...state, files: [...state.files, {path, target, action, bytes, rules}]}, 'write');
    }
    case 'notice': {
      const {level, code, message, hint} = event;
      return {...state, notices: [...state.notices, {level, code, message, hint}]};
    }
  }
}

function started(event: RunEventOf<'run.started'>): RunState {
  const {runId, url, program, version, targets, outputRoot, maxPages, concurrency, at} = event;
  // A run that goes on after a stop begins its log anew: what it still knows, it states again.
  return {
    ...initialState,
    status: 'running',
    run: {id: runId, url, program, version, targets, outputRoot, maxPages, concurrency, startedAt: at},
  };
}

function fetched(state: RunState, event: RunEventOf<'page.fetched'>): RunState {
  const {pages: before} = state;
  return advance(
    pages(state, {
      fetched: before.fetched + 1,
      fromCache: before.fromCache + (event.from === 'cache' ? 1 : 0),
      bytes: before.bytes + event.bytes,
    }),
    'crawl',
  );
}

function attempt(state: RunState, event: RunEventOf<'request.started'>): RunState {
  const {id, kind, subject, attempt: number, maxAttempts, at} = event;
  const startedAt = state.requests.inFlight.get(id)?.startedAt ?? at;
  const entry: Attempt = {
    id,
    kind,
    subject,
    attempt: number,
    maxAttempts,
    startedAt,
    waitsUntil: null,
    characters: 0,
  };
  return requests(state, {inFlight: new Map(state.requests.inFlight).set(id, entry)});
}

function progressed(state: RunState, {id, characters}: RunEventOf<'request.progressed'>): RunState {
  const entry = state.requests.inFlight.get(id);
  if (!entry) return state;
  return requests(state, {inFlight: new Map(state.requests.inFlight).set(id, {...entry, characters})});
}

function retry(state: RunState, event: RunEventOf<'request.retry-scheduled'>): RunState {
  const {retries, waitedMs, inFlight} = state.requests;
  // Another provider is asked at once: that is no wait.
  if (event.fallbackTo) return state;
  const entry = inFlight.get(event.id);
  return requests(state, {
    retries: retries + 1,
    waitedMs: waitedMs + event.delayMs,
    inFlight: entry
      ? new Map(inFlight).set(event.id, {...entry, waitsUntil: event.at + event.delayMs})
      : inFlight,
  });
}

function pages(state: RunState, change: Partial<RunState['pages']>): RunState {
  return {...state, pages: {...state.pages, ...change}};
}

function requests(state: RunState, change: Partial<RunState['requests']>): RunState {
  return {...state, requests: {...state.requests, ...change}};
}

function phase(state: RunState, name: Phase, value: RunState['phases'][Phase]): RunState {
  return {...state, phases: {...state.phases, [name]: value}};
}

function advance(state: RunState, name: Phase): RunState {
  const before = state.phases[name];
  return before.status === 'running' ? phase(state, name, {...before, done: before.done + 1}) : state;
}

function increment<K extends string>(counts: Readonly<Partial<Record<K, number>>>, key: K) {
  return {...counts, [key]: (counts[key] ?? 0) + 1} as Record<K, number>;
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

import {eventSchema, type RunEvent, type RunEventType} from './catalogue.ts';

/** One event as one JSON line, with its line break. */
export function toJsonLine(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Why a line of a recorded run could not be used. */
export type LineProblem = 'not-json' | 'not-an-event' | 'unknown-type' | 'future-schema';

export type ParsedLine = {readonly event: RunEvent} | {readonly problem: LineProblem};

/**
 * Reads one line of a recorded run. A type that this version does not know is a problem of its own, so that
 * a reader can pass over it: newer versions may add types without raising the schema.
 */
export function fromJsonLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return {problem: 'not-json'};
  }
  if (!isRecord(value) || !Number.isInteger(value['seq']) || typeof value['at'] !== 'number') {
    return {problem: 'not-an-event'};
  }
  const type = value['type'];
  if (typeof type !== 'string') return {problem: 'not-an-event'};
  if (!Object.hasOwn(eventFields, type)) return {problem: 'unknown-type'};
  if (type === 'run.started' && value['schema'] !== eventSchema) return {problem: 'future-schema'};
  const fields = eventFields[type as RunEventType];
  if (!fields.every((field) => Object.hasOwn(value, field))) return {problem: 'not-an-event'};
  return {event: value as RunEvent};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type FieldsOf<T extends RunEventType> = readonly Exclude<
  keyof Extract<RunEvent, {type: T}>,
  'seq' | 'at' | 'type'
>[];

/** The fields that each event of a type has (optional ones are left out); the compiler refuses a type that is missing here. */
export const eventFields: {readonly [T in RunEventType]: FieldsOf<T>} = {
  'run.started': [
    'schema',
    'runId',
    'program',
    'version',
    'url',
    'targets',
    'outputRoot',
    'maxPages',
    'concurrency',
  ],
  'run.paused': [],
  'run.resumed': [],
  'run.stopping': ['reason'],
  'run.finished': ['outcome', 'exitCode', 'totals', 'usage', 'error'],
  'phase.started': ['phase', 'total'],
  'phase.resized': ['phase', 'total'],
  'phase.finished': ['phase', 'done'],
  'scope.inferred': ['origin', 'prefix', 'why', 'locale', 'version', 'extras'],
  'page.discovered': ['url', 'via', 'depth', 'referrer'],
  'page.skipped': ['url', 'reason', 'detail'],
  'page.fetched': ['url', 'finalUrl', 'status', 'bytes', 'from', 'durationMs'],
  'page.extracted': ['url', 'title', 'sections', 'blocks', 'removed'],
  'page.failed': ['url', 'code', 'status', 'message', 'missing'],
  'request.queued': [
    'id',
    'kind',
    'subject',
    'provider',
    'model',
    'region',
    'traceId',
    'promptHash',
    'promptLength',
    'systemHash',
    'timeoutMs',
  ],
  'request.started': ['id', 'kind', 'subject', 'attempt', 'maxAttempts'],
  'request.progressed': ['id', 'characters'],
  'request.retry-scheduled': ['id', 'kind', 'subject', 'attempt', 'delayMs', 'cause', 'status'],
  'request.finished': ['id', 'kind', 'subject', 'durationMs'],
  'request.failed': ['id', 'kind', 'subject', 'code', 'status', 'message'],
  'request.cancelled': ['id', 'kind', 'subject'],
  'cache.hit': ['id', 'provider', 'model', 'region', 'key', 'from', 'savedMicroUsd'],
  'cache.stored': ['id', 'provider', 'model', 'region', 'key', 'path'],
  'throttle.engaged': ['scope', 'cause', 'retryAfterMs'],
  'throttle.released': ['scope'],
  'concurrency.changed': ['from', 'to', 'by'],
  'budget.reserved': ['id', 'provider', 'model', 'region', 'attempt', 'reservedMicroUsd'],
  'budget.charged': [
    'id',
    'provider',
    'model',
    'region',
    'attempt',
    'reservedMicroUsd',
    'costMicroUsd',
    'outcome',
    'usage',
  ],
  'budget.warned': ['window', 'capMicroUsd', 'spentMicroUsd'],
  'budget.blocked': ['id', 'provider', 'model', 'region', 'blocks'],
  'rule.distilled': ['id', 'kind', 'url'],
  'rule.dropped': ['reason', 'url', 'quote'],
  'rubric.computed': ['overall', 'criteria'],
  'file.written': ['path', 'target', 'action', 'bytes', 'rules'],
  notice: ['level', 'code', 'message', 'hint'],
};

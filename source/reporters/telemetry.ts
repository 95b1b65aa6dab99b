import type {RunEvent, RunEventOf} from '../events/catalogue.ts';
import type {AskedModel, AskedModelEnd, BudgetBlock} from '../events/catalogue-models.ts';

/** One line of the log about models: a name, and fields that are safe in JSON. */
export type TelemetryLine = {
  readonly event: string;
  readonly atMs: number;
  readonly level: 'info' | 'warning';
  readonly fields: Readonly<Record<string, unknown>>;
};

type Asked = {readonly traceId: string} & AskedModel;

/**
 * Turns the facts of a run into the lines of its log about models. No prompt and no answer is among the fields, unless
 * the facts hold them, which they do only where redaction was switched off.
 *
 * @returns a function that is called with every event, in order
 */
export function createTelemetry(): (event: RunEvent) => readonly TelemetryLine[] {
  const open = new Map<number, Asked>();
  return (event) => {
    switch (event.type) {
      case 'request.queued': {
        const {traceId, provider, model, region} = event;
        open.set(event.id, {traceId, provider, model, region});
        return [started(event)];
      }
      case 'cache.hit':
        return [cacheHit(event, open.get(event.id))];
      case 'cache.stored':
        return [
          line(event, 'llm_cache_store', {
            trace_id: open.get(event.id)?.traceId ?? null,
            cache_key: event.key,
            path: event.path,
          }),
        ];
      case 'budget.blocked':
        return [blocked(event, open.get(event.id))];
      case 'request.retry-scheduled':
        return event.kind === 'model' ? failedAttempt(event, open.get(event.id)) : [];
      case 'request.finished':
      case 'request.failed':
      case 'request.cancelled': {
        const asked = open.get(event.id);
        if (event.kind !== 'model' || !asked) return [];
        open.delete(event.id);
        return ended(event, asked);
      }
      default:
        return [];
    }
  };
}

function started(event: RunEventOf<'request.queued'>): TelemetryLine {
  const {traceId, provider, model, region, timeoutMs, promptLength, promptHash, systemHash} = event;
  return line(event, 'llm_request_start', {
    trace_id: traceId,
    provider,
    model,
    region,
    timeout_s: timeoutMs / 1000,
    prompt_len: promptLength,
    prompt_hash: promptHash,
    system_hash: systemHash,
    ...(event.prompt === undefined ? {} : {prompt: event.prompt}),
    ...(event.system === undefined ? {} : {system: event.system}),
  });
}

function cacheHit(event: RunEventOf<'cache.hit'>, asked: Asked | undefined): TelemetryLine {
  const {provider, model, region, key, savedMicroUsd} = event;
  return line(event, 'llm_cache_hit', {
    trace_id: asked?.traceId ?? null,
    provider,
    model,
    region,
    cache_key: key,
    saved_usd: usd(savedMicroUsd),
  });
}

function blocked(event: RunEventOf<'budget.blocked'>, asked: Asked | undefined): TelemetryLine {
  const {provider, model, region, blocks} = event;
  const [first] = blocks;
  const fields = {
    trace_id: asked?.traceId ?? null,
    provider,
    model,
    region,
    reason: blocks.map(reached).join('; '),
    window: first?.window ?? null,
    cap_usd: usd(first?.capMicroUsd ?? null),
    spent_usd: usd(first?.spentMicroUsd ?? null),
    needed_usd: usd(first?.neededMicroUsd ?? null),
    free_at: isoTime(first?.freeAtMs ?? null),
  };
  return line(event, 'llm_budget_block', fields, 'warning');
}

function failedAttempt(
  event: RunEventOf<'request.retry-scheduled'>,
  asked: Asked | undefined,
): readonly TelemetryLine[] {
  const {attempt, delayMs, status, fallbackTo} = event;
  const provider = event.provider ?? asked?.provider ?? null;
  const trace = asked?.traceId ?? null;
  const code = event.code ?? event.cause;
  const fields = {
    trace_id: trace,
    provider,
    model: event.model ?? asked?.model ?? null,
    region: event.region ?? null,
    error: event.error ?? event.cause,
    message: event.message ?? '',
    attempt,
    status,
    fallback_to: fallbackTo?.provider ?? null,
  };
  // Skipped without an exchange: nothing was attempted, but the change of company is worth the line.
  const error = line(event, 'llm_attempt_error', fields, fallbackTo ? 'warning' : 'info');
  if (fallbackTo) return [error];
  const retry = {attempt, delay_ms: delayMs, code, status, trace_id: trace};
  if (provider === 'bedrock') return [error, line(event, 'bedrock_retry', retry, 'warning')];
  return [error, line(event, 'llm_retry', {provider, ...retry}, 'warning')];
}

type End = RunEventOf<'request.finished' | 'request.failed' | 'request.cancelled'>;

function ended(event: End, asked: Asked): readonly TelemetryLine[] {
  const {traceId, provider, model, region} = asked;
  const end: AskedModelEnd = event;
  const error = errorOf(event);
  const {attempts = 0, retries = 0, throttles = 0, usage, uncertain = false} = end;
  const fields = {
    trace_id: traceId,
    provider,
    model,
    region,
    success: error === null,
    latency_ms: Math.round(end.durationMs ?? 0),
    usage_delta: {
      input_tokens: usage?.inputTokens ?? 0,
      output_tokens: usage?.outputTokens ?? 0,
      estimated_cost_usd: usd(end.costMicroUsd === undefined ? 0 : end.costMicroUsd),
    },
    limits_delta: {retries, throttle_events: throttles},
    ...(error === null ? {} : {error}),
    attempts,
    answered_by: error === null ? (end.provider ?? provider) : null,
    finish_reason: event.type === 'request.finished' ? (event.finishReason ?? null) : null,
    uncertain,
    ...(event.type === 'request.finished' && event.response !== undefined ? {response: event.response} : {}),
  };
  const last = line(event, 'llm_request_end', fields);
  if (event.type !== 'request.failed' || attempts === 0 || event.error === 'budget') return [last];
  const failure = {
    trace_id: traceId,
    provider: event.provider ?? provider,
    model: event.model ?? model,
    region: event.region === undefined ? region : event.region,
    error: event.error ?? event.code,
    message: event.message,
    attempt: attempts,
    status: event.status,
    fallback_to: null,
  };
  return [line(event, 'llm_attempt_error', failure), last];
}

function errorOf(event: End): {readonly type: string; readonly message: string} | null {
  if (event.type === 'request.finished') return null;
  if (event.type === 'request.cancelled') return {type: 'cancelled', message: 'the question was cancelled'};
  return {type: event.error ?? event.code, message: event.message};
}

function line(
  {at}: RunEvent,
  event: string,
  fields: TelemetryLine['fields'],
  level: TelemetryLine['level'] = 'info',
): TelemetryLine {
  return {event, atMs: at, level, fields};
}

/** In the words of the error that ends the run. */
function reached({window, capMicroUsd}: BudgetBlock): string {
  return `${windows[window]} cap ${(capMicroUsd / 1_000_000).toFixed(6).replace(/0{1,2}$/, '')} reached`;
}

const windows = {hour: 'hourly', day: 'daily', run: 'run'} as const;

function usd(microUsd: number | null): number | null {
  return microUsd === null ? null : microUsd / 1_000_000;
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

import {afterEach, describe, expect, it} from 'vitest';
import type {RunEvent, RunEventBody} from '../../source/events/catalogue.ts';
import {createTelemetry, type TelemetryLine} from '../../source/reporters/telemetry.ts';
import {openOtelReporter} from '../../source/reporters/telemetry-otel.ts';
import {telemetryJson, telemetryText} from '../../source/reporters/telemetry-text.ts';

const by = {provider: 'bedrock', model: 'eu.amazon.nova-lite-v1:0', region: 'eu-central-1'};
const local = {provider: 'local', model: 'qwen2.5:14b', region: null};
const about = {id: 7, kind: 'model', subject: 'https://docs.acme.dev/'} as const;

const queued: RunEventBody = {
  type: 'request.queued',
  ...about,
  ...by,
  traceId: 'trace-1',
  promptHash: 'a'.repeat(64),
  promptLength: 1234,
  systemHash: 'b'.repeat(64),
  timeoutMs: 30_000,
};

const retry = (attempt: number, delayMs: number): RunEventBody => ({
  type: 'request.retry-scheduled',
  ...about,
  ...by,
  attempt,
  delayMs,
  cause: 'ThrottlingException',
  status: 429,
  code: 'ThrottlingException',
  error: 'throttled',
  message: 'Too many requests',
});

const finished: RunEventBody = {
  type: 'request.finished',
  ...about,
  ...by,
  durationMs: 812.4,
  finishReason: 'end_turn',
  attempts: 3,
  retries: 2,
  throttles: 2,
  usage: {inputTokens: 100, outputTokens: 20},
  costMicroUsd: 1234,
};

function linesOf(...bodies: RunEventBody[]): TelemetryLine[] {
  const telemetry = createTelemetry();
  return bodies.flatMap((body, index) => telemetry(eventOf(body, index)));
}

function eventOf(body: RunEventBody, index: number): RunEvent {
  return {seq: index + 1, at: 1_000 * (index + 1), ...body};
}

describe('the log about models', () => {
  it('tells a question with two throttles from start to end, under one trace', () => {
    const lines = linesOf(queued, retry(1, 173), retry(2, 420), finished);
    expect(lines.map(({event}) => event)).toEqual([
      'llm_request_start',
      'llm_attempt_error',
      'bedrock_retry',
      'llm_attempt_error',
      'bedrock_retry',
      'llm_request_end',
    ]);
    expect(new Set(lines.map(({fields}) => fields['trace_id']))).toEqual(new Set(['trace-1']));
    expect(lines[0]?.fields).toEqual({
      trace_id: 'trace-1',
      ...by,
      timeout_s: 30,
      prompt_len: 1234,
      prompt_hash: 'a'.repeat(64),
      system_hash: 'b'.repeat(64),
    });
    expect(lines[1]?.fields).toEqual({
      trace_id: 'trace-1',
      ...by,
      error: 'throttled',
      message: 'Too many requests',
      attempt: 1,
      status: 429,
      fallback_to: null,
    });
    expect(lines[5]?.fields).toEqual({
      trace_id: 'trace-1',
      ...by,
      success: true,
      latency_ms: 812,
      usage_delta: {input_tokens: 100, output_tokens: 20, estimated_cost_usd: 0.001234},
      limits_delta: {retries: 2, throttle_events: 2},
      attempts: 3,
      answered_by: 'bedrock',
      finish_reason: 'end_turn',
      uncertain: false,
    });
  });

  it('writes retries as text exactly so, and those of others with their name', () => {
    const texts = linesOf(queued, retry(1, 173)).map(telemetryText);
    expect(texts[2]).toBe('bedrock_retry attempt=1 delay_ms=173 code=ThrottlingException status=429');
    const other = linesOf({...retry(2, 9), ...local} as RunEventBody).map(telemetryText);
    expect(other[1]).toBe(
      'llm_retry provider=local attempt=2 delay_ms=9 code=ThrottlingException status=429',
    );
    const cut = linesOf({...retry(1, 5), status: null, code: 'ECONNRESET'} as RunEventBody).map(
      telemetryText,
    );
    expect(cut[1]).toBe('bedrock_retry attempt=1 delay_ms=5 code=ECONNRESET status=-');
  });

  it('quotes text, so that no value can pretend to be another field or another line', () => {
    const message = 'no access="x"\nbedrock_retry attempt=9';
    const [error] = linesOf(queued, {...retry(1, 1), message} as RunEventBody)
      .slice(1)
      .map(telemetryText);
    expect(error).not.toContain('\n');
    expect(error).toContain('message="no access=\\"x\\"');
  });

  it('writes every line as one JSON object with event, time and run', () => {
    for (const line of linesOf(queued, retry(1, 173), finished)) {
      const text = telemetryJson(line, 'run-1');
      expect(text).not.toContain('\n');
      expect(JSON.parse(text)).toMatchObject({event: line.event, run_id: 'run-1', trace_id: 'trace-1'});
    }
    const [, , line] = linesOf(queued, retry(1, 173));
    expect(JSON.parse(telemetryJson(line as TelemetryLine, null))).toEqual({
      event: 'bedrock_retry',
      ts: '1970-01-01T00:00:02.000Z',
      run_id: null,
      attempt: 1,
      delay_ms: 173,
      code: 'ThrottlingException',
      status: 429,
      trace_id: 'trace-1',
    });
  });

  it('names the attempted provider in an error, and the one that answered at the end', () => {
    const step: RunEventBody = {...retry(3, 0), fallbackTo: local} as RunEventBody;
    const [, error, end] = linesOf(queued, step, {...finished, ...local} as RunEventBody);
    expect(error).toMatchObject({level: 'warning', fields: {...by, fallback_to: 'local'}});
    expect(end?.fields).toMatchObject({...by, success: true, answered_by: 'local'});
  });

  it.each([
    [
      'a failure',
      {error: 'denied', attempts: 1, status: 403, message: 'no access'},
      ['llm_attempt_error', 'llm_request_end'],
      'denied',
    ],
    [
      'a block of the budget',
      {error: 'budget', attempts: 0, status: null, message: 'daily cap'},
      ['llm_request_end'],
      'budget',
    ],
  ])('ends with %s', (_, facts, events, type) => {
    const failed: RunEventBody = {type: 'request.failed', ...about, ...by, code: 'RM-LLM-038', ...facts};
    const lines = linesOf(queued, failed).slice(1);
    expect(lines.map(({event}) => event)).toEqual(events);
    expect(lines.at(-1)?.fields).toMatchObject({success: false, error: {type, message: facts.message}});
  });

  it('tells a hit, what is stored, and a block with its amounts', () => {
    const [, hit, stored, block] = linesOf(
      queued,
      {type: 'cache.hit', id: 7, ...by, key: 'c'.repeat(16), from: 'disk', savedMicroUsd: 500},
      {type: 'cache.stored', id: 7, ...by, key: 'c'.repeat(16), path: '/cache/cc/x'},
      {
        type: 'budget.blocked',
        id: 7,
        ...by,
        blocks: [
          {
            window: 'hour',
            capMicroUsd: 500_000,
            spentMicroUsd: 499_000,
            reservedMicroUsd: 0,
            neededMicroUsd: 2_000,
            freeAtMs: 3_600_000,
          },
          {
            window: 'day',
            capMicroUsd: 2_000_000,
            spentMicroUsd: 1_999_999,
            reservedMicroUsd: 0,
            neededMicroUsd: 2_000,
            freeAtMs: null,
          },
        ],
      },
    );
    expect(hit).toMatchObject({
      event: 'llm_cache_hit',
      fields: {trace_id: 'trace-1', ...by, cache_key: 'c'.repeat(16), saved_usd: 0.0005},
    });
    expect(stored).toMatchObject({
      event: 'llm_cache_store',
      fields: {trace_id: 'trace-1', cache_key: 'c'.repeat(16), path: '/cache/cc/x'},
    });
    expect(block).toMatchObject({
      event: 'llm_budget_block',
      level: 'warning',
      fields: {
        reason: 'hourly cap 0.5000 reached; daily cap 2.0000 reached',
        window: 'hour',
        cap_usd: 0.5,
        spent_usd: 0.499,
        needed_usd: 0.002,
        free_at: '1970-01-01T01:00:00.000Z',
      },
    });
  });

  it('holds prompts and answers only where the facts do', () => {
    const redacted = JSON.stringify(linesOf(queued, finished));
    expect(redacted).not.toContain('page text');
    const open = linesOf(
      {...queued, prompt: 'page text', system: 'rules'} as RunEventBody,
      {...finished, response: 'an answer'} as RunEventBody,
    );
    expect(open[0]?.fields).toMatchObject({prompt: 'page text', system: 'rules'});
    expect(open[1]?.fields).toMatchObject({response: 'an answer'});
  });

  it('says nothing of pages', () => {
    const page = {id: 1, kind: 'page', subject: 'https://docs.acme.dev/'} as const;
    expect(
      linesOf(
        {type: 'request.retry-scheduled', ...page, attempt: 1, delayMs: 1, cause: 'HTTP 503', status: 503},
        {type: 'request.finished', ...page, durationMs: 3},
      ),
    ).toEqual([]);
  });
});

describe('OpenTelemetry', () => {
  type Api = typeof import('@opentelemetry/api');
  let api: Api | null = null;
  afterEach(() => {
    api?.trace.disable();
    api?.metrics.disable();
  });

  it('gets a span and metrics of each question', async () => {
    api = await import('@opentelemetry/api');
    const spans: Record<string, unknown>[] = [];
    const recorded: unknown[][] = [];
    api.trace.setGlobalTracerProvider({
      getTracer: () =>
        ({
          startSpan(name: string, options: Record<string, unknown>) {
            const span: Record<string, unknown> = {
              name,
              ...options,
              attributes: {...(options['attributes'] as object)},
            };
            spans.push(span);
            return {
              setAttributes: (more: object) => Object.assign(span['attributes'] as object, more),
              setStatus: (status: unknown) => Object.assign(span, {status}),
              addEvent: (event: string) =>
                Object.assign(span, {events: [...((span['events'] as string[]) ?? []), event]}),
              end: (endTime: number) => Object.assign(span, {endTime}),
            };
          },
        }) as never,
    });
    api.metrics.setGlobalMeterProvider({
      getMeter: () =>
        ({
          createHistogram: (name: string) => ({
            record: (value: number, attributes: Record<string, unknown>) =>
              recorded.push([name, value, attributes['gen_ai.token.type'] ?? null]),
          }),
        }) as never,
    });
    const report = await openOtelReporter();
    for (const [index, body] of [queued, retry(1, 5), finished].entries()) report(eventOf(body, index));
    expect(spans).toEqual([
      {
        name: 'chat eu.amazon.nova-lite-v1:0',
        kind: api.SpanKind.CLIENT,
        startTime: 1000,
        endTime: 3000,
        events: ['retry'],
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'aws.bedrock',
          'gen_ai.request.model': 'eu.amazon.nova-lite-v1:0',
          'gen_ai.response.model': 'eu.amazon.nova-lite-v1:0',
          'rules_maker.answered_by': 'bedrock',
          'rules_maker.attempts': 3,
          'gen_ai.response.finish_reasons': ['end_turn'],
          'gen_ai.usage.input_tokens': 100,
          'gen_ai.usage.output_tokens': 20,
        },
      },
    ]);
    expect(recorded).toEqual([
      ['gen_ai.client.operation.duration', 0.8124, null],
      ['rules_maker.llm.cost', 0.001234, null],
      ['gen_ai.client.token.usage', 100, 'input'],
      ['gen_ai.client.token.usage', 20, 'output'],
    ]);
  });

  it('does nothing without the package', async () => {
    const missing = Object.assign(new Error('not found'), {code: 'ERR_MODULE_NOT_FOUND'});
    const report = await openOtelReporter(() => Promise.reject(missing));
    expect(() => report(eventOf(queued, 0))).not.toThrow();
    await expect(openOtelReporter(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

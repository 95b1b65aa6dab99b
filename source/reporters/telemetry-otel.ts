import type {Attributes, Histogram, Span} from '@opentelemetry/api';
import type {RunEvent, RunEventOf} from '../events/catalogue.ts';
import type {AskedModelEnd} from '../events/catalogue-models.ts';

type OpenTelemetry = typeof import('@opentelemetry/api');

/**
 * Spans and metrics of questions to models, in the words of the GenAI conventions of OpenTelemetry (1.45, where they are
 * experimental). Without the package, or without an SDK that is set up, nothing happens.
 *
 * @returns a function that is called with every event, in order
 */
export async function openOtelReporter(
  load: () => Promise<OpenTelemetry> = () => import('@opentelemetry/api'),
): Promise<(event: RunEvent) => void> {
  const api = await load().catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  });
  return api === null ? () => undefined : createOtelReporter(api);
}

function createOtelReporter(api: OpenTelemetry): (event: RunEvent) => void {
  const tracer = api.trace.getTracer('rules-maker');
  const meter = api.metrics.getMeter('rules-maker');
  const metrics = {
    tokens: meter.createHistogram('gen_ai.client.token.usage', {unit: '{token}'}),
    duration: meter.createHistogram('gen_ai.client.operation.duration', {unit: 's'}),
    cost: meter.createHistogram('rules_maker.llm.cost', {unit: 'USD'}),
  };
  const open = new Map<number, {readonly span: Span; readonly attributes: Attributes}>();

  return (event) => {
    if (event.type === 'request.queued') {
      const attributes = requestAttributes(event);
      const span = tracer.startSpan(`chat ${event.model}`, {
        kind: api.SpanKind.CLIENT,
        startTime: event.at,
        attributes: {...attributes, ...contentAttributes(event)},
      });
      open.set(event.id, {span, attributes});
      return;
    }
    if (event.type === 'request.retry-scheduled') {
      open.get(event.id)?.span.addEvent(
        event.fallbackTo ? 'fallback' : 'retry',
        {
          'error.type': event.code ?? event.cause,
          'rules_maker.attempt': event.attempt,
          'rules_maker.delay_ms': event.delayMs,
        },
        event.at,
      );
      return;
    }
    if (!isEnd(event)) return;
    const asked = open.get(event.id);
    if (!asked) return;
    open.delete(event.id);
    const {span, attributes} = asked;
    const failure = failureOf(event);
    span.setAttributes({
      ...endAttributes(event),
      ...(failure === null ? {} : {'error.type': failure}),
    });
    if (failure !== null) span.setStatus({code: api.SpanStatusCode.ERROR});
    span.end(event.at);
    record(metrics, event, failure === null ? attributes : {...attributes, 'error.type': failure});
  };
}

type End = RunEventOf<'request.finished' | 'request.failed' | 'request.cancelled'>;

function isEnd(event: RunEvent): event is End {
  return ['request.finished', 'request.failed', 'request.cancelled'].includes(event.type);
}

function requestAttributes({provider, model}: RunEventOf<'request.queued'>): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': provider === 'bedrock' ? 'aws.bedrock' : provider,
    'gen_ai.request.model': model,
  };
}

/** Of the prompt and the system text, which the event holds only where redaction was switched off. */
function contentAttributes({prompt, system}: RunEventOf<'request.queued'>): Attributes {
  const message = (content: string) => JSON.stringify([{role: 'user', parts: [{type: 'text', content}]}]);
  return {
    ...(prompt === undefined ? {} : {'gen_ai.input.messages': message(prompt)}),
    ...(system === undefined
      ? {}
      : {'gen_ai.system_instructions': JSON.stringify([{type: 'text', content: system}])}),
  };
}

function endAttributes(event: End): Attributes {
  const {usage, provider, model, attempts}: AskedModelEnd = event;
  const text = event.type === 'request.finished' ? event.response : undefined;
  const reason = event.type === 'request.finished' ? event.finishReason : undefined;
  return {
    ...(model === undefined ? {} : {'gen_ai.response.model': model}),
    ...(provider === undefined ? {} : {'rules_maker.answered_by': provider}),
    ...(attempts === undefined ? {} : {'rules_maker.attempts': attempts}),
    ...(reason === undefined ? {} : {'gen_ai.response.finish_reasons': [reason]}),
    ...(usage === undefined
      ? {}
      : {
          'gen_ai.usage.input_tokens': usage.inputTokens,
          'gen_ai.usage.output_tokens': usage.outputTokens,
        }),
    ...(text === undefined
      ? {}
      : {
          'gen_ai.output.messages': JSON.stringify([
            {role: 'assistant', parts: [{type: 'text', content: text}]},
          ]),
        }),
  };
}

function failureOf(event: End): string | null {
  if (event.type === 'request.finished') return null;
  return event.type === 'request.failed' ? (event.error ?? event.code) : 'cancelled';
}

function record(
  metrics: Readonly<Record<'tokens' | 'duration' | 'cost', Histogram>>,
  event: End,
  attributes: Attributes,
): void {
  const {usage, costMicroUsd, durationMs}: AskedModelEnd = event;
  if (durationMs !== undefined) metrics.duration.record(durationMs / 1000, attributes);
  if (costMicroUsd !== undefined && costMicroUsd !== null)
    metrics.cost.record(costMicroUsd / 1_000_000, attributes);
  if (!usage) return;
  metrics.tokens.record(usage.inputTokens, {...attributes, 'gen_ai.token.type': 'input'});
  metrics.tokens.record(usage.outputTokens, {...attributes, 'gen_ai.token.type': 'output'});
}

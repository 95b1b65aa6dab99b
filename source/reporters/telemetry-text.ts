import {harmless} from '../format/display.ts';
import type {TelemetryLine} from './telemetry.ts';

/**
 * `bedrock_retry attempt=1 delay_ms=173 code=ThrottlingException status=429`: the name, then `key=value`, quoted where a
 * reader could not tell where a value ends. Without a line break.
 */
export function telemetryText({event, fields}: TelemetryLine): string {
  // Scripts wait for exactly this form.
  const {trace_id: _, ...brief} = fields;
  const shown = event === 'bedrock_retry' || event === 'llm_retry' ? brief : fields;
  return [event, ...flat(shown).map(([name, value]) => `${name}=${word(value)}`)].join(' ');
}

/** `{"event":"llm_request_start","ts":"2026-11-22T18:45:01.000Z","run_id":"…",…}`, without a line break. */
export function telemetryJson({event, atMs, fields}: TelemetryLine, runId: string | null): string {
  return JSON.stringify({event, ts: new Date(atMs).toISOString(), run_id: runId, ...fields});
}

function flat(fields: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(fields).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? flat(value as Record<string, unknown>).map(([below, part]) => [`${name}.${below}`, part])
      : [[name, value]],
  );
}

function word(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = harmless(String(value));
  return /^[^\s"=]+$/.test(text) && text === String(value) ? text : JSON.stringify(text);
}

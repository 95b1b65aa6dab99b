import type {Ending} from './contract.ts';

/** What each stop reason of Converse, chat completions and Messages means. */
const endings: Readonly<Record<string, Ending>> = {
  end_turn: 'complete',
  stop_sequence: 'complete',
  tool_use: 'complete',
  stop: 'complete',
  tool_calls: 'complete',
  max_tokens: 'truncated',
  length: 'truncated',
  model_context_window_exceeded: 'too-long',
  malformed_model_output: 'malformed',
  malformed_tool_use: 'malformed',
  content_filtered: 'refused',
  guardrail_intervened: 'refused',
  content_filter: 'refused',
  refusal: 'refused',
};

/** An answer without any text is a refusal, whatever it calls itself; an unknown reason is never `complete`. */
export function endingOf(stopReason: string, text: string): Ending {
  const ending = Object.hasOwn(endings, stopReason) ? endings[stopReason] : undefined;
  if (ending === 'complete' && text.trim() === '') return 'refused';
  return ending ?? 'malformed';
}

import type {Attempt, Feature} from './contract.ts';

/** What of a question makes a provider refuse it, as far as its words tell. */
export type Refusal = {readonly rejected: Feature | null; readonly tooLong: boolean};

/** Texts that are known: Bedrock, OpenAI, Anthropic, vLLM, llama.cpp, Ollama. */
const tooLong =
  /too long|context[ _-]?(?:length|window|limit|size)|maximum context|exceeds? the (?:available )?context|too many (?:input )?tokens|request_too_large|payload too large/i;

/** First match wins: a schema is named by many, a temperature by one only. */
const features: readonly {readonly feature: Feature; readonly says: RegExp}[] = [
  {feature: 'temperature', says: /\btemperature\b/i},
  {feature: 'prompt-cache', says: /cache_?point|cache_?control|prompt[ _-]?cach/i},
  {feature: 'stream-usage', says: /stream_options|include_usage/i},
  {feature: 'tool', says: /tool_?choice|tool_?config|tool_?spec|\btools?\b|function[ _-]?call/i},
  {
    feature: 'schema',
    says: /json_?schema|output_?config|output_?format|text_?format|response_?format|structured[ _-]?output|\bschema\b/i,
  },
  {feature: 'stream', says: /\bstream(?:ing|s|ed)?\b/i},
];

/**
 * Reads the words of a 400. Only what this attempt used can be left out; tool and schema are one thing to a provider
 * that names the schema of a tool, so the rung that was used decides.
 */
export function readRefusal(message: string, status: number | null, attempt: Attempt): Refusal {
  if (status === 413 || tooLong.test(message)) return {rejected: null, tooLong: true};
  for (const {feature, says} of features) {
    if (!says.test(message)) continue;
    const rejected = asUsed(feature, attempt);
    if (rejected !== null) return {rejected, tooLong: false};
  }
  return {rejected: null, tooLong: false};
}

/** "on-demand throughput isn't supported": the model is had through an inference profile only. */
export function needsProfile(message: string): boolean {
  return /on-demand throughput/i.test(message);
}

function asUsed(
  feature: Feature,
  {question, rung, stream, temperature, promptCache}: Attempt,
): Feature | null {
  switch (feature) {
    case 'temperature':
      return temperature === null ? null : feature;
    case 'prompt-cache':
      return promptCache === 'off' ? null : feature;
    case 'stream':
    case 'stream-usage':
      return stream ? feature : null;
    case 'schema':
    case 'tool':
      return question.output === null || rung === 'prompt' ? null : rung;
  }
}

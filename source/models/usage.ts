import * as v from 'valibot';
import type {TokenUsage} from './contract.ts';

/** How a provider counts its input: `gross` includes what came from and went to a prompt cache, `net` does not. */
export type Counting = 'gross' | 'net';

/** On Bedrock only the OpenAI family counts gross. */
export function countingOf(bedrockModel: string): Counting {
  return /(?:^|[./])openai\./.test(bedrockModel) ? 'gross' : 'net';
}

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const optionalCount = v.fallback(v.optional(count, 0), 0);

const bedrockUsage = v.object({
  inputTokens: count,
  outputTokens: count,
  totalTokens: v.fallback(v.nullish(count), null),
  cacheReadInputTokens: optionalCount,
  cacheWriteInputTokens: optionalCount,
  cacheDetails: v.fallback(v.optional(v.array(v.object({ttl: v.string(), inputTokens: count})), []), []),
});

/** Usage of Converse and ConverseStream; `null` if there is none that can be read. */
export function bedrockTokens(raw: unknown, counting: Counting): TokenUsage | null {
  const {success, output} = v.safeParse(bedrockUsage, raw);
  if (!success) return null;
  const details = (ttl: string) =>
    sum(output.cacheDetails.filter((detail) => detail.ttl === ttl).map(({inputTokens}) => inputTokens));
  return settle({
    counting,
    input: output.inputTokens,
    output: output.outputTokens,
    cacheRead: output.cacheReadInputTokens,
    cacheWrite: output.cacheWriteInputTokens,
    cacheWrite5m: details('5m'),
    cacheWrite1h: details('1h'),
    total: output.totalTokens ?? null,
  });
}

const chatUsage = v.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: v.fallback(v.nullish(count), null),
  prompt_tokens_details: v.fallback(v.nullish(v.object({cached_tokens: optionalCount})), null),
});

/** Usage of chat completions: gross, reasoning inside the output. */
export function chatTokens(raw: unknown): TokenUsage | null {
  const {success, output} = v.safeParse(chatUsage, raw);
  if (!success) return null;
  return settle({
    counting: 'gross',
    input: output.prompt_tokens,
    output: output.completion_tokens,
    cacheRead: output.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWrite: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    total: output.total_tokens ?? null,
  });
}

const optionalOrNull = v.fallback(v.nullish(count, 0), 0);

const messagesUsage = v.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: optionalOrNull,
  cache_creation_input_tokens: optionalOrNull,
  cache_creation: v.fallback(
    v.nullish(
      v.object({ephemeral_5m_input_tokens: optionalOrNull, ephemeral_1h_input_tokens: optionalOrNull}),
    ),
    null,
  ),
});

/** Usage of Messages: net, without a total. */
export function messagesTokens(raw: unknown): TokenUsage | null {
  const {success, output} = v.safeParse(messagesUsage, raw);
  if (!success) return null;
  return settle({
    counting: 'net',
    input: output.input_tokens,
    output: output.output_tokens,
    cacheRead: output.cache_read_input_tokens ?? 0,
    cacheWrite: output.cache_creation_input_tokens ?? 0,
    cacheWrite5m: output.cache_creation?.ephemeral_5m_input_tokens ?? 0,
    cacheWrite1h: output.cache_creation?.ephemeral_1h_input_tokens ?? 0,
    total: null,
  });
}

type Counts = {
  readonly counting: Counting;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** How the writes are split, as far as the answer says it. */
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly total: number | null;
};

/** One reading of the counts: the dearer one wherever they contradict each other. */
function settle(counts: Counts): TokenUsage {
  const {cacheRead, cacheWrite1h, total} = counts;
  const cacheWrite = Math.max(counts.cacheWrite, counts.cacheWrite5m + cacheWrite1h);
  const split = counts.cacheWrite5m + cacheWrite1h;
  const cached = cacheRead + cacheWrite;
  const net = counts.input + cached;
  // More cached than there was: then the input cannot include it.
  const impossible = counts.counting === 'gross' && cached > counts.input;
  const input = counts.counting === 'net' || impossible ? net : counts.input;
  const expected = input + counts.output;
  const usage = {
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    cacheWrite1hTokens: cacheWrite1h,
    disputed: impossible || (split > 0 && split !== counts.cacheWrite),
  };
  if (total === null || total === expected) {
    return {...usage, inputTokens: input, outputTokens: counts.output};
  }
  if (total === net + counts.output) {
    return {...usage, inputTokens: net, outputTokens: counts.output, disputed: true};
  }
  // Tokens that are in the total alone cost the most as output.
  const surplus = Math.max(0, total - expected);
  return {...usage, inputTokens: input, outputTokens: counts.output + surplus, disputed: true};
}

function sum(values: readonly number[]): number {
  return values.reduce((whole, value) => whole + value, 0);
}

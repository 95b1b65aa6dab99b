import type {Asked, Charge, Exchange, FakePrice, Reply, Tokens} from './contract.ts';
import type {ToldUsage} from './wire.ts';

const none: Tokens = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWrite1hTokens: 0,
};

/** What a reply uses, as scripted or estimated. */
export function tokensOf(reply: Reply, asked: Asked, text: string, bodyBytes: number): Tokens {
  const estimate = {inputTokens: quarter(bodyBytes), outputTokens: quarter(Buffer.byteLength(text))};
  const outputTokens = Math.min(estimate.outputTokens, asked.maxTokens ?? estimate.outputTokens);
  return {...none, ...estimate, outputTokens, ...reply.usage};
}

/** What a failure uses if the model read the question first. */
export function inputOf(bodyBytes: number): Tokens {
  return {...none, inputTokens: quarter(bodyBytes)};
}

/** What the answer says of its tokens, or `null` if it says nothing. */
export function tell(tokens: Tokens, told: NonNullable<Reply['told']>): ToldUsage | null {
  if (told === 'missing') return null;
  const factor = told === 'zero' ? 0 : told === 'inflated' ? 1000 : 1;
  const {inputTokens, ...rest} = mapValues(tokens, (count) => count * factor);
  const cached = rest.cacheReadTokens + rest.cacheWriteTokens;
  return {
    ...rest,
    grossInput: inputTokens,
    input: told === 'gross' ? inputTokens : inputTokens - cached,
    total: inputTokens + rest.outputTokens + (told === 'contradictory' ? 100 : 0),
  };
}

/** The page of the billing book for one exchange. */
export function charge(exchange: Exchange, tokens: Tokens, price: FakePrice): Charge {
  const {index, wire, asked} = exchange;
  const costMicroUsd = costOf(tokens, price);
  return {exchange: index, wire, model: asked?.model ?? '', ...tokens, costMicroUsd};
}

function costOf(tokens: Tokens, price: FakePrice): number {
  const {cacheReadTokens: read, cacheWriteTokens: written, cacheWrite1hTokens: longWritten} = tokens;
  const parts: readonly (readonly [number, number | null | undefined])[] = [
    [tokens.inputTokens - read - written, price.input],
    [read, price.cacheRead],
    [written - longWritten, price.cacheWrite],
    [longWritten, price.cacheWrite1h],
    [tokens.outputTokens, price.output],
  ];
  // In millionths of a micro-dollar, so that 0.06 times a whole number is exact; only the sum is rounded.
  const exact = parts.reduce(
    (sum, [count, each]) => sum + count * Math.round((each ?? price.input) * 1e6),
    0,
  );
  return Math.ceil(exact / 1e6);
}

function quarter(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4));
}

function mapValues(tokens: Tokens, change: (count: number) => number): Tokens {
  return {
    inputTokens: change(tokens.inputTokens),
    outputTokens: change(tokens.outputTokens),
    cacheReadTokens: change(tokens.cacheReadTokens),
    cacheWriteTokens: change(tokens.cacheWriteTokens),
    cacheWrite1hTokens: change(tokens.cacheWrite1hTokens),
  };
}

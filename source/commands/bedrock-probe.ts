import {systemClock} from '../clock.ts';
import type {Config} from '../config/resolve.ts';
import {messageOf} from '../errors.ts';
import {askError} from '../models/ask-errors.ts';
import {createBudget} from '../models/budget.ts';
import {
  type Attempt,
  AttemptError,
  type Price,
  type Provider,
  type Question,
  type TokenUsage,
} from '../models/contract.ts';
import {worstCase} from '../models/cost.ts';
import {settlementOf} from '../models/engine-charge.ts';
import type {EngineSettings} from '../models/engine-contract.ts';
import {inputBound} from '../models/engine-money.ts';
import type {Ledger} from '../store/ledger.ts';
import {memberSettings} from './model-settings.ts';

export type Probe = {
  readonly usage: TokenUsage;
  readonly stopReason: string;
  readonly costMicroUsd: number | null;
};

const question: Question = {
  subject: 'bedrock validate',
  system: '',
  prompt: 'Hello',
  output: null,
  maxTokens: 10,
  promptVersion: 'validate-1',
};

/** More than that is the lease of a reservation. */
const marginMs = 30_000;

/**
 * Asks once, through the ledger: one exchange, never a second, whatever comes of it.
 *
 * @throws BudgetExceededError; CredentialsError, ProviderError, ThrottledError or RetryableError for a failure
 */
export async function askOnce(
  provider: Provider,
  asked: {
    readonly values: Config['values'];
    readonly settings: EngineSettings;
    readonly price: Price | null;
    readonly ledger: Ledger;
    readonly signal: AbortSignal;
  },
): Promise<Probe> {
  const {settings, price, ledger, signal} = asked;
  const {waits, priceMultiplier = 1} = memberSettings(asked.values, 'bedrock');
  const {runId, caps, warnAt} = settings;
  const budget = createBudget({ledger, clock: systemClock, run: runId, caps, warnAt, tell: () => undefined});
  const {name, model, region} = provider;
  const by = {provider: name, model, region};
  const inputTokens = inputBound(question);
  const reservedMicroUsd =
    price === null ? null : worstCase(inputTokens, question.maxTokens, price, {multiplier: priceMultiplier});
  const row = await budget.reserve(
    {
      request: runId,
      number: 1,
      ...by,
      reservedMicroUsd,
      leaseMs: waits.attemptMs + marginMs,
      price: price === null ? {} : {input: price.input, output: price.output, source: price.source},
    },
    signal,
  );
  const attempt: Attempt = {
    question,
    rung: 'prompt',
    stream: false,
    promptCache: 'off',
    temperature: null,
    metadata: {run_id: runId},
    firstByteMs: waits.firstByteMs,
    idleMs: waits.idleMs,
    attemptMs: waits.attemptMs,
  };
  try {
    const completion = await provider.attempt(attempt, {signal, progress: () => undefined});
    const estimate = {inputTokens, outputTokens: question.maxTokens};
    const {usage, costMicroUsd} = settlementOf(
      completion,
      estimate,
      price,
      reservedMicroUsd,
      priceMultiplier,
    );
    const {
      inputTokens: input,
      outputTokens: output,
      cacheReadTokens,
      cacheWriteTokens,
      cacheWrite1hTokens,
    } = usage;
    const cached = {
      cacheRead: cacheReadTokens,
      cacheWrite: cacheWriteTokens,
      cacheWrite1h: cacheWrite1hTokens,
    };
    await budget.settle(row, {
      kind: 'charged',
      status: 200,
      error: null,
      costMicroUsd,
      tokens: {input, output, ...cached},
      answer: null,
    });
    return {usage, stopReason: completion.stopReason, costMicroUsd};
  } catch (error) {
    if (!(error instanceof AttemptError)) {
      await budget.settle(row, {kind: 'kept', status: null, error: messageOf(error).slice(0, 40)});
      throw error;
    }
    const {money, status, name: failure} = error.failure;
    await budget.settle(row, {kind: money, status, error: failure});
    throw askError([{by, failure: error.failure, attempts: 1}]);
  }
}

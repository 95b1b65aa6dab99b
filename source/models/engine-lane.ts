import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';
import type {AskedModel} from '../events/catalogue-models.ts';
import {createBreaker} from './breaker.ts';
import type {AttemptFailure, Price, Provider} from './contract.ts';
import {type Cooldown, createCooldown} from './cooldown.ts';
import type {ChainMember, MemberSettings} from './engine-contract.ts';
import {createLimiter, type Limiter} from './limiter.ts';
import {createPace, type Pace} from './limiter-pace.ts';
import {createRetryBudget, type RetryBudget} from './retry-budget.ts';
import {createTokenBucket} from './token-bucket.ts';

/** One member of the chain with all that is known of it in this run. */
export type Lane = {
  readonly provider: Provider;
  readonly settings: MemberSettings;
  readonly price: Price | null;
  /** Provider, region and model, for people. */
  readonly scope: string;
  /** The same with the place that is asked, for the memory of features. */
  readonly memoryKey: string;
  readonly by: AskedModel;
  readonly limiter: Limiter;
  readonly cooldown: Cooldown;
  /** `null` where the user set a rate. */
  readonly pace: Pace | null;
  readonly retryBudget: RetryBudget;
  /** The failure after which it is of no use to ask on. */
  shut: AttemptFailure | null;
  /** Keys that are refused are tried once more, since the client may have renewed them; so often that was done. */
  renewals: number;
  /** True from a renewal until an answer. */
  isRenewed: boolean;
  /** The last failure that closed it to others: a throttle, or an outage. */
  lastFailure: AttemptFailure | null;
};

export function createLane(
  {provider, settings}: ChainMember,
  price: Price | null,
  {clock, emit}: {readonly clock: Clock; readonly emit: Emit},
): Lane {
  const {name, region, model, endpoint} = provider;
  const scope = [name, region, model].filter((part) => part !== null).join('/');
  const cooldown = createCooldown(scope, clock, emit);
  const pace = createPace(clock);
  const {rpm, tpm} = settings.rate;
  return {
    provider,
    settings,
    price,
    scope,
    memoryKey: `${name} ${endpoint} ${model}`,
    by: {provider: name, model, region},
    limiter: createLimiter({
      clock,
      cap: settings.concurrency,
      requests: createTokenBucket(rpm, clock),
      tokens: createTokenBucket(tpm, clock),
      pace,
      cooldown,
      breaker: createBreaker(clock),
    }),
    cooldown,
    pace: rpm === null ? pace : null,
    retryBudget: createRetryBudget(),
    shut: null,
    renewals: 0,
    isRenewed: false,
    lastFailure: null,
  };
}

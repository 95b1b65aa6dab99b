import {
  CredentialsError,
  type ErrorFacts,
  ProviderError,
  RetryableError,
  type RulesMakerError,
  ThrottledError,
} from '../errors.ts';
import type {AskedModel} from '../events/catalogue-models.ts';
import {exitCodes} from '../exit-codes.ts';
import {AttemptError, type AttemptFailure, type ErrorClass} from './contract.ts';

/** What one provider of the chain said in the end. */
export type Refusal = {readonly by: AskedModel; readonly failure: AttemptFailure; readonly attempts: number};

const codes: Readonly<Record<ErrorClass, string>> = {
  throttled: 'RM-LLM-029',
  quota: 'RM-LLM-029a',
  unavailable: 'RM-LLM-030',
  model_error: 'RM-LLM-030a',
  timeout: 'RM-LLM-031',
  foreign: 'RM-LLM-033',
  content: 'RM-LLM-035',
  invalid: 'RM-LLM-038b',
  denied: 'RM-LLM-038',
  credentials: 'RM-CRED-044c',
  aborted: 'RM-LLM-031a',
};

/** The error of a question that nobody answered: name, status, words and attempts of the last one who was asked. */
export function askError(refusals: readonly Refusal[]): RulesMakerError {
  const last = refusals.at(-1);
  if (!last) throw new TypeError('nobody was asked');
  const {by, failure, attempts} = last;
  const status =
    failure.status === null || failure.name === `HTTP ${failure.status}` ? '' : ` (HTTP ${failure.status})`;
  const times = attempts === 0 ? 'not asked' : `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const before = refusals.slice(0, -1).map((each) => `${each.by.provider}: ${each.failure.name}`);
  const facts: ErrorFacts = {
    code: codeOf(last),
    message: `${by.provider} ${by.model}: ${failure.name}${status}, ${times}`,
    why: [failure.message, ...(before.length > 0 ? [`before: ${before.join(', ')}`] : [])].join('; '),
    ...(failure.hint !== null && {hint: failure.hint}),
    cause: new AttemptError(failure),
  };
  switch (failure.class) {
    case 'throttled':
      return new ThrottledError({...facts, retryAfterMs: failure.retryAfterMs}, exitCodes.provider);
    case 'unavailable':
    case 'timeout':
    case 'model_error':
      return new RetryableError(facts, exitCodes.provider);
    case 'credentials':
      return new CredentialsError(facts);
    case 'quota':
    case 'invalid':
    case 'denied':
    case 'foreign':
    case 'content':
    case 'aborted':
      return new ProviderError(facts);
  }
}

function codeOf({by, failure}: Refusal): string {
  const {class: failed, name} = failure;
  if (failed === 'unavailable' && by.provider === 'local') return 'RM-LLM-042';
  if (failed !== 'credentials') return codes[failed];
  if (name === 'no-keys') return 'RM-CRED-043';
  if (/expired/i.test(name)) return 'RM-CRED-044a';
  if (/signature|skew/i.test(name)) return 'RM-CRED-044b';
  return /^AccessDenied/.test(name) ? 'RM-CRED-044d' : codes.credentials;
}

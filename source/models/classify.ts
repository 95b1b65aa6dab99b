import {systemCode} from '../errors.ts';
import {AddressRefusedError} from '../network/guard.ts';
import type {ProviderName} from '../provider-names.ts';
import {hintFor} from './classify-hint.ts';
import {needsProfile, readRefusal} from './classify-refused.ts';
import {rowOf} from './classify-table.ts';
import {safeMessage, safeName} from './classify-text.ts';
import {type Limit, type Trouble, type TroubleContext, titles} from './classify-trouble.ts';
import type {AttemptFailure, ErrorClass} from './contract.ts';
import {readRetryAfter} from './retry-after.ts';

/** Judges one failed exchange: class, money, and what can be done. */
export function classify(trouble: Trouble, context: TroubleContext): AttemptFailure {
  switch (trouble.kind) {
    case 'aborted':
      return failure(context, {
        class: 'aborted',
        name: 'aborted',
        message: 'stopped by us',
        money: trouble.sent ? 'kept' : 'released',
      });
    case 'limit':
      return failure(context, {
        class: 'timeout',
        name: trouble.limit,
        message: `${limitWords[trouble.limit]} within ${trouble.limitMs} ms`,
        money: 'kept',
        once: true,
      });
    case 'incomplete':
      return failure(context, {
        class: 'timeout',
        name: 'incomplete',
        message: trouble.what,
        money: 'kept',
        once: true,
      });
    case 'foreign':
      return failure(context, {
        class: 'foreign',
        name: `HTTP ${trouble.status}`,
        status: trouble.status,
        message: `not an answer of ${titles[context.provider]} (${trouble.what}), from ${context.host}`,
        money: 'kept',
      });
    case 'no-keys':
      return failure(context, {
        class: 'credentials',
        name: 'no-keys',
        message: trouble.message,
        money: 'released',
      });
    case 'unsent':
      return failure(context, {
        class: 'invalid',
        name: 'unsent',
        message: trouble.message,
        money: 'released',
      });
    case 'answer':
      return ofAnswer(trouble, context);
    case 'transport':
      return ofTransport(trouble.error, context);
  }
}

const limitWords: Readonly<Record<Limit, string>> = {
  'first-byte': 'no answer began',
  idle: 'the answer stood still: nothing more came',
  attempt: 'the answer was not whole',
};

function ofAnswer(trouble: Extract<Trouble, {kind: 'answer'}>, context: TroubleContext): AttemptFailure {
  const {status, headers, begun} = trouble;
  const {attempt} = context;
  const name = safeName(trouble.name);
  const row = rowOf(name, status);
  const errorClass = exactClass(row.class, trouble.message, context.provider);
  const isInvalid = errorClass === 'invalid' && !begun;
  const refusal = isInvalid ? readRefusal(trouble.message, status, attempt) : null;
  const streamDenied =
    errorClass === 'credentials' && attempt.stream && /InvokeModelWithResponseStream/.test(trouble.message);
  return failure(context, {
    class: errorClass,
    name: name ?? (status === null ? 'error' : `HTTP ${status}`),
    status,
    message: trouble.message === '' ? `HTTP ${status ?? 'error'}` : trouble.message,
    // What began may be billed, whatever the words at its end.
    money: begun ? 'kept' : row.money,
    once: row.once ?? false,
    retryAfterMs: readRetryAfter(headers, context.nowMs),
    rejected: streamDenied ? 'stream' : (refusal?.rejected ?? null),
    tooLong: refusal?.tooLong ?? false,
    needsProfile: isInvalid && needsProfile(trouble.message),
  });
}

/** What the words say more exactly than name and status. */
function exactClass(known: ErrorClass, message: string, provider: ProviderName): ErrorClass {
  if (known === 'throttled' && /per[ -]day|\bdaily\b|insufficient_quota/i.test(message)) return 'quota';
  if (known === 'denied' && provider === 'bedrock' && credentialWords.test(message)) return 'credentials';
  return known;
}

const credentialWords =
  /not authorized to perform|authentication failed|api key|security token|bearer token|signature/i;

function ofTransport(error: unknown, context: TroubleContext): AttemptFailure {
  if (error instanceof AddressRefusedError) {
    return failure(context, {
      class: 'invalid',
      name: 'address-refused',
      message: `will not connect to ${context.host}: it ${error.why}`,
      money: 'released',
    });
  }
  const code = systemCode(error) ?? '';
  if (isUnsent(error, code)) {
    return failure(context, {
      class: 'unavailable',
      name: code || 'connect',
      message: `no connection to ${context.host} (${code || 'not in time'})`,
      money: 'released',
      // Neither a certificate nor a missing name cures itself.
      final: isTlsCode(code) || code === 'ENOTFOUND',
    });
  }
  return failure(context, {
    class: 'timeout',
    name: code || 'connection-lost',
    message: `the connection to ${context.host} was lost (${code || 'no reason given'})`,
    money: 'kept',
    once: true,
  });
}

const unsentCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

const connecting: ReadonlySet<unknown> = new Set(['lookup', 'connect', 'secureConnect']);

/** True if the connection did not come about: nothing was sent, so nothing is billed. */
function isUnsent(error: unknown, code: string): boolean {
  if (unsentCodes.has(code) || isTlsCode(code)) return true;
  if (!(error instanceof Error)) return false;
  if ('event' in error && connecting.has(error.event)) return true;
  if ('syscall' in error && error.syscall === 'connect') return true;
  return /did not establish a connection/.test(error.message);
}

function isTlsCode(code: string): boolean {
  return /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  );
}

type Judged = Pick<AttemptFailure, 'class' | 'name' | 'message' | 'money'> &
  Partial<Omit<AttemptFailure, 'hint'>> & {readonly needsProfile?: boolean};

function failure(context: TroubleContext, judged: Judged): AttemptFailure {
  const {attempt, secrets} = context;
  const {needsProfile: profile = false, ...facts} = judged;
  const {system, prompt} = attempt.question;
  return {
    status: null,
    retryAfterMs: null,
    once: false,
    rejected: null,
    tooLong: false,
    ...facts,
    message: safeMessage(judged.message, {secrets, texts: [system, prompt]}),
    hint: hintFor({tooLong: false, ...facts, needsProfile: profile}, context),
  };
}

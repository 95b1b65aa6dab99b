import type {AttemptFailure, ErrorClass} from './contract.ts';

export type Row = {
  readonly class: ErrorClass;
  readonly money: AttemptFailure['money'];
  readonly once?: true;
  /** As the provider calls the error, in lower case. */
  readonly names: readonly string[];
  readonly statuses: readonly number[];
};

/** What an answer that is an error means. A name counts before a status. */
const rows: readonly Row[] = [
  {
    class: 'throttled',
    money: 'released',
    names: [
      'throttlingexception',
      'toomanyrequestsexception',
      'modelnotreadyexception',
      'rate_limit_error',
      'rate_limit_exceeded',
    ],
    statuses: [429],
  },
  {
    class: 'quota',
    money: 'released',
    names: ['servicequotaexceededexception', 'insufficient_quota', 'billing_error'],
    // Payment required: the credits of the month are used up.
    statuses: [402],
  },
  {
    class: 'unavailable',
    money: 'released',
    names: ['serviceunavailableexception', 'overloaded_error'],
    statuses: [503, 529],
  },
  {
    class: 'unavailable',
    money: 'kept',
    names: ['internalserverexception', 'internalfailure'],
    statuses: [500, 502, 504],
  },
  {
    class: 'timeout',
    money: 'kept',
    once: true,
    names: ['modeltimeoutexception'],
    statuses: [408],
  },
  {
    class: 'model_error',
    money: 'kept',
    once: true,
    names: ['modelerrorexception', 'modelstreamerrorexception'],
    statuses: [424],
  },
  {
    class: 'credentials',
    money: 'released',
    // Once more: keys may have been renewed, and the client sets its clock by the answer.
    once: true,
    names: [
      'expiredtokenexception',
      'expiredtoken',
      'requestexpired',
      'unrecognizedclientexception',
      'invalidsignatureexception',
      'signaturedoesnotmatch',
      'requesttimetooskewed',
      'invalidclienttokenid',
      'incompletesignature',
      'incompletesignatureexception',
      'missingauthenticationtoken',
      'missingauthenticationtokenexception',
      'authentication_error',
      'invalid_api_key',
    ],
    statuses: [401],
  },
  {
    class: 'denied',
    money: 'released',
    names: [
      'accessdeniedexception',
      'resourcenotfoundexception',
      'not_found_error',
      'model_not_found',
      'permission_error',
    ],
    statuses: [403, 404],
  },
  {
    class: 'invalid',
    money: 'released',
    names: ['validationexception', 'conflictexception', 'invalid_request_error', 'request_too_large'],
    statuses: [],
  },
];

/** The row of a name, else of a status, else that of its hundred. */
export function rowOf(name: string | null, status: number | null): Row {
  const known = name === null ? undefined : rows.find(({names}) => names.includes(name.toLowerCase()));
  const listed = status === null ? undefined : rows.find(({statuses}) => statuses.includes(status));
  // OpenAI calls nearly everything an invalid request, a missing key too.
  if (known && !(known.class === 'invalid' && listed)) return known;
  if (listed) return listed;
  const plain = {names: [], statuses: []};
  if (status !== null && status >= 400 && status < 500) {
    return {...plain, class: 'invalid', money: 'released'};
  }
  // Without any status it is an error in the middle of an answer.
  if (status === null || status >= 500) return {...plain, class: 'unavailable', money: 'kept'};
  return {...plain, class: 'foreign', money: 'kept'};
}

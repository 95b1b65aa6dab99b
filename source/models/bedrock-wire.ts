import {Readable} from 'node:stream';
import {messageOf, systemCode} from '../errors.ts';
import {TroubleError} from './classify-trouble.ts';
import {foreign} from './exchange-answer.ts';
import {counted, maxAnswerBytes, mediaType} from './exchange-http.ts';
import type {Watch} from './exchange-watch.ts';

/** What came before the SDK read it. */
export type Seen = {
  /** To be called in the place of `send`, as the middleware right above the connection. */
  readonly through: <Result extends {response: unknown}>(send: () => Promise<Result>) => Promise<Result>;
  readonly requestId: () => string | null;
  /** The failure as a trouble, if it is none of the connection. */
  readonly troubleOf: (error: unknown) => unknown;
  /** Gives the connection up unless the answer was read to its end. */
  readonly end: () => void;
};

type Answer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: Readable;
};

const answerTypes: ReadonlySet<string> = new Set(['application/json', 'application/vnd.amazon.eventstream']);

/** Where {@link Seen.through} belongs. */
export const aboveConnection = {step: 'deserialize', priority: 'low', name: 'seen'} as const;

/** Sees status and headers, counts the bytes, refuses what is no answer of Bedrock. */
export function watchAnswer(watch: Watch): Seen {
  let isSent = false;
  let answer: Answer | null = null;
  let source: Readable | null = null;

  return {
    async through(send) {
      isSent = true;
      const result = await send();
      answer = result.response as Answer;
      source = answer.body;
      watch.head();
      if (!isGood(answer)) return result;
      const type = mediaType(answer.headers['content-type']);
      if (!answerTypes.has(type)) throw foreign(answer.statusCode, type);
      answer.body = Readable.from(counted(source, watch, maxAnswerBytes), {objectMode: false});
      return result;
    },
    requestId: () => answer?.headers['x-amzn-requestid'] ?? null,
    troubleOf(error) {
      if (error instanceof TroubleError) return error;
      if (!isSent) return new TroubleError({kind: 'unsent', message: messageOf(error)});
      if (answer === null) return error;
      return isGood(answer) ? troubleInside(error) : refusal(error, answer);
    },
    end: () => source?.destroy(),
  };
}

function isGood({statusCode}: Answer): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** An answer that is an error. One that the SDK cannot read (a proxy's page) still has its status. */
function refusal(error: unknown, {statusCode, headers}: Answer): TroubleError {
  if (statusCode < 400) return foreign(statusCode, 'a redirect');
  const isRead = error instanceof Error && '$fault' in error;
  const type = mediaType(headers['content-type']);
  return new TroubleError({
    kind: 'answer',
    status: statusCode,
    name: isRead ? error.name : null,
    message: isRead ? error.message : `HTTP ${statusCode}${type === '' ? '' : ` (${type})`}`,
    headers,
    begun: false,
  });
}

/** A failure after a good beginning: an exception of the service as an event, a lost connection, or bytes that end. */
function troubleInside(error: unknown): unknown {
  if (!(error instanceof Error) || systemCode(error) !== null) return error;
  if ('$fault' in error || isException(error.name)) {
    const {name, message} = error;
    return new TroubleError({kind: 'answer', status: null, name, message, headers: {}, begun: true});
  }
  return new TroubleError({kind: 'incomplete', what: 'the answer broke off or cannot be read'});
}

/** Exceptions that the SDK has no class for come as plain errors with their name. */
function isException(name: string): boolean {
  return /^[a-z]{2,60}Exception$/i.test(name) && name !== 'DOMException';
}

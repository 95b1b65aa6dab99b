import {STATUS_CODES} from 'node:http';
import {NothingFoundError, RetryableError, type RulesMakerError, systemCode} from '../errors.ts';
import {BodyTooBigError, UnknownEncodingError} from './decode-body.ts';
import {networkLimits} from './limits.ts';

/** A body that comes slower than the least rate, or an exchange that takes longer than its limit. */
export class TooSlowError extends Error {}

/**
 * Says what went wrong with a transfer. `RetryableError` if another attempt may cure it, else `NothingFoundError`.
 *
 * @param url - what was asked for, without credentials
 * @param stage - `head` until the status line and the headers are there, `body` after that
 * @param proxy - host and port of the proxy on the way, or `null`
 */
export function transferFault(
  url: string,
  thrown: unknown,
  stage: 'head' | 'body',
  proxy: string | null = null,
): RulesMakerError {
  const cause = withoutRequest(thrown);
  const code = systemCode(cause) ?? '';
  const host = new URL(url).host;
  const message = `Cannot read ${url}`;
  if (cause instanceof BodyTooBigError) {
    return new NothingFoundError({
      code: 'RM-HTTP-017',
      message,
      why: `The page is too big, or unpacks to too much (${cause.message}).`,
      hint: 'Leave the page out with --exclude.',
      cause,
    });
  }
  if (cause instanceof UnknownEncodingError) {
    return new NothingFoundError({
      code: 'RM-HTTP-011',
      message,
      why: `The answer is packed with "${cause.message}", which was not asked for.`,
      hint: 'Tell the owner of the site, or leave the page out with --exclude.',
      cause,
    });
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new NothingFoundError({
      code: 'RM-NET-009',
      message,
      why: `${host} sends more than ${networkLimits.maxHeaderBytes / 1024} KB of headers.`,
      hint: 'Tell the owner of the site, or leave the page out with --exclude.',
      cause,
    });
  }
  if (cause instanceof TooSlowError || (code === 'ETIMEDOUT' && !connecting.has(eventOf(cause)))) {
    return new RetryableError({
      code: 'RM-NET-009',
      message,
      why: `The server ${host} is too slow: ${cause instanceof TooSlowError ? cause.message : 'no full answer in time'}.`,
      hint: 'Try again later, or with fewer requests at a time (--concurrency 1).',
      cause,
    });
  }
  if (proxy !== null && stage === 'head' && !isTlsCode(code)) return proxyFault(message, proxy, cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    // EAI_AGAIN: the name server failed, which may pass; ENOTFOUND: it says that there is no such name.
    const Policy = code === 'EAI_AGAIN' ? RetryableError : NothingFoundError;
    return new Policy({
      code: 'RM-NET-001',
      message,
      why: `The host name ${host} could not be resolved (${code}).`,
      hint: 'Check the spelling of the address and your network connection.',
      cause,
    });
  }
  if (code === 'ETIMEDOUT') {
    return new RetryableError({
      code: 'RM-NET-003',
      message,
      why: `No connection to ${host} could be made in time.`,
      hint: 'Check that the server is up and that no firewall is in the way.',
      cause,
    });
  }
  if (isTlsCode(code)) {
    return new NothingFoundError({
      code: 'RM-NET-005',
      message,
      why: `The secure connection to ${host} cannot be trusted: ${tlsReason(cause)} (${code}).`,
      hint: 'Have the certificate renewed; a certificate authority of your own is named with --ca-file.',
      cause,
    });
  }
  if (stage === 'body') {
    return new RetryableError({
      code: 'RM-HTTP-016',
      message,
      why: `The answer is truncated or damaged (${code || 'it ended early'}).`,
      hint: 'Try again later; if it stays, tell the owner of the site.',
      cause,
    });
  }
  if (code.startsWith('HPE_')) {
    return new NothingFoundError({
      code: 'RM-HTTP-011',
      message,
      why: `${host} does not answer in proper HTTP (${code}).`,
      hint: 'Check the port and whether the address begins with http:// or https://.',
      cause,
    });
  }
  return new RetryableError({
    code: 'RM-NET-002',
    message,
    why: `The connection to ${host} was ${code === 'ECONNREFUSED' ? 'refused' : 'lost'} (${code || 'no reason given'}).`,
    hint: 'Check that the server is up and that the port is right.',
    cause,
  });
}

/** What an answer with a status other than 2xx means. Never a `ThrottledError`: whether to wait is the caller's choice. */
export function statusFault(url: string, status: number): NothingFoundError {
  const said = `The server answered ${status}${STATUS_CODES[status] ? ` (${STATUS_CODES[status]})` : ''}`;
  if (status === 404 || status === 410) {
    return new NothingFoundError({
      code: 'RM-HTTP-404',
      message: `There is no page at ${url}`,
      why: `${said}.`,
      hint: 'Check the address; give the page where the documentation starts.',
    });
  }
  if (status === 407) {
    return new NothingFoundError({
      code: 'RM-NET-007',
      message: `Cannot read ${url}`,
      why: `A proxy wants a login (407).`,
      hint: proxyHint,
    });
  }
  if (status === 401 || status === 403) {
    return new NothingFoundError({
      code: 'RM-HTTP-012',
      message: `May not read ${url}`,
      why: `${said}: the page needs a login, or the server turns programs away.`,
      hint: "If you may read it, pass your login: --header 'Authorization: env:DOCS_TOKEN'.",
    });
  }
  return new NothingFoundError({
    code: 'RM-HTTP-011',
    message: `Cannot read ${url}`,
    why: `${said}.`,
    hint: 'Try again later; if it stays, tell the owner of the site.',
  });
}

const proxyHint = 'Check HTTP_PROXY and HTTPS_PROXY, the login they hold, or name the host in NO_PROXY.';

/** The proxy refuses, cannot be reached, or cannot reach the site: nothing here is known to be the fault of the site. */
function proxyFault(message: string, proxy: string, cause: Error): RulesMakerError {
  return new NothingFoundError({
    code: 'RM-NET-007',
    message,
    why: `The proxy ${proxy} did not let it through (${systemCode(cause) ?? cause.message}).`,
    hint: proxyHint,
    cause,
  });
}

/** The words of OpenSSL or Node in one short line; certificates choose some of them. */
function tlsReason(cause: Error): string {
  return cause.message.replace(/[^\x20-\x7E]+/g, ' ').slice(0, 200);
}

/** got's errors hold the whole request, its credentials too; what is kept of them is message, code and step. */
function withoutRequest(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  if (!('options' in thrown)) return thrown;
  return Object.assign(new Error(thrown.message), {code: systemCode(thrown) ?? '', event: eventOf(thrown)});
}

const connecting: ReadonlySet<string> = new Set(['', 'lookup', 'connect', 'secureConnect']);

/** The step that a time limit of got was set on; `''` for the limit of the system. */
function eventOf(error: unknown): string {
  const event = error instanceof Error && 'event' in error ? error.event : '';
  return typeof event === 'string' ? event : '';
}

/** Node passes on the names of OpenSSL's verification errors, and `ERR_TLS_*` and `ERR_SSL_*` of its own. */
function isTlsCode(code: string): boolean {
  return (
    /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|CRL_)/.test(code) ||
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'HOSTNAME_MISMATCH',
      'INVALID_CA',
      'EPROTO',
    ].includes(code)
  );
}

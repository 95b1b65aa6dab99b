import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import type {Got} from 'got';
import {type Clock, systemClock} from '../clock.ts';
import {NothingFoundError, SecurityError} from '../errors.ts';
import {type Answer, exchange, type TimeLimits} from './exchange.ts';
import {TooSlowError, transferFault} from './faults.ts';
import type {HttpClient, HttpResponse} from './http.ts';

export type HttpClientOptions = {
  /** Sent with every request, always the same. */
  readonly userAgent: string;
  readonly clock?: Clock;
  /** @default 10 s to connect, 30 s for the page with all its redirects */
  readonly limits?: TimeLimits;
};

const maxRedirects = 10;

/**
 * The one HTTP client: got with a keep-alive agent, our own redirects and our own caps. No retry, no pace, no
 * cookies. got is loaded with the first request, so that nothing else pays for it.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const {userAgent, clock = systemClock, limits = {connectMs: 10_000, totalMs: 30_000}} = options;
  const agent = {http: new HttpAgent({keepAlive: true}), https: new HttpsAgent({keepAlive: true})};
  let loading: Promise<Got> | undefined;
  const load = () => {
    loading ??= import('got').then((module) => module.default);
    return loading;
  };

  const get: HttpClient['get'] = async (url, {accept, maxBytes, signal, mayRedirect}) => {
    const got = await load();
    const startedAt = clock.now();
    const first = withoutCredentials(url);
    const chain: string[] = [];
    let current = first.url;
    for (;;) {
      const leftMs = limits.totalMs - (clock.now() - startedAt);
      if (leftMs <= 0)
        throw transferFault(first.url, new TooSlowError('the redirects took too long'), 'head');
      const sameOrigin = new URL(current).origin === new URL(first.url).origin;
      const answer = await exchange(current, {
        got,
        agent,
        clock,
        limits: {connectMs: Math.min(limits.connectMs, leftMs), totalMs: leftMs},
        headers: {
          'user-agent': userAgent,
          accept,
          'accept-encoding': 'br, gzip, deflate',
          ...(first.authorization && sameOrigin ? {authorization: first.authorization} : {}),
        },
        maxBytes,
        signal,
      });
      if (answer.location === null) {
        return finish(answer, {
          url: first.url,
          finalUrl: current,
          redirects: chain,
          durationMs: clock.now() - startedAt,
        });
      }
      const target = resolveRedirect(answer.location, current, first.url);
      chain.push(current);
      if (chain.includes(target) || chain.length > maxRedirects)
        throw loopFault(first.url, [...chain, target]);
      if (!mayRedirect(current, target)) throw refusedFault(first.url, target);
      current = target;
    }
  };
  return {get};
}

/** The URL without `user:pass@`, and the header that stands for it. */
function withoutCredentials(url: string): {readonly url: string; readonly authorization: string | null} {
  const parsed = new URL(url);
  const {username, password} = parsed;
  if (username === '' && password === '') return {url: parsed.href, authorization: null};
  parsed.username = '';
  parsed.password = '';
  const pair = `${decodeEscapes(username)}:${decodeEscapes(password)}`;
  return {url: parsed.href, authorization: `Basic ${Buffer.from(pair).toString('base64')}`};
}

/** Unlike `decodeURIComponent` this takes a stray per cent sign as it is. */
function decodeEscapes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function finish(
  answer: Answer,
  facts: Pick<HttpResponse, 'url' | 'finalUrl' | 'redirects' | 'durationMs'>,
): HttpResponse {
  return {...facts, status: answer.status, headers: answer.headers, body: answer.body};
}

function resolveRedirect(location: string, from: string, asked: string): string {
  const target = URL.parse(location, from);
  if (!target) {
    throw new NothingFoundError({
      code: 'RM-HTTP-011',
      message: `Cannot read ${asked}`,
      why: 'The server redirects to something that is no URL.',
      hint: 'Tell the owner of the site, or leave the page out with --exclude.',
    });
  }
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw refusedFault(asked, `a ${target.protocol} address`);
  }
  target.username = '';
  target.password = '';
  target.hash = '';
  return target.href;
}

function loopFault(url: string, chain: readonly string[]): NothingFoundError {
  return new NothingFoundError({
    code: 'RM-HTTP-013',
    message: `Cannot read ${url}`,
    why: `The server redirects in a circle or more than ${maxRedirects} times: ${chain.join(' -> ')}.`,
    hint: 'Give the address that a browser shows in the end.',
  });
}

function refusedFault(url: string, target: string): SecurityError {
  return new SecurityError({
    code: 'RM-HTTP-014',
    message: `Will not follow the redirect of ${url}`,
    why: `It leads to ${target}, which is not part of this run.`,
    hint: 'If you trust that address, start from it.',
  });
}

import {setImmediate as breathe} from 'node:timers/promises';
import type {Got} from 'got';
import {type Clock, systemClock} from '../clock.ts';
import {NothingFoundError, SecurityError} from '../errors.ts';
import type {AllowedPlace} from './allow-private.ts';
import {acceptEncoding} from './decode-body.ts';
import {type Answer, exchange, prepareGot} from './exchange.ts';
import {TooSlowError, transferFault} from './faults.ts';
import {AddressRefusedError} from './guard.ts';
import type {Lookup} from './guarded-agents.ts';
import type {Conditions, HttpClient, HttpResponse} from './http.ts';
import {type NetworkLimits, networkLimits} from './limits.ts';
import type {ProxySettings} from './proxy.ts';
import type {OwnHeader} from './request-headers.ts';
import {createWays} from './ways.ts';

export type HttpClientOptions = {
  /** Sent with every request, always the same. */
  readonly userAgent: string;
  /**
   * The start address as the user typed it: its host and port may be private, its port is open, and `headers` go to its
   * origin. Without it no private address is reached.
   */
  readonly seed?: string;
  /** Private places that the user opened on top of that. */
  readonly allowPrivate?: readonly AllowedPlace[];
  /** For the origin of `seed` alone. */
  readonly headers?: readonly OwnHeader[];
  /** Certificates (PEM) to trust besides those that Node trusts. */
  readonly ca?: string;
  readonly proxy?: ProxySettings | null;
  readonly clock?: Clock;
  /** @default the resolver of the system */
  readonly lookup?: Lookup;
  /** @default {@link networkLimits} */
  readonly limits?: Partial<NetworkLimits>;
};

/**
 * The one HTTP client: got with guarded keep-alive agents, our own redirects and our own caps. No retry, no pace, no
 * cookies. got is loaded with the first request, so that nothing else pays for it.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const {userAgent, clock = systemClock} = options;
  const limits = {...networkLimits, ...options.limits};
  const ways = createWays(options, limits);
  const seedOrigin = options.seed === undefined ? null : new URL(options.seed).origin;
  const ownHeaders = options.headers ?? [];
  const downgradedHosts = new Set<string>();
  let loading: Promise<Got> | undefined;
  const load = () => {
    loading ??= loadGot().then((got) => prepareGot(got, limits));
    return loading;
  };

  const get: HttpClient['get'] = async (url, asked) => {
    const got = await load();
    const startedAt = clock.now();
    const first = withoutCredentials(url);
    const origin = new URL(first.url).origin;
    const chain: string[] = [];
    const downgraded: string[] = [];
    let current = first.url;
    /** Falls with the first change of scheme, host or port, and does not come back when the chain does. */
    let trusted = true;

    const askOnce = async (headers: Readonly<Record<string, string>>): Promise<Answer> => {
      const leftMs = limits.totalMs - (clock.now() - startedAt);
      if (leftMs <= 0)
        throw transferFault(first.url, new TooSlowError('the redirects took too long'), 'head');
      try {
        return await exchange(current, {
          got,
          ...ways.to(current),
          clock,
          limits: {...limits, connectMs: Math.min(limits.connectMs, leftMs), totalMs: leftMs},
          headers,
          maxBytes: asked.maxBytes,
          signal: asked.signal,
        });
      } catch (error) {
        throw error instanceof AddressRefusedError ? addressFault(current, chain.at(-1), error) : error;
      }
    };

    for (;;) {
      const plain = {
        'user-agent': userAgent,
        accept: asked.accept,
        'accept-encoding': acceptEncoding,
        ...(trusted && first.authorization ? {authorization: first.authorization} : {}),
        ...(trusted && origin === seedOrigin ? revealed(ownHeaders) : {}),
      };
      const conditions = trusted ? conditionHeaders(asked) : {};
      let answer = await askOnce({...plain, ...conditions});
      if (answer.status === 304 && Object.keys(conditions).length === 0) {
        // Somebody on the way answers for a store that we do not have.
        answer = await askOnce({...plain, 'cache-control': 'no-cache'});
      }
      if (answer.location === null) {
        return finish(answer, {
          url: first.url,
          finalUrl: current,
          redirects: chain,
          durationMs: clock.now() - startedAt,
          downgraded,
        });
      }
      const target = resolveRedirect(answer.location, current, first.url);
      chain.push(current);
      if (chain.includes(target) || chain.length > limits.maxRedirects)
        throw loopFault(first.url, [...chain, target], limits.maxRedirects);
      if (!asked.mayRedirect(current, target)) throw refusedFault(first.url, target);
      const {host, protocol} = new URL(target);
      if (protocol === 'http:' && current.startsWith('https:') && !downgradedHosts.has(host)) {
        downgradedHosts.add(host);
        downgraded.push(host);
      }
      trusted &&= new URL(target).origin === origin;
      current = target;
    }
  };
  return {get};
}

/** In pieces, since each import holds the event loop: what got needs of Node, got, and then the first request. */
async function loadGot(): Promise<Got> {
  await import('node:http2');
  await breathe();
  const {default: got} = await import('got');
  await breathe();
  return got;
}

function revealed(headers: readonly OwnHeader[]): Record<string, string> {
  return Object.fromEntries(headers.map(({name, value}) => [name, value.reveal()]));
}

function conditionHeaders({ifNoneMatch, ifModifiedSince}: Conditions): Record<string, string> {
  return {
    ...(ifNoneMatch === undefined ? {} : {'if-none-match': ifNoneMatch}),
    ...(ifModifiedSince === undefined ? {} : {'if-modified-since': ifModifiedSince}),
  };
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
  facts: Pick<HttpResponse, 'url' | 'finalUrl' | 'redirects' | 'durationMs' | 'downgraded'>,
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

function loopFault(url: string, chain: readonly string[], maxRedirects: number): NothingFoundError {
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

function addressFault(url: string, from: string | undefined, error: AddressRefusedError): SecurityError {
  const {host} = new URL(url);
  const hop = from === undefined ? '' : ` A redirect of ${from} led there.`;
  return new SecurityError({
    code: 'RM-HTTP-014',
    message: `Will not connect to ${url}`,
    why: `${host} ${error.why}.${hop}`,
    hint:
      error.remedy === null
        ? 'If you trust that address, start from it.'
        : `If you trust that place, add --allow-private ${error.remedy}`,
    cause: error,
  });
}

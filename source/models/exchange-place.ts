import {UsageError} from '../errors.ts';
import {AddressRefusedError, createGuard, type Guard, isLoopbackHost, placeOf} from '../network/guard.ts';
import {type Agents, createGuardedAgents, type Lookup, lookupAll} from '../network/guarded-agents.ts';
import {canUseProxy, createProxyAgents, type ProxySettings, proxyFor} from '../network/proxy.ts';
import {trustAlso} from '../network/trust.ts';
import {Secret} from '../secret.ts';

/** How the host of a provider is reached; all optional, all the same for every provider. */
export type PlaceOptions = {
  readonly proxy?: ProxySettings | null;
  /** Certificates (PEM) to trust besides those that Node trusts. */
  readonly ca?: string;
  /** @default the resolver of the system */
  readonly lookup?: Lookup;
  /** Name resolution, connection and TLS, each, in milliseconds. @default 5,000 */
  readonly connectMs?: number;
};

/** The one place that a provider talks to. */
export type Place = {
  /** Without user, password and the slashes at the end of its path. */
  readonly url: URL;
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** Host and port. */
  readonly host: string;
  /** The user and password that stood in the base URL, as a header value, or `null`. */
  readonly login: Secret | null;
  /** They connect to this place and nowhere else. */
  readonly agents: Agents;
  readonly connectMs: number;
  readonly close: () => void;
};

/**
 * Reads a base URL and makes the agents for it.
 *
 * @param hasKey a key goes with each request: then plain `http:` is refused unless it stays on this machine
 * @throws UsageError RM-CONF-051 for what is no base URL
 */
export function createPlace(baseUrl: string, hasKey: boolean, options: PlaceOptions = {}): Place {
  const {connectMs = 5_000} = options;
  const url = URL.parse(baseUrl);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw unusable('it is no http or https URL', 'give the whole address, such as http://127.0.0.1:11434/v1');
  }
  const login = loginOf(url);
  const {host} = placeOf(url);
  if (url.protocol === 'http:' && !isLoopbackHost(host) && (hasKey || login !== null)) {
    throw unusable(
      `a key would travel to ${url.host} unencrypted`,
      'use https, or leave the key out if the server needs none',
    );
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/{1,64}$/, '');
  const agents = agentsFor(url, options);
  return {
    url,
    endpoint: url.origin,
    host: url.host,
    login,
    agents,
    connectMs,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** The place with more at the end of its path; a query stays. */
export function below({url}: Place, path: string): string {
  const longer = new URL(url);
  longer.pathname = `${longer.pathname.replace(/\/$/, '')}${path}`;
  return longer.href;
}

function loginOf({username, password}: URL): Secret | null {
  if (username === '' && password === '') return null;
  const pair = `${decodeEscapes(username)}:${decodeEscapes(password)}`;
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`);
}

/** Unlike `decodeURIComponent` this takes a stray per cent sign as it is. */
function decodeEscapes(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function agentsFor(url: URL, {proxy = null, ca, lookup = lookupAll}: PlaceOptions): Agents {
  const secureContext = ca === undefined ? null : trustAlso(ca);
  if (proxy !== null && canUseProxy && proxyFor(url, proxy) !== null) {
    return createProxyAgents(proxy, secureContext);
  }
  return createGuardedAgents({guard: onlyFor(url), lookup, addressAttemptMs: 500, secureContext});
}

/** The guard of the crawl, narrowed to one host and port. That place may be private; a metadata service may not. */
function onlyFor(url: URL): Guard {
  const guard = createGuard({seed: url.href, allowPrivate: []});
  const place = placeOf(url);
  const narrow = (host: string, port: number) => {
    if (host === place.host && port === place.port) return;
    throw new AddressRefusedError(host, 'is not the place of this provider', null);
  };
  return {
    check(host, port, addresses) {
      narrow(host, port);
      guard.check(host, port, addresses);
    },
    checkName(host, port) {
      narrow(host, port);
      guard.checkName(host, port);
    },
  };
}

function unusable(why: string, hint: string): UsageError {
  // The address itself is not shown: it may hold a password.
  return new UsageError({
    code: 'RM-CONF-051',
    message: 'the base URL of a provider cannot be used',
    why,
    hint,
  });
}

import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {allowedNodeEnvironmentFlags} from 'node:process';
import type {SecureContext} from 'node:tls';
import {isLoopbackHost, placeOf} from './guard.ts';
import type {Agents} from './guarded-agents.ts';

/** The proxy variables of the environment; `null` = not set. */
export type ProxySettings = {
  readonly http: string | null;
  readonly https: string | null;
  /** The entries of NO_PROXY, in lower case. */
  readonly except: readonly string[];
};

/** The lower-case name of a variable wins, as with curl. */
export function readProxySettings(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings | null {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || null;
  const [http, https] = [read('http_proxy'), read('https_proxy')];
  if (http === null && https === null) return null;
  const except = (read('no_proxy') ?? '').toLowerCase().split(/[\s,]+/);
  return {http, https, except: except.filter((entry) => entry !== '')};
}

/** Agents of Node can speak to a proxy from 24.5 and 22.21 on; this flag came with them. */
export const canUseProxy: boolean = allowedNodeEnvironmentFlags.has('--use-env-proxy');

/** The proxy that this URL is asked for through, or `null` for the straight way. Loopback is never sent to a proxy. */
export function proxyFor(url: URL, settings: ProxySettings): string | null {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  if (proxy === null) return null;
  const {host, port} = placeOf(url);
  if (isLoopbackHost(host)) return null;
  return settings.except.some((entry) => isExcept(entry, host, port)) ? null : proxy;
}

/** Host and port of a proxy, without the credentials that its address may hold. */
export function proxyName(proxy: string): string {
  return URL.parse(proxy)?.host ?? 'given by the variable';
}

/** Agents that ask one proxy for everything; who may be asked for is decided before they are used. */
export function createProxyAgents(settings: ProxySettings, secureContext: SecureContext | null): Agents {
  const proxyEnv = {
    ...(settings.http === null ? {} : {HTTP_PROXY: settings.http}),
    ...(settings.https === null ? {} : {HTTPS_PROXY: settings.https}),
  };
  return {
    http: new HttpAgent({keepAlive: true, proxyEnv}),
    https: new HttpsAgent({
      keepAlive: true,
      rejectUnauthorized: true,
      proxyEnv,
      ...(secureContext ? {secureContext} : {}),
    }),
  };
}

/** `*`, `host`, `.domain`, `*.domain`, each with or without `:port`. A bare host means its subdomains as well. */
function isExcept(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const [, name = entry, only] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const bare = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

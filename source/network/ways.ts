import type {SecureContext} from 'node:tls';
import type {AllowedPlace} from './allow-private.ts';
import {createGuard, placeOf} from './guard.ts';
import {type Agents, createGuardedAgents, type Lookup, lookupAll} from './guarded-agents.ts';
import type {NetworkLimits} from './limits.ts';
import {canUseProxy, createProxyAgents, type ProxySettings, proxyFor, proxyName} from './proxy.ts';
import {trustAlso} from './trust.ts';

/** How to get to a place: with which agents, and through which proxy, if any. */
type Way = {readonly agents: Agents; readonly proxy: string | null};

export type Ways = {
  /** @throws AddressRefusedError for a place behind a proxy; the straight way judges when it connects */
  readonly to: (url: string) => Way;
};

/** Chooses between the straight way, which is guarded at the connection, and a proxy, which resolves names itself. */
export function createWays(
  options: {
    readonly seed?: string;
    readonly allowPrivate?: readonly AllowedPlace[];
    readonly ca?: string;
    readonly proxy?: ProxySettings | null;
    readonly lookup?: Lookup;
  },
  limits: NetworkLimits,
): Ways {
  const {seed = null, allowPrivate = [], ca, proxy = null, lookup = lookupAll} = options;
  const guard = createGuard({seed, allowPrivate});
  const secureContext: SecureContext | null = ca === undefined ? null : trustAlso(ca);
  const {addressAttemptMs} = limits;
  const straight = createGuardedAgents({guard, lookup, addressAttemptMs, secureContext});
  const proxied = proxy && canUseProxy ? createProxyAgents(proxy, secureContext) : null;

  return {
    to(url) {
      const target = new URL(url);
      const through = proxy && proxied ? proxyFor(target, proxy) : null;
      if (through === null || proxied === null) return {agents: straight, proxy: null};
      const {host, port} = placeOf(target);
      guard.checkName(host, port);
      return {agents: proxied, proxy: proxyName(through)};
    },
  };
}

import {BlockList, isIP} from 'node:net';

/** One entry of `--allow-private`. */
export type AllowedPlace = {
  /** True for this host and these addresses that it stands for. */
  readonly covers: (host: string, address: string) => boolean;
  /** The port beyond those allowed everywhere, or `null`. */
  readonly port: number | null;
};

/** A wider network than this is no exception any more. */
const shortestPrefix = {4: 8, 6: 7} as const;

/**
 * Reads `HOST`, `HOST:PORT`, an address, `[IPv6]:PORT` or a network such as `10.1.0.0/16`.
 *
 * @returns `null` if the text is none of these, or a network so wide that it would switch the guard off
 */
export function parseAllowedPlace(text: string): AllowedPlace | null {
  return text.includes('/') ? parseNetwork(text) : parseHost(text);
}

function parseNetwork(text: string): AllowedPlace | null {
  const parts = /^([0-9a-f.:]{2,45})\/(\d{1,3})$/i.exec(text);
  const [, address = '', digits = ''] = parts ?? [];
  const version = isIP(address);
  const prefix = Number(digits);
  if (version !== 4 && version !== 6) return null;
  if (prefix < shortestPrefix[version] || prefix > (version === 4 ? 32 : 128)) return null;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  // A list of IPv4 networks would also match mapped IPv6 addresses.
  return {port: null, covers: (_host, given) => isIP(given) === version && list.check(given, family)};
}

function parseHost(text: string): AllowedPlace | null {
  const bare = isIP(text) === 6 ? `[${text}]` : text;
  if (/[\s@?#\\*%]/.test(bare)) return null;
  const url = URL.parse(`ws://${bare}/`);
  if (!url || url.hostname === '') return null;
  // `ws:` drops its own default port, which is 80: allowed anyway.
  const port = url.port === '' ? null : Number(url.port);
  const allowed = withoutBrackets(url.hostname);
  return {port, covers: (host) => host === allowed};
}

/** The host of a URL as Node wants it for a connection. */
export function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

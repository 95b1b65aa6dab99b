import {BlockList, isIP} from 'node:net';

/** What is special about an address that does not belong to the public Internet. */
export type PrivateKind = {
  /** In words, for the error: `a loopback address`. */
  readonly words: string;
  /** True if somebody's own documentation may stand there, so that typing the host is reason enough to go there. */
  readonly ownable: boolean;
};

/**
 * Tells a public address from all others. Of IPv6 only global unicast is public, without the forms that carry an IPv4
 * address past the lists (6to4, Teredo, mapped, compatible, NAT64, SIIT) and without what is reserved in it. The IPv4
 * documentation ranges count as public: nobody is there.
 *
 * @param address - as Node prints it: no brackets; a zone (`%eth0`) is never public
 * @returns `null` for a public address
 * @see IANA special-purpose address registries (RFC 6890)
 */
export function privateKind(address: string): PrivateKind | null {
  switch (isIP(address)) {
    case 4:
      return firstMatch(ipv4Kinds, address, 'ipv4');
    case 6: {
      if (address.includes('%')) return linkLocal;
      const kind = firstMatch(ipv6Kinds, address, 'ipv6');
      return kind ?? (globalUnicast.check(address, 'ipv6') ? null : special);
    }
    default:
      return special;
  }
}

type Family = 'ipv4' | 'ipv6';
type Listed = {readonly kind: PrivateKind; readonly list: BlockList};

function firstMatch(kinds: readonly Listed[], address: string, family: Family): PrivateKind | null {
  return kinds.find(({list}) => list.check(address, family))?.kind ?? null;
}

function listed(kind: PrivateKind, family: Family, ...networks: readonly string[]): Listed {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return {kind, list};
}

const metadata: PrivateKind = {words: 'a metadata service of a cloud', ownable: false};
const loopback: PrivateKind = {words: 'a loopback address', ownable: true};
const privateUse: PrivateKind = {words: 'a private address', ownable: true};
const linkLocal: PrivateKind = {words: 'a link-local address', ownable: false};
const special: PrivateKind = {words: 'an address for special use', ownable: false};
const carriesIpv4: PrivateKind = {words: 'an IPv6 address that stands for an IPv4 one', ownable: false};

/** In this order: the first that holds the address names it. */
const ipv4Kinds: readonly Listed[] = [
  // AWS, Google, Azure and others; Alibaba; the wire server of Azure, which is no private address by number.
  listed(
    metadata,
    'ipv4',
    '169.254.169.254/32',
    '169.254.170.2/32',
    '100.100.100.200/32',
    '168.63.129.16/32',
  ),
  listed(loopback, 'ipv4', '127.0.0.0/8'),
  // 198.18/15 is for benchmarks, and what some VPN clients give every name.
  listed(
    privateUse,
    'ipv4',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '198.18.0.0/15',
  ),
  listed(linkLocal, 'ipv4', '169.254.0.0/16'),
  listed(special, 'ipv4', '0.0.0.0/8', '192.0.0.0/24', '192.88.99.0/24', '224.0.0.0/3'),
];

const globalUnicast = listed(special, 'ipv6', '2000::/3').list;

const ipv6Kinds: readonly Listed[] = [
  listed(metadata, 'ipv6', 'fd00:ec2::/32', 'fd20:ce::/32'),
  listed(loopback, 'ipv6', '::1/128'),
  // Mapped, compatible, SIIT (RFC 2765), NAT64 (RFC 6052, 8215), Teredo, 6to4.
  listed(
    carriesIpv4,
    'ipv6',
    '::ffff:0:0/96',
    '::/96',
    '::ffff:0:0:0/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '2001::/32',
    '2002::/16',
  ),
  listed(privateUse, 'ipv6', 'fc00::/7'),
  listed(linkLocal, 'ipv6', 'fe80::/10'),
  // Protocol assignments and documentation.
  listed(special, 'ipv6', '2001::/23', '2001:db8::/32', '3fff::/20'),
];

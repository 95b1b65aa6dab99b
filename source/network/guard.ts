import {isIP} from 'node:net';
import {type PrivateKind, privateKind} from './address.ts';
import {type AllowedPlace, withoutBrackets} from './allow-private.ts';

/** A place that no connection is made to. */
export class AddressRefusedError extends Error {
  /** Why, in words that follow "it": `is 10.0.0.1, a private address`. */
  readonly why: string;
  /** What `--allow-private` would need to name; `null` if nothing helps. */
  readonly remedy: string | null;

  constructor(host: string, why: string, remedy: string | null) {
    super(`${host} ${why}`);
    this.why = why;
    this.remedy = remedy;
  }
}

export type GuardOptions = {
  /** The start address as the user typed it, or `null`. */
  readonly seed: string | null;
  readonly allowPrivate: readonly AllowedPlace[];
};

/** Decides where connections may go. Holds what was seen of the start address, so one guard serves one run. */
export type Guard = {
  /**
   * Judges a host with all the addresses it stands for.
   *
   * @param host - without brackets
   * @param addresses - every answer of the name server, or the literal address itself
   * @throws AddressRefusedError
   */
  readonly check: (host: string, port: number, addresses: readonly string[]) => void;
  /** Judges a host that a proxy will resolve: literal addresses, and names that are private by definition. */
  readonly checkName: (host: string, port: number) => void;
};

const usualPorts: ReadonlySet<number> = new Set([80, 443]);

export function createGuard({seed, allowPrivate}: GuardOptions): Guard {
  const typed = seed === null ? null : placeOf(new URL(seed));
  /** Set by the first answer: a public start host that later claims a private address is a rebinding attack. */
  let typedIsPublic: boolean | null = null;

  const isTyped = (host: string, port: number) => {
    if (typed === null || host !== typed.host) return false;
    // http and https of one host on their usual ports are one place: sites send readers from one to the other.
    return port === typed.port || (usualPorts.has(port) && usualPorts.has(typed.port));
  };

  const checkPort = (host: string, port: number, addresses: readonly string[]) => {
    if (usualPorts.has(port) || port === typed?.port) return;
    const named = (place: AllowedPlace) =>
      place.port === port && addresses.every((address) => place.covers(host, address));
    if (allowPrivate.some(named)) return;
    const place = host.includes(':') ? `[${host}]` : host;
    throw new AddressRefusedError(host, `is asked for on port ${port}`, `${place}:${port}`);
  };

  const check: Guard['check'] = (host, port, addresses) => {
    checkPort(host, port, addresses);
    const kinds = addresses.map((address) => ({address, kind: privateKind(address)}));
    const [first, ...others] = kinds.filter(isPrivate);
    const own = isTyped(host, port);
    if (!first) {
      if (own) typedIsPublic = true;
      return;
    }
    if (others.length + 1 < kinds.length) {
      throw new AddressRefusedError(
        host,
        `has public and private addresses at once (${addresses.slice(0, 4).join(', ')})`,
        null,
      );
    }
    const allowed = (address: string) => allowPrivate.some((place) => place.covers(host, address));
    if (addresses.every(allowed)) return;
    if (own && typedIsPublic !== true && kinds.every(({kind}) => kind?.ownable)) {
      typedIsPublic = false;
      return;
    }
    throw new AddressRefusedError(
      host,
      host === first.address ? `is ${first.kind.words}` : `is ${first.address}, ${first.kind.words}`,
      host,
    );
  };

  const checkName: Guard['checkName'] = (host, port) => {
    if (isIP(host) !== 0) {
      check(host, port, [host]);
      return;
    }
    checkPort(host, port, [host]);
    const own = isTyped(host, port) || allowPrivate.some((place) => place.covers(host, host));
    if (!own && isPrivateName(host))
      throw new AddressRefusedError(host, 'is a name of a private network', host);
  };

  return {check, checkName};
}

/** The user's own machine: 127.0.0.0/8, ::1 and the names that mean it (RFC 6761, 6.3). */
export function isLoopbackHost(host: string): boolean {
  return isNameBelow(host, 'localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Host without brackets, and the port with the default of its scheme filled in. */
export function placeOf(url: URL): {readonly host: string; readonly port: number} {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return {host: withoutBrackets(url.hostname), port};
}

function isPrivate<T extends {readonly kind: PrivateKind | null}>(
  entry: T,
): entry is T & {readonly kind: PrivateKind} {
  return entry.kind !== null;
}

/** RFC 6761, RFC 6762, RFC 8375, and `internal`, which ICANN reserved in 2024. */
const privateNames = ['localhost', 'local', 'internal', 'home.arpa'];

function isPrivateName(host: string): boolean {
  return privateNames.some((name) => isNameBelow(host, name));
}

function isNameBelow(host: string, name: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, '');
  return plain === name || plain.endsWith(`.${name}`);
}

import {type LookupAddress, lookup as systemLookup} from 'node:dns';
import {type AgentOptions, Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent, type RequestOptions} from 'node:https';
import {BlockList, isIP, type LookupFunction, Socket, type TcpSocketConnectOpts} from 'node:net';
import type {Duplex} from 'node:stream';
import type {SecureContext} from 'node:tls';
import {AddressRefusedError, type Guard} from './guard.ts';

/** Gives every address of a host name. Called once for each connection. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>;

export type Agents = {readonly http: HttpAgent; readonly https: HttpsAgent};

export type GuardedAgentOptions = {
  readonly guard: Guard;
  readonly lookup: Lookup;
  /** Time for one address before the next one is tried as well. */
  readonly addressAttemptMs: number;
  readonly secureContext: SecureContext | null;
};

/** The resolver of the system. */
export const lookupAll: Lookup = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, {all: true, order: 'verbatim'}, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });

/**
 * Keep-alive agents that connect nowhere without asking the guard. A literal address is judged as it stands; a name is
 * resolved once, all answers are judged, and the connection goes to one of those answers. Before the first byte is sent
 * the socket must be connected to a judged address.
 */
export function createGuardedAgents(options: GuardedAgentOptions): Agents {
  const {secureContext} = options;
  return {
    http: new GuardedHttpAgent({keepAlive: true}, options),
    https: new GuardedHttpsAgent(
      // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
      {keepAlive: true, rejectUnauthorized: true, ...(secureContext ? {secureContext} : {})},
      options,
    ),
  };
}

type ConnectOptions = RequestOptions &
  Pick<TcpSocketConnectOpts, 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'>;
type Callback = Parameters<HttpAgent['createConnection']>[1];

class GuardedHttpAgent extends HttpAgent {
  readonly #options: GuardedAgentOptions;

  constructor(agentOptions: AgentOptions, options: GuardedAgentOptions) {
    super(agentOptions);
    this.#options = options;
  }

  override createConnection(options: RequestOptions, callback?: Callback) {
    return connectGuarded(options, callback, this.#options, (safe) => super.createConnection(safe));
  }
}

class GuardedHttpsAgent extends HttpsAgent {
  readonly #options: GuardedAgentOptions;

  constructor(agentOptions: ConstructorParameters<typeof HttpsAgent>[0], options: GuardedAgentOptions) {
    super(agentOptions);
    this.#options = options;
  }

  override createConnection(options: RequestOptions, callback?: Callback) {
    return connectGuarded(options, callback, this.#options, (safe) => super.createConnection(safe));
  }
}

function connectGuarded(
  options: ConnectOptions,
  callback: Callback,
  {guard, lookup, addressAttemptMs}: GuardedAgentOptions,
  connect: (options: ConnectOptions) => Duplex | null | undefined,
): Duplex | null | undefined {
  if (options.socketPath) throw new TypeError('a file is no place of the network');
  const host = options.host ?? '';
  const port = Number(options.port);
  const judged = new BlockList();
  const judge = (addresses: readonly string[]) => {
    guard.check(host, port, addresses);
    for (const address of addresses) judged.addAddress(address, familyOf(address));
  };
  if (isIP(host) !== 0) {
    try {
      judge([host]);
    } catch (error) {
      if (!(error instanceof AddressRefusedError)) throw error;
      // The callback takes either; its type asks for both.
      callback?.(error, new Socket());
      return undefined;
    }
  }

  const judgedLookup: LookupFunction = (hostname, {all}, done) => {
    resolveJudged(hostname, lookup, judge).then(
      ([first, ...others]) => {
        if (!first) done(notFound(hostname), []);
        else if (all) done(null, [first, ...others]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, []),
    );
  };
  const socket = connect({
    ...options,
    lookup: judgedLookup,
    // Tries the next answer if one does not connect soon: a broken IPv6 costs half a second, not the page.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: addressAttemptMs,
  });
  if (!(socket instanceof Socket)) throw new TypeError('the agent of Node made no socket');
  // First in line: what waits to be written, a TLS greeting too, is sent by listeners that come after this one.
  socket.prependOnceListener('connect', () => {
    const {remoteAddress = ''} = socket;
    if (isIP(remoteAddress) !== 0 && judged.check(remoteAddress, familyOf(remoteAddress))) return;
    const error = new AddressRefusedError(host, `led to ${remoteAddress || 'nowhere'}`, null);
    // Told at once: what waits to be written finds a closed socket and would be heard first.
    if (socket.listenerCount('error') > 0) socket.emit('error', error);
    socket.destroy(error);
  });
  return socket;
}

async function resolveJudged(
  hostname: string,
  lookup: Lookup,
  judge: (addresses: readonly string[]) => void,
): Promise<LookupAddress[]> {
  const answers = await lookup(hostname);
  judge(answers.map(({address}) => address));
  return [...answers];
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {code: 'ENOTFOUND'});
}

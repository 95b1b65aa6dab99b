import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';

export type SiteAnswer = {
  readonly status?: number;
  /** @default {'content-type': 'text/html; charset=utf-8'} */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly delayMs?: number;
};

type SiteRequest = {
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** How often this URL has been asked for, with this request. */
  readonly hit: number;
  /** For answers that no description covers: break off, send byte by byte. */
  readonly response: ServerResponse;
};

/** `null` = the route answers on its own, through `response`. */
export type SiteRoute = string | SiteAnswer | ((request: SiteRequest) => SiteAnswer | string | null);

type SiteHit = {
  readonly url: string;
  readonly at: number;
  readonly userAgent: string;
  readonly headers: IncomingHttpHeaders;
};

export type SiteServer = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** All requests in the order they came. */
  readonly hits: readonly SiteHit[];
  readonly count: (url: string) => number;
  readonly userAgents: () => string[];
  readonly mostInFlight: () => number;
  readonly close: () => Promise<void>;
};

export type SiteOptions = {
  /** By path and query, else by path. What is not there is a 404. */
  readonly routes: Readonly<Record<string, SiteRoute>>;
  /** For what `routes` does not hold. */
  readonly fallback?: (url: string) => SiteAnswer | string | null;
  readonly delayMs?: (url: string) => number;
  readonly now?: () => number;
};

/** A site on a free loopback port. Strings are HTML. */
export async function startSite({
  routes,
  fallback,
  delayMs,
  now = Date.now,
}: SiteOptions): Promise<SiteServer> {
  const hits: SiteHit[] = [];
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let inFlight = 0;
  let mostInFlight = 0;

  const answer = async (url: string, headers: IncomingHttpHeaders, response: ServerResponse) => {
    const hit = (counts.get(url) ?? 0) + 1;
    counts.set(url, hit);
    hits.push({url, at: now(), userAgent: headers['user-agent'] ?? '', headers});
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.once('close', () => {
      inFlight -= 1;
    });
    const path = url.split('?', 1)[0] ?? '';
    const route = Object.hasOwn(routes, url)
      ? routes[url]
      : Object.hasOwn(routes, path)
        ? routes[path]
        : undefined;
    const said = typeof route === 'function' ? route({url, headers, hit, response}) : route;
    if (said === null) return;
    const found = said ?? fallback?.(url) ?? {status: 404, body: '<h1>Not found</h1>'};
    const {
      status = 200,
      headers: own,
      body = '',
      delayMs: ownDelay,
    } = typeof found === 'string' ? {body: found} : found;
    const waitMs = ownDelay ?? delayMs?.(url) ?? 0;
    if (waitMs > 0) await delay(waitMs);
    response.writeHead(status, own ?? {'content-type': 'text/html; charset=utf-8'});
    response.end(body);
  };

  const server = createServer((request, response) => {
    void answer(request.url ?? '/', request.headers, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    hits,
    count: (url) => counts.get(url) ?? 0,
    userAgents: () => [...new Set(hits.map((hit) => hit.userAgent))],
    mostInFlight: () => mostInFlight,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

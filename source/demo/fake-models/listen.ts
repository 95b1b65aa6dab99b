import {createServer as createHttp1Server, type IncomingMessage, type ServerResponse} from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import {createServer, type Server, type Socket} from 'node:net';

export type AnyRequest = IncomingMessage | Http2ServerRequest;

export type AnyResponse = ServerResponse | Http2ServerResponse;

export type Listener = {
  readonly port: number;
  /** Connections so far, by what they spoke. */
  readonly connections: {readonly http1: number; readonly http2: number};
  /** Cuts every connection. */
  readonly close: () => Promise<void>;
};

/** Listens on 127.0.0.1 for HTTP/1.1 and for HTTP/2 without TLS on one port: the first bytes tell which. */
export async function listen(
  handle: (request: AnyRequest, response: AnyResponse) => void,
  http2: 'serve' | 'refuse',
): Promise<Listener> {
  const http1Server = createHttp1Server(handle);
  const http2Server = createHttp2Server(handle);
  const connections = {http1: 0, http2: 0};
  const sockets = new Set<Socket>();
  const server = createServer({noDelay: true}, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away is a fact of the exchange, not a fault of the server.
    socket.on('error', () => socket.destroy());
    sort(socket);
  });
  const port = await bind(server);
  return {port, connections, close};

  function sort(socket: Socket): void {
    const start: Buffer | null = socket.read(3);
    if (start === null) {
      socket.once('readable', () => sort(socket));
      return;
    }
    const isHttp2 = start.toString('latin1') === 'PRI';
    connections[isHttp2 ? 'http2' : 'http1'] += 1;
    if (isHttp2 && http2 === 'refuse') {
      socket.destroy();
      return;
    }
    socket.unshift(start);
    (isHttp2 ? http2Server : http1Server).emit('connection', socket);
  }

  function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The fake has no port.'));
      else resolve(address.port);
    });
  });
}

import {createHash} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {type DemoResource, demoNotFound, demoSite} from './site.ts';

/** Below the ephemeral ranges of Linux (from 32768) and IANA (from 49152), and assigned to nobody. */
const defaultPort = 27_183;

/** `close` ends open connections at once; calling it again does nothing. */
export type DemoServer = {readonly url: string; close(): Promise<void>};

/**
 * Serves the demo site on 127.0.0.1.
 *
 * The address is part of every file that a run writes, so the preferred port comes first: two demos then write
 * the same bytes. If it cannot be had, the system chooses a free one.
 *
 * @param options.preferredPort default 27183; 0 lets the system choose
 * @returns the address of the start page, with a slash at its end
 */
export async function startDemoServer(options: {readonly preferredPort?: number} = {}): Promise<DemoServer> {
  const site = demoSite();
  const missing = demoNotFound();
  const server = createServer((request, response) => answer(request, response, site, missing));
  const port = await listenOnPreferred(server, options.preferredPort ?? defaultPort);
  return {url: `http://127.0.0.1:${port}/`, close: () => shut(server)};
}

async function listenOnPreferred(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Windows reserves whole ranges of ports and answers EACCES for them.
    if (code !== 'EADDRINUSE' && code !== 'EACCES') {
      throw error;
    }
    return await listen(server, 0);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('The demo server has no port.'));
      } else {
        resolve(address.port);
      }
    });
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: ReadonlyMap<string, DemoResource>,
  missing: DemoResource,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, {Allow: 'GET, HEAD'}).end();
    return;
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const found = site.get(path);
  const {contentType, body} = found ?? missing;
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  if (found && request.headers['if-none-match'] === etag) {
    response.writeHead(304, {ETag: etag}).end();
    return;
  }
  const headers = {'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body)};
  response.writeHead(found ? 200 : 404, found ? {...headers, ETag: etag} : headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** A keep-alive client would hold a plain `close` open for seconds. */
function shut(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      const code = error && 'code' in error ? error.code : null;
      if (error && code !== 'ERR_SERVER_NOT_RUNNING') {
        reject(error);
      } else {
        resolve();
      }
    });
    server.closeAllConnections();
  });
}

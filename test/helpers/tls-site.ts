import {readFileSync} from 'node:fs';
import type {IncomingHttpHeaders} from 'node:http';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';

export type Certificate = 'good' | 'expired' | 'other-host';

export type TlsSite = {
  readonly port: number;
  /** The headers of every request. */
  readonly hits: readonly IncomingHttpHeaders[];
  /** Where `/` redirects to from now on. */
  readonly redirectTo: (location: string) => void;
  readonly close: () => Promise<void>;
};

/** A file of `test/fixtures/tls`. */
export function tlsFile(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
}

/** An https server on a free loopback port. The authority behind its certificate is `ca.pem`. */
export async function startTlsSite(certificate: Certificate): Promise<TlsSite> {
  const hits: IncomingHttpHeaders[] = [];
  let location: string | null = null;
  const server = createServer(
    {key: tlsFile('server.key'), cert: tlsFile(`${certificate}.pem`)},
    (request, response) => {
      hits.push(request.headers);
      const moved = request.url === '/' && location !== null;
      response.writeHead(moved ? 302 : 200, moved ? {location: location ?? ''} : {});
      response.end('page');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    port,
    hits,
    redirectTo: (target) => {
      location = target;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import {createServer} from 'node:http';
import process from 'node:process';

/** Serves pages from memory on loopback, without delay, for as long as the parent lives: it is told the port. */
export function servePages(contentType: string, pageAt: (path: string) => Buffer | undefined): void {
  const server = createServer((request, response) => {
    const body = pageAt(request.url ?? '');
    response.writeHead(body ? 200 : 404, {'content-type': contentType});
    response.end(body ?? 'not found');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : 0);
  });
  process.on('disconnect', () => process.exit(0));
}

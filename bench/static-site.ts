import {readFile, stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import {extname, join, sep} from 'node:path';

export type StaticSite = {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xhtml': 'application/xhtml+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/** Serves the files of a folder from loopback; nothing above it. */
export function serveFolder(root: string): Promise<StaticSite> {
  const server = createServer((request, response) => {
    fileFor(root, request.url ?? '/').then(
      (body) => {
        response.writeHead(body === null ? 404 : 200, {
          'content-type':
            body === null
              ? 'text/plain'
              : (types[extname(body.path).toLowerCase()] ?? 'application/octet-stream'),
        });
        response.end(body === null ? 'not found' : body.bytes);
      },
      () => {
        response.writeHead(500);
        response.end();
      },
    );
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => done());
          }),
      });
    });
  });
}

async function fileFor(root: string, url: string): Promise<{path: string; bytes: Buffer} | null> {
  const wanted = join(root, decodeURIComponent(new URL(url, 'http://localhost/').pathname));
  if (wanted !== root && !wanted.startsWith(root + sep) && !root.endsWith(sep)) return null;
  try {
    const path = (await stat(wanted)).isDirectory() ? join(wanted, 'index.html') : wanted;
    return {path, bytes: await readFile(path)};
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

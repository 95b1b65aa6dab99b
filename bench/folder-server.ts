/** The pages of a folder on loopback, in a process of its own: prints its port, serves from memory without delay. */
import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {join, sep} from 'node:path';
import process from 'node:process';

const [, , folder = ''] = process.argv;
const pages = new Map(
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((path) => path.endsWith('.html'))
    .map((path) => [`/${path.split(sep).join('/')}`, readFileSync(join(folder, path))]),
);

const server = createServer((request, response) => {
  const body = pages.get(request.url === '/' ? '/index.html' : (request.url ?? ''));
  response.writeHead(body ? 200 : 404, {'content-type': 'text/html'});
  response.end(body ?? 'not found');
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
});
process.on('disconnect', () => process.exit(0));

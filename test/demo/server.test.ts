import {Agent, get, type IncomingMessage} from 'node:http';
import {connect, createServer} from 'node:net';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type DemoServer, startDemoServer} from '../../source/demo/server.ts';
import {demoSite} from '../../source/demo/site.ts';

describe('the demo server', () => {
  let server: DemoServer;

  beforeEach(async () => {
    server = await startDemoServer({preferredPort: 0});
  });

  afterEach(async () => {
    await server.close();
  });

  test('listens on 127.0.0.1 and names its start page', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  test('answers every path of the site with its type and its bytes', async () => {
    for (const [path, {contentType, body}] of demoSite()) {
      const response = await fetch(new URL(path, server.url));
      expect(response.status, path).toBe(200);
      expect(response.headers.get('content-type'), path).toBe(contentType);
      expect(await response.text(), path).toBe(body);
    }
  });

  test('does not mind a query', async () => {
    const response = await fetch(`${server.url}guide/workers.html?utm_source=mail`);
    expect(await response.text()).toBe(demoSite().get('/guide/workers.html')?.body);
  });

  test('answers a path it does not have with 404 and a page to go on from', async () => {
    const response = await fetch(`${server.url}archive/1.x.html`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('Page not found');
  });

  test('gives an ETag and answers 304 to the same one', async () => {
    const first = await fetch(server.url);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    await first.text();
    const again = await fetch(server.url, {headers: {'If-None-Match': etag}});
    expect(again.status).toBe(304);
    const other = await fetch(server.url, {headers: {'If-None-Match': '"other"'}});
    expect(other.status).toBe(200);
    await other.text();
  });

  test('gives different pages different ETags', async () => {
    const etags = await Promise.all(
      ['', 'guide/workers.html'].map(async (path) => (await fetch(server.url + path)).headers.get('etag')),
    );
    expect(new Set(etags).size).toBe(2);
  });

  test('answers HEAD with the headers of GET and no body', async () => {
    const response = await fetch(server.url, {method: 'HEAD'});
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBe(
      Buffer.byteLength(demoSite().get('/')?.body ?? ''),
    );
    expect(await response.text()).toBe('');
  });

  test('refuses to be written to', async () => {
    const response = await fetch(server.url, {method: 'POST', body: 'x'});
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('ends idle keep-alive connections when it closes', async () => {
    const agent = new Agent({keepAlive: true});
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(server.url, {agent}, resolve).once('error', reject);
    });
    const {socket} = response;
    const ended = new Promise((resolve) => socket.once('close', resolve));
    for await (const _ of response) {
      // Read to the end, so that the connection becomes idle.
    }
    expect(socket.destroyed).toBe(false);
    await server.close();
    await ended;
    agent.destroy();
  });

  test('ends a connection in the middle of a request when it closes', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: site.test\r\n\r\nGET /guide/workers.html HTTP/1.1\r\n');
    await answered;
    await server.close();
    await ended;
  });

  test('can be closed twice', async () => {
    await server.close();
    await expect(server.close()).resolves.toBeUndefined();
  });
});

describe('the port of the demo server', () => {
  test('is the preferred one if it is free', async () => {
    const port = await freePort();
    const server = await startDemoServer({preferredPort: port});
    expect(server.url).toBe(`http://127.0.0.1:${port}/`);
    await server.close();
  });

  test('is another one if the preferred one is taken', async () => {
    const first = await startDemoServer({preferredPort: 0});
    const second = await startDemoServer({preferredPort: Number(new URL(first.url).port)});
    expect(second.url).not.toBe(first.url);
    expect((await fetch(second.url)).status).toBe(200);
    await second.close();
    await first.close();
  });

  test('is the same again after the server was closed', async () => {
    const preferredPort = await freePort();
    const first = await startDemoServer({preferredPort});
    await (await fetch(first.url)).text();
    await first.close();
    const second = await startDemoServer({preferredPort});
    expect(second.url).toBe(first.url);
    await second.close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

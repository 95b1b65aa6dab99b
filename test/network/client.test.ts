import {createServer} from 'node:net';
import {inspect} from 'node:util';
import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, test} from 'vitest';
import {createHttpClient} from '../../source/network/client.ts';
import type {HttpResponse} from '../../source/network/http.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';

const agent = 'rules-maker/1.2.3 (+https://example.org)';
let site: SiteServer | null = null;

afterEach(async () => {
  await site?.close();
  site = null;
});

async function serve(routes: Record<string, SiteRoute>): Promise<SiteServer> {
  site = await startSite({routes});
  return site;
}

type GetOptions = {
  maxBytes?: number;
  signal?: AbortSignal;
  mayRedirect?: (from: string, to: string) => boolean;
};

async function get(
  url: string,
  options: GetOptions = {},
  limits = {connectMs: 2_000, totalMs: 5_000},
): Promise<HttpResponse> {
  const client = createHttpClient({userAgent: agent, limits});
  return await client.get(url, {
    accept: 'text/html',
    maxBytes: 1_000_000,
    mayRedirect: () => true,
    ...options,
  });
}

describe('one request', () => {
  test('gives status, headers and the decoded body', async () => {
    const {origin} = await serve({
      '/a': {
        status: 203,
        headers: {'Content-Type': 'text/plain', 'content-encoding': 'gzip'},
        body: gzipSync('hello'),
      },
    });
    const response = await get(`${origin}/a`);
    expect(response).toMatchObject({url: `${origin}/a`, finalUrl: `${origin}/a`, status: 203, redirects: []});
    expect(response.headers['content-type']).toBe('text/plain');
    expect(Buffer.from(response.body).toString()).toBe('hello');
  });

  test('says who asks, what is wanted and how it may be packed', async () => {
    const {origin, hits} = await serve({'/': 'x'});
    await get(`${origin}/`);
    expect(hits[0]?.headers).toMatchObject({
      'user-agent': agent,
      accept: 'text/html',
      'accept-encoding': 'br, gzip, deflate',
    });
  });

  test.each([404, 429, 500, 503])('hands on a %i instead of throwing or asking again', async (status) => {
    const {origin, count} = await serve({'/x': {status, headers: {'retry-after': '0'}, body: 'no'}});
    expect((await get(`${origin}/x`)).status).toBe(status);
    expect(count('/x')).toBe(1);
  });

  test('refuses a body above the cap, with or without a length', async () => {
    const {origin} = await serve({
      '/long': 'a'.repeat(2_000),
      '/chunks': ({response}) => {
        response.writeHead(200);
        response.write('a'.repeat(1_500));
        response.end('a');
        return null;
      },
    });
    for (const path of ['/long', '/chunks']) {
      await expect(get(`${origin}${path}`, {maxBytes: 1_000})).rejects.toMatchObject({
        code: 'RM-HTTP-017',
        exitCode: 4,
      });
    }
  });

  test('refuses a gzip bomb', async () => {
    const {origin} = await serve({
      '/bomb': {headers: {'content-encoding': 'gzip'}, body: gzipSync(Buffer.alloc(60_000_000))},
    });
    await expect(get(`${origin}/bomb`, {maxBytes: 10_000_000})).rejects.toMatchObject({code: 'RM-HTTP-017'});
  });

  test.each<[string, SiteRoute]>([
    [
      'a body shorter than its length',
      ({response}) => {
        response.writeHead(200, {'content-length': '100'});
        response.write('half');
        setImmediate(() => response.destroy());
        return null;
      },
    ],
    [
      'a chunked body without its end',
      ({response}) => {
        response.writeHead(200, {'transfer-encoding': 'chunked'});
        response.write('half');
        setImmediate(() => response.destroy());
        return null;
      },
    ],
    [
      'a gzip body without its end',
      {headers: {'content-encoding': 'gzip'}, body: gzipSync('hello, hello, hello').subarray(0, -9)},
    ],
  ])('calls %s truncated', async (_name, route) => {
    const {origin} = await serve({'/t': route});
    await expect(get(`${origin}/t`)).rejects.toMatchObject({code: 'RM-HTTP-016', name: 'RetryableError'});
  });

  test('tells a refused connection', async () => {
    const {origin} = await serve({});
    await site?.close();
    await expect(get(`${origin}/`)).rejects.toMatchObject({code: 'RM-NET-002', exitCode: 4});
  });

  test('tells a server that does not speak HTTP', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({code: 'RM-HTTP-011'});
    server.close();
  });

  test('gives up when the whole page takes longer than its limit', async () => {
    const {origin} = await serve({
      '/slow': ({response}) => {
        response.writeHead(200);
        response.write('a');
        return null;
      },
      '/mute': () => null,
    });
    for (const path of ['/slow', '/mute']) {
      await expect(get(`${origin}${path}`, {}, {connectMs: 100, totalMs: 100})).rejects.toMatchObject({
        code: 'RM-NET-009',
      });
    }
  });

  test('stops with the reason of the signal', async () => {
    const controller = new AbortController();
    const {origin} = await serve({
      '/mute': () => {
        setImmediate(() => controller.abort(new Error('the user said stop')));
        return null;
      },
    });
    await expect(get(`${origin}/mute`, {signal: controller.signal})).rejects.toThrow('the user said stop');
    await expect(get(`${origin}/mute`, {signal: controller.signal})).rejects.toThrow('the user said stop');
    expect(site?.hits).toHaveLength(1);
  });

  test('uses one connection for requests that follow each other', async () => {
    const ports = new Set<number | undefined>();
    const {origin} = await serve({
      '/a': ({response}) => {
        ports.add(response.socket?.remotePort);
        return {status: 301, headers: {location: '/b'}, body: 'moved'};
      },
      '/b': ({response}) => {
        ports.add(response.socket?.remotePort);
        return 'here';
      },
    });
    const client = createHttpClient({userAgent: agent});
    for (let i = 0; i < 3; i += 1) {
      await client.get(`${origin}/a`, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
    }
    expect(ports.size).toBe(1);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed when the caller allows the hop', async (status) => {
    const {origin} = await serve({'/old': {status, headers: {location: 'new?x=1#part'}}, '/new?x=1': 'new'});
    const asked: string[][] = [];
    const response = await get(`${origin}/old`, {
      mayRedirect: (...hop) => {
        asked.push(hop);
        return true;
      },
    });
    expect(response).toMatchObject({
      url: `${origin}/old`,
      finalUrl: `${origin}/new?x=1`,
      redirects: [`${origin}/old`],
      status: 200,
    });
    expect(asked).toEqual([[`${origin}/old`, `${origin}/new?x=1`]]);
  });

  test('a hop that the caller refuses is never asked for', async () => {
    const {origin, count} = await serve({'/a': {status: 302, headers: {location: '/b'}}, '/b': 'b'});
    await expect(get(`${origin}/a`, {mayRedirect: () => false})).rejects.toMatchObject({
      code: 'RM-HTTP-014',
      exitCode: 8,
    });
    expect(count('/b')).toBe(0);
  });

  test.each(['file:///etc/passwd', 'data:text/html,x', 'javascript:1', 'ftp://127.0.0.1/x'])(
    '%s is refused without a question',
    async (location) => {
      const {origin} = await serve({'/a': {status: 302, headers: {location}}});
      const asked: string[] = [];
      const mayRedirect = (_from: string, to: string) => {
        asked.push(to);
        return true;
      };
      await expect(get(`${origin}/a`, {mayRedirect})).rejects.toMatchObject({
        code: 'RM-HTTP-014',
        name: 'SecurityError',
      });
      expect(asked).toEqual([]);
    },
  );

  test('a circle ends at once, with its chain', async () => {
    const {origin, hits} = await serve({
      '/a': {status: 302, headers: {location: '/b'}},
      '/b': {status: 302, headers: {location: '/a'}},
    });
    await expect(get(`${origin}/a`)).rejects.toMatchObject({
      code: 'RM-HTTP-013',
      why: expect.stringContaining(`${origin}/a -> ${origin}/b -> ${origin}/a`),
    });
    expect(hits).toHaveLength(2);
  });

  test('ten hops are followed and the eleventh is not', async () => {
    const hop = ({url}: {url: string}) => ({
      status: 302,
      headers: {location: `/hop?n=${Number(url.split('=')[1]) - 1}`},
    });
    const {origin} = await serve({'/hop': hop, '/hop?n=0': 'end'});
    expect((await get(`${origin}/hop?n=10`)).redirects).toHaveLength(10);
    await expect(get(`${origin}/hop?n=11`)).rejects.toMatchObject({code: 'RM-HTTP-013'});
  });

  test('a redirect without an address is an answer like any other', async () => {
    const {origin} = await serve({'/a': {status: 302, body: 'where to?'}});
    expect(await get(`${origin}/a`)).toMatchObject({status: 302, finalUrl: `${origin}/a`});
  });

  test('an address in bare UTF-8 is understood', async () => {
    const {origin, hits} = await serve({
      '/a': ({response}) => {
        response.socket?.end(
          Buffer.from(
            'HTTP/1.1 301 Moved\r\nLocation: /café\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
          ),
        );
        return null;
      },
    });
    expect((await get(`${origin}/a`)).finalUrl).toBe(`${origin}/caf%C3%A9`);
    expect(hits[1]?.url).toBe('/caf%C3%A9');
  });
});

describe('credentials in a URL', () => {
  test('become a header and leave every URL', async () => {
    const {origin, hits} = await serve({'/a': {status: 302, headers: {location: '/b'}}, '/b': 'b'});
    const response = await get(`${origin.replace('//', '//user:p%40ss%zz@')}/a`);
    expect(hits.map((hit) => hit.headers.authorization)).toEqual(
      Array(2).fill(`Basic ${btoa('user:p@ss%zz')}`),
    );
    expect(JSON.stringify({...response, body: ''})).not.toMatch(/user|p%40ss|p@ss/);
  });

  test('do not go to another origin', async () => {
    const other = await startSite({routes: {'/b': 'b'}});
    const {origin} = await serve({'/a': {status: 302, headers: {location: `${other.origin}/b`}}});
    await get(`${origin.replace('//', '//user:canary@')}/a`);
    expect(other.hits[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });

  test('stand in no error', async () => {
    const {origin} = await serve({
      '/loop': {status: 302, headers: {location: '/loop'}},
      '/cut': ({response}) => {
        response.destroy();
        return null;
      },
    });
    for (const path of ['/loop', '/cut']) {
      const error: unknown = await get(`${origin.replace('//', '//user:canary@')}${path}`).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(Error);
      const {message, why, hint} = error as {message: string; why: string; hint: string};
      expect([message, why, hint].join(' ')).not.toContain('canary');
      const everything = inspect(error, {depth: 20, showHidden: true});
      expect(everything).not.toContain('canary');
      expect(everything).not.toContain(btoa('user:canary'));
    }
  });
});

import {type AddressInfo, createServer} from 'node:net';
import {inspect} from 'node:util';
import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, test} from 'vitest';
import {parseAllowedPlace} from '../../source/network/allow-private.ts';
import {createHttpClient} from '../../source/network/client.ts';
import type {HttpResponse} from '../../source/network/http.ts';
import {type NetworkLimits, networkLimits} from '../../source/network/limits.ts';
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
  limits: Partial<NetworkLimits> = {connectMs: 2_000, totalMs: 5_000},
): Promise<HttpResponse> {
  const client = createHttpClient({userAgent: agent, limits, seed: url});
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
      'accept-encoding': 'br, zstd, gzip, deflate',
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

  test('waits for the first byte of an answer only so long', async () => {
    const {origin} = await serve({
      '/mute': () => null,
      '/drip': ({response}) => {
        response.socket?.write('HTTP/1.1 200 OK\r\nX-Drip: a');
        const drip = setInterval(() => response.socket?.write('a'), 10);
        response.once('close', () => clearInterval(drip));
        return null;
      },
    });
    for (const path of ['/mute', '/drip']) {
      const limits = {firstByteMs: 100, totalMs: 60_000};
      await expect(get(`${origin}${path}`, {}, limits)).rejects.toMatchObject({code: 'RM-NET-009'});
    }
  });

  test.each<[string, (write: (text: string) => void) => NodeJS.Timeout | null]>([
    ['drips', (write) => setInterval(() => write('a'), 5)],
    ['stands still', () => null],
  ])('breaks off a body that %s', async (_name, feed) => {
    const {origin} = await serve({
      '/slow': ({response}) => {
        response.writeHead(200);
        response.write('a'.repeat(5_000));
        const timer = feed((chunk) => response.write(chunk));
        response.once('close', () => timer && clearInterval(timer));
        return null;
      },
    });
    const limits = {rateWindowMs: 100, leastBytesPerWindow: 1_000, totalMs: 60_000};
    await expect(get(`${origin}/slow`, {}, limits)).rejects.toMatchObject({
      code: 'RM-NET-009',
      why: expect.stringContaining('under 1 KB a second'),
    });
  });

  test('lets a slow body pass that keeps the least rate', async () => {
    const {origin} = await serve({
      '/steady': ({response}) => {
        response.writeHead(200);
        let left = 30;
        const timer = setInterval(() => {
          left -= 1;
          if (left > 0) response.write('a'.repeat(200));
          else response.end('a'.repeat(200));
        }, 10);
        response.once('close', () => clearInterval(timer));
        return null;
      },
    });
    const limits = {rateWindowMs: 100, leastBytesPerWindow: 100, totalMs: 60_000};
    expect((await get(`${origin}/steady`, {}, limits)).body).toHaveLength(6_000);
  });

  test('has the limits that are promised', () => {
    expect(networkLimits).toMatchObject({
      connectMs: 10_000,
      totalMs: 30_000,
      rateWindowMs: 10_000,
      leastBytesPerWindow: 10_240,
      maxRedirects: 10,
      maxEncodings: 2,
      maxRatio: 100,
    });
  });

  test('breaks off endless headers, in size and in number', async () => {
    const {origin} = await serve({
      '/long': ({response}) => {
        response.socket?.write(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(40_000)}`);
        return null;
      },
      '/many': ({response}) => {
        response.socket?.write('HTTP/1.1 200 OK\r\n');
        for (let n = 0; n < 5_000; n += 1) response.socket?.write(`X-${n}: aaaa\r\n`);
        return null;
      },
    });
    for (const path of ['/long', '/many']) {
      await expect(get(`${origin}${path}`)).rejects.toMatchObject({
        code: 'RM-NET-009',
        why: expect.stringContaining('32 KB of headers'),
      });
    }
  });

  test('does not read a body that announces too much', async () => {
    const {origin} = await serve({
      '/big': ({response}) => {
        response.writeHead(200, {'content-length': '20000000'});
        response.write('a');
        return null;
      },
    });
    await expect(get(`${origin}/big`, {}, {totalMs: 60_000})).rejects.toMatchObject({
      code: 'RM-HTTP-017',
      why: expect.stringContaining('20000000'),
    });
  });

  test('gives a name server only so long', async () => {
    const client = createHttpClient({
      userAgent: agent,
      lookup: () => Promise.withResolvers<never>().promise,
      limits: {connectMs: 100, totalMs: 60_000},
    });
    const answer = client.get('http://docs.test/', {accept: '*/*', maxBytes: 10, mayRedirect: () => true});
    await expect(answer).rejects.toMatchObject({code: 'RM-NET-003'});
  });

  test('gives a TLS greeting only so long', async () => {
    const server = createServer((socket) => socket.on('error', () => null).resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address() as AddressInfo;
    const limits = {connectMs: 100, totalMs: 60_000};
    await expect(get(`https://127.0.0.1:${port}/`, {}, limits)).rejects.toMatchObject({code: 'RM-NET-003'});
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ['ENOTFOUND', 'NothingFoundError'],
    ['EAI_AGAIN', 'RetryableError'],
  ])('tells what the name server said: %s', async (code, name) => {
    const lookup = () => Promise.reject(Object.assign(new Error(code), {code}));
    const client = createHttpClient({userAgent: agent, lookup});
    const answer = client.get('http://docs.test/', {accept: '*/*', maxBytes: 10, mayRedirect: () => true});
    await expect(answer).rejects.toMatchObject({code: 'RM-NET-001', name});
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
    const client = createHttpClient({userAgent: agent, seed: origin});
    for (let i = 0; i < 3; i += 1) {
      await client.get(`${origin}/a`, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
    }
    expect(ports.size).toBe(1);
  });
});

describe('conditions', () => {
  const stored = {ifNoneMatch: 'W/"7"', ifModifiedSince: 'Sun, 06 Nov 1994 08:49:37 GMT'};

  async function ask(url: string, conditions = {}): Promise<HttpResponse> {
    const client = createHttpClient({userAgent: agent, seed: url});
    return await client.get(url, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true, ...conditions});
  }

  test('are sent, and a 304 comes back as it is', async () => {
    const {origin, hits} = await serve({'/a': {status: 304, headers: {etag: 'W/"7"'}}});
    expect(await ask(`${origin}/a`, stored)).toMatchObject({status: 304, headers: {etag: 'W/"7"'}});
    expect(hits).toHaveLength(1);
    expect(hits[0]?.headers).toMatchObject({
      'if-none-match': 'W/"7"',
      'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT',
    });
  });

  test('a page that changed comes with its body', async () => {
    const {origin} = await serve({'/a': 'new'});
    expect(await ask(`${origin}/a`, stored)).toMatchObject({status: 200});
  });

  test('a 304 that nobody asked for is asked once more, plainly', async () => {
    const {origin, hits} = await serve({
      '/a': ({hit}) => (hit === 1 ? {status: 304} : 'page'),
      '/b': {status: 304},
    });
    expect(await ask(`${origin}/a`)).toMatchObject({status: 200});
    expect(hits[1]?.headers).toMatchObject({'cache-control': 'no-cache'});
    expect(await ask(`${origin}/b`)).toMatchObject({status: 304});
    expect(hits).toHaveLength(4);
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

test('a connection that ends up elsewhere is closed before the first byte', async () => {
  let connections = 0;
  let bytes = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('data', (data) => {
      bytes += data.length;
    });
    socket.on('error', () => null);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  // The system takes 0.0.0.0 for this machine: what was judged is not what it is connected to.
  const seed = `http://0.0.0.0:${port}/`;
  const allowPrivate = [parseAllowedPlace(`0.0.0.0:${port}`)].flatMap((place) => place ?? []);
  const client = createHttpClient({userAgent: agent, seed, allowPrivate});
  const answer = client.get(seed, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
  await expect(answer).rejects.toMatchObject({
    code: 'RM-HTTP-014',
    why: expect.stringContaining('127.0.0.1'),
  });
  await new Promise((resolve) => server.close(resolve));
  expect({connections, bytes}).toEqual({connections: 1, bytes: 0});
});

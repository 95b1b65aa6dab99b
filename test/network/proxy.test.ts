import {createServer, request as httpRequest} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import {inspect} from 'node:util';
import {afterEach, describe, expect, test} from 'vitest';
import {createHttpClient} from '../../source/network/client.ts';
import {canUseProxy, proxyFor, readProxySettings} from '../../source/network/proxy.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';
import {startTlsSite, type TlsSite, tlsFile} from '../helpers/tls-site.ts';

type Proxy = {readonly port: number; readonly seen: readonly string[]; readonly close: () => Promise<void>};

const open: {close: () => Promise<void>}[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A proxy that knows one site, whatever it is asked for. */
async function startProxy(sitePort: number, refuse: number | null = null): Promise<Proxy> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    if (refuse !== null) {
      response.writeHead(refuse).end();
      return;
    }
    const {pathname} = new URL(request.url ?? '');
    const {connection: _, ...headers} = request.headers;
    httpRequest({port: sitePort, host: '127.0.0.1', path: pathname, headers}, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (refuse !== null) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const site = connect(sitePort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      site.pipe(socket).pipe(site);
    });
    site.on('error', () => socket.destroy());
    socket.on('error', () => site.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = {
    port: (server.address() as AddressInfo).port,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  open.push(proxy);
  return proxy;
}

async function startPlain(): Promise<SiteServer> {
  const site = await startSite({
    routes: {'/a': 'page', '/away': {status: 302, headers: {location: 'http://169.254.169.254/'}}},
  });
  open.push(site);
  return site;
}

async function startSecure(): Promise<TlsSite> {
  const site = await startTlsSite('good');
  open.push(site);
  return site;
}

async function get(url: string, proxyUrl: string, noProxy = '') {
  const client = createHttpClient({
    userAgent: 'rules-maker/0',
    seed: url,
    ca: tlsFile('ca.pem'),
    proxy: readProxySettings({HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, NO_PROXY: noProxy}),
    lookup: async () => [{address: '127.0.0.1', family: 4}],
    limits: {totalMs: 5_000},
  });
  return await client.get(url, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
}

describe.skipIf(!canUseProxy)('with a proxy', () => {
  test('http goes through it', async () => {
    const site = await startPlain();
    const proxy = await startProxy(site.port);
    expect((await get('http://docs.test/a', `http://me:secret@127.0.0.1:${proxy.port}`)).status).toBe(200);
    expect(proxy.seen).toEqual([`GET http://docs.test/a Basic ${btoa('me:secret')}`]);
    expect(site.hits).toHaveLength(1);
  });

  test('https goes through its tunnel, and the certificate is that of the site', async () => {
    const site = await startSecure();
    const proxy = await startProxy(site.port);
    expect((await get('https://docs.test/a', `http://127.0.0.1:${proxy.port}`)).status).toBe(200);
    expect(proxy.seen).toEqual(['CONNECT docs.test:443']);
    await expect(get('https://elsewhere.test/a', `http://127.0.0.1:${proxy.port}`)).rejects.toMatchObject({
      code: 'RM-NET-005',
    });
  });

  test('loopback and the hosts of NO_PROXY are asked for straight away', async () => {
    const site = await startPlain();
    const proxy = await startProxy(site.port);
    const through = `http://127.0.0.1:${proxy.port}`;
    expect((await get(`${site.origin}/a`, through)).status).toBe(200);
    expect((await get(`http://docs.test:${site.port}/a`, through, 'docs.test')).status).toBe(200);
    expect(proxy.seen).toEqual([]);
  });

  test('private literals and names are not asked for, after a redirect either', async () => {
    const site = await startPlain();
    const proxy = await startProxy(site.port);
    const through = `http://127.0.0.1:${proxy.port}`;
    for (const url of ['http://169.254.169.254/', 'http://[64:ff9b::1]/']) {
      await expect(get(url, through)).rejects.toMatchObject({code: 'RM-HTTP-014', exitCode: 8});
    }
    expect(proxy.seen).toEqual([]);
    await expect(get('http://docs.test/away', through)).rejects.toMatchObject({code: 'RM-HTTP-014'});
    expect(proxy.seen).toHaveLength(1);
  });

  test.each([
    ['http', 407],
    ['https', 407],
    ['https', 403],
  ])('one that answers %s with %i is named, without its password', async (scheme, status) => {
    const site = await startPlain();
    const proxy = await startProxy(site.port, status);
    const error: unknown = await get(
      `${scheme}://docs.test/a`,
      `http://me:canary@127.0.0.1:${proxy.port}`,
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({code: 'RM-NET-007', exitCode: 4, why: expect.stringContaining('proxy')});
    const everything = inspect(error, {depth: 20, showHidden: true});
    expect(everything).not.toContain('canary');
    expect(everything).not.toContain(btoa('me:canary'));
    expect(site.hits).toEqual([]);
  });

  test('one that is not there is not taken for the site', async () => {
    const proxy = await startProxy(1);
    await proxy.close();
    await expect(get('http://docs.test/a', `http://127.0.0.1:${proxy.port}`)).rejects.toMatchObject({
      code: 'RM-NET-007',
      why: expect.stringContaining(`127.0.0.1:${proxy.port}`),
    });
  });
});

describe('the variables', () => {
  const settings = (noProxy: string) =>
    readProxySettings({http_proxy: 'http://small:1', HTTP_PROXY: 'http://big:1', NO_PROXY: noProxy});

  test('in lower case win, and without any there is no proxy', () => {
    expect(settings('')).toEqual({http: 'http://small:1', https: null, except: []});
    expect(readProxySettings({NO_PROXY: '*', HTTP_PROXY: ''})).toBeNull();
  });

  test.each([
    ['', 'http://docs.test/', true],
    ['', 'https://docs.test/', false],
    ['*', 'http://docs.test/', false],
    ['docs.test', 'http://docs.test/', false],
    ['docs.test', 'http://a.docs.test/', false],
    ['.docs.test', 'http://a.docs.test/', false],
    ['*.docs.test', 'http://a.docs.test/', false],
    ['docs.test', 'http://mydocs.test/', true],
    ['docs.test:8080', 'http://docs.test/', true],
    ['docs.test:8080, x', 'http://docs.test:8080/', false],
    ['', 'http://localhost:3000/', false],
    ['', 'http://127.9.9.9/', false],
    ['', 'http://[::1]/', false],
  ])('with NO_PROXY=%j, is %s sent to the proxy: %s', (noProxy, url, expected) => {
    const found = settings(noProxy);
    expect(found !== null && proxyFor(new URL(url), found) !== null).toBe(expected);
  });
});

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {IncomingHttpHeaders} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import {parseAllowedPlace} from '../../source/network/allow-private.ts';
import {createHttpClient} from '../../source/network/client.ts';
import {readOwnHeader} from '../../source/network/request-headers.ts';
import {Secret} from '../../source/secret.ts';
import {type SiteServer, startSite} from '../helpers/site-server.ts';
import {startTlsSite, type TlsSite, tlsFile} from '../helpers/tls-site.ts';

const canary = 'canary-7f3a';

describe('what proves who asks', () => {
  const places: Record<string, {url: string; hits: () => readonly IncomingHttpHeaders[]}> = {};
  const sites: (SiteServer | TlsSite)[] = [];
  let start: SiteServer;
  let location = '';

  beforeEach(async () => {
    const routes = {
      '/': () => ({status: 302, headers: {location}}),
      '/back': () => ({status: 302, headers: {location: `http://a.test:${start.port}/end`}}),
      '/end': 'end',
    };
    start = await startSite({routes});
    const port = await startSite({routes});
    const scheme = await startTlsSite('good');
    sites.push(start, port, scheme);
    const plain = (site: SiteServer) => () => site.hits.slice(1).map(({headers}) => headers);
    places['scheme'] = {url: `https://docs.test:${scheme.port}/end`, hits: () => scheme.hits};
    places['host'] = {url: `http://b.test:${start.port}/end`, hits: plain(start)};
    places['port'] = {
      url: `http://a.test:${port.port}/end`,
      hits: () => port.hits.map(({headers}) => headers),
    };
    places['nothing'] = {url: `http://a.test:${start.port}/end`, hits: plain(start)};
  });

  afterEach(async () => {
    for (const site of sites.splice(0)) await site.close();
  });

  async function follow(kind: string, change: string) {
    const place = places[change];
    location = place?.url ?? '';
    const origin = `http://a.test:${start.port}`;
    const line = {header: `Authorization: Bearer ${canary}`, cookie: `Cookie: session=${canary}`}[kind];
    const ports = Object.values(places).map(({url}) => new URL(url));
    const client = createHttpClient({
      userAgent: 'rules-maker/0',
      seed: `${origin}/`,
      headers: line === undefined ? [] : [readOwnHeader(line, {})],
      allowPrivate: ports.flatMap(({host}) => parseAllowedPlace(host) ?? []),
      ca: tlsFile('ca.pem'),
      lookup: async () => [{address: '127.0.0.1', family: 4}],
    });
    const url = kind === 'url' ? `http://user:${canary}@a.test:${start.port}/` : `${origin}/`;
    const response = await client.get(url, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
    return {response, sent: start.hits[0]?.headers, got: place?.hits() ?? []};
  }

  const kinds = ['url', 'header', 'cookie'];
  const shown = (headers: IncomingHttpHeaders | undefined) => [headers?.authorization, headers?.cookie];

  test.each(kinds.flatMap((kind) => ['scheme', 'host', 'port'].map((change) => [kind, change] as const)))(
    'by %s is not sent after a change of %s',
    async (kind, change) => {
      const {response, sent, got} = await follow(kind, change);
      expect(response.status).toBe(200);
      expect(shown(sent).filter((value) => value !== undefined)).toHaveLength(1);
      expect(got).toHaveLength(1);
      expect(shown(got[0])).toEqual([undefined, undefined]);
      expect(JSON.stringify(got)).not.toContain(canary);
    },
  );

  test.each(kinds)('by %s goes along within one origin', async (kind) => {
    const {sent, got} = await follow(kind, 'nothing');
    expect(shown(got[0])).toEqual(shown(sent));
  });

  test('is not sent again when the chain comes back', async () => {
    const back = places['port'];
    if (back) back.url = back.url.replace('/end', '/back');
    const {response} = await follow('header', 'port');
    expect(response.finalUrl).toBe(`http://a.test:${start.port}/end`);
    expect(shown(start.hits[1]?.headers)).toEqual([undefined, undefined]);
  });

  test('goes to no other origin that is asked for by itself', async () => {
    const place = places['port'];
    const client = createHttpClient({
      userAgent: 'rules-maker/0',
      seed: `http://127.0.0.1:${start.port}/`,
      headers: [readOwnHeader(`X-Token: ${canary}`, {})],
      allowPrivate: [parseAllowedPlace(new URL(place?.url ?? '').host)].flatMap((entry) => entry ?? []),
      lookup: async () => [{address: '127.0.0.1', family: 4}],
    });
    await client.get(place?.url ?? '', {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
    expect(place?.hits()[0]).not.toHaveProperty('x-token');
  });
});

describe('a redirect from https to http', () => {
  test('is told once for each host', async () => {
    const plain = await startSite({routes: {'/end': 'end'}});
    const secure = await startTlsSite('good');
    secure.redirectTo(`${plain.origin}/end`);
    const client = createHttpClient({
      userAgent: 'rules-maker/0',
      seed: `https://127.0.0.1:${secure.port}/`,
      allowPrivate: [parseAllowedPlace(`127.0.0.1:${plain.port}`)].flatMap((entry) => entry ?? []),
      ca: tlsFile('ca.pem'),
    });
    const ask = () =>
      client.get(`https://127.0.0.1:${secure.port}/`, {
        accept: '*/*',
        maxBytes: 1_000,
        mayRedirect: () => true,
      });
    expect((await ask()).downgraded).toEqual([`127.0.0.1:${plain.port}`]);
    expect((await ask()).downgraded).toEqual([]);
    await plain.close();
    await secure.close();
  });
});

describe('a header of the user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-header-'));
  const file = join(folder, 'token');
  writeFileSync(file, 'from file\n');
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  test.each([
    [`Authorization: file:${file}`, 'authorization', 'from file', false],
    ['X-A: env:TOKEN', 'x-a', 'from variable', false],
    ['X-A:plain: text', 'x-a', 'plain: text', true],
  ])('%s', (text, name, value, literal) => {
    const header = readOwnHeader(text, {TOKEN: ' from variable '});
    expect(header).toMatchObject({name, literal});
    expect(header.value.reveal()).toBe(value);
  });

  test.each([
    'Authorization',
    ': value',
    'Name:',
    'Bad Name: x',
    'X: env:MISSING',
    'X: env:EMPTY',
    'X: file:/nowhere/token',
    'X: env:BROKEN',
    `X: a\r\nHost: ${canary}`,
    'Host: example.org',
    'user-agent: Mozilla/5.0',
    'Content-Length: 5',
    'Accept-Encoding: zstd',
  ])('%j is refused', (text) => {
    const act = () => readOwnHeader(text, {EMPTY: ' ', BROKEN: `${canary}\n1`});
    expect(act).toThrow(expect.objectContaining({code: 'RM-CONF-015', exitCode: 2}));
    try {
      act();
    } catch (error) {
      expect(inspect(error, {depth: 9, showHidden: true})).not.toContain(canary);
    }
  });
});

test('a secret shows itself nowhere', () => {
  const secret = new Secret(canary);
  const seen = [
    `${secret}`,
    String(secret),
    JSON.stringify({secret}),
    inspect(secret, {showHidden: true, depth: 9}),
    inspect({a: [secret]}, {depth: 9}),
    Object.keys(secret).join(),
    JSON.stringify(Object.assign({}, secret)),
  ];
  expect(seen.join(' ')).not.toContain(canary);
  expect(seen[0]).toBe('[secret]');
  expect(secret.reveal()).toBe(canary);
});

import {Secret} from '../../secret.ts';
import type {Auth, Exchange} from './contract.ts';
import {parseJson} from './dig.ts';
import type {AnyRequest} from './listen.ts';
import {type Route, routeOf} from './route.ts';
import type {Writable} from './traffic.ts';

/** Headers that prove who asks. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
]);

/** Reads a request to its end. A request that breaks off has the body `null` and asks nothing. */
export async function readExchange(
  request: AnyRequest,
  known: Pick<Exchange, 'at' | 'inFlight'>,
): Promise<{exchange: Omit<Writable<Exchange>, 'index'>; route: Route}> {
  const {method = 'GET', url: path = '/', httpVersion} = request;
  const text = await readText(request);
  const body = text === null ? null : parseBody(text);
  const named = routeOf(method, path, body);
  const route = text === null ? {...named, wire: null, asked: null} : named;
  const all = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith(':') ? [] : [[name, String(value)]],
  );
  const exchange = {
    ...known,
    wire: route.name,
    httpVersion,
    method,
    path,
    headers: Object.fromEntries(all.filter(([name]) => !secretHeaders.has(name))),
    secrets: Object.fromEntries(
      all.flatMap(([name, value]) => (secretHeaders.has(name) ? [[name, new Secret(value)]] : [])),
    ),
    auth: authOf(new Map(all)),
    body,
    bodyBytes: Buffer.byteLength(text ?? ''),
    asked: route.asked,
    ended: 'open' as const,
  };
  return {exchange, route};
}

async function readText(request: AnyRequest): Promise<string | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  } catch {
    return null;
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseBody(text: string): unknown {
  const form = /^Action=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : text;
  return parseJson(text) ?? form;
}

function authOf(headers: ReadonlyMap<string, string>): Auth {
  const authorization = headers.get('authorization') ?? '';
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/\s]+\/\d{8}\/([^/\s]+)\/([^/\s]+)\/aws4_request/.exec(
    authorization,
  );
  if (scope) return {kind: 'sigv4', region: scope[1] ?? '', service: scope[2] ?? ''};
  if (authorization.startsWith('Bearer ')) return {kind: 'bearer'};
  return {kind: headers.has('x-api-key') ? 'api-key' : 'none'};
}

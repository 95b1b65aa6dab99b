import {UsageError} from '../errors.ts';
import type {ExtractorDeps, RunRequest} from '../extractor/create-extractor.ts';
import {type AllowedPlace, parseAllowedPlace} from '../network/allow-private.ts';
import {createHttpClient} from '../network/client.ts';
import {isLoopbackHost, placeOf} from '../network/guard.ts';
import {canUseProxy, type ProxySettings, proxyFor, readProxySettings} from '../network/proxy.ts';
import {createRenderer} from '../network/render.ts';
import {type OwnHeader, readOwnHeader} from '../network/request-headers.ts';
import {readCaFile} from '../network/trust.ts';
import type {Arguments} from '../options/parse.ts';
import type {Io} from './io.ts';
import {userAgent} from './program.ts';

export type Network = Required<Pick<ExtractorDeps, 'client' | 'notices' | 'renderer'>>;

type Notice = Network['notices'][number];

/**
 * The client of one run, from what the user said about hosts, headers, certificates and proxies.
 *
 * @throws UsageError RM-CONF-015 (header), RM-CONF-016 (certificates), RM-CONF-051 (private host)
 */
export function openNetwork(
  {
    url,
    allowPrivate,
    caFile,
    render,
    requestsPerSecond,
  }: Pick<RunRequest, 'url' | 'allowPrivate' | 'caFile' | 'render' | 'requestsPerSecond'>,
  {lists}: Pick<Arguments, 'lists'>,
  {environment}: Pick<Io, 'environment'>,
): Network {
  const headers = (lists.get('header') ?? []).map((text) => readOwnHeader(text, environment));
  const proxy = readProxySettings(environment);
  const client = createHttpClient({
    userAgent,
    seed: url,
    allowPrivate: allowPrivate.map(allowedPlace),
    headers,
    proxy,
    ...(caFile === null ? {} : {ca: readCaFile(caFile)}),
  });
  const paced = requestsPerSecond > 0 && !isLoopbackHost(placeOf(new URL(url)).host);
  const intervalMs = paced ? 1000 / requestsPerSecond : 0;
  const renderer = render
    ? createRenderer({client, userAgent, intervalMs, searchPath: environment['PATH'] ?? ''})
    : null;
  return {client, renderer, notices: [...headers.flatMap(literalNotice), ...proxyNotice(url, proxy)]};
}

function allowedPlace(text: string): AllowedPlace {
  const place = parseAllowedPlace(text);
  if (place) return place;
  throw new UsageError({
    code: 'RM-CONF-051',
    message: `--allow-private: "${text}" is no host, address or network`,
    why: 'a network must be /8 or smaller, of IPv6 /7',
    hint: 'such as docs.corp, docs.corp:8080, 10.1.2.3 or 10.1.0.0/16',
  });
}

function literalNotice({name, literal}: OwnHeader): Notice[] {
  if (!literal) return [];
  return [
    {
      type: 'notice',
      level: 'warning',
      code: 'RM-CRED-047',
      message: `the value of the header ${name} stands on the command line, where every user of the machine can see it`,
      hint: `put it into a variable: --header '${name}: env:DOCS_TOKEN'`,
    },
  ];
}

function proxyNotice(url: string, proxy: ProxySettings | null): Notice[] {
  if (canUseProxy || proxy === null || proxyFor(new URL(url), proxy) === null) return [];
  return [
    {
      type: 'notice',
      level: 'warning',
      code: 'RM-NET-007',
      message: 'HTTP_PROXY and HTTPS_PROXY are not used: this Node cannot',
      hint: 'use Node 24.5 or later',
    },
  ];
}

/**
 * Runs in a network namespace of its own, where private addresses really answer on port 80, and tells what reached
 * them. Prints one JSON document.
 */
import {execFileSync} from 'node:child_process';
import {createServer} from 'node:http';
import {connect, createServer as createTcpServer} from 'node:net';
import {createHttpClient} from '../../source/network/client.ts';
import type {Lookup} from '../../source/network/guarded-agents.ts';
import {privateAddresses, publicAddress, spellings} from './spellings.ts';

export type NamespaceReport = {
  /** Private addresses that answer a connection that nobody guards. */
  readonly reachable: number;
  /** `name: code`, of each spelling asked for straight away and through a redirect of a public page. */
  readonly direct: readonly string[];
  readonly redirected: readonly string[];
  /** What the guarded client reached of the private addresses. */
  readonly canary: readonly string[];
  readonly rebinding: readonly string[];
  readonly rebindingSeed: readonly string[];
  readonly mixed: readonly string[];
  readonly lookups: number;
  readonly publicConnections: number;
  /** A name whose first address swallows everything and whose second answers. */
  readonly fallback: string;
  readonly fallbackMs: number;
  /** A name that has nothing but the first of these. */
  readonly swallowed: string;
};

const run = (...args: string[]) => execFileSync('ip', args, {stdio: ['ignore', 'ignore', 'pipe']});
run('link', 'set', 'lo', 'up');
run('addr', 'add', `${publicAddress}/32`, 'dev', 'lo');
for (const address of privateAddresses) {
  if (address.includes(':')) run('-6', 'addr', 'add', address, 'dev', 'lo', 'nodad');
  else run('addr', 'add', address, 'dev', 'lo');
}

let canary: string[] = [];
let publicConnections = 0;
/** Answers and closes, so that each request is a connection of its own. Whatever is not public is the canary. */
const site = createServer((request, response) => {
  const to = new URL(request.url ?? '/', 'http://site').searchParams.get('to');
  // Header values are bytes; this one is UTF-8.
  const location = to === null ? {} : {location: Buffer.from(to).toString('latin1')};
  response.writeHead(to === null ? 200 : 302, {connection: 'close', ...location});
  response.end('page');
});
const door = createTcpServer((socket) => {
  if (socket.localAddress === `::ffff:${publicAddress}` || socket.localAddress === publicAddress)
    publicConnections += 1;
  else canary.push(String(socket.localAddress));
  site.emit('connection', socket);
});
await new Promise<void>((resolve) => door.listen({port: 80, host: '::', ipv6Only: false}, resolve));

/** Shows that the canary works: without a guard the private addresses answer. */
for (const address of privateAddresses) {
  const socket = connect({host: address.split('/')[0] ?? '', port: 80});
  socket.end('GET / HTTP/1.0\r\n\r\n');
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
}
const reachable = canary.length;
canary = [];

const localNames: Lookup = async (hostname) => {
  if (!/(?:^|\.)localhost\.?$/.test(hostname))
    throw Object.assign(new Error('no such name'), {code: 'ENOTFOUND'});
  return [{address: '127.0.0.1', family: 4}];
};
const seed = `http://${publicAddress}/`;

async function codeOf(url: string, lookup: Lookup, from = seed): Promise<string> {
  const client = createHttpClient({userAgent: 'rules-maker/0', seed: from, lookup, limits: {totalMs: 3_000}});
  return await ask(client, url);
}

async function ask(client: ReturnType<typeof createHttpClient>, url: string): Promise<string> {
  try {
    const {status} = await client.get(url, {accept: '*/*', maxBytes: 10_000, mayRedirect: () => true});
    return String(status);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const direct: string[] = [];
const redirected: string[] = [];
for (const [name, host] of spellings) {
  direct.push(`${name}: ${await codeOf(`http://${host}/`, localNames)}`);
  const page = `${seed}?to=${encodeURIComponent(`http://${host}/`)}`;
  redirected.push(`${name}: ${await codeOf(page, localNames)}`);
}

/** Public, private, public, private, … */
let lookups = 0;
const alternating: Lookup = async () => {
  lookups += 1;
  return [{address: lookups % 2 === 1 ? publicAddress : '10.1.2.3', family: 4}];
};
const before = publicConnections;
const client = createHttpClient({userAgent: 'rules-maker/0', seed, lookup: alternating});
const rebinding: string[] = [];
for (let turn = 0; turn < 6; turn += 1) rebinding.push(await ask(client, 'http://rebind.test/'));
const counted = {lookups, publicConnections: publicConnections - before};

lookups = 0;
const typed = createHttpClient({
  userAgent: 'rules-maker/0',
  seed: 'http://rebind.test/',
  lookup: alternating,
});
const rebindingSeed: string[] = [];
for (let turn = 0; turn < 4; turn += 1) rebindingSeed.push(await ask(typed, 'http://rebind.test/'));

const mixedAnswers = [
  [publicAddress, '10.1.2.3'],
  ['169.254.169.254', publicAddress],
  [publicAddress, 'fd00:ec2::254'],
];
const mixed: string[] = [];
for (const addresses of mixedAnswers) {
  const lookup: Lookup = async () =>
    addresses.map((address) => ({address, family: address.includes(':') ? 6 : 4}));
  mixed.push(await codeOf('http://mixed.test/', lookup));
  mixed.push(await codeOf('http://mixed.test/', lookup, 'http://mixed.test/'));
}

// Sent to loopback, where nobody has that address: the packets vanish.
const silent = '192.0.2.1';
run('route', 'add', silent, 'dev', 'lo');
const answersOf =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map((address) => ({address, family: 4}));
const startedAt = performance.now();
const fallback = await codeOf('http://two.test/', answersOf(silent, publicAddress));
const fallbackMs = performance.now() - startedAt;
const swallowed = await ask(
  createHttpClient({
    userAgent: 'rules-maker/0',
    seed,
    lookup: answersOf(silent),
    limits: {connectMs: 300, totalMs: 10_000},
  }),
  'http://one.test/',
);

const report: NamespaceReport = {
  reachable,
  direct,
  redirected,
  canary,
  rebinding,
  rebindingSeed,
  mixed,
  ...counted,
  fallback,
  fallbackMs,
  swallowed,
};
process.stdout.write(JSON.stringify(report), () => process.exit(0));

import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {parseArgs} from 'node:util';
import {calendarPage, guidePage, indexPage, specialPage} from './fixture-pages.ts';

/**
 * The fixture site as a program of its own, so that neither side can slow the other down. Prints its port and ends
 * with its standard input.
 */
const {values} = parseArgs({
  options: {
    pages: {type: 'string', default: '200'},
    'delay-ms': {type: 'string', default: '0'},
    /** Another number shuffles the delays in another way; 0 = all alike. */
    shuffle: {type: 'string', default: '0'},
    calendar: {type: 'string', default: 'on'},
  },
});

const total = Number(values.pages);
const delayMs = Number(values['delay-ms']);
const shuffle = Number(values.shuffle);
const calendar = values.calendar === 'on';

type Stats = {
  requests: Record<string, number>;
  userAgents: Record<string, number>;
  accepts: Record<string, number>;
  mostInFlight: number;
  disallowedHits: number;
  calendarHits: number;
  blogHits: number;
  offsiteHits: number;
  limitedAt: number[];
};

let stats = emptyStats();
let inFlight = 0;
let port = 0;

function emptyStats(): Stats {
  return {
    requests: {},
    userAgents: {},
    accepts: {},
    mostInFlight: 0,
    disallowedHits: 0,
    calendarHits: 0,
    blogHits: 0,
    offsiteHits: 0,
    limitedAt: [],
  };
}

type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

const utf8 = {'content-type': 'text/html; charset=utf-8'};

function answer(url: URL, hit: number): Answer {
  const guide = /^\/docs\/guide\/(\d{3,5})\.html$/.exec(url.pathname)?.[1];
  if (guide !== undefined && Number(guide) < total) return {body: guidePage(Number(guide), total)};
  switch (url.pathname) {
    case '/robots.txt':
      return {
        headers: {'content-type': 'text/plain'},
        body: 'User-agent: *\nDisallow: /docs/private/\nCrawl-delay: 0\n',
      };
    case '/docs':
    case '/docs/':
      return {body: indexPage(total, calendar)};
    case '/docs/moved.html':
      return {status: 301, headers: {location: '/docs/new-home.html'}};
    case '/docs/new-home.html':
      return {body: specialPage('New home', 'FACT-MOVED')};
    case '/docs/offsite.html':
      return {status: 302, headers: {location: `http://localhost:${port}/elsewhere/x.html`}};
    case '/elsewhere/x.html':
      stats.offsiteHits += 1;
      return {body: specialPage('Elsewhere', 'NOISE-OFFSITE')};
    case '/docs/flaky.html':
      return hit === 1 ? {status: 503, body: 'busy'} : {body: specialPage('Flaky', 'FACT-FLAKY')};
    case '/docs/limited.html':
      stats.limitedAt.push(performance.now());
      return hit === 1
        ? {status: 429, headers: {'retry-after': '2'}, body: 'slow down'}
        : {body: specialPage('Limited', 'FACT-LIMITED')};
    case '/docs/private/secret.html':
      stats.disallowedHits += 1;
      return {body: specialPage('Secret', 'NOISE-PRIVATE')};
    case '/docs/cal.html': {
      const month = Number(url.searchParams.get('m'));
      if (!calendar || !Number.isInteger(month)) return {status: 404};
      stats.calendarHits += 1;
      return {body: calendarPage(month)};
    }
    case '/docs/latin1.html':
      return {
        headers: {'content-type': 'text/html; charset=iso-8859-1'},
        body: Buffer.from(specialPage('Latin', 'FACT-LATIN-café'), 'latin1'),
      };
    case '/blog/':
      stats.blogHits += 1;
      return {body: specialPage('Blog', 'NOISE-BLOG')};
    default:
      return {status: 404, body: '<h1>Not found</h1>'};
  }
}

/** From half to one and a half times the delay, by address. */
function waitFor(url: string): number {
  if (shuffle === 0) return delayMs;
  let hash = shuffle;
  for (const char of url) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return delayMs * (0.5 + ((hash >>> 8) % 1000) / 1000);
}

const server = createServer((request, response) => {
  const target = request.url ?? '/';
  if (target === '/__stats') {
    response.end(JSON.stringify(stats));
    return;
  }
  if (target === '/__reset') {
    stats = emptyStats();
    response.end();
    return;
  }
  const hit = (stats.requests[target] ?? 0) + 1;
  stats.requests[target] = hit;
  count(stats.userAgents, request.headers['user-agent'] ?? '');
  count(stats.accepts, request.headers.accept ?? '');
  inFlight += 1;
  stats.mostInFlight = Math.max(stats.mostInFlight, inFlight);
  response.once('close', () => {
    inFlight -= 1;
  });
  const {status = 200, headers = {}, body = ''} = answer(new URL(target, 'http://127.0.0.1'), hit);
  const send = () => {
    response.writeHead(status, {...utf8, ...headers});
    response.end(body);
  };
  const waitMs = waitFor(target);
  if (waitMs > 0) setTimeout(send, waitMs);
  else send();
});

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

server.listen(0, '127.0.0.1', () => {
  port = (server.address() as AddressInfo).port;
  process.stdout.write(`${port}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();

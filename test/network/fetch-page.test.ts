import {afterEach, describe, expect, test} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {type FetchOutcome, fetchPage} from '../../source/network/fetch-page.ts';
import type {Conditions, HttpClient} from '../../source/network/http.ts';
import {createPace} from '../../source/network/pace.ts';
import {createLoopbackClient} from '../helpers/loopback-client.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {createFakeClock} from './fake-clock.ts';

let site: SiteServer | null = null;

afterEach(async () => {
  await site?.close();
  site = null;
});

type SetUp = {
  readonly random?: () => number;
  readonly signal?: AbortSignal;
  readonly closing?: () => boolean;
  readonly mayRedirect?: () => boolean;
  /** What the client tells of redirects to http. */
  readonly downgraded?: readonly string[];
};

async function setUp(
  route: SiteRoute,
  {random = () => 0.5, signal, closing = () => false, mayRedirect = () => true, downgraded = []}: SetUp = {},
) {
  const clock = createFakeClock();
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody) => {
    events.push(event);
  };
  const server = await startSite({routes: {'/page': route}, now: clock.now});
  site = server;
  const real = createLoopbackClient({userAgent: 'rules-maker/0'});
  const client: HttpClient = {get: async (...asked) => ({...(await real.get(...asked)), downgraded})};
  const gate = {pass: () => Promise.resolve(), closing};
  const pace = createPace({scope: 'host', minIntervalMs: 0, clock, emit, gate});
  const url = `${server.origin}/page`;
  const fetch = (conditions?: Conditions): Promise<FetchOutcome> =>
    fetchPage(
      {
        url,
        subject: url,
        kind: 'page',
        accept: '*/*',
        maxBytes: 100_000,
        mayRedirect,
        ...(conditions ? {conditions} : {}),
      },
      {client, pace, emit, clock, random, nextId: () => 7, signal: signal ?? new AbortController().signal},
    );
  const gaps = () => server.hits.slice(1).map((hit, index) => hit.at - (server.hits[index]?.at ?? 0));
  const types = () => events.map((event) => event.type);
  return {fetch, events, types, gaps, server, url, clock};
}

/** The n-th request gets the n-th answer, all later ones the last. */
function inTurn(...answers: SiteRoute[]): SiteRoute {
  return (request) => {
    const route = answers[Math.min(request.hit, answers.length) - 1] ?? 'none';
    return typeof route === 'function' ? route(request) : route;
  };
}

function limited(status: number, retryAfter?: string): SiteRoute {
  return {status, headers: retryAfter === undefined ? {} : {'retry-after': retryAfter}};
}

const cut: SiteRoute = ({response}) => {
  response.destroy();
  return null;
};

const half: SiteRoute = ({response}) => {
  response.writeHead(200, {'content-length': '50'});
  response.write('half');
  setImmediate(() => response.destroy());
  return null;
};

describe('a good answer', () => {
  test('is asked for once and stated', async () => {
    const {fetch, events, url} = await setUp('hello');
    expect(await fetch()).toMatchObject({kind: 'answer', response: {status: 200}});
    expect(events).toEqual([
      {type: 'request.started', id: 7, kind: 'page', subject: url, attempt: 1, maxAttempts: 3},
      {type: 'request.finished', id: 7, kind: 'page', subject: url, durationMs: expect.any(Number)},
    ]);
  });
});

describe('a condition', () => {
  test('makes 304 an answer, and without one it is a failure', async () => {
    const {fetch, server} = await setUp({status: 304});
    expect(await fetch({ifNoneMatch: '"7"'})).toMatchObject({kind: 'answer', response: {status: 304}});
    expect(server.hits[0]?.headers['if-none-match']).toBe('"7"');
    expect(await fetch()).toMatchObject({kind: 'failure', status: 304});
  });
});

describe('a place that the guard refuses', () => {
  test('is refused at once, as an exchange that went well', async () => {
    const {fetch, types, server} = await setUp({status: 302, headers: {location: 'http://10.1.2.3/'}});
    expect(await fetch()).toMatchObject({
      kind: 'refused',
      error: {code: 'RM-HTTP-014', exitCode: 8, why: expect.stringContaining(`${server.origin}/page`)},
    });
    expect(types()).toEqual(['request.started', 'request.finished']);
    expect(server.hits).toHaveLength(1);
  });
});

describe('a way from https to http', () => {
  test('is a warning that names page and host', async () => {
    const {fetch, events, url} = await setUp('page', {downgraded: ['docs.test']});
    await fetch();
    expect(events.filter(({type}) => type === 'notice')).toEqual([
      expect.objectContaining({
        level: 'warning',
        code: 'RM-HTTP-013',
        message: `${url} redirects from https to http on docs.test`,
      }),
    ]);
  });
});

describe('a throttled page', () => {
  test.each([429, 503])('waits as long as a %i tells, never less, and is no failure', async (status) => {
    const {fetch, events, gaps, url} = await setUp(inTurn(limited(status, '2'), 'hello'), {random: () => 0});
    expect((await fetch()).kind).toBe('answer');
    expect(gaps()[0]).toBeGreaterThanOrEqual(2_000);
    expect(gaps()[0]).toBeLessThan(2_600);
    expect(events).toMatchObject([
      {type: 'request.started', attempt: 1},
      {type: 'throttle.engaged', cause: `http-${status}`, retryAfterMs: 2_000},
      {
        type: 'request.retry-scheduled',
        id: 7,
        subject: url,
        attempt: 1,
        delayMs: 2_000,
        cause: `http-${status}`,
        status,
      },
      {type: 'throttle.released'},
      {type: 'request.started', attempt: 2},
      {type: 'request.finished'},
    ]);
  });

  test('keeps a little apart from others that were told the same', async () => {
    const {fetch, gaps} = await setUp(inTurn(limited(429, '2'), 'hello'), {random: () => 0.9});
    await fetch();
    expect(gaps()[0]).toBeGreaterThanOrEqual(2_225);
  });

  test.each(['soon', undefined])('backs off on its own when Retry-After is %j', async (retryAfter) => {
    const {fetch, gaps} = await setUp(inTurn(limited(503, retryAfter), limited(503, retryAfter), 'hello'));
    expect((await fetch()).kind).toBe('answer');
    expect(gaps()[0]).toBeGreaterThanOrEqual(250);
    expect(gaps()[1]).toBeGreaterThanOrEqual(500);
  });

  test('waits five times and is then put off', async () => {
    const {fetch, server, types} = await setUp(limited(429, '1'));
    expect(await fetch()).toMatchObject({
      kind: 'failure',
      status: 429,
      error: {code: 'RM-HTTP-010', name: 'ThrottledError'},
    });
    expect(server.hits).toHaveLength(6);
    expect(types().filter((type) => type === 'request.failed')).toHaveLength(1);
  });

  test('is put off at once when the wait is over two minutes, and so is the rest of the host without a request', async () => {
    const {fetch, server} = await setUp(limited(429, '86400'));
    expect(await fetch()).toMatchObject({
      kind: 'failure',
      status: 429,
      error: {code: 'RM-HTTP-010', retryAfterMs: 86_400_000},
    });
    expect(await fetch()).toMatchObject({kind: 'failure', status: null, error: {code: 'RM-HTTP-010'}});
    expect(server.hits).toHaveLength(1);
  });
});

describe('a failed attempt', () => {
  test.each([408, 500, 502, 504])('%i is tried three times', async (status) => {
    const {fetch, server, types} = await setUp(limited(status));
    expect(await fetch()).toMatchObject({kind: 'failure', status, error: {code: 'RM-HTTP-011'}});
    expect(server.hits).toHaveLength(3);
    expect(types()).toEqual([
      'request.started',
      'request.retry-scheduled',
      'request.started',
      'request.retry-scheduled',
      'request.started',
      'request.failed',
    ]);
  });

  test('a third attempt that succeeds is a success', async () => {
    const {fetch} = await setUp(inTurn(limited(502), cut, 'hello'));
    expect((await fetch()).kind).toBe('answer');
  });

  test('the back-off is full jitter that doubles from half a second', async () => {
    const {fetch, events} = await setUp(cut, {random: () => 0.8});
    expect(await fetch()).toMatchObject({kind: 'failure', status: null, error: {code: 'RM-NET-002'}});
    const delays = events.flatMap((event) =>
      event.type === 'request.retry-scheduled' ? [event.delayMs] : [],
    );
    expect(delays).toEqual([400, 800]);
  });

  test('a truncated body is tried twice', async () => {
    const {fetch, server} = await setUp(half);
    expect(await fetch()).toMatchObject({kind: 'failure', error: {code: 'RM-HTTP-016'}});
    expect(server.hits).toHaveLength(2);
  });

  test.each([
    [401, 'RM-HTTP-012'],
    [403, 'RM-HTTP-012'],
    [404, 'RM-HTTP-404'],
    [410, 'RM-HTTP-404'],
    [400, 'RM-HTTP-011'],
    [501, 'RM-HTTP-011'],
  ])('%i is final', async (status, code) => {
    const {fetch, server, events, url} = await setUp(limited(status));
    expect(await fetch()).toMatchObject({kind: 'failure', status, error: {code}});
    expect(server.hits).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      type: 'request.failed',
      code,
      status,
      message: expect.stringContaining(url),
    });
  });
});

describe('a request that is not wanted', () => {
  test('a refused redirect is no failed request', async () => {
    const {fetch, types} = await setUp(
      {status: 302, headers: {location: '/other'}},
      {mayRedirect: () => false},
    );
    expect(await fetch()).toMatchObject({kind: 'refused', error: {code: 'RM-HTTP-014'}});
    expect(types()).toEqual(['request.started', 'request.finished']);
  });

  test('does not start when the run is closing', async () => {
    const {fetch, server, types} = await setUp('hello', {closing: () => true});
    expect(await fetch()).toEqual({kind: 'not-started'});
    expect(server.hits).toHaveLength(0);
    expect(types()).toEqual([]);
  });

  test('is not tried again when the run begins to close', async () => {
    let closing = false;
    const {fetch, server, types} = await setUp(
      () => {
        closing = true;
        return {status: 500};
      },
      {closing: () => closing},
    );
    expect(await fetch()).toEqual({kind: 'not-started'});
    expect(server.hits).toHaveLength(1);
    expect(types().at(-1)).toBe('request.cancelled');
  });

  test('ends with the reason of the signal and says so', async () => {
    const controller = new AbortController();
    const {fetch, types} = await setUp(
      () => {
        setImmediate(() => controller.abort(new Error('stop')));
        return null;
      },
      {signal: controller.signal},
    );
    await expect(fetch()).rejects.toThrow('stop');
    expect(types()).toEqual(['request.started', 'request.cancelled']);
  });
});

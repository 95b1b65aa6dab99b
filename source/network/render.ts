import {type Clock, systemClock} from '../clock.ts';
import {messageOf, RulesMakerError} from '../errors.ts';
import {type BrowserPage, findBrowser, type Launcher, launch, type Route} from './browser.ts';
import type {HttpClient, HttpResponse} from './http.ts';

/** Runs the scripts of a page in a browser of the user. */
export type Renderer = {
  /**
   * The page as it stands once its scripts are done, as UTF-8; `null` if it could not be had in time.
   *
   * @param url - the final address; it is asked for again by the browser
   * @param how - `mayAsk`: whether the scripts may ask for an address of the same host
   * @throws UsageError RM-DOC-023 if `playwright-core` or a browser is missing; the signal's reason when aborted
   */
  readonly render: (url: string, how: RenderHow) => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
};

type RenderHow = {readonly signal: AbortSignal; readonly mayAsk: (url: string) => boolean};

export type RendererOptions = {
  /** All that the browser asks for goes through it: its guard and its caps hold for scripts too. */
  readonly client: HttpClient;
  /** Milliseconds between two requests. */
  readonly intervalMs: number;
  readonly userAgent: string;
  /** The value of `PATH`, where the browser is looked for. */
  readonly searchPath: string;
  readonly clock?: Clock;
  /** @default the optional package `playwright-core` */
  readonly load?: () => Promise<Launcher>;
};

/** Scripts of one page have so long, their requests included. */
const maxPageMs = 60_000;
/** Decoded bytes of one file, of one page, and of the files kept for the next page. */
const maxFileBytes = 10_000_000;
const maxPageBytes = 50_000_000;
const maxKeptBytes = 50_000_000;
const maxRequestsPerPage = 200;

/**
 * Starts the browser with the first page. It has no way to the network of its own: each request is answered by us, and
 * what is no GET to the host of the page is refused.
 */
export function createRenderer({
  client,
  intervalMs,
  userAgent,
  searchPath,
  clock = systemClock,
  load,
}: RendererOptions): Renderer {
  let starting: ReturnType<typeof launch> | null = null;
  let turn = Promise.resolve();
  let pages = Promise.resolve<unknown>(null);
  const kept = new Map<string, HttpResponse>();
  let keptBytes = 0;

  const ask = async (url: string, {signal, mayAsk}: RenderHow): Promise<HttpResponse> => {
    const known = kept.get(url);
    if (known) return known;
    const before = turn;
    turn = before.then(() => clock.sleep(intervalMs));
    await before;
    const {origin} = new URL(url);
    const response = await client.get(url, {
      accept: '*/*',
      maxBytes: maxFileBytes,
      signal,
      mayRedirect: (_from, to) => new URL(to).origin === origin && mayAsk(to),
    });
    if (response.status === 200 && keptBytes + response.body.byteLength <= maxKeptBytes) {
      kept.set(url, response);
      keptBytes += response.body.byteLength;
    }
    return response;
  };

  const renderOne = async (url: string, {signal, mayAsk}: RenderHow): Promise<Uint8Array | null> => {
    signal.throwIfAborted();
    starting ??= launch({load, userAgent, executable: findBrowser(searchPath)});
    const browser = await starting;
    const page = await browser.newPage();
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(maxPageMs)]);
    let bytes = 0;
    let requests = 0;
    const answer = async (route: Route) => {
      const request = route.request();
      const target = URL.parse(request.url());
      requests += 1;
      const wanted = request.method() === 'GET' && !/^(?:image|media|font)$/.test(request.resourceType());
      const own = target !== null && target.origin === new URL(url).origin && mayAsk(target.href);
      if (!wanted || !own || requests > maxRequestsPerPage || bytes > maxPageBytes)
        return await route.abort();
      const response = await ask(target.href, {signal: timeout, mayAsk});
      bytes += response.body.byteLength;
      const type = response.headers['content-type'];
      await route.fulfill({
        status: response.status,
        headers: type === undefined ? {} : {'content-type': type},
        body: Buffer.from(response.body),
      });
    };
    try {
      await page.route('**/*', (route) => answer(route).catch((error: unknown) => refuse(route, error)));
      return await textOf(page, url, timeout);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RulesMakerError) throw error;
      // A page that crashes or does not come to rest is one that we do not have.
      return null;
    } finally {
      await page.close().catch(messageOf);
    }
  };

  return {
    // One page at a time: a browser is heavy, and its requests are paced anyway.
    render(url, how) {
      const next = pages.then(() => renderOne(url, how));
      pages = next.catch(messageOf);
      return next;
    },
    async close() {
      const browser = await starting?.catch(() => null);
      await browser?.close().catch(messageOf);
    },
  };
}

async function textOf(page: BrowserPage, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true});
  });
  await Promise.race([page.goto(url, {waitUntil: 'networkidle', timeout: maxPageMs}), aborted]);
  const html = await Promise.race([page.content(), aborted]);
  return Buffer.from(html.slice(0, maxFileBytes));
}

async function refuse(route: Route, error: unknown): Promise<void> {
  // The page may be closed by now; then there is nobody left to answer.
  await route.abort().catch(() => messageOf(error));
}

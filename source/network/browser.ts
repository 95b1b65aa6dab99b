import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import process from 'node:process';
import {messageOf, UsageError} from '../errors.ts';

/** The little that we use of the optional package `playwright-core`. */
export type Launcher = {
  readonly chromium: {
    readonly launch: (options: {
      readonly executablePath: string;
      readonly headless: boolean;
      readonly args: readonly string[];
    }) => Promise<RawBrowser>;
  };
};

type RawBrowser = {
  readonly newContext: (options: Readonly<Record<string, unknown>>) => Promise<RawContext>;
  readonly close: () => Promise<void>;
};

type RawContext = {readonly newPage: () => Promise<BrowserPage>};

export type BrowserPage = {
  readonly route: (pattern: string, handler: (route: Route) => Promise<void>) => Promise<void>;
  readonly goto: (
    url: string,
    options: {readonly waitUntil: 'networkidle'; readonly timeout: number},
  ) => Promise<unknown>;
  readonly content: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export type Route = {
  readonly request: () => {
    readonly url: () => string;
    readonly method: () => string;
    readonly resourceType: () => string;
  };
  readonly abort: () => Promise<void>;
  readonly fulfill: (answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
  }) => Promise<void>;
};

export type Browser = {readonly newPage: () => Promise<BrowserPage>; readonly close: () => Promise<void>};

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/** Where the installers of macOS and Windows put them. */
const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The path of an installed Chromium, Chrome or Edge, or `null`.
 *
 * @param searchPath - the folders of `PATH`
 */
export function findBrowser(searchPath: string): string | null {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...usualPlaces].find((place) => existsSync(place)) ?? null;
}

/**
 * Starts an installed browser that cannot reach anything by itself: what its page does not hand to us goes to a proxy
 * that is not there.
 *
 * @throws UsageError RM-DOC-023 if the package or the browser is missing
 */
export async function launch(options: {
  readonly load: (() => Promise<Launcher>) | undefined;
  readonly executable: string | null;
  readonly userAgent: string;
}): Promise<Browser> {
  const {chromium} = await (options.load ?? loadPlaywright)().catch((error: unknown) => {
    throw missing('the package playwright-core', messageOf(error), 'npm install -g playwright-core');
  });
  if (options.executable === null) {
    throw missing('an installed Chromium', 'none is on the PATH', 'install Chromium, Chrome or Edge');
  }
  const args = [
    // Port 9 discards; without the second flag loopback addresses would go past the proxy.
    '--proxy-server=http://127.0.0.1:9',
    '--proxy-bypass-list=<-loopback>',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-background-networking',
    '--disable-sync',
    '--no-first-run',
    // Chromium's own sandbox does not start as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const browser = await chromium
    .launch({executablePath: options.executable, headless: true, args})
    .catch((error: unknown) => {
      throw missing('an installed Chromium', firstLine(error), `see whether ${options.executable} starts`);
    });
  const context = await browser.newContext({
    userAgent: options.userAgent,
    serviceWorkers: 'block',
    acceptDownloads: false,
    permissions: [],
  });
  return {newPage: () => context.newPage(), close: () => browser.close()};
}

/** Not a dependency: the name is no literal, so that nothing asks for its types. */
async function loadPlaywright(): Promise<Launcher> {
  const name: string = 'playwright-core';
  return (await import(name)) as Launcher;
}

function firstLine(error: unknown): string {
  return (messageOf(error).split('\n', 1)[0] ?? '').slice(0, 200);
}

function missing(what: string, why: string, hint: string): UsageError {
  return new UsageError({
    code: 'RM-DOC-023',
    message: `--render needs ${what}`,
    why: firstLine(why),
    hint: `${hint}; or leave --render out and start from llms.txt or a Markdown page`,
  });
}

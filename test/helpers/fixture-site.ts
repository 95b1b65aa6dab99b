import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

export type FixtureStats = {
  /** Requests by path and query. */
  readonly requests: Readonly<Record<string, number>>;
  readonly userAgents: Readonly<Record<string, number>>;
  readonly accepts: Readonly<Record<string, number>>;
  readonly mostInFlight: number;
  readonly disallowedHits: number;
  readonly calendarHits: number;
  readonly blogHits: number;
  readonly offsiteHits: number;
  /** When the page that answers 429 first was asked for, in milliseconds of the server's own clock. */
  readonly limitedAt: readonly number[];
};

export type FixtureSite = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly stats: () => Promise<FixtureStats>;
  /** Counters to zero: the pages that fail at first fail again. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type FixtureOptions = {
  /** Guide pages. @default 200 */
  readonly pages?: number;
  /** Before each answer. @default 0 */
  readonly delayMs?: number;
  /** Each number shuffles the delays in its own way; 0 = all alike. @default 0 */
  readonly shuffle?: number;
  /** Whether the calendar without an end is there. @default true */
  readonly calendar?: boolean;
};

const program = fileURLToPath(new URL('./fixture-site-process.ts', import.meta.url));

/** Starts the fixture site in a process of its own. */
export async function startFixtureSite(options: FixtureOptions = {}): Promise<FixtureSite> {
  const {pages = 200, delayMs = 0, shuffle = 0, calendar = true} = options;
  const child = spawn(
    process.execPath,
    [
      program,
      `--pages=${pages}`,
      `--delay-ms=${delayMs}`,
      `--shuffle=${shuffle}`,
      `--calendar=${calendar ? 'on' : 'off'}`,
    ],
    {stdio: ['pipe', 'pipe', 'inherit']},
  );
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => {
      throw new Error('the fixture site did not start');
    }),
  ])) as [string];
  const origin = `http://127.0.0.1:${line}`;
  return {
    origin,
    stats: async () => (await (await fetch(`${origin}/__stats`)).json()) as FixtureStats,
    reset: async () => {
      await (await fetch(`${origin}/__reset`)).text();
    },
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

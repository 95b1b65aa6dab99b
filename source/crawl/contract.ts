import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';
import type {HttpClient} from '../network/http.ts';

export type CrawlOptions = {
  readonly seed: string;
  readonly maxPages: number;
  /** In links from the start page. */
  readonly maxDepth: number;
  /** The most requests in flight; the gate may lower and raise it during the run. */
  readonly concurrency: number;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly respectRobots: boolean;
  /** 0 = unpaced. Loopback hosts are unpaced unless robots.txt states a Crawl-delay. */
  readonly requestsPerSecond: number;
};

/** What the crawl has to know about a page, and whatever the reader made of it. */
export type ReadResult<T> = {
  readonly content: T;
  /** Absolute, in page order. */
  readonly links: readonly {readonly href: string; readonly text: string}[];
  /** `rel=canonical`, absolute, or `null`. */
  readonly canonical: string | null;
  /** True if the page asks not to follow its links. */
  readonly nofollow: boolean;
  /** Equal for duplicate pages. */
  readonly hash: string;
  /** True if the page has no text worth a rule. Its links are followed all the same. */
  readonly empty: boolean;
};

export type Fetched = {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Uint8Array;
};

type CrawlGate = {
  /** Resolves when a request may start; a pause holds it. */
  readonly pass: () => Promise<void>;
  /** True once the user asked to finish early: no new request starts. */
  readonly closing: () => boolean;
  /** The most requests in flight, now. */
  readonly concurrency: () => number;
};

export type CrawlDeps<T> = {
  readonly client: HttpClient;
  /** Called once for each document that was fetched, in the order of the answers; must not depend on that order. */
  readonly read: (fetched: Fetched) => ReadResult<T> | Promise<ReadResult<T>>;
  readonly emit: Emit;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly gate: CrawlGate;
  /** Our name in robots.txt. */
  readonly productToken: string;
  /** Told what robots.txt says before the first page is asked for; an error that it throws ends the crawl. */
  readonly onRobots?: (facts: RobotsFacts) => void;
};

export type RobotsFacts = {
  /** `absent`: the site has none, all is allowed. `ignored`: we were told not to look. */
  readonly state: 'read' | 'absent' | 'ignored';
  readonly url: string;
  readonly crawlDelayMs: number | null;
  /** The line in which the owner says no to use as input for AI, or `null`. */
  readonly aiInputDenied: string | null;
};

export type CrawledPage<T> = {
  /** From 0, without gaps. */
  readonly order: number;
  /** The final URL in its canonical form. */
  readonly url: string;
  readonly content: T;
};

export type CrawlReport = {
  /** True if the page limit cut something off. */
  readonly capReached: boolean;
  /** Pages that were found and not read: page or depth limit, early finish, a failing site. */
  readonly leftOut: number;
  /** Pages that exist but could not be read. */
  readonly incomplete: number;
  /** Why the crawl ended before its time, or `null`. */
  readonly stopped: 'finish-early' | 'failing-site' | null;
  readonly robots: RobotsFacts;
};

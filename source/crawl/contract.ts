import type {Clock} from '../clock.ts';
import type {Emit} from '../events/catalogue.ts';
import type {HttpClient} from '../network/http.ts';
import type {CrawlMemory} from '../store/journal.ts';

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
  /** The language to read (`de`, `zh-CN`), or `null` for that of the start page. */
  readonly locale?: string | null;
  /** The version to read (`3.2`, `stable`), or `null` for that of the start page. */
  readonly docVersion?: string | null;
};

/** What the crawl has to know about a page, and whatever the reader made of it. */
export type ReadResult<T> = {
  readonly content: T;
  /** Absolute, in page order. `at`: its number among all links of the page, if some before it were left out. */
  readonly links: readonly {readonly href: string; readonly text: string; readonly at?: number}[];
  /** `rel=canonical`, absolute, or `null`. */
  readonly canonical: string | null;
  /** True if the page asks not to follow its links. */
  readonly nofollow: boolean;
  /** Equal for duplicate pages. */
  readonly hash: string;
  /** True if the page has no text worth a rule. Its links are followed all the same. */
  readonly empty: boolean;
  /** What `<html lang>` says, or `null`. */
  readonly lang?: string | null;
  /** The fingerprint of its text (`signatureOf`). */
  readonly signature: readonly number[];
  /** Set if the text comes from a script alone. */
  readonly shell: Shell | null;
};

/**
 * A page without text of its own. `docsify` is a program whose text lies in Markdown files beside the page: `base` is
 * where (absolute), `homepage` the first of them.
 */
export type Shell =
  | {readonly kind: 'empty'}
  | {readonly kind: 'docsify'; readonly base: string; readonly homepage: string};

/** What the start page says about its site, beside text and links. Addresses are absolute. */
export type Outline = {
  readonly lang: string | null;
  /** The version of the library, or `null`. */
  readonly version: string | null;
  /** `rel=alternate hreflang`: the page in other languages, `x-default` among them. */
  readonly alternates: readonly {readonly href: string; readonly lang: string}[];
  /** Where the side menu leads, in its order; empty if there is none. */
  readonly menu: readonly string[];
  /** `rel=alternate type=text/markdown`, or `null`. */
  readonly markdown?: string | null;
};

/** What a run reads, and what tells that. */
export type ScopeFacts = {
  readonly origin: string;
  /** The folder, with `/` at both ends; with `include` these count instead. */
  readonly prefix: string;
  readonly why: 'start-page' | 'menu' | 'include';
  /** `null` if nothing tells. */
  readonly locale: string | null;
  readonly version: string | null;
  /** Pages outside of the folder that are read all the same. */
  readonly extras: readonly string[];
};

export type Fetched = {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Uint8Array;
  /** Set if the document is the Markdown of the page at `finalUrl` and lies elsewhere. */
  readonly markdown?: {
    /** What its relative links start from. */
    readonly base: string;
    /** The rule by which its headings get their ids on the page (see {@link Sample}), or `null`. */
    readonly anchors: string | null;
  };
};

/** What the HTML and the Markdown of one page are compared by. */
export type Sample = {
  readonly text: string;
  /** The anchors of its headings. */
  readonly anchors: readonly string[];
  /** For each rule that is known, the anchors that the headings below the title should have. */
  readonly predicted: Readonly<Record<string, readonly string[]>>;
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
  /**
   * Called once for each document that was fetched, in the order of the answers; must not depend on that order. A
   * `RulesMakerError` that it throws is the failure of that page; everything else ends the crawl.
   */
  readonly read: (fetched: Fetched) => ReadResult<T> | Promise<ReadResult<T>>;
  /** Called for the start page alone. Without it, scope, language and version are told from addresses. */
  readonly outline?: (fetched: Fetched) => Outline | Promise<Outline>;
  /** Called for a few pages that come in two forms. Without it, HTML that can be read is always preferred. */
  readonly sample?: (fetched: Fetched) => Sample | Promise<Sample>;
  readonly emit: Emit;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly gate: CrawlGate;
  /** Our name in robots.txt. */
  readonly productToken: string;
  /** What an earlier stretch of the same run has asked for; what is new is kept in it. */
  readonly memory?: CrawlMemory;
  /**
   * Runs the scripts of an empty page and gives what they make of it, as UTF-8; `null` if that failed. `mayAsk`: what
   * robots.txt says to the requests of the scripts.
   */
  readonly render?: (
    url: string,
    how: {readonly signal: AbortSignal; readonly mayAsk: (url: string) => boolean},
  ) => Promise<Uint8Array | null>;
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
  /** The address that it was asked for under. */
  readonly key: string;
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
  readonly stopped: 'finish-early' | 'failing-site' | 'same-answers' | null;
  readonly robots: RobotsFacts;
};

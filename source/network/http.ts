/** One answer after all redirects were followed; `body` is decoded (decompressed) and within its cap. */
export type HttpResponse = {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  /** Lower-case names; of repeated headers the first, or all joined by commas where HTTP allows a list. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly redirects: readonly string[];
  readonly durationMs: number;
  /** Hosts that a redirect led to from https to http, each told once in the life of the client. */
  readonly downgraded: readonly string[];
};

/** What stands in the caller's store of an earlier answer. With a condition, 304 is an answer without a body. */
export type Conditions = {
  /** The stored `ETag`, weak ones too. */
  readonly ifNoneMatch?: string;
  /** The stored `Last-Modified`. */
  readonly ifModifiedSince?: string;
};

/** A permission to follow a redirect, asked for each hop; `false` ends the chain with that hop refused. */
export type RedirectPolicy = (from: string, to: string) => boolean;

/** One exchange (with its redirects): no retry, no pace. Throws `RetryableError`, `NothingFoundError`, `SecurityError`. */
export type HttpClient = {
  readonly get: (
    url: string,
    options: Conditions & {
      readonly accept: string;
      readonly maxBytes: number;
      readonly signal?: AbortSignal;
      readonly mayRedirect: RedirectPolicy;
    },
  ) => Promise<HttpResponse>;
};

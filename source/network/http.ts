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
};

/** A permission to follow a redirect, asked for each hop; `false` ends the chain with that hop refused. */
export type RedirectPolicy = (from: string, to: string) => boolean;

/** One exchange (with its redirects): no retry, no pace. Throws `RetryableError`, `NothingFoundError`, `SecurityError`. */
export type HttpClient = {
  readonly get: (
    url: string,
    options: {
      readonly accept: string;
      readonly maxBytes: number;
      readonly signal?: AbortSignal;
      readonly mayRedirect: RedirectPolicy;
    },
  ) => Promise<HttpResponse>;
};

/**
 * Every limit of the HTTP client, in one table: what it cuts off is an error that names the limit, never silence.
 * Times in milliseconds, sizes in bytes.
 */
export const networkLimits = {
  /** Name resolution, connection and TLS handshake, each. */
  connectMs: 10_000,
  /** One address of several, before the next one is tried as well (RFC 8305, 5). */
  addressAttemptMs: 500,
  /** From the end of the request to the last header of the answer. */
  firstByteMs: 20_000,
  /** A page with all its redirects. */
  totalMs: 30_000,
  /** The least rate of a body is measured over this time: 1 KB/s over 10 s. A body that stands still fails it too. */
  rateWindowMs: 10_000,
  leastBytesPerWindow: 10_240,
  maxRedirects: 10,
  /** Status line and headers of one answer. */
  maxHeaderBytes: 32_768,
  /** What is read of a redirect's body, so that its connection can be used again. */
  maxDrainBytes: 65_536,
  /** Content encodings of one body, one around the other. */
  maxEncodings: 2,
  /** Unpacked to packed size; below `ratioFreeBytes` unpacked, a high ratio is no sign of a bomb. */
  maxRatio: 100,
  ratioFreeBytes: 1_000_000,
  /** Binary logarithm of the window that a zstd body may ask for: 8 MB (RFC 9659, 3). */
  maxZstdWindowLog: 23,
} as const;

/** The limits of one client. */
export type NetworkLimits = {readonly [Name in keyof typeof networkLimits]: number};

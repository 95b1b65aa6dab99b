/** Process exit codes. They are part of the public contract: scripts branch on them. */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  partial: 3,
  nothing: 4,
  provider: 5,
  credentials: 6,
  budget: 7,
  security: 8,
  output: 9,
  drift: 10,
  busy: 75,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the values of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means, in the words of the help and the README. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'a gate of `lint` fails; else a bug in rules-maker',
  2: 'usage or config',
  3: 'partial: files written, something missing or kept back',
  4: 'nothing fetched, or no rules',
  5: 'provider',
  6: 'credentials',
  7: 'budget stop',
  8: 'refused by security policy',
  9: 'output or disk',
  10: 'drift found by check',
  75: 'busy: another run holds the output',
  130: 'SIGINT, Ctrl+C',
  143: 'SIGTERM',
};

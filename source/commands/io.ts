/** The world a command runs in; a test hands in its own. */
export type Io = {
  /** Data: events, paths, documents. Never a message. */
  readonly out: (text: string) => void;
  /** Messages, progress, errors. */
  readonly err: (text: string) => void;
  /** stdin, for a command that reads it. */
  readonly input: () => AsyncIterable<Uint8Array | string>;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Calls back on SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void) => () => void;
  /** Ends the process at once: the second Ctrl+C. */
  readonly exit: (code: number) => void;
};

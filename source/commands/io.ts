import type {Secret} from '../secret.ts';

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
  /** How stderr speaks. `main` adds it to the world that it was given. */
  readonly log?: Log;
};

/** What stands between a command and the two streams. */
export type Log = {
  /** From now on each line on stderr is one JSON object, or plain text again. */
  readonly useJson: (isOn: boolean) => void;
  readonly isJson: () => boolean;
  /** The run that lines belong to. */
  readonly setRun: (runId: string) => void;
  readonly run: () => string | null;
  /** One JSON object as a line of stderr. */
  readonly object: (json: string) => void;
  /** From now on this text is masked in both streams, however it is encoded. */
  readonly hide: (secret: Secret | string) => void;
  /** JSON-safe facts with all of them masked in every text: for what is kept, or sent elsewhere, or becomes JSON. */
  readonly redact: <Facts>(facts: Facts) => Facts;
};

import {systemClock} from '../clock.ts';
import {errorReport} from '../errors.ts';
import {errorText} from '../reporters/error.ts';
import type {Io} from './io.ts';

/** What went wrong, on stderr: in words, or as one JSON object where stderr speaks so. */
export function tellError(error: unknown, io: Io, debug: boolean): void {
  const report = errorReport(error);
  const stack = debug && error instanceof Error ? (error.stack ?? error.message) : null;
  if (io.log?.isJson()) {
    const ts = new Date(systemClock.now()).toISOString();
    const line = {event: 'error', ts, run_id: io.log.run(), ...report, ...(stack === null ? {} : {stack})};
    io.log.object(JSON.stringify(io.log.redact(line)));
    return;
  }
  io.err(errorText(report));
  if (stack !== null) io.err(`${stack}\n`);
}

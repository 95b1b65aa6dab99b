import {errorReport} from '../errors.ts';
import type {RunEvent} from '../events/catalogue.ts';
import type {Arguments} from '../options/parse.ts';
import {chooseReporter} from '../reporters/choose.ts';
import {errorText} from '../reporters/error.ts';
import {createJsonReporter} from '../reporters/jsonl.ts';
import {createPlainReporter} from '../reporters/plain.ts';
import {summary} from '../reporters/summary.ts';
import type {Io} from './io.ts';

export type View = {
  readonly handle: (event: RunEvent) => void;
  readonly tick: (nowMs: number) => void;
  /** After the last event: the summary, the error, where the log is. */
  readonly finish: (logPath: string | null, error: unknown) => void;
};

/** The chosen reporter, wired to stdout and stderr. All of them are views of the same events. */
export function createView(args: Arguments, io: Io): View {
  const {reporter} = chooseReporter({json: args.switches.has('json'), quiet: args.switches.has('quiet')});
  const plain = createPlainReporter({write: io.err, verbose: args.switches.has('verbose')});
  const fail = (error: unknown) => {
    if (error === null) return;
    io.err(errorText(errorReport(error)));
    if (args.switches.has('debug') && error instanceof Error) io.err(`${error.stack ?? error.message}\n`);
  };
  if (reporter === 'json') {
    return {handle: createJsonReporter(io.out), tick: () => undefined, finish: (_log, error) => fail(error)};
  }
  if (reporter === 'quiet') {
    return {
      handle: (event) => printPath(event, io),
      tick: () => undefined,
      finish: (_log, error) => fail(error),
    };
  }
  return {
    handle: plain.handle,
    tick: plain.tick,
    finish(logPath, error) {
      if (error === null)
        io.err(`${summary(plain.state())}${logPath === null ? '' : `  log     ${logPath}\n`}`);
      fail(error);
    },
  };
}

function printPath(event: RunEvent, io: Io): void {
  if (event.type === 'file.written' && event.action !== 'removed') io.out(`${event.path}\n`);
}

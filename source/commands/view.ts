import type {RunEvent} from '../events/catalogue.ts';
import type {Arguments} from '../options/parse.ts';
import {chooseReporter} from '../reporters/choose.ts';
import {createJsonReporter} from '../reporters/jsonl.ts';
import {createPlainReporter} from '../reporters/plain.ts';
import {summary} from '../reporters/summary.ts';
import {createTelemetry} from '../reporters/telemetry.ts';
import {telemetryJson, telemetryText} from '../reporters/telemetry-text.ts';
import type {Io} from './io.ts';
import {tellError} from './tell-error.ts';

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
    if (error !== null) tellError(error, io, args.switches.has('debug'));
  };
  const isPlain = reporter === 'plain';
  const logModels = modelLog(io, {isPlain, isVerbose: args.switches.has('verbose')});
  if (reporter === 'json') {
    const write = createJsonReporter(io.out);
    return {
      handle(event) {
        write(event);
        logModels(event);
      },
      tick: () => undefined,
      finish: (_log, error) => fail(error),
    };
  }
  if (reporter === 'quiet') {
    return {
      handle: (event) => printPath(event, io),
      tick: () => undefined,
      finish: (_log, error) => fail(error),
    };
  }
  return {
    handle(event) {
      plain.handle(event);
      logModels(event);
    },
    tick: plain.tick,
    finish(logPath, error) {
      if (error === null)
        io.err(`${summary(plain.state())}${logPath === null ? '' : `  log     ${logPath}\n`}`);
      fail(error);
    },
  };
}

/** The log about models: all of it as JSON, or in text where people read, there by default only what they should know. */
function modelLog(
  io: Io,
  {isPlain, isVerbose}: {readonly isPlain: boolean; readonly isVerbose: boolean},
): (event: RunEvent) => void {
  const linesOf = createTelemetry();
  return (event) => {
    if (event.type === 'run.started') io.log?.setRun(event.runId);
    for (const line of linesOf(event)) {
      if (io.log?.isJson()) io.log.object(telemetryJson(line, io.log.run()));
      else if (isPlain && (isVerbose || line.level === 'warning')) io.err(`${telemetryText(line)}\n`);
    }
  };
}

function printPath(event: RunEvent, io: Io): void {
  if (event.type === 'file.written' && event.action !== 'removed') io.out(`${event.path}\n`);
}

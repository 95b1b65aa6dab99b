import {createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';
import {systemClock} from '../clock.ts';
import {messageOf, systemCode, UsageError} from '../errors.ts';
import type {RunEvent} from '../events/catalogue.ts';
import {fromJsonLine, type LineProblem} from '../events/serialise.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import type {Arguments} from '../options/parse.ts';
import type {Io} from './io.ts';
import {createView, type View} from './view.ts';

/**
 * `rules-maker replay run.jsonl`: a recorded run through any reporter. Exits 0 when the recording could be shown,
 * whatever the run came to.
 */
export async function replay(args: Arguments, io: Io): Promise<ExitCode> {
  const [path, ...extra] = args.input;
  if (path === undefined || extra.length > 0) {
    throw new UsageError({
      code: 'RM-CONF-014',
      message:
        path === undefined
          ? 'which run? A recorded run is missing'
          : `one run at a time: "${extra[0]}" is one too many`,
      hint: 'rules-maker replay run.jsonl (each run names its log at the end)',
    });
  }
  const speed = replaySpeed(args.texts.get('speed'));
  const view = createView(args, io);
  let previous: RunEvent | null = null;
  let finished: RunEvent | null = null;
  for await (const {event, line} of recordedEvents(path)) {
    // Between two stretches of a run that was resumed nothing happened.
    if (speed !== null && previous !== null && event.type !== 'run.started')
      await systemClock.sleep(Math.max(0, event.at - previous.at) / speed);
    show(view, event, () => unreadable(path, line, 'a field has the wrong type'));
    previous = event;
    if (event.type === 'run.finished') finished = event;
  }
  if (previous === null) throw unreadable(path, 1, 'it holds no event');
  if (finished?.type === 'run.finished') view.finish(null, null);
  else io.err('note: the recording ends before the run did\n');
  return exitCodes.ok;
}

function replaySpeed(text: string | undefined): number | null {
  if (text === undefined) return null;
  const speed = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (speed > 0) return speed;
  throw new UsageError({
    code: 'RM-CONF-051',
    message: '--speed must be a number above 0',
    why: `it is "${text}"`,
    hint: '--speed 4 is four times as fast as recorded',
  });
}

/** A recording is a file like any other: a field of the wrong type is its fault, not a bug of ours. */
function show(view: View, event: RunEvent, refusal: () => UsageError): void {
  try {
    view.handle(event);
  } catch (error) {
    throw error instanceof TypeError ? refusal() : error;
  }
}

async function* recordedEvents(path: string): AsyncGenerator<{event: RunEvent; line: number}> {
  const lines = createInterface({input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY});
  let number = 0;
  let problem: {line: number; what: LineProblem} | null = null;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      // A run that was killed leaves half a line at the end; anywhere else a bad line is an error.
      if (problem) throw unreadable(path, problem.line, problems[problem.what]);
      const parsed = fromJsonLine(line);
      if ('event' in parsed) yield {event: parsed.event, line: number};
      else if (parsed.problem === 'not-json') problem = {line: number, what: parsed.problem};
      else if (parsed.problem !== 'unknown-type') throw unreadable(path, number, problems[parsed.problem]);
    }
  } catch (error) {
    if (systemCode(error) === null) throw error;
    const why = systemCode(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw unreadable(path, 0, why);
  }
  if (problem && number === 1) throw unreadable(path, 1, problems[problem.what]);
}

const problems: Readonly<Record<LineProblem, string>> = {
  'not-json': 'it is no JSON',
  'not-an-event': 'it is no event of a run',
  'unknown-type': 'its type is not known',
  'future-schema': 'it was recorded by a newer rules-maker',
};

function unreadable(path: string, line: number, why: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-014',
    message: line === 0 ? `${path} cannot be read` : `${path}:${line} is no recorded run`,
    why,
    hint: 'a recorded run is the events.jsonl of a run, or what --json printed',
  });
}

import type {RunEvent} from '../events/catalogue.ts';
import {harmless} from '../format/display.ts';
import {clockTime} from '../format/duration.ts';
import {reduce} from '../progress/reduce.ts';
import {elapsedMs, phases} from '../progress/selectors.ts';
import {initialState, type RunState} from '../progress/state.ts';
import {plainLine} from './plain-line.ts';

/** A silent reporter says where the run is after this long. */
const heartbeatMs = 10_000;

export type PlainReporter = {
  readonly handle: (event: RunEvent) => void;
  /** Call now and then while the run is live: says where it is if nothing was said for 10 s. */
  readonly tick: (nowMs: number) => void;
  readonly state: () => RunState;
};

/** One fact a line, no cursor moves, no colour: for pipes, CI, logs and screen readers. */
export function createPlainReporter(options: {
  readonly write: (text: string) => void;
  readonly verbose: boolean;
}): PlainReporter {
  let state = initialState;
  let spokeAt = 0;

  const say = (atMs: number, topic: string, text: string) => {
    options.write(`${harmless(`[${clockTime(elapsedMs(state, atMs))}] ${topic.padEnd(10)} ${text}`)}\n`);
    spokeAt = atMs;
  };

  const tick = (nowMs: number) => {
    if (state.status === 'waiting' || state.status === 'finished') return;
    if (nowMs - spokeAt >= heartbeatMs) say(nowMs, 'progress', progressText(state));
  };

  const handle = (event: RunEvent) => {
    state = reduce(state, event);
    const line = plainLine(event);
    if (!line.verbose || options.verbose) say(event.at, line.topic, line.text);
    else tick(event.at);
  };

  return {handle, tick, state: () => state};
}

function progressText(state: RunState): string {
  const parts = phases
    .map((name) => ({name, ...state.phases[name]}))
    .filter(({status}) => status === 'running')
    .map(({name, done, total}) => `${name} ${done}${total === null ? '' : `/${total}`}`);
  const inFlight = state.requests.inFlight.size;
  if (inFlight > 0) parts.push(`in flight ${inFlight}`);
  return parts.join('  ') || state.status;
}

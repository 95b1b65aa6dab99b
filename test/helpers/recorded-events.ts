import type {RunEvent} from '../../source/events/catalogue.ts';
import {fromJsonLine} from '../../source/events/serialise.ts';

/** The events of JSON lines; a line that is no event fails the test. */
export function recordedEvents(text: string): RunEvent[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parsed = fromJsonLine(line);
      if (!('event' in parsed)) throw new Error(`${parsed.problem}: ${line}`);
      return parsed.event;
    });
}

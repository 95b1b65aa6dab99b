import type {RunEvent} from '../events/catalogue.ts';
import {toJsonLine} from '../events/serialise.ts';

/** The events themselves, one JSON object a line: `--json` and the run log. */
export function createJsonReporter(write: (text: string) => void): (event: RunEvent) => void {
  return (event) => write(toJsonLine(event));
}

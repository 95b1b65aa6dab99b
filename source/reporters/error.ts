import type {ErrorReport} from '../events/catalogue.ts';
import {display} from '../format/display.ts';

const cells = 400;

/** An error as a person reads it: what and which thing, why, what to do. Ends with a line break. */
export function errorText(report: ErrorReport): string {
  const lines = [`error: ${display(report.message, cells)} [${report.code}]`];
  if (report.why !== null) lines.push(`  why: ${display(report.why, cells)}`);
  if (report.hint !== null) lines.push(`  fix: ${display(report.hint, cells)}`);
  return `${lines.join('\n')}\n`;
}

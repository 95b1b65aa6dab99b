import {resolve} from 'node:path';
import {UsageError} from '../errors.ts';
import {readOwnHeader} from '../network/request-headers.ts';
import type {Io} from './io.ts';

/** The headers of a run as they may be kept: where a value is, never a value. */
export type RecordedHeaders = {
  /** `name: env:VARIABLE` or `name: file:/path`. */
  readonly references: readonly string[];
  /** Names of the headers whose value was typed. */
  readonly typed: readonly string[];
};

/** @throws UsageError RM-CONF-015 */
export function recordableHeaders(
  texts: readonly string[],
  io: Pick<Io, 'environment' | 'cwd'>,
): RecordedHeaders {
  const references: string[] = [];
  const typed: string[] = [];
  for (const text of texts) {
    const {name, literal} = readOwnHeader(text, io.environment);
    const place = text.slice(text.indexOf(':') + 1).trim();
    if (literal) typed.push(name);
    else
      references.push(
        `${name}: ${place.startsWith('file:') ? `file:${resolve(io.cwd, place.slice(5))}` : place}`,
      );
  }
  return {references, typed};
}

/**
 * The headers of a run that goes on: those it had, and those given now in their place.
 *
 * @throws UsageError RM-CONF-015 if one had its value from the command line and is not given again
 */
export function headersAgain(
  {references, typed}: RecordedHeaders,
  given: readonly string[],
  io: Pick<Io, 'environment'>,
): string[] {
  const names = new Set(given.map((text) => readOwnHeader(text, io.environment).name));
  const missing = typed.find((name) => !names.has(name));
  if (missing !== undefined) {
    throw new UsageError({
      code: 'RM-CONF-015',
      message: `the run sent the header ${missing}, whose value is not kept`,
      hint: `add --header '${missing}: env:VARIABLE'`,
    });
  }
  return [...references.filter((text) => !names.has(text.slice(0, text.indexOf(':')))), ...given];
}

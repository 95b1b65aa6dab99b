import {readFileSync} from 'node:fs';
import {validateHeaderName, validateHeaderValue} from 'node:http';
import {systemCode, UsageError} from '../errors.ts';
import {Secret} from '../secret.ts';

/** A header of the user's own, for the origin of the start address alone. */
export type OwnHeader = {
  /** Lower case. */
  readonly name: string;
  readonly value: Secret;
  /** True if the value itself stood on the command line, where every user of the machine can see it. */
  readonly literal: boolean;
};

/**
 * Reads `Name: value`. A value `env:NAME` stands for the variable, `file:PATH` for the first line of the file.
 *
 * @throws UsageError RM-CONF-015; it never holds the value
 */
export function readOwnHeader(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): OwnHeader {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const given = text.slice(colon + 1).trim();
  if (colon < 1 || given === '' || !isValid(() => validateHeaderName(name))) {
    throw unusable('a header has no name or no value', "write --header 'Authorization: env:DOCS_TOKEN'");
  }
  if (reserved.has(name)) {
    throw unusable(`the header ${name} is set by the program itself`, `leave out --header '${name}: …'`);
  }
  const [, kind, place = ''] = /^(env|file):(.+)$/.exec(given) ?? [];
  const value =
    kind === 'env' ? fromVariable(name, place, environment) : kind ? fromFile(name, place) : given;
  if (!isValid(() => validateHeaderValue(name, value))) {
    throw unusable(`the value of the header ${name} has characters that no header may have`);
  }
  return {name, value: new Secret(value), literal: kind === undefined};
}

/** Framing, connection, and what says honestly who asks for what. */
const reserved: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'user-agent',
  'accept',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
  'range',
]);

function fromVariable(
  name: string,
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = environment[variable]?.trim() ?? '';
  if (value !== '') return value;
  throw unusable(`the variable ${variable} for the header ${name} is not set`, `export ${variable}=…`);
}

const maxFileBytes = 65_536;

function fromFile(name: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(
      `the file ${path} for the header ${name} cannot be read (${systemCode(error) ?? 'error'})`,
    );
  }
  const value = (text.length > maxFileBytes ? '' : text).trim();
  if (value !== '') return value;
  throw unusable(`the file ${path} for the header ${name} is empty or too big`);
}

function isValid(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function unusable(message: string, hint = 'env:VARIABLE or file:PATH may hold the value'): UsageError {
  return new UsageError({code: 'RM-CONF-015', message, hint});
}

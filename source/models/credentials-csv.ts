import {CredentialsError} from '../errors.ts';
import {Secret} from '../secret.ts';
import {readCell, wrongSecret} from './credentials-cell.ts';
import {type CsvRow, readCsv} from './csv.ts';

/** Keys of AWS as a file holds them. */
export type StaticKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | null;
};

/** What a credentials file holds, with its form. */
export type CsvCredentials = {
  /** The line of the file, counted from 1. */
  readonly line: number;
  /** Rows that cannot be used beside the one that can: which and why, never a value. */
  readonly ignored: readonly string[];
} & (
  | {readonly source: 'csv_bearer'; readonly token: Secret}
  | {readonly source: 'csv_iam' | 'csv_json' | 'csv_keyvalue'; readonly keys: StaticKeys}
  /** Half of a key: nothing can be signed with it. */
  | {readonly source: 'csv_access_key_only'; readonly accessKeyId: string; readonly warning: string}
);

/**
 * Reads a credentials file: the API keys of Bedrock, the key file of IAM, or `name:base64` and base64 of JSON or of
 * KEY=VALUE lines. What a cell holds counts before what its column is called.
 *
 * @param name - of the file, for messages
 * @throws CredentialsError RM-CRED-045 that names line and column, never a value
 */
export function parseCredentialsCsv(bytes: Uint8Array, name: string): CsvCredentials {
  const rows = readCsv(bytes);
  const header = rows[0] && readHeader(rows[0]);
  const findings = rows.slice(header ? 1 : 0).map((row) => readRow(row, header ?? []));
  const usable = findings.flatMap((each) => (each.kind === 'usable' ? [each] : []));
  const problems = findings.flatMap((each) => (each.kind === 'problem' ? [each.text] : []));
  const [first, second] = usable;
  if (first && second) {
    throw unusable(
      name,
      `lines ${first.found.line} and ${second.found.line} both hold a key`,
      'keep one of them',
    );
  }
  if (first) return {...first.found, ignored: problems};
  const half = findings.find((each) => each.kind === 'half');
  // A placeholder or a cut secret says more than that something is missing.
  if (half && problems.length === 0) return half.found;
  throw unusable(
    name,
    problems[0] ?? (rows.length === 0 ? 'it is empty' : 'no cell holds a key'),
    'download the file again, or paste the key whole; `rules-maker bedrock validate` checks it',
  );
}

function unusable(name: string, why: string, hint: string): CredentialsError {
  return new CredentialsError({
    code: 'RM-CRED-045',
    message: `${name} holds no usable credentials`,
    why,
    hint,
  });
}

/** What the columns are called in the files that AWS and the seed of this program write, and kin. */
const columns = {
  apiKey: ['API key', 'API key value', 'ServiceApiKeyValue', 'Bedrock API key'],
  id: ['Access key ID', 'AWS_ACCESS_KEY_ID', 'Access key'],
  secret: ['Secret access key', 'AWS_SECRET_ACCESS_KEY', 'Secret key'],
  session: ['Session token', 'AWS_SESSION_TOKEN'],
  other: ['API key name', 'User name', 'Name', 'Expiration', 'Expires'],
} as const;

type Column = keyof typeof columns;

/** What a message calls a column; its own name may be a key in a file without a header. */
const titles: Readonly<Record<Column, string>> = {
  apiKey: 'API key',
  id: 'access key id',
  secret: 'secret access key',
  session: 'session token',
  other: 'not used',
};

type Header = readonly (Column | null)[];

function readHeader({cells}: CsvRow): Header | null {
  const found = cells.map((cell) => {
    const name = plainName(cell);
    return (
      typedKeys(columns).find((column) => columns[column].some((known) => plainName(known) === name)) ?? null
    );
  });
  return found.some((column) => column !== null) ? found : null;
}

/** `Access key ID`, `access_key_id` and `AccessKeyId` are one. */
function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, '');
}

type RowFinding =
  | {readonly kind: 'usable'; readonly found: Exclude<CsvCredentials, {source: 'csv_access_key_only'}>}
  | {readonly kind: 'half'; readonly found: CsvCredentials}
  | {readonly kind: 'problem'; readonly text: string}
  | {readonly kind: 'nothing'};

function readRow({line, cells}: CsvRow, header: Header): RowFinding {
  const place = (at: number) => {
    const column = header[at];
    return `line ${line}, column ${at + 1}${column ? ` (${titles[column]})` : ''}`;
  };
  const problem = (at: number, text: string): RowFinding => ({kind: 'problem', text: `${place(at)} ${text}`});
  const read = cells.map((cell, at) => readCell(cell, {mustBeKey: header[at] === 'apiKey'}));

  for (const [at, cell] of read.entries()) {
    if (cell.kind === 'bearer') {
      return {kind: 'usable', found: {line, ignored: [], source: 'csv_bearer', token: cell.token}};
    }
    if (cell.kind === 'keys') {
      return {kind: 'usable', found: {line, ignored: [], source: cell.source, keys: cell.keys}};
    }
    if (cell.kind === 'problem') return problem(at, cell.text);
  }

  const idAt = read.findIndex(({kind}) => kind === 'id');
  const id = read[idAt];
  if (id?.kind !== 'id') return missingId(header, cells, problem);
  const secretAt = header.includes('secret')
    ? header.indexOf('secret')
    : cells.findIndex((cell, at) => at !== idAt && wrongSecret(cell) === null);
  const secret = cells[secretAt] ?? '';
  const session = cells[header.indexOf('session')] ?? '';
  if (secret === '') {
    return header.includes('secret')
      ? problem(secretAt, 'is empty: the secret is missing')
      : half(line, id.accessKeyId);
  }
  const wrong = wrongSecret(secret);
  if (wrong !== null) return problem(secretAt, `is no secret key: it ${wrong}`);
  if (id.isTemporary && session === '')
    return problem(idAt, 'is a temporary key, and its session token is missing');
  const keys: StaticKeys = {
    accessKeyId: id.accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: session === '' ? null : new Secret(session),
  };
  return {kind: 'usable', found: {line, ignored: [], source: 'csv_iam', keys}};
}

function half(line: number, accessKeyId: string): RowFinding {
  const warning = `line ${line} holds an access key id without its secret`;
  return {kind: 'half', found: {line, ignored: [], source: 'csv_access_key_only', accessKeyId, warning}};
}

function missingId(
  header: Header,
  cells: readonly string[],
  problem: (at: number, text: string) => RowFinding,
): RowFinding {
  const at = header.indexOf('id');
  if (at < 0) return {kind: 'nothing'};
  return problem(
    at,
    (cells[at] ?? '') === '' ? 'is empty: the access key id is missing' : 'is no access key id',
  );
}

function typedKeys<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[];
}

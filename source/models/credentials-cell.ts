import {Secret} from '../secret.ts';
import type {StaticKeys} from './credentials-csv.ts';

/** What one cell of a credentials file is. */
export type Cell =
  | {readonly kind: 'bearer'; readonly token: Secret}
  | {readonly kind: 'keys'; readonly source: 'csv_json' | 'csv_keyvalue'; readonly keys: StaticKeys}
  | {readonly kind: 'id'; readonly accessKeyId: string; readonly isTemporary: boolean}
  /** It should be a key and is none; what is said of it begins with a verb and holds no part of it. */
  | {readonly kind: 'problem'; readonly text: string}
  | {readonly kind: 'other'};

/**
 * Tells what a cell is by its content.
 *
 * @param mustBeKey - true if its column says so
 */
export function readCell(cell: string, {mustBeKey}: {readonly mustBeKey: boolean}): Cell {
  if (
    /^ABSK[A-Za-z0-9+/]{109,269}={0,2}$/.test(cell) ||
    /^bedrock-api-key-[A-Za-z0-9+/=_-]{40,}$/.test(cell)
  ) {
    return {kind: 'bearer', token: new Secret(cell)};
  }
  if (/^(?:ABSK|bedrock-api-key-)/.test(cell))
    return problem('is no whole API key: it is cut short or changed');
  if (isKeyId(cell)) return {kind: 'id', accessKeyId: cell, isTemporary: cell.startsWith('ASIA')};
  if (mustBeKey && isPlaceholder(cell)) return problem('is a placeholder');

  // The name in front of a composite key may hold colons; base64 does not.
  const encoded = cell.slice(cell.lastIndexOf(':') + 1).trim();
  const decoded = decodeBase64(encoded);
  const fields = decoded === null ? null : (readJson(decoded) ?? readLines(decoded));
  if (fields) return readFields(fields);
  if (!mustBeKey) return {kind: 'other'};
  if (cell === '') return problem('is empty');
  return problem(
    decoded === null ? 'is neither an API key nor base64' : 'is base64 of something that holds no AWS key',
  );
}

/** What is wrong with a secret key, beginning with a verb; `null` if nothing is. Those of AWS have 40 characters. */
export function wrongSecret(text: string): string | null {
  if (/^[A-Za-z0-9/+=]{40,128}$/.test(text)) return null;
  if (isPlaceholder(text)) return 'is a placeholder';
  return text.length < 40 ? `has ${text.length} of 40 characters` : 'has characters that no secret key has';
}

type Fields = {readonly source: 'csv_json' | 'csv_keyvalue'; readonly values: ReadonlyMap<string, string>};

function readFields({source, values}: Fields): Cell {
  const accessKeyId = values.get('accesskeyid') ?? '';
  const secret = values.get('secretaccesskey') ?? '';
  const session = values.get('sessiontoken') ?? '';
  if (accessKeyId === '') return problem('holds no access key id');
  if (isPlaceholder(accessKeyId)) return problem('holds a placeholder in place of the access key id');
  if (!isKeyId(accessKeyId)) return problem('holds an access key id of the wrong form');
  if (secret === '') return problem('holds an access key id, and its secret is missing');
  const wrong = wrongSecret(secret);
  if (wrong !== null) return problem(`holds a secret that ${wrong}`);
  if (accessKeyId.startsWith('ASIA') && session === '') {
    return problem('holds a temporary key, and its session token is missing');
  }
  const keys: StaticKeys = {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: session === '' ? null : new Secret(session),
  };
  return {kind: 'keys', source, keys};
}

function problem(text: string): Cell {
  return {kind: 'problem', text};
}

/** Long-term and temporary keys, 16 to 128 characters [AWS, IAM API reference, AccessKey]. */
function isKeyId(text: string): boolean {
  return /^A(?:KI|SI)A[A-Z0-9]{12,124}$/.test(text);
}

/** What stands in templates and examples where the key belongs. */
function isPlaceholder(text: string): boolean {
  return (
    /^[<[{$%].*[>\]}%]$/.test(text) ||
    /^([x*.\-_])\1{2,}$/i.test(text) ||
    /(?:\b|_)(?:your|replace|change|insert|paste|put|todo|placeholder|dummy|sample|example)(?:\b|_|me)/i.test(
      text,
    )
  );
}

/** The text behind base64 or base64url, padded or not; `null` if it is neither, or no text. */
function decodeBase64(text: string): string | null {
  if (text.length < 16 || text.length > 16_384 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes) && /^[\t\n\r\x20-\x7e\u00a0-\uffff]*$/.test(decoded)
    ? decoded
    : null;
}

function readJson(text: string): Fields | null {
  if (!text.trimStart().startsWith('{')) return null;
  const parsed = parseJson(text);
  // `aws sts get-session-token` puts them one level deeper.
  const object = isRecord(parsed) && isRecord(parsed['Credentials']) ? parsed['Credentials'] : parsed;
  if (!isRecord(object)) return null;
  const strings = Object.entries(object).flatMap(([name, value]) =>
    typeof value === 'string' ? [[fieldName(name), value.trim()] as const] : [],
  );
  return {source: 'csv_json', values: new Map(strings)};
}

function readLines(text: string): Fields | null {
  const pairs = text.split(/[\r\n;]+/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]{1,64})\s*=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    return [[fieldName(name), value.trim().replace(/^(["'])(.*)\1$/, '$2')] as const];
  });
  return pairs.length === 0 ? null : {source: 'csv_keyvalue', values: new Map(pairs)};
}

/** `AccessKeyId`, `aws_access_key_id` and `AWS_ACCESS_KEY_ID` are one. */
function fieldName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/^aws/, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Then it is no JSON; the caller says so without quoting it.
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

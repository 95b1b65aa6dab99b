import {existsSync, type Stats, statSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {CredentialsError, systemCode} from '../errors.ts';
import type {Secret} from '../secret.ts';
import type {AwsAccess, CredentialWarning} from './credentials.ts';
import {parseCredentialsCsv, type StaticKeys} from './credentials-csv.ts';

/** No file of keys is longer; more is a mistake in the path. */
const maxBytes = 65_536;

/**
 * Reads a credentials file, once.
 *
 * @throws CredentialsError RM-CRED-045
 */
export async function fromCsv(path: string, learn: (secret: Secret) => void): Promise<AwsAccess> {
  const stats = inspect(path);
  const found = parseCredentialsCsv(await readFile(path).catch((error) => refuse(path, error)), path);
  const warnings = [...placeWarnings(path, stats), ...found.ignored.map((text) => ignoredRow(path, text))];
  const origin = `credentials file ${path} (${found.source}, line ${found.line})`;
  switch (found.source) {
    case 'csv_bearer':
      learn(found.token);
      return {
        login: {kind: 'bearer', token: found.token},
        origin,
        maskedKeyId: null,
        keyName: bearerName(found.token),
        warnings,
      };
    case 'csv_access_key_only':
      throw new CredentialsError({
        code: 'RM-CRED-045',
        message: `${path} holds an access key id, and the secret is missing`,
        why: `${found.warning}, and nothing can be signed with it`,
        hint: 'AWS shows a secret only once: create a new access key, or a Bedrock API key, and download its file',
      });
    default: {
      const {keys} = found;
      learn(keys.secretAccessKey);
      if (keys.sessionToken) learn(keys.sessionToken);
      return {
        login: {kind: 'keys', load: async () => revealed(keys)},
        origin,
        maskedKeyId: maskKeyId(keys.accessKeyId),
        keyName: null,
        warnings,
      };
    }
  }
}

/** An access key id with its kind and its end: `AKIA************MPLE`. */
export function maskKeyId(id: string): string {
  return id.length < 12
    ? '*'.repeat(id.length)
    : `${id.slice(0, 4)}${'*'.repeat(id.length - 8)}${id.slice(-4)}`;
}

/** The name in front of a long-term API key: of the IAM user it is tied to. `null` if it has none. */
export function bearerName(token: Secret): string | null {
  const text = token.reveal();
  if (!text.startsWith('ABSK')) return null;
  const decoded = Buffer.from(text.slice(4), 'base64').toString('latin1');
  const name = decoded.slice(0, Math.max(0, decoded.indexOf(':')));
  // The names that IAM allows [AWS, CreateUser].
  return /^[\w+=,.@-]{1,64}$/.test(name) ? name : null;
}

function revealed({accessKeyId, secretAccessKey, sessionToken}: StaticKeys) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && {sessionToken: sessionToken.reveal()}),
  };
}

function inspect(path: string): Stats {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    return refuse(path, error);
  }
  if (!stats.isFile()) return refuse(path, null, 'it is no file');
  if (stats.size > maxBytes)
    return refuse(path, null, `it has ${stats.size} bytes, which no file of keys has`);
  return stats;
}

function refuse(path: string, cause: unknown, why = `the system says ${systemCode(cause) ?? 'no'}`): never {
  throw new CredentialsError({
    code: 'RM-CRED-045',
    message: `the credentials file ${path} cannot be read`,
    why,
    hint: 'check --credentials-csv or bedrock.credentials_csv',
    cause,
  });
}

/** Who else can read the file, and whether it can slip into a commit. */
function placeWarnings(path: string, stats: Stats): CredentialWarning[] {
  const warnings: CredentialWarning[] = [];
  // Windows has no such mode.
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    warnings.push({
      code: 'RM-CRED-046',
      message: `other users of this machine can use ${path} (mode ${(stats.mode & 0o777).toString(8).padStart(4, '0')})`,
      hint: `chmod 600 ${quoted(path)}`,
    });
  }
  const tree = workTree(path);
  if (tree !== null) {
    warnings.push({
      code: 'RM-CRED-046',
      message: `${path} lies in the git work tree ${tree}, so that it can be committed`,
      hint: `move it out of there, and chmod 600 it; \`git log -- ${quoted(path)}\` shows whether it already was`,
    });
  }
  return warnings;
}

function workTree(path: string): string | null {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

function ignoredRow(path: string, text: string): CredentialWarning {
  return {
    code: 'RM-CRED-045',
    message: `a row of ${path} is left out: ${text}`,
    hint: 'the row that is used is the one named as their origin',
  };
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

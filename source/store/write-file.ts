import {closeSync, fsyncSync, openSync, renameSync, writeSync} from 'node:fs';
import {messageOf, OutputError, systemCode} from '../errors.ts';

/**
 * Puts a small file of ours in place as a whole: temporary file, fsync, rename. For its owner alone.
 *
 * @throws OutputError RM-FS-053, -054 or -055 if it cannot be written
 */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** What a file or database of the state folder that cannot be written means; `cause` is of Node or of SQLite. */
export function notWritten(path: string, cause: unknown): OutputError {
  return new OutputError({
    code: codeOf(cause),
    message: `${path} cannot be written`,
    why: messageOf(cause),
    hint: 'make room on that disk, or set XDG_STATE_HOME to a folder on another one',
    cause,
  });
}

const sqliteIoError = 10;
const sqliteFull = 13;

function codeOf(cause: unknown): string {
  const code = systemCode(cause);
  const errcode = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  if (code === 'ENOSPC' || code === 'EDQUOT' || errcode === sqliteFull) return 'RM-FS-054';
  return code === 'EIO' || errcode === sqliteIoError ? 'RM-FS-055' : 'RM-FS-053';
}

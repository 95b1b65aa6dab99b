import {messageOf, OutputError, RulesMakerError, systemCode} from '../errors.ts';

const reasons: Readonly<Record<string, readonly [code: string, why: string, hint: string]>> = {
  EACCES: ['RM-FS-053', 'permission denied', 'change its permissions, or choose another --output-dir'],
  EPERM: ['RM-FS-053', 'operation not permitted', 'change its permissions, or choose another --output-dir'],
  EROFS: ['RM-FS-053', 'the file system is read-only', 'choose another --output-dir'],
  ENOTDIR: ['RM-FS-053', 'a part of the path is not a folder', 'choose another --output-dir'],
  EEXIST: ['RM-FS-053', 'a part of the path is not a folder', 'choose another --output-dir'],
  ELOOP: ['RM-FS-053', 'the path is a loop of links', 'choose another --output-dir'],
  ENAMETOOLONG: ['RM-FS-053', 'the name is too long', 'choose a shorter path'],
  ENOSPC: ['RM-FS-054', 'no space left on the disk', 'free some space and run again'],
  EDQUOT: ['RM-FS-054', 'the disk quota is used up', 'free some space and run again'],
  EIO: [
    'RM-FS-055',
    'the disk reports an error; the file counts as not written',
    'check the disk and run again',
  ],
};

/** What went wrong with a path, why, and what to do. An error of ours, or one that is no system error, stays. */
export function outputError(path: string, error: unknown): unknown {
  const system = systemCode(error);
  if (error instanceof RulesMakerError || system === null) return error;
  const [code, why, hint] = reasons[system] ?? ['RM-FS-053', messageOf(error), 'choose another --output-dir'];
  return new OutputError({
    code,
    message: `cannot write ${path}`,
    why: `${why} (${system})`,
    hint,
    cause: error,
  });
}

/** Somebody else keeps writing to the file. */
export function changedMeanwhile(path: string): OutputError {
  return new OutputError({
    code: 'RM-LOCK-069',
    message: `${path} was changed while it was about to be written`,
    why: 'another program writes to it',
    hint: 'close that program and run again',
  });
}

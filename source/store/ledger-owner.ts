import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {systemCode} from '../errors.ts';

/** A process. A process id alone is not enough, since ids are used again. */
export type LedgerOwner = {
  readonly pid: number;
  /** When it started, in the ticks of the machine's own clock since its boot; 0 where the system does not tell. */
  readonly startedAt: number;
};

/** This process. */
export function currentOwner(): LedgerOwner {
  return {pid: process.pid, startedAt: startOf(process.pid) ?? 0};
}

/** False if that process has ended, or if its id belongs to another one now. */
export function isOwnerAlive({pid, startedAt}: LedgerOwner): boolean {
  const now = startOf(pid);
  return now !== null && (now === startedAt || now === 0 || startedAt === 0);
}

/** When a process started; 0 = it runs, the rest is not known; `null` = it does not run. */
function startOf(pid: number): number | null {
  return existsSync('/proc/self/stat') ? linuxStart(pid) : isThere(pid) ? 0 : null;
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name in field 2 may hold anything, so counting begins after it. */
function linuxStart(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; its parent just has not asked how.
    return state === 'Z' || state === 'X' ? null : Number(fields[18] ?? 0);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is one, of somebody else.
    return systemCode(error) !== 'ESRCH';
  }
}

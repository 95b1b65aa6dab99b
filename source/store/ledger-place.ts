import {mkdirSync, statfsSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import process from 'node:process';
import {OutputError} from '../errors.ts';
import {notWritten} from './write-file.ts';

/** Where a ledger lies. `volatile`: in memory (tmpfs), so a restart of the machine forgets what was spent. */
export type Place = {readonly volatile: boolean};

/** The type number of the file system that holds a folder, as Linux has it (`statfs(2)`). */
export type FileSystemType = (folder: string) => number;

/**
 * File systems of other machines, or of the host of a virtual one: locks and shared memory do not reach from one to
 * the other, so two machines could spend the same money. Numbers from `statfs(2)` and the kernel's `magic.h`. FUSE is
 * among them, because its number does not tell a disk from a mount over the network.
 */
const remote: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x564c, 'NCP'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0x20030528, 'OrangeFS'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x786f4256, 'a VirtualBox shared folder'],
  [0xbacbacbc, 'a VMware shared folder'],
]);

/** tmpfs and ramfs. */
const inMemory: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

/**
 * Makes the folder of a ledger, for its owner alone, and refuses one where a shared ledger cannot work: on a network
 * file system, or in the hands of another user. On systems other than Linux the type of a file system cannot be told;
 * there only Windows' network paths (`\\server\share`) are refused.
 *
 * @throws OutputError RM-FS-060, or RM-FS-053, -054 or -055 if the folder cannot be made
 */
export function checkPlace(path: string, typeOf: FileSystemType = linuxType): Place {
  const folder = dirname(path);
  let type: number;
  let owner: number;
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    type = typeOf(folder) >>> 0;
    owner = statSync(folder).uid;
  } catch (error) {
    throw notWritten(path, error);
  }
  const name =
    process.platform === 'win32' && folder.startsWith('\\\\') ? 'a network path' : remote.get(type);
  if (name !== undefined) {
    throw refused(path, `${folder} is on ${name}, where processes cannot lock each other out`);
  }
  if (process.getuid && owner !== process.getuid()) {
    throw refused(path, `${folder} belongs to another user (id ${owner})`);
  }
  return {volatile: inMemory.has(type)};
}

function linuxType(folder: string): number {
  return process.platform === 'linux' ? statfsSync(folder).type : 0;
}

function refused(path: string, why: string): OutputError {
  return new OutputError({
    code: 'RM-FS-060',
    message: `the spending ledger cannot be kept at ${path}: no paid call is made`,
    why,
    hint: 'set XDG_STATE_HOME to a folder of yours on a local disk',
  });
}

import {spawn} from 'node:child_process';
import {chownSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openLedger} from '../../source/store/ledger.ts';
import {currentOwner, isOwnerAlive} from '../../source/store/ledger-owner.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

let root = '';
let path = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-ledger-'));
  path = join(root, 'ledger.db');
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const clock = createFakeClock(0);

describe('the place of a ledger', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB', 0xfe534d42],
    // As `statfs` gives it where the number is signed.
    ['CIFS', 0xff534d42 | 0],
    ['FUSE', 0x65735546],
    ['9P', 0x01021997],
  ])('is not on %s', (name, type) => {
    expect(() => openLedger(path, {clock, fileSystemType: () => type})).toThrow(
      expect.objectContaining({
        code: 'RM-FS-060',
        exitCode: 9,
        why: expect.stringContaining(` is on ${name}`),
      }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['a disk', 0xef53, false],
    ['memory', 0x01021994, true],
  ])('on %s tells whether a restart forgets it', (_, type, volatile) => {
    const ledger = openLedger(path, {clock, fileSystemType: () => type});
    ledger.close();
    expect(ledger.volatile).toBe(volatile);
  });

  it.skipIf(process.getuid?.() !== 0)('is not in a folder of another user', () => {
    chownSync(root, 4711, 4711);
    expect(() => openLedger(path, {clock})).toThrow(
      expect.objectContaining({code: 'RM-FS-060', why: `${root} belongs to another user (id 4711)`}),
    );
  });
});

describe('the owner of a reservation', () => {
  it('is this process, which is alive', () => {
    expect(currentOwner().pid).toBe(process.pid);
    expect(isOwnerAlive(currentOwner())).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is another one if its number was given away again', () => {
    const {pid, startedAt} = currentOwner();
    expect(startedAt).toBeGreaterThan(0);
    expect(isOwnerAlive({pid, startedAt: startedAt - 1})).toBe(false);
  });

  it('is believed where the system does not tell when it started', () => {
    expect(isOwnerAlive({pid: process.pid, startedAt: 0})).toBe(true);
  });

  it('is dead as soon as it is killed, whether its parent has asked or not', async () => {
    // The parent sleeps without ever asking for its child, so that child stays a zombie.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(
      await new Promise((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(data.toString()))),
    );
    expect(isOwnerAlive({pid, startedAt: 0})).toBe(true);
    process.kill(pid, 'SIGKILL');
    // A signal takes its time to arrive; nothing tells when it has.
    await expect.poll(() => isOwnerAlive({pid, startedAt: 0}), {timeout: 10_000}).toBe(false);
    const gone = new Promise((resolve) => parent.once('exit', resolve));
    parent.kill('SIGKILL');
    await gone;
    expect(isOwnerAlive({pid: Number(parent.pid), startedAt: 0})).toBe(false);
  });
});

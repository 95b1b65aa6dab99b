import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {lockOwner, outputLockPath, takeLock} from '../../source/store/lock.ts';

let root = '';
let path = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-maker-lock-'));
  path = join(root, 'locks', 'one');
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const owner = {pid: process.pid, sinceMs: 1_000, runId: 'r1'};
const module_ = fileURLToPath(new URL('../../source/store/lock.ts', import.meta.url));

/** A process that takes the lock and stays. */
async function holder(): Promise<ChildProcess> {
  const code = `import {takeLock} from ${JSON.stringify(module_)};
    const lock = takeLock(${JSON.stringify(path)}, {pid: process.pid, sinceMs: 5, runId: 'theirs'});
    process.stdout.write(lock.kind);
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString())),
  );
  expect(said).toBe('held');
  return child;
}

describe('a lock', () => {
  it('is held once, names its owner, and is free after its release', () => {
    const lock = takeLock(path, owner);
    expect(lock.kind).toBe('held');
    expect(takeLock(path, {...owner, runId: 'r2'})).toEqual({kind: 'busy', owner});
    expect(lockOwner(path)).toEqual(owner);
    if (lock.kind === 'held') lock.release();
    expect([lockOwner(path), existsSync(`${path}.owner`)]).toEqual([null, false]);
    const again = takeLock(path, owner);
    expect(again.kind).toBe('held');
    if (again.kind === 'held') again.release();
  });

  it('of another process is seen, and is free the moment that process is killed', async () => {
    const child = await holder();
    expect(takeLock(path, owner)).toEqual({
      kind: 'busy',
      owner: {pid: child.pid, sinceMs: 5, runId: 'theirs'},
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    // The name of the dead is still there; it means nothing.
    expect([existsSync(`${path}.owner`), lockOwner(path)]).toEqual([true, null]);
    const lock = takeLock(path, owner);
    expect([lock.kind, lockOwner(path)]).toEqual(['held', owner]);
    if (lock.kind === 'held') lock.release();
  });

  it('is busy without a name if the name cannot be read', () => {
    const lock = takeLock(path, owner);
    writeFileSync(`${path}.owner`, '{"pid"');
    expect([takeLock(path, owner), lockOwner(path)]).toEqual([{kind: 'busy', owner: null}, 'unknown']);
    if (lock.kind === 'held') lock.release();
  });

  it('that was never made is held by nobody', () => {
    expect(lockOwner(join(root, 'none', 'at', 'all'))).toBe(null);
  });

  it('of an output folder is the same through links and before the folder is there', () => {
    const before = outputLockPath(root, join(root, 'out'));
    mkdirSync(join(root, 'out'));
    symlinkSync('out', join(root, 'link'));
    expect(outputLockPath(root, join(root, 'link'))).toBe(before);
    expect(outputLockPath(root, `${root}/x/../out/`)).toBe(before);
    expect(outputLockPath(root, join(root, 'other'))).not.toBe(before);
  });
});

import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {beforeEach, describe, expect, test} from 'vitest';
import type {NamespaceReport} from './namespace-child.ts';
import {privateAddresses, spellings} from './spellings.ts';

/** In a network of its own every private address can be given a server, and each connection to it is seen. */
const probe = spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up'], {encoding: 'utf8'});
const why =
  probe.status === 0 ? null : `no network namespace: ${probe.error?.message ?? probe.stderr.trim()}`;

let report: NamespaceReport | null = null;

function facts(): NamespaceReport {
  if (report) return report;
  const script = fileURLToPath(new URL('namespace-child.ts', import.meta.url));
  const child = spawnSync('unshare', ['-rn', process.execPath, script], {encoding: 'utf8', timeout: 60_000});
  if (child.status !== 0) throw new Error(`the child failed: ${child.stderr}`);
  const parsed: NamespaceReport = JSON.parse(child.stdout);
  report = parsed;
  return parsed;
}

describe('in a network where private addresses answer', () => {
  beforeEach((context) => {
    context.skip(why !== null, why ?? '');
  });

  test('they do answer whoever asks without a guard', () => {
    expect(facts().reachable).toBe(privateAddresses.length);
  }, 60_000);

  test('no spelling of one is connected to, asked for or redirected to', () => {
    const {direct, redirected} = facts();
    const refused = spellings.map(([name]) => `${name}: RM-HTTP-014`);
    expect(direct).toEqual(refused);
    expect(redirected).toEqual(refused);
  });

  test('a name that turns private between two requests is refused each time it is', () => {
    const {rebinding, lookups, publicConnections} = facts();
    expect(rebinding).toEqual(['200', 'RM-HTTP-014', '200', 'RM-HTTP-014', '200', 'RM-HTTP-014']);
    // One resolution a connection: nothing is looked up again after it was judged.
    expect(lookups).toBe(6);
    expect(publicConnections).toBe(3);
  });

  test('a start address that was public may not turn private', () => {
    expect(facts().rebindingSeed).toEqual(['200', 'RM-HTTP-014', '200', 'RM-HTTP-014']);
  });

  test('an answer with public and private addresses is refused, of the start address too', () => {
    expect(facts().mixed).toEqual(Array(6).fill('RM-HTTP-014'));
  });

  test('a first address that swallows everything costs less than a second if there is a second one', () => {
    const {fallback, fallbackMs} = facts();
    expect(fallback).toBe('200');
    expect(fallbackMs).toBeGreaterThan(100);
    expect(fallbackMs).toBeLessThan(1_000);
  });

  test('a host that swallows everything is given up at the limit of the connection', () => {
    expect(facts().swallowed).toBe('RM-NET-003');
  });

  test('the canaries counted no connection in all of this', () => {
    expect(facts().canary).toEqual([]);
  });
});

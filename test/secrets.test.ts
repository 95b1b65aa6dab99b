import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {secretPatterns} from '../source/redact.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `redact.ts` looks for, and what only a file can tell: a secret key of AWS, a private key. */
const patterns = [
  ...secretPatterns,
  /()(?:secret_?access_?key|SecretAccessKey)["']?\s{0,3}[=:,]\s{0,3}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  /()-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/g,
];

/** Keys that AWS prints in its documentation end like this; ours say what they are. */
const example = /EXAMPLE(?:KEY)?\d?$|example|canary|not-a-secret|of-no-worth/;

/** What stands in a text and looks like a key. */
function keysIn(text: string): string[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([key]) => key)
    .filter((key) => !example.test(key));
}

/** The key of a certificate for tests that no machine trusts. */
const known = new Set(['test/fixtures/tls/server.key']);

/** Also what is about to be added; whoever owns the folder. */
const listFiles = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];

describe('the repository', () => {
  const names = execFileSync('git', listFiles, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((name) => name !== '');

  it('holds no key', () => {
    expect(names.length).toBeGreaterThan(200);
    const found = names
      .filter((name) => !known.has(name))
      .flatMap((name) => keysIn(read(name)).map((key) => `${name}: ${key.slice(0, 12)}...`));
    expect(found).toEqual([]);
  });

  it.each([
    ['an id of a key', `x = '${'AKIA'}IOSFODNN7REALONE'`],
    ['a long-term API key', `${'ABSK'}${'Qm'.repeat(80)}`],
    ['a short-term API key', `${'bedrock-api'}-key-${'Qm'.repeat(40)}`],
    ['a secret key', `aws_secret_${'access_key'} = ${'aB3/'.repeat(10)}`],
    ['a secret key in JSON', `"Secret${'AccessKey'}": "${'aB3/'.repeat(10)}"`],
    ['a key of a provider', `${'sk'}-${'a1B2'.repeat(10)}`],
    ['a header', `Authorization: ${'Bearer'} ${'a1B2'.repeat(10)}`],
    ['a private key', `-----BEGIN ${'RSA'} PRIVATE KEY-----`],
  ])('would be stopped from holding %s', (_, text) => {
    expect(keysIn(text)).toHaveLength(1);
  });

  it('may hold what AWS prints in its documentation', () => {
    expect(
      keysIn('AKIAIOSFODNN7EXAMPLE, secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
    ).toEqual([]);
  });
});

function read(name: string): string {
  try {
    return readFileSync(join(root, name), 'latin1');
  } catch {
    // Deleted, and git has not been told yet.
    return '';
  }
}

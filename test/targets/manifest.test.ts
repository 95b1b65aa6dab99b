import {expect, it} from 'vitest';
import {type ManifestEntry, manifestText, parseManifest} from '../../source/targets/manifest.ts';

const entry = (path: string, library = 'acme', digit = 'a'): ManifestEntry => ({
  path,
  library,
  sha256: digit.repeat(64),
  rules: ['acme.x'],
});

it('reads back what it wrote, sorted and without doubles', () => {
  const entries = [entry('b'), entry('a', 'zeta'), entry('a'), entry('b'), entry('a', 'acme', 'b')];
  const text = manifestText(entries);
  expect(parseManifest(Buffer.from(text))).toEqual([
    entry('a'),
    entry('a', 'acme', 'b'),
    entry('a', 'zeta'),
    entry('b'),
  ]);
  expect(manifestText(entries.toReversed())).toBe(text);
  expect(text).toMatch(/^\{\n {2}"schema": 1,\n {2}"files": \[\n/);
});

it('owns nothing without a manifest', () => {
  expect(parseManifest(null)).toEqual([]);
});

it('reads a manifest that an editor gave CRLF and a byte order mark', () => {
  const text = `\ufeff${manifestText([entry('a')]).replaceAll('\n', '\r\n')}`;
  expect(parseManifest(Buffer.from(text))).toEqual([entry('a')]);
});

it.each([
  ['', 'RM-FS-059'],
  ['{', 'RM-FS-059'],
  ['null', 'RM-FS-059'],
  ['{"schema": 1}', 'RM-FS-059'],
  ['{"schema": 1, "files": [{"path": 1}]}', 'RM-FS-059'],
  ['{"schema": 1, "files": [{"path": "a", "library": "b", "sha256": "x", "rules": []}]}', 'RM-FS-059'],
  ['{"schema": 2, "files": {}}', 'RM-CONF-052'],
])('refuses %j with %s', (text, code) => {
  expect(() => parseManifest(Buffer.from(text))).toThrow(expect.objectContaining({code, exitCode: 9}));
});

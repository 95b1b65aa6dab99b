import {describe, expect, it} from 'vitest';
import {createRedactor, redactPatterns} from '../source/redact.ts';
import {Secret} from '../source/secret.ts';
import {accessKeyId, longTermKey, secretAccessKey, shortTermKey} from './helpers/aws-credentials.ts';

const awkward = 'pa"ss\\word+/é?&=ü';

describe('a known secret', () => {
  it.each<[string, (secret: string) => string]>([
    ['plain', (secret) => secret],
    ['URL', encodeURIComponent],
    [
      'URL in lower case',
      (secret) => encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
    ],
    ['base64', (secret) => Buffer.from(secret).toString('base64')],
    ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
    ['JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
    ['base64 of user and password', (secret) => Buffer.from(`me:${secret}`).toString('base64')],
    ['base64 among other text', (secret) => Buffer.from(`a${secret}, and more`).toString('base64')],
  ])('is hidden as %s', (_, encode) => {
    for (const secret of [awkward, secretAccessKey, longTermKey]) {
      const encoded = encode(secret);
      const redacted = createRedactor([new Secret(secret)]).redact(`before ${encoded} after`);
      expect(redacted).toContain('[secret]');
      expect(redacted.startsWith('before ') && redacted.endsWith(' after')).toBe(true);
      // Only what its neighbours have a part in can be left.
      expect(redacted.length).toBeLessThan('before [secret] after'.length + 20);
      expect(redacted).not.toContain(encoded.slice(8, 16));
    }
  });

  it('is hidden everywhere, and the longer one of two first', () => {
    const redactor = createRedactor(['first-secret', 'first-secret-and-more']);
    expect(redactor.redact('first-secret-and-more, first-secret, first-secret')).toBe(
      '[secret], [secret], [secret]',
    );
  });

  it('is hidden from when it was learnt', () => {
    const redactor = createRedactor();
    expect(redactor.redact('renewed-key')).toBe('renewed-key');
    redactor.learn(new Secret('renewed-key'));
    expect(redactor.redact('renewed-key')).toBe('[secret]');
  });

  it('of a few characters is left, as it would hide half of a text', () => {
    expect(createRedactor(['', 'a', 'short']).redact('a short text')).toBe('a short text');
  });
});

describe('what looks like a key', () => {
  const tail = 'x1'.repeat(20);
  it.each([
    [`key ${longTermKey}.`, 'key [secret].'],
    [`key ${shortTermKey}`, 'key [secret]'],
    [`id ${accessKeyId}, bad`, 'id [secret], bad'],
    [`{"key":"${['sk', 'ant', tail].join('-')}"}`, '{"key":"[secret]"}'],
    [`${['sk', tail].join('-')} is wrong`, '[secret] is wrong'],
    [`hf${'_'}${tail}`, '[secret]'],
    [`authorization: ${'Bearer'} ${tail}`, 'authorization: Bearer [secret]'],
  ])('is hidden without being told', (text, expected) => {
    expect(redactPatterns(text)).toBe(expected);
  });

  it.each([
    'AKIA************MPLE',
    'the Bearer of good news',
    'a task-with-a-name-that-is-rather-long',
    'risk-averse and sk-learn',
    'BAKIAIOSFODNN7EXAMPLE1 is no id',
  ])('and is none stays: %s', (text) => {
    expect(redactPatterns(text)).toBe(text);
  });

  it('is found in a long text in linear time', () => {
    // Every pattern begins over and over and never ends.
    const text = `${'ABSK'.repeat(50_000)} ${'sk-'.repeat(50_000)} ${'Bearer '.repeat(50_000)}`;
    expect(redactPatterns(text).length).toBeGreaterThan(0);
  });
});

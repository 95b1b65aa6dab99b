import {describe, expect, test} from 'vitest';
import {parseAllowedPlace} from '../../source/network/allow-private.ts';
import {AddressRefusedError, createGuard, isLoopbackHost} from '../../source/network/guard.ts';

function guard(seed: string | null, ...allowed: string[]) {
  return createGuard({seed, allowPrivate: allowed.map((text) => parseAllowedPlace(text) ?? fail(text))});
}

function fail(text: string): never {
  throw new Error(`no place: ${text}`);
}

describe('what the user typed', () => {
  test.each([
    ['http://127.0.0.1:8000/docs/', '127.0.0.1', 8000, '127.0.0.1'],
    ['http://[::1]:8000/', '::1', 8000, '::1'],
    ['http://localhost:3000/', 'localhost', 3000, '127.0.0.1'],
    ['https://docs.corp/', 'docs.corp', 443, '10.1.2.3'],
    ['http://docs.corp/', 'docs.corp', 443, '10.1.2.3'],
    ['https://docs.corp/', 'docs.corp', 80, 'fd12::1'],
  ])('%s may be private at %s port %i', (seed, host, port, address) => {
    expect(() => guard(seed).check(host, port, [address])).not.toThrow();
  });

  test.each([
    ['another port', 'http://127.0.0.1:8000/', '127.0.0.1', 80, '127.0.0.1', 'a loopback address'],
    ['another address', 'http://127.0.0.1:8000/', '127.0.0.2', 8000, '127.0.0.2', 'a loopback address'],
    ['another name', 'http://localhost:8000/', '127.0.0.1', 8000, '127.0.0.1', 'a loopback address'],
    ['a subdomain', 'https://docs.corp/', 'x.docs.corp', 443, '10.1.2.3', '10.1.2.3, a private address'],
    ['metadata', 'http://169.254.169.254/', '169.254.169.254', 80, '169.254.169.254', 'metadata'],
    ['metadata by name', 'http://docs.corp/', 'docs.corp', 80, '169.254.169.254', 'metadata'],
    ['link-local by name', 'http://docs.corp/', 'docs.corp', 80, '169.254.1.1', 'link-local'],
    ['NAT64', 'http://docs.corp/', 'docs.corp', 80, '64:ff9b::7f00:1', 'stands for an IPv4'],
    ['0.0.0.0', 'http://0.0.0.0:8000/', '0.0.0.0', 8000, '0.0.0.0', 'special'],
  ])('does not open %s', (_name, seed, host, port, address, words) => {
    const act = () => guard(seed).check(host, port, [address]);
    expect(act).toThrow(AddressRefusedError);
    expect(act).toThrow(words);
  });

  test('does not turn private after it was public', () => {
    const {check} = guard('https://docs.example.org/');
    check('docs.example.org', 443, ['203.0.113.7']);
    expect(() => check('docs.example.org', 443, ['10.1.2.3'])).toThrow(AddressRefusedError);
  });

  test('may not have public and private answers at once', () => {
    const act = () =>
      guard('https://docs.corp/', 'docs.corp').check('docs.corp', 443, ['10.1.2.3', '1.1.1.1']);
    expect(act).toThrow('public and private addresses at once (10.1.2.3, 1.1.1.1)');
  });
});

describe('ports', () => {
  test.each([80, 443, 8443])('%i is open when the start address is on 8443', (port) => {
    expect(() => guard('https://docs.example.org:8443/').check('b.test', port, ['1.1.1.1'])).not.toThrow();
  });

  test.each([22, 25, 6379, 8080])('%i is not', (port) => {
    expect(() => guard('https://docs.example.org:8443/').check('b.test', port, ['1.1.1.1'])).toThrow(
      `port ${port}`,
    );
  });
});

describe('--allow-private', () => {
  test.each([
    ['wiki.corp', 'wiki.corp', 80, '10.9.9.9'],
    ['WIKI.corp', 'wiki.corp', 443, '10.9.9.9'],
    ['wiki.corp:8080', 'wiki.corp', 8080, '10.9.9.9'],
    ['10.1.2.3', '10.1.2.3', 80, '10.1.2.3'],
    ['10.1.0.0/16', 'any.corp', 80, '10.1.200.1'],
    ['fd12::/32', 'any.corp', 80, 'fd12:0:1::1'],
    ['fd12::1', 'fd12::1', 80, 'fd12::1'],
    ['[fd12::1]:8080', 'fd12::1', 8080, 'fd12::1'],
    ['169.254.169.254', '169.254.169.254', 80, '169.254.169.254'],
  ])('%s opens %s port %i', (text, host, port, address) => {
    expect(() => guard(null).check(host, port, [address])).toThrow(AddressRefusedError);
    expect(() => guard(null, text).check(host, port, [address])).not.toThrow();
  });

  test.each([
    ['wiki.corp', 'wiki.corp', 8080, '10.9.9.9'],
    ['wiki.corp', 'a.wiki.corp', 80, '10.9.9.9'],
    ['10.1.0.0/16', '10.2.0.1', 80, '10.2.0.1'],
    ['10.1.0.0/16', '::ffff:10.1.0.1', 80, '::ffff:10.1.0.1'],
    ['10.1.0.0/16', 'two.corp', 80, '10.1.0.1 192.168.1.1'],
    ['wiki.corp:8080', 'wiki.corp', 8081, '10.9.9.9'],
  ])('%s does not open %s port %i at %s', (text, host, port, addresses) => {
    expect(() => guard(null, text).check(host, port, addresses.split(' '))).toThrow(AddressRefusedError);
  });

  test.each([
    '',
    '*',
    '*.corp',
    '0.0.0.0/0',
    '10.0.0.0/7',
    '::/0',
    'fd00::/6',
    '10.0.0.0/33',
    'a b',
    'http://a/',
    'a/b',
    'u@a',
    'a?b',
    'a:99999',
  ])('%j is no place', (text) => {
    expect(parseAllowedPlace(text)).toBeNull();
  });
});

describe('a host that a proxy will resolve', () => {
  test.each(['10.1.2.3', '::1', 'db.internal', 'printer.local', 'a.home.arpa', 'metadata.google.internal.'])(
    '%s is refused',
    (host) => {
      expect(() => guard('https://docs.example.org/').checkName(host, 80)).toThrow(AddressRefusedError);
    },
  );

  test('a public name, the typed one and an allowed one pass', () => {
    const {checkName} = guard('https://docs.internal/', 'wiki.internal');
    for (const host of ['docs.example.org', 'docs.internal', 'wiki.internal', '203.0.113.7'])
      expect(() => checkName(host, 443)).not.toThrow();
    expect(() => checkName('docs.example.org', 8080)).toThrow('port 8080');
  });
});

test.each([
  ['localhost', true],
  ['a.LOCALHOST.', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['notlocalhost', false],
  ['localhost.example.org', false],
  ['10.0.0.1', false],
])('loopback: %s %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

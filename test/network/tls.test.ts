import {afterEach, describe, expect, test, vi} from 'vitest';
import {createHttpClient} from '../../source/network/client.ts';
import {readCaFile} from '../../source/network/trust.ts';
import {type Certificate, startTlsSite, type TlsSite, tlsFile} from '../helpers/tls-site.ts';

let site: TlsSite | null = null;

afterEach(async () => {
  vi.unstubAllEnvs();
  await site?.close();
  site = null;
});

async function get(certificate: Certificate, ca: string | null, host = '127.0.0.1') {
  site = await startTlsSite(certificate);
  const seed = `https://${host}:${site.port}/`;
  const client = createHttpClient({
    userAgent: 'rules-maker/0',
    seed,
    ...(ca === null ? {} : {ca}),
    lookup: async () => [{address: '127.0.0.1', family: 4}],
  });
  return await client.get(seed, {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true});
}

describe('a certificate', () => {
  test.each(['127.0.0.1', 'docs.test'])(
    'of an authority that the user named is trusted for %s',
    async (host) => {
      expect(await get('good', tlsFile('ca.pem'), host)).toMatchObject({status: 200});
    },
  );

  test.each<[string, Certificate, boolean, string]>([
    ['of an unknown authority', 'good', false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['that is too old', 'expired', true, 'CERT_HAS_EXPIRED'],
    ['for another host', 'other-host', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s is refused with host and reason', async (_name, certificate, trusted, reason) => {
    const error = get(certificate, trusted ? tlsFile('ca.pem') : null);
    await expect(error).rejects.toMatchObject({
      code: 'RM-NET-005',
      exitCode: 4,
      why: expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:\\d+ cannot be trusted: .+\\(${reason}\\)`)),
      hint: expect.stringContaining('--ca-file'),
    });
    expect(site?.hits).toEqual([]);
  });

  test('is checked whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await expect(get('good', null)).rejects.toMatchObject({code: 'RM-NET-005'});
    expect(site?.hits).toEqual([]);
  });
});

describe('the file of an authority', () => {
  test('is read', () => {
    const path = new URL('../fixtures/tls/ca.pem', import.meta.url).pathname;
    expect(readCaFile(path)).toContain('BEGIN CERTIFICATE');
  });

  test.each([
    ['/nowhere/ca.pem', 'ENOENT'],
    [new URL('../fixtures/tls/server.key', import.meta.url).pathname, 'no certificate'],
  ])('%s is refused', (path, why) => {
    expect(() => readCaFile(path)).toThrow(
      expect.objectContaining({code: 'RM-CONF-016', exitCode: 2, why: expect.stringContaining(why)}),
    );
  });
});

import {randomBytes} from 'node:crypto';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {
  acceptEncoding,
  BodyTooBigError,
  decodeBody,
  UnknownEncodingError,
} from '../../source/network/decode-body.ts';

const text = Buffer.from('<p>Close the widget.</p>'.repeat(50));

describe('decoding a body', () => {
  test.each([
    ['', text],
    ['identity', text],
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['br, zstd', zstdCompressSync(brotliCompressSync(text))],
  ])('undoes %j', async (encoding, wire) => {
    expect(Buffer.from(await decodeBody(wire, encoding, 1_000_000)).equals(text)).toBe(true);
  });

  test('gives an empty body back whatever its encoding is called', async () => {
    expect(await decodeBody(new Uint8Array(), 'gzip', 100)).toHaveLength(0);
  });

  test('refuses what unpacks to more than the cap', async () => {
    const wire = gzipSync(Buffer.alloc(50_000, 'a'));
    await expect(decodeBody(wire, 'gzip', 10_000)).rejects.toBeInstanceOf(BodyTooBigError);
  });

  test('lets a high ratio pass below 1 MB and refuses it above', async () => {
    const small = gzipSync(Buffer.alloc(900_000, 'a'));
    expect(await decodeBody(small, 'gzip', 10_000_000)).toHaveLength(900_000);
    const big = gzipSync(Buffer.alloc(3_000_000, 'a'));
    expect(big.length).toBeLessThan(20_000);
    await expect(decodeBody(big, 'gzip', 10_000_000)).rejects.toBeInstanceOf(BodyTooBigError);
  });

  test('refuses a bomb inside of another encoding', async () => {
    const wire = gzipSync(gzipSync(Buffer.alloc(100_000_000, 'a')));
    await expect(decodeBody(wire, 'gzip, gzip', 10_000_000)).rejects.toBeInstanceOf(BodyTooBigError);
  });

  test('refuses zstd data that ask for a window of over 8 MB', async () => {
    const random = randomBytes(9_000_000);
    const pack = (log: number) =>
      zstdCompressSync(random, {
        params: {
          [constants.ZSTD_c_compressionLevel]: 1,
          [constants.ZSTD_c_windowLog]: log,
          [constants.ZSTD_c_contentSizeFlag]: 0,
        },
      });
    expect(await decodeBody(pack(23), 'zstd', 10_000_000)).toHaveLength(random.length);
    await expect(decodeBody(pack(24), 'zstd', 10_000_000)).rejects.toThrow();
  });

  test('refuses a chain of more than two encodings', async () => {
    await expect(decodeBody(gzipSync(text), 'gzip, gzip, gzip', 1_000_000)).rejects.toBeInstanceOf(
      BodyTooBigError,
    );
  });

  test('refuses an encoding that was not asked for', async () => {
    await expect(decodeBody(text, 'compress', 1_000_000)).rejects.toBeInstanceOf(UnknownEncodingError);
  });

  test.each([
    ['gzip', gzipSync(text).subarray(0, -12)],
    ['br', brotliCompressSync(text).subarray(0, -4)],
    ['zstd', zstdCompressSync(text).subarray(0, -4)],
    ['deflate', deflateSync(text).subarray(0, -6)],
    ['gzip', Buffer.from('not gzip at all')],
  ])('fails on damaged %s data instead of giving half of it', async (encoding, wire) => {
    await expect(decodeBody(wire, encoding, 1_000_000)).rejects.toThrow();
  });
});

test('asks for what it can undo', async () => {
  for (const name of acceptEncoding.split(', ')) {
    await expect(decodeBody(new Uint8Array(), name, 100)).resolves.toHaveLength(0);
  }
});

import {promisify} from 'node:util';
import zlib, {brotliDecompress, gunzip, inflate, inflateRaw} from 'node:zlib';
import {networkLimits} from './limits.ts';

const {maxEncodings, maxRatio, ratioFreeBytes, maxZstdWindowLog} = networkLimits;

/** A body that unpacks to more than we are ready to hold. */
export class BodyTooBigError extends Error {}

/** A body whose content encoding we did not ask for. */
export class UnknownEncodingError extends Error {}

/**
 * Undoes the content encodings of a body. The output is cut off while it is being unpacked, so a bomb costs at
 * most `maxBytes` of memory.
 *
 * @param wire - the bytes as they came, at most `maxBytes`
 * @param contentEncoding - the header's value, in the order the encodings were applied
 * @throws BodyTooBigError above `maxBytes`, above 100:1 past 1 MB, or with more than two encodings
 * @throws UnknownEncodingError for anything but gzip, deflate, br and, where Node has it, zstd
 * @throws the zlib error if the data is damaged or ends early
 */
export async function decodeBody(
  wire: Uint8Array,
  contentEncoding: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > maxEncodings) throw new BodyTooBigError(`${encodings.length} encodings in a chain`);
  const decoders = encodings.reverse().map((name) => {
    const decoder = decoderOf(name);
    if (!decoder) throw new UnknownEncodingError(name.slice(0, 40));
    return decoder;
  });
  if (wire.length === 0) return wire;
  const maxOutputLength = Math.min(maxBytes, Math.max(ratioFreeBytes, wire.length * maxRatio));
  let body = wire;
  for (const decode of decoders) body = await capped(decode, body, maxOutputLength);
  return body;
}

type Decoder = (input: Uint8Array, options: {maxOutputLength: number}) => Promise<Uint8Array>;

const gunzipAsync: Decoder = promisify(gunzip);
const brotliAsync: Decoder = promisify(brotliDecompress);
const inflateAsync: Decoder = promisify(inflate);
const inflateRawAsync: Decoder = promisify(inflateRaw);

/** `undefined` in a runtime whose zlib has no zstd. */
const zstdDecompress: typeof zlib.zstdDecompress | undefined = zlib.zstdDecompress;

/** Bounds the memory that a body can ask for before a byte of it is unpacked. */
const zstdParams = {[zlib.constants.ZSTD_d_windowLogMax]: maxZstdWindowLog};

const zstdAsync: Decoder | null = zstdDecompress
  ? (input, options) =>
      new Promise((resolve, reject) => {
        zstdDecompress(input, {...options, params: zstdParams}, (error, output) => {
          if (error) reject(error);
          else resolve(output);
        });
      })
  : null;

/** What {@link decodeBody} undoes, as the value of `Accept-Encoding`. */
export const acceptEncoding: string = zstdAsync ? 'br, zstd, gzip, deflate' : 'br, gzip, deflate';

function decoderOf(name: string): Decoder | null {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return gunzipAsync;
    case 'br':
      return brotliAsync;
    case 'zstd':
      return zstdAsync;
    case 'deflate':
      return (input, options) => (isZlib(input) ? inflateAsync : inflateRawAsync)(input, options);
    default:
      return null;
  }
}

/** Some servers send raw deflate data under the name of the zlib format; the header tells them apart (RFC 1950, 2.2). */
function isZlib(input: Uint8Array): boolean {
  const [first = 0, second = 0] = input;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

async function capped(decode: Decoder, input: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  try {
    return await decode(input, {maxOutputLength});
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BodyTooBigError(`more than ${maxOutputLength} bytes`, {cause: error});
    }
    throw error;
  }
}

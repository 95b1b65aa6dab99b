import {spawn} from 'node:child_process';

import {Readable} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {constants, createBrotliCompress, createGzip, createZstdCompress} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type SiteServer, startSite} from '../helpers/site-server.ts';

const mebibyte = 1 << 20;
const memoryLimit = 512 * mebibyte;
let site: SiteServer;
let report: {readonly ends: readonly string[]; readonly peakBytes: number};

/** Zeros that unpack to 1 GiB. */
function gibibyte(): Readable {
  const zeros = Buffer.alloc(mebibyte);
  return Readable.from(Array.from({length: 1024}, () => zeros));
}

const brotli = {params: {[constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24}};

beforeAll(async () => {
  const bombs: Record<string, [encoding: string, body: Buffer]> = {
    '/gzip': ['gzip', await buffer(gibibyte().pipe(createGzip({level: 9})))],
    '/br': ['br', await buffer(gibibyte().pipe(createBrotliCompress(brotli)))],
    '/zstd': ['zstd', await buffer(gibibyte().pipe(createZstdCompress()))],
    '/twice': [
      'gzip, gzip',
      await buffer(
        gibibyte()
          .pipe(createGzip({level: 1}))
          .pipe(createGzip()),
      ),
    ],
  };
  for (const [, body] of Object.values(bombs)) expect(body.length).toBeLessThan(2 * mebibyte);
  const chunk = Buffer.alloc(65_536, 'a');
  site = await startSite({
    routes: {
      ...Object.fromEntries(
        Object.entries(bombs).map(([path, [encoding, body]]) => [
          path,
          {headers: {'content-type': 'text/html', 'content-encoding': encoding}, body},
        ]),
      ),
      '/endless': ({response}) => {
        response.writeHead(200, {'content-type': 'text/html'});
        const endless = Readable.from(
          (function* () {
            for (;;) yield chunk;
          })(),
        );
        endless.pipe(response);
        response.once('close', () => endless.destroy());
        return null;
      },
    },
  });
  const script = fileURLToPath(new URL('bomb-child.ts', import.meta.url));
  const paths = [...Object.keys(bombs), '/endless'];
  const child = spawn(process.execPath, [script, site.origin, ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  report = JSON.parse(await text(child.stdout));
}, 60_000);

afterAll(async () => {
  await site?.close();
});

describe('answers that unpack to 1 GiB, or never end, all at once', () => {
  test.each(['/gzip', '/br', '/zstd', '/twice', '/endless'])('%s is refused by its cap', (path) => {
    expect(report.ends).toContain(`${path} RM-HTTP-017`);
  });

  test('the process stays below 512 MB', () => {
    expect(report.peakBytes).toBeGreaterThan(20 * mebibyte);
    expect(report.peakBytes).toBeLessThan(memoryLimit);
  });
});

import type {ServerResponse} from 'node:http';
import {constants, type Http2ServerResponse} from 'node:http2';
import type {AnyResponse} from './listen.ts';

/** Where an answer goes, over HTTP/1.1 or HTTP/2. */
export type Outlet = {
  readonly head: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** Resolves when the bytes have left, or can no longer leave. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly end: () => void;
  /** Ends without the end of the message: with a TCP reset, or by closing after what was written. */
  readonly breakOff: (how: 'reset' | 'close') => void;
};

export function outletOf(response: AnyResponse): Outlet {
  return 'stream' in response ? overHttp2(response) : overHttp1(response);
}

function overHttp1(response: ServerResponse): Outlet {
  return {
    head(status, headers) {
      response.writeHead(status, headers);
      response.flushHeaders();
    },
    write: (bytes) => new Promise((resolve) => response.write(bytes, () => resolve())),
    end: () => response.end(),
    breakOff: (how) =>
      how === 'reset' ? response.socket?.resetAndDestroy() : response.socket?.destroySoon(),
  };
}

function overHttp2({stream}: Http2ServerResponse): Outlet {
  return {
    head: (status, headers) => stream.respond({':status': status, ...headers}),
    write: (bytes) => new Promise((resolve) => stream.write(bytes, () => resolve())),
    end: () => stream.end(),
    breakOff: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  };
}

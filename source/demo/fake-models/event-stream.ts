import {EventStreamCodec} from '@smithy/eventstream-codec';
import type {Chunk} from './wire.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

/** One message of `application/vnd.amazon.eventstream`. */
export function frame(part: Chunk['part'], eventType: string, payload: unknown): Chunk {
  return {part, bytes: encode({':message-type': 'event', ':event-type': eventType}, payload)};
}

/** The message that ends a stream with an error; `exceptionType` as the service writes it, in lower camel case. */
export function exceptionFrame(exceptionType: string, message: string): Uint8Array {
  return encode({':message-type': 'exception', ':exception-type': exceptionType}, {message});
}

function encode(headers: Readonly<Record<string, string>>, payload: unknown): Uint8Array {
  const typed = {...headers, ':content-type': 'application/json'};
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(typed).map(([name, value]) => [name, {type: 'string' as const, value}]),
    ),
    body: Buffer.from(JSON.stringify(payload)),
  });
}

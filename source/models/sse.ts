import {createParser, type EventSourceMessage} from 'eventsource-parser';
import {TroubleError} from './classify-trouble.ts';
import {maxAnswerBytes} from './exchange-http.ts';

/** The events of a server-sent event stream, in their order. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({onEvent: (event) => events.push(event), maxBufferSize: maxAnswerBytes});
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, {stream: true}));
    yield* events.splice(0);
  }
  // Some servers leave out the empty line after the last event.
  parser.feed(`${decoder.decode()}\n\n`);
  yield* events.splice(0);
}

/**
 * The JSON of one event.
 *
 * @throws TroubleError if it broke off
 */
export function eventJson({data}: EventSourceMessage): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TroubleError({kind: 'incomplete', what: 'an event of the stream is no JSON'});
  }
}

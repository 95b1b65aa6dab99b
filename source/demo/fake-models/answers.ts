import type {Asked, Foreign, Reply, Script} from './contract.ts';
import {failure} from './faults.ts';
import {fillSchema} from './fill-schema.ts';

/** A reply with this text, or with this value as JSON; without one it fills the schema asked for. */
export function reply(content?: unknown, rest: Partial<Omit<Reply, 'kind' | 'text'>> = {}): Reply {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return {kind: 'reply', ...(text !== undefined && {text}), ...rest};
}

/** A model that obeys what a page tells it: a proper answer in which every free text is the payload. */
export function hijacked(payload: string, rest: Partial<Omit<Reply, 'kind' | 'text'>> = {}): Reply {
  return {kind: 'reply', text: (asked) => fill(asked, payload), ...rest};
}

/** Text of a reply that the script leaves open: it fits the schema, whatever the prompt says. */
export function fill({rung, schema}: Asked, text = 'Use the example.'): string {
  return rung === 'prompt' ? text : JSON.stringify(fillSchema(schema, text));
}

/** Not an answer of a model: by default the page of a captive portal, with 200. */
export function foreign(changes: Partial<Omit<Foreign, 'kind'>> = {}): Foreign {
  return {
    kind: 'foreign',
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><title>Sign in</title><p>Please sign in to use this network.</p>',
    ...changes,
  };
}

/** The HTML page of a proxy whose server is down: 502. */
export function badGateway(): Foreign {
  return foreign({status: 502, body: '<html><h1>502 Bad Gateway</h1></html>'});
}

/**
 * A server with a token bucket: it takes `burst` questions at once and `perSecond` on the long run, by its clock; what
 * comes beyond that gets a 429.
 */
export function tokenBucket(
  limit: {readonly perSecond: number; readonly burst: number; readonly headers?: Record<string, string>},
  then: Script,
): Script {
  let tokens = limit.burst;
  let last: number | null = null;
  let answered = 0;
  return (exchange) => {
    const passedMs = exchange.at - (last ?? exchange.at);
    last = exchange.at;
    tokens = Math.min(limit.burst, tokens + (passedMs * limit.perSecond) / 1000);
    if (tokens < 1) return failure('throttled', limit.headers ? {headers: limit.headers} : {});
    tokens -= 1;
    answered += 1;
    return answerOf(then, exchange, answered - 1);
  };
}

/** What a script says to its question number `index`. */
export function answerOf(
  script: Script,
  ...[exchange, index]: Parameters<Extract<Script, (...given: never) => unknown>>
) {
  if (typeof script === 'function') return script(exchange, index);
  return script[Math.min(index, script.length - 1)] ?? reply();
}

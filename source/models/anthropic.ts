import {type Clock, systemClock} from '../clock.ts';
import type {Secret} from '../secret.ts';
import {messagesReader} from './anthropic-answer.ts';
import {messagesRequest} from './anthropic-request.ts';
import type {Provider} from './contract.ts';
import {askOverHttp} from './exchange-answer.ts';
import {exchangeOnce} from './exchange-once.ts';
import {below, createPlace, type PlaceOptions} from './exchange-place.ts';
import {isCacheable} from './structured-prompt.ts';

export type MessagesOptions = PlaceOptions & {
  readonly baseUrl: string;
  readonly key: Secret;
  readonly model: string;
  /** The smallest prefix that the model caches, in tokens. @default 4,096 */
  readonly cacheableTokens?: number;
  readonly clock?: Clock;
};

/**
 * The Messages wire of Anthropic.
 *
 * @throws UsageError for a base URL that cannot be used
 */
export function createMessages(options: MessagesOptions): Provider {
  const {baseUrl, key, model, cacheableTokens = 4_096, clock = systemClock} = options;
  const place = createPlace(baseUrl, true, options);
  const url = below(place, '/messages');
  const around = {
    provider: 'anthropic',
    model,
    host: place.host,
    clock,
    secrets: () => [key.reveal()],
  } as const;
  return {
    name: 'anthropic',
    model,
    region: null,
    endpoint: place.endpoint,
    attempt: (attempt, deps) =>
      exchangeOnce(attempt, deps, around, (watch) => {
        const headers = {
          accept: attempt.stream ? 'text/event-stream' : 'application/json',
          'anthropic-version': '2023-06-01',
          'x-api-key': key.reveal(),
        };
        const body = JSON.stringify(messagesRequest(model, isCacheable(attempt, cacheableTokens), attempt));
        return askOverHttp(
          url,
          {place, headers, body, watch},
          {attempt, progress: deps.progress, reader: messagesReader},
        );
      }),
    close: place.close,
  };
}

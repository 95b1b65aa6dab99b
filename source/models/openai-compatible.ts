import {type Clock, systemClock} from '../clock.ts';
import type {Secret} from '../secret.ts';
import {AttemptError, type Provider} from './contract.ts';
import {askOverHttp} from './exchange-answer.ts';
import {exchangeOnce} from './exchange-once.ts';
import {below, createPlace, type PlaceOptions} from './exchange-place.ts';
import {chatReader} from './openai-compatible-answer.ts';
import {chatRequest} from './openai-compatible-request.ts';

export type ChatCompletionsOptions = PlaceOptions & {
  readonly name: 'openai' | 'huggingface' | 'local';
  /** Of `local`, `/v1` is added unless the path ends in it. */
  readonly baseUrl: string;
  /** `null` = none is sent. */
  readonly key: Secret | null;
  readonly model: string;
  readonly clock?: Clock;
};

/**
 * The wire of OpenAI, which Hugging Face, Ollama, llama.cpp, LM Studio and vLLM speak as well.
 *
 * @throws UsageError for a base URL that cannot be used
 */
export function createChatCompletions(options: ChatCompletionsOptions): Provider {
  const {name, baseUrl, key, model, clock = systemClock} = options;
  const place = createPlace(baseUrl, key !== null, options);
  const isBare = name === 'local' && !place.url.pathname.endsWith('/v1');
  const url = below(place, isBare ? '/v1/chat/completions' : '/chat/completions');
  const authorization = () => (key ? `Bearer ${key.reveal()}` : (place.login?.reveal() ?? null));
  const around = {provider: name, model, host: place.host, clock, secrets};
  /** A few servers refuse to be asked for it: then no more, as long as this provider lives. */
  let usageInStream = true;
  return {
    name,
    model,
    region: null,
    endpoint: place.endpoint,
    async attempt(attempt, deps) {
      try {
        return await exchangeOnce(attempt, deps, around, (watch) => {
          const login = authorization();
          const headers = {
            accept: attempt.stream ? 'text/event-stream' : 'application/json',
            ...(login === null ? {} : {authorization: login}),
          };
          const body = JSON.stringify(chatRequest({name, model, usageInStream}, attempt));
          return askOverHttp(
            url,
            {place, headers, body, watch},
            {attempt, progress: deps.progress, reader: chatReader},
          );
        });
      } catch (error) {
        if (error instanceof AttemptError && error.failure.rejected === 'stream-usage') usageInStream = false;
        throw error;
      }
    },
    close: place.close,
  };

  function secrets(): readonly string[] {
    return [key?.reveal(), place.login?.reveal().replace('Basic ', '')].filter((text) => text !== undefined);
  }
}

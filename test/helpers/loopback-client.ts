import {createHttpClient, type HttpClientOptions} from '../../source/network/client.ts';
import type {HttpClient} from '../../source/network/http.ts';

/**
 * A client for tests with servers on loopback ports that are known only later: each origin counts as one that the user
 * typed. A redirect from one to another is refused, as in a real run.
 */
export function createLoopbackClient(options: Omit<HttpClientOptions, 'seed'>): HttpClient {
  const clients = new Map<string, HttpClient>();
  return {
    get(url, asked) {
      const {origin} = new URL(url);
      const client = clients.get(origin) ?? createHttpClient({...options, seed: origin});
      clients.set(origin, client);
      return client.get(url, asked);
    },
  };
}

import {describe, expect, test} from 'vitest';
import {createHttpClient} from '../../source/network/client.ts';
import type {Lookup} from '../../source/network/guarded-agents.ts';
import {canUseProxy} from '../../source/network/proxy.ts';
import {startSite} from '../helpers/site-server.ts';
import {notUrls, spellings} from './spellings.ts';

const lookup: Lookup = async () => [{address: '127.0.0.1', family: 4}];
const how = {accept: '*/*', maxBytes: 1_000, mayRedirect: () => true};
// Nobody listens there: whatever is sent to it would be another error.
const proxy = {http: 'http://127.0.0.1:9', https: null, except: []};

describe('a host written as', () => {
  test.each(spellings)('%s is refused', async (_name, host) => {
    const client = createHttpClient({userAgent: 'rules-maker/0', lookup});
    await expect(client.get(`http://${host}/`, how)).rejects.toMatchObject({
      code: 'RM-HTTP-014',
      exitCode: 8,
      hint: expect.stringContaining('--allow-private'),
    });
  });

  test.skipIf(!canUseProxy).each(spellings)('%s is refused behind a proxy too', async (_name, host) => {
    const client = createHttpClient({userAgent: 'rules-maker/0', lookup, proxy});
    await expect(client.get(`http://${host}/`, how)).rejects.toMatchObject({code: 'RM-HTTP-014'});
  });

  test.each(notUrls)('%s is no URL, and a redirect to it ends there', async (_name, host) => {
    expect(URL.canParse(`http://${host}/`)).toBe(false);
    const site = await startSite({routes: {'/': {status: 302, headers: {location: `http://${host}/`}}}});
    const client = createHttpClient({userAgent: 'rules-maker/0', lookup, seed: site.origin});
    await expect(client.get(site.origin, how)).rejects.toMatchObject({code: 'RM-HTTP-011'});
    expect(site.hits).toHaveLength(1);
    await site.close();
  });
});

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type SiteServer, startSite} from '../helpers/site-server.ts';
import {facts, runSite} from './run-site.ts';

const pageCount = 40;
const words =
  'amber birch cedar delta ember fjord grove heath inlet jetty knoll larch marsh north ocean'.split(' ');

/** Each page has a text of its own: pages that are alike would look like a trap. */
const guide = (
  at: number,
) => `<html lang="en"><head><title>Part ${at} - Acme 2.1 documentation</title></head><body><main>
<h1>Part ${at}</h1><p>About ${words.map((word, index) => `${word}${(at * (index + 3)) % 17}`).join(' ')}.</p>
<h2 id="use">Use</h2><p>Never call <code>acme.part${at}.close()</code> twice; use <code>acme.part${at}.release()</code> instead.</p>
<p>The method <code>acme.old${at}()</code> was removed in 2.0. Use <code>acme.new${at}()</code> instead.</p>
${Array.from({length: 4}, (_, link) => `<a href="p${(at * 3 + link + 1) % pageCount}.html">next</a>`).join(' ')}</main></body></html>`;

let site: SiteServer;
beforeAll(async () => {
  site = await startSite({
    routes: {'/docs/': guide(0)},
    fallback: (url) => {
      const [, at] = /^\/docs\/p(\d+)\.html$/.exec(url) ?? [];
      return at === undefined ? null : guide(Number(at));
    },
    delayMs: (url) => url.length % 3,
  });
});
afterAll(() => site.close());

describe('a run with threads', () => {
  it('states the same facts, makes the same rules and writes the same bytes as one without', async () => {
    const url = `${site.origin}/docs/`;
    const alone = await runSite(url, {shared: false});
    const threaded = await runSite(url, {shared: true, request: {concurrency: 9}});
    expect(alone.result).toMatchObject({outcome: 'complete', exitCode: 0, error: null});
    expect(alone.result.ruleSet?.rules.length).toBeGreaterThan(pageCount);
    expect(threaded.result.ruleSet).toEqual(alone.result.ruleSet);
    expect(threaded.files).toEqual(alone.files);
    expect(Object.keys(alone.files)).toContain('llms-full.txt');
    expect(facts(threaded.events)).toEqual(facts(alone.events));
    expect(threaded.events.map(({seq}) => seq)).toEqual(threaded.events.map((_, index) => index + 1));
  });

  it('tells an error that we explain as such, and no file is there', async () => {
    const {result, files} = await runSite(`${site.origin}/docs/`, {
      shared: true,
      request: {singleFile: '.rules-maker/x.md', targets: ['agents']},
    });
    expect(result.error).toMatchObject({code: 'RM-FS-056', exitCode: 8, hint: expect.any(String)});
    expect(result).toMatchObject({outcome: 'failed', exitCode: 8});
    expect(files).toEqual({});
  });

  it.each(['phase.started', 'rule.distilled'] as const)(
    'that is stopped while rules are made writes nothing (%s)',
    async (type) => {
      const {result, events, files} = await runSite(`${site.origin}/docs/`, {
        shared: true,
        onEvent: (event, controls) => {
          if (event.type === type && (event.type !== 'phase.started' || event.phase === 'distil'))
            controls.stop('interrupted');
        },
      });
      expect(result).toMatchObject({outcome: 'stopped', exitCode: 130, again: 'resume'});
      expect(files).toEqual({});
      expect(events.at(-1)).toMatchObject({type: 'run.finished', outcome: 'stopped', error: null});
    },
  );
});

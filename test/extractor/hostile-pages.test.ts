import {afterEach, describe, expect, it} from 'vitest';
import type {RunEvent} from '../../source/events/catalogue.ts';
import {type SiteRoute, type SiteServer, startSite} from '../helpers/site-server.ts';
import {runSite} from './run-site.ts';

const hostileThread = new URL('../helpers/hostile-reader.ts', import.meta.url);
let site: SiteServer;
afterEach(() => site.close());

const page = (title: string, body: string) =>
  `<html lang="en"><head><title>${title} - Acme 2.1 documentation</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
const good = (name: string) =>
  page(
    name,
    `<p>About ${name}.</p><p>Never call <code>acme.${name}.close()</code> twice; use <code>acme.${name}.release()</code> instead.</p>`,
  );
/** Too big to be read without a thread. */
const big = (text: string) =>
  page(text, '<p>a paragraph of many words, like all the others</p>'.repeat(3000));

/** The good pages come last: the run must have gone on. */
const start = (names: readonly string[]) =>
  page('Start', [...names, 'alpha', 'omega'].map((name) => `<a href="${name}.html">${name}</a>`).join(' '));

async function run(pages: Record<string, SiteRoute>, deps: Parameters<typeof runSite>[1]['deps'] = {}) {
  const names = Object.keys(pages);
  site = await startSite({
    routes: {
      '/docs/': start(names),
      '/docs/alpha.html': good('alpha'),
      '/docs/omega.html': good('omega'),
      ...Object.fromEntries(names.map((name) => [`/docs/${name}.html`, pages[name] ?? ''])),
    },
  });
  return await runSite(`${site.origin}/docs/`, {shared: true, request: {concurrency: 2}, deps});
}

const failures = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'page.failed'
      ? [`${new URL(event.url).pathname} ${event.code} ${event.message.replaceAll(event.url, 'it')}`]
      : [],
  );
const extracted = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'page.extracted' ? [event.title] : []));

describe('a page that is too much to read', () => {
  it('has no place for a run to stop: nesting, attributes and NUL bytes are read like any other page', async () => {
    const {result, events} = await run({
      nested: page(
        'Nested',
        `${'<div>'.repeat(50_000)}<p>The text at the bottom of it all is read like that of any other page.</p>`,
      ),
      attributes: page(
        'Attributes',
        `<p ${Array.from({length: 100_000}, (_, at) => `a${at}="b"`).join(' ')}>A paragraph with more attributes than words, of which there are some as well.</p>`,
      ),
      nul: page('Nul', `<p>${'The text of a page. '.repeat(60)}One\0two${'\0'.repeat(100_000)}three.</p>`),
    });
    expect(failures(events)).toEqual([]);
    expect(extracted(events)).toEqual(
      expect.arrayContaining(['Nested', 'Attributes', 'Nul', 'alpha', 'omega']),
    );
    expect(result).toMatchObject({outcome: 'complete', exitCode: 0});
  });

  it.each([
    ['TAKES FOR EVER', 'RM-DOC-022 it takes more than 4 s to read', {maxMs: 4000}],
    ['EATS ALL MEMORY', 'RM-DOC-022 it needs more than 64 MB of memory to read', {maxHeapMb: 64}],
    ['ENDS THE THREAD', 'RM-PROC-064 it ended the thread that read it', {}],
  ])('fails alone when it %s, and the run goes on to its end', async (text, failure, readingLimits) => {
    const {result, events, files} = await run({bad: big(text)}, {readerEntry: hostileThread, readingLimits});
    expect(failures(events)).toEqual([`/docs/bad.html ${failure}`]);
    expect(extracted(events)).toEqual(expect.arrayContaining(['alpha', 'omega']));
    expect(result).toMatchObject({outcome: 'partial', exitCode: 3, again: 'only-failed'});
    expect(files['rules.json']).toContain('acme.omega.release');
  });

  it('is cut off by the client when it is too big or never ends', async () => {
    const {result, events} = await run({
      table: ({response}) => {
        response.writeHead(200, {'content-type': 'text/html'});
        const row = `<tr>${'<td>cell</td>'.repeat(5000)}</tr>`;
        let sent = 0;
        const write = () => {
          while (sent < 60_000_000 && !response.destroyed) {
            sent += row.length;
            if (!response.write(row)) return void response.once('drain', write);
          }
          response.end();
        };
        write();
        return null;
      },
      endless: ({response}) => {
        response.writeHead(200, {'content-type': 'text/html'});
        const timer = setInterval(() => response.write('<p>and so on</p>'.repeat(200)), 20);
        response.once('close', () => clearInterval(timer));
        return null;
      },
    });
    expect(failures(events)).toEqual([
      expect.stringMatching(/^\/docs\/table\.html RM-HTTP-017 /),
      expect.stringMatching(/^\/docs\/endless\.html RM-NET-009 /),
    ]);
    expect(extracted(events)).toEqual(expect.arrayContaining(['alpha', 'omega']));
    expect(result).toMatchObject({outcome: 'partial', exitCode: 3});
  });

  it('ends the run with its reason if it is the start page', async () => {
    site = await startSite({routes: {'/docs/': big('ENDS THE THREAD')}});
    const {result, files} = await runSite(`${site.origin}/docs/`, {
      shared: true,
      deps: {readerEntry: hostileThread},
    });
    expect(result).toMatchObject({outcome: 'nothing', exitCode: 4, error: {code: 'RM-PROC-064'}});
    expect(files).toEqual({});
  });
});

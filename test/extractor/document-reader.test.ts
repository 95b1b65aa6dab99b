import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {afterEach, describe, expect, it} from 'vitest';
import {systemClock} from '../../source/clock.ts';
import type {Fetched} from '../../source/crawl/crawl.ts';
import {createDocumentReader, type DocumentReader} from '../../source/extractor/document-reader.ts';
import {readDocument, readOutline, readSample} from '../../source/extractor/read-document.ts';
import {unpackJson} from '../../source/store/kept-page.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

const hostile = new URL('../helpers/hostile-reader.ts', import.meta.url);
const readers: DocumentReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.close(new Error('the test is over'));
});

function open(options: Partial<Parameters<typeof createDocumentReader>[0]> = {}): DocumentReader {
  const reader = createDocumentReader({clock: systemClock, ...options});
  readers.push(reader);
  return reader;
}

const fetched = (text: string, more: Partial<Fetched> = {}): Fetched => ({
  url: 'https://a.dev/docs/x',
  finalUrl: 'https://a.dev/docs/x',
  status: 200,
  contentType: 'text/html',
  body: Buffer.from(text),
  ...more,
});

const html = `<html lang="en"><head><link rel="alternate" hreflang="de" href="/de/"></head><body>
<nav><a href="/docs/">Docs</a> <a href="y">Y</a></nav><main><h1>Widgets</h1><p hidden>unseen</p><h2 id="two">Two</h2>
<p>Call <code>open()</code> and see <a href="z?q=1#there">the rest</a>.</p><pre><code class="language-ts">a\u2028b</code></pre></main>`;
/** Too big to be read here. */
const big = (text: string) =>
  `<main><h1>Big</h1><p>${text}</p>${'<p>one paragraph like the others</p>'.repeat(4000)}</main>`;

describe('reading a document', () => {
  it.each([
    ['HTML', fetched(html)],
    ['a page without text', fetched('<div id="root"></div><script></script>')],
    ['windows-1252', fetched('', {body: Buffer.from('<main><h1>Caf\xe9</h1>', 'latin1')})],
    [
      'Markdown in the place of a page',
      fetched('# Widgets\n\n## Two `x`\n\nText, [more](../m.md).\n', {
        markdown: {base: 'https://a.dev/docs/x.md', anchors: 'github'},
      }),
    ],
    ['a page whose JSON is packed', fetched(big('x'))],
  ])('gives the same here and in its thread: %s', async (_, document) => {
    const reader = open();
    const {content: page, ...facts} = readDocument(document);
    const bytes = Buffer.from(document.body);
    for (let time = 0; time < (bytes.length > 100_000 ? 2 : 22); time += 1) {
      const {content, ...read} = await reader.read(document);
      expect(read).toEqual(facts);
      expect(unpackJson(content.json)).toEqual(JSON.parse(JSON.stringify(page)));
      expect(content.about).toMatchObject({title: page.title, sections: page.sections.length});
    }
    expect(await reader.outline(document)).toEqual(readOutline(document));
    expect(await reader.sample(document)).toEqual(readSample(document));
    expect(bytes.equals(document.body)).toBe(true);
  });

  it('counts hidden text that was removed, and no comment or script', async () => {
    const {content} = await open().read(fetched(`<!-- a --><script>b</script>${html}`));
    expect(content.about).toMatchObject({title: 'Widgets', removed: 1});
  });

  it('answers in the order of the documents, however many wait', async () => {
    const reader = open();
    const titles = Array.from(
      {length: 60},
      (_, at) => `<main><h1>Page ${at}</h1>${at % 7 === 0 ? big('') : ''}`,
    );
    const pages = await Promise.all(titles.map((text) => reader.read(fetched(text))));
    expect(pages.map(({content}) => content.about.title)).toEqual(titles.map((_, at) => `Page ${at}`));
  });
});

describe('the first documents', () => {
  it('are read one in a turn of the event loop, so that timers and the screen have their share', async () => {
    const reader = open();
    let turn = 0;
    let isOver = false;
    const count = () => {
      turn += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const read = async () => {
      await reader.read(fetched(html));
      return turn;
    };
    const turns = await Promise.all([read(), read(), read(), read()]);
    isOver = true;
    expect(new Set(turns).size).toBe(4);
  });
});

describe('the links of a document', () => {
  const index = fetched(
    '<main><h1>Index</h1><a href="p#a">a</a> <a href="p#b">b</a> <a href="q">q</a></main>',
  );

  it('are those that a crawl needs', async () => {
    const {links} = await open().read(index);
    expect(links.map(({href, at}) => [href, at])).toEqual([
      ['https://a.dev/docs/p#a', undefined],
      ['https://a.dev/docs/q', 2],
    ]);
  });

  it('are all of them if they are asked for', async () => {
    expect((await open({allLinks: true}).read(index)).links).toEqual(readDocument(index).links);
  });
});

describe('a document that cannot be read', () => {
  const url = 'https://a.dev/docs/x';

  it('fails when its time is over, and the next one is read', async () => {
    const clock = createFakeClock();
    const reader = open({clock, entry: hostile});
    const endless = reader.read(fetched(big('TAKES FOR EVER')));
    const next = reader.read(fetched(big('Fine')));
    const failed = expect(endless).rejects.toMatchObject({
      code: 'RM-DOC-022',
      message: `${url} takes more than 30 s to read`,
    });
    await clock.advance(30_000);
    await failed;
    expect((await next).content.about.title).toBe('Big');
  });

  it.each([
    ['EATS ALL MEMORY', 'RM-DOC-022', `${url} needs more than 32 MB of memory to read`],
    ['ENDS THE THREAD', 'RM-PROC-064', `${url} ended the thread that read it`],
    ['THROWS IN THE THREAD', 'RM-PROC-064', `${url} ended the thread that read it`],
  ])('fails alone when it %s', async (text, code, message) => {
    const reader = open({entry: hostile, limits: {maxHeapMb: 32}});
    const [before, failed, after] = await Promise.allSettled([
      reader.read(fetched(big('Fine'))),
      reader.read(fetched(big(text))),
      reader.read(fetched(big('Fine'))),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(failed.status === 'rejected' && failed.reason).toMatchObject({
      code,
      message,
      hint: expect.any(String),
    });
  });
});

describe('the end of reading', () => {
  it('gives up what is under way and what waits, with the reason', async () => {
    const reader = open({entry: hostile});
    const reason = new Error('stopped');
    const under = [reader.read(fetched(big('TAKES FOR EVER'))), reader.read(fetched(big('Fine')))];
    const settled = Promise.allSettled([...under]);
    await reader.close(reason);
    const late = reader.read(fetched(big('late')));
    await expect(late).rejects.toBe(reason);
    expect(await settled).toEqual([
      {status: 'rejected', reason},
      {status: 'rejected', reason},
    ]);
  });

  it('needs no word: the process lives as long as a document is read, and no longer', () => {
    const module = new URL('../../source/extractor/document-reader.ts', import.meta.url).href;
    const script = `
      const {createDocumentReader} = await import(${JSON.stringify(module)});
      const reader = createDocumentReader({clock: {now: () => 0, sleep: () => new Promise(() => undefined)}});
      const body = Buffer.from('<main><h1>Alone</h1>' + '<p>text</p>'.repeat(20000));
      const page = {url: 'http://a.dev/', finalUrl: 'http://a.dev/', status: 200, contentType: 'text/html', body};
      process.stdout.write((await reader.read(page)).content.about.title);`;
    const args = ['--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, {encoding: 'utf8', timeout: 15_000})).toBe('Alone');
  });
});

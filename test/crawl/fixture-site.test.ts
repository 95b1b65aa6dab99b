import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {systemClock} from '../../source/clock.ts';
import {type CrawledPage, type CrawlReport, crawl} from '../../source/crawl/crawl.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import type {Block, Page} from '../../source/extract/page.ts';
import {readDocument} from '../../source/extractor/read-document.ts';
import {type BlockKind, blockKinds, guideCode, guideName} from '../helpers/fixture-pages.ts';
import {type FixtureSite, type FixtureStats, startFixtureSite} from '../helpers/fixture-site.ts';
import {createLoopbackClient} from '../helpers/loopback-client.ts';
import {eventsOf, pathOf, userAgent} from './run-crawl.ts';

const total = 200;

type Run = {
  readonly pages: readonly CrawledPage<Page>[];
  readonly report: CrawlReport;
  readonly events: readonly RunEventBody[];
  readonly stats: FixtureStats;
};

async function readSite(site: FixtureSite, concurrency: number): Promise<Run> {
  const events: RunEventBody[] = [];
  const run = crawl<Page>(
    {
      seed: `${site.origin}/docs/`,
      maxPages: 1000,
      maxDepth: 10,
      concurrency,
      include: [],
      exclude: [],
      respectRobots: true,
      requestsPerSecond: 0,
    },
    {
      client: createLoopbackClient({userAgent}),
      read: readDocument,
      emit: (event) => events.push(event),
      clock: systemClock,
      random: () => 0,
      signal: new AbortController().signal,
      gate: {pass: () => Promise.resolve(), closing: () => false, concurrency: () => concurrency},
      productToken: 'rules-maker',
    },
  );
  const pages: CrawledPage<Page>[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return {pages, report: next.value, events, stats: await site.stats()};
    pages.push(next.value);
  }
}

let site: FixtureSite;
let run: Run;

beforeAll(async () => {
  site = await startFixtureSite({pages: total, delayMs: 2, shuffle: 1});
  run = await readSite(site, 8);
}, 60_000);

afterAll(() => site.close());

function pageAt(path: string): Page {
  const found = run.pages.find(({url}) => pathOf(url) === path);
  if (!found) throw new Error(`${path} was not read`);
  return found.content;
}

function guides(): (readonly [number, Page])[] {
  return Array.from({length: total}, (_, i) => [i, pageAt(`/docs/guide/${guideName(i)}.html`)] as const);
}

describe('what is asked for', () => {
  test('no forbidden page, no other host, nothing out of scope', () => {
    const {disallowedHits, offsiteHits, blogHits} = run.stats;
    expect({disallowedHits, offsiteHits, blogHits}).toEqual({disallowedHits: 0, offsiteHits: 0, blogHits: 0});
  });

  test('the page that answered 429 not before its Retry-After, and it is kept', () => {
    const [first = 0, second = 0, ...more] = run.stats.limitedAt;
    expect(second - first).toBeGreaterThanOrEqual(2000);
    expect(more).toEqual([]);
    expect(JSON.stringify(pageAt('/docs/limited.html'))).toContain('FACT-LIMITED');
  });

  test('the page that answered 503 again, and it is kept', () => {
    expect(run.stats.requests['/docs/flaky.html']).toBe(2);
    expect(JSON.stringify(pageAt('/docs/flaky.html'))).toContain('FACT-FLAKY');
  });

  test('at most 25 months of a calendar without an end', () => {
    expect(run.stats.calendarHits).toBeGreaterThan(0);
    expect(run.stats.calendarHits).toBeLessThanOrEqual(25);
    expect(eventsOf(run.events, 'notice').map(({code, message}) => `${code} ${message}`)).toEqual([
      expect.stringContaining('RM-DOC-028 Trap suspected at /docs/cal.html?m=*'),
    ]);
  });

  test('each page once, whatever tracking parameters stand on its links', () => {
    const guideHits = Object.entries(run.stats.requests).filter(([url]) => url.startsWith('/docs/guide/'));
    expect(guideHits).toHaveLength(total);
    expect(guideHits.every(([, hits]) => hits === 1)).toBe(true);
  });

  test('under one name', () => {
    expect(Object.keys(run.stats.userAgents)).toEqual([userAgent]);
    expect(run.stats.mostInFlight).toBeLessThanOrEqual(8);
  });
});

describe('what is kept', () => {
  test('a redirect in scope under its new address, one that leaves the site not at all', () => {
    expect(JSON.stringify(pageAt('/docs/new-home.html'))).toContain('FACT-MOVED');
    expect(run.pages.some(({url}) => url.includes('moved.html') || url.includes('elsewhere'))).toBe(false);
    const dropped = eventsOf(run.events, 'page.skipped').filter(({url}) => url.endsWith('/offsite.html'));
    expect(dropped).toMatchObject([{reason: 'scope'}]);
  });

  test('a page in ISO-8859-1 with its accents', () => {
    expect(JSON.stringify(pageAt('/docs/latin1.html'))).toContain('FACT-LATIN-café');
  });

  test('a missing page as a failed one that costs nothing', () => {
    const failed = eventsOf(run.events, 'page.failed').map(({url, missing}) => [pathOf(url), missing]);
    expect(failed).toEqual([['/docs/gone.html', true]]);
    expect(run.report).toMatchObject({incomplete: 0, leftOut: 0, capReached: false, stopped: null});
  });

  test('each address ends once', () => {
    const found = eventsOf(run.events, 'page.discovered').map(({url}) => url);
    const ended = [
      ...eventsOf(run.events, 'page.fetched'),
      ...eventsOf(run.events, 'page.skipped'),
      ...eventsOf(run.events, 'page.failed'),
    ].map(({url}) => url);
    expect(ended.sort()).toEqual([...new Set(found)].sort());
  });
});

describe('what is extracted', () => {
  const blocksOf = (page: Page) => page.sections.flatMap(({blocks}) => allBlocks(blocks));

  const finds: Readonly<Record<BlockKind, (page: Page, token: string, i: number) => boolean>> = {
    H: ({sections}, token) =>
      sections.some(({heading, anchor}) => heading.endsWith(token) && anchor === 'top'),
    P: (page, token, i) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'paragraph' && block.text.startsWith(`${token} Call \`acme.widget${i}()\` once`),
      ),
    SP: (page, token) =>
      blocksOf(page).some((block) => block.type === 'paragraph' && block.text === `Short ${token}.`),
    TD: (page, token, i) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'table' &&
          texts(block.header) === 'Name,Type,Default,Description' &&
          block.rows.some(
            (row) => texts(row) === `timeout${i},number,${token},Milliseconds to wait for an answer`,
          ) &&
          block.rows.some((row) => texts(row) === 'retries,number,3,How often | to retry'),
      ),
    LI: (page, token) => hasItem(page, `${token} close every widget`, 1, null),
    NLI: (page, token) => hasItem(page, `${token} not even a frozen one`, 2, null),
    OLI: (page, token) => hasItem(page, `${token} install`, 1, 1) && hasItem(page, 'configure', 1, 2),
    DD: (page, token) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'definition' &&
          texts(block.terms) === 'strict' &&
          block.blocks.some((inner) => 'text' in inner && inner.text === `${token} refuse unknown keys`),
      ),
    ADM: (page, token) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'admonition' &&
          block.kind === 'warning' &&
          block.blocks.some((inner) => 'text' in inner && inner.text === `${token} do not call in render`),
      ),
    BQ: (page, token) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'quote' &&
          block.blocks.some((inner) => 'text' in inner && inner.text === `${token} prefer composition`),
      ),
    CODE: (page, _token, i) =>
      blocksOf(page).some(
        (block) =>
          block.type === 'code' &&
          /^(?:ts|typescript)$/.test(block.language ?? '') &&
          block.code.trimEnd() === guideCode(i),
      ),
    PRE: (page, token, i) =>
      blocksOf(page).some(
        (block) => block.type === 'code' && block.code.trim() === `npm install acme-${i} # ${token}`,
      ),
  };

  function hasItem(page: Page, text: string, depth: number, ordinal: number | null): boolean {
    return blocksOf(page).some(
      (block) =>
        block.type === 'item' && block.text === text && block.depth === depth && block.ordinal === ordinal,
    );
  }

  test.each(blockKinds)('%s stands on every guide page, in its own type of block', (kind) => {
    const missing = guides().filter(([i, page]) => !finds[kind](page, `FACT-${kind}-${i}`, i));
    expect(missing.map(([i]) => i)).toEqual([]);
  });

  test('no furniture of the pages, no links of the side menu, no permalink signs', () => {
    const everything = JSON.stringify(run.pages.map(({content}) => [content.title, content.sections]));
    expect(everything).not.toContain('NOISE');
    expect(everything).not.toContain('Menu 0');
    const headings = guides().map(([, page]) =>
      page.sections
        .map(({heading}) => heading)
        .slice(1)
        .join(),
    );
    expect(new Set(headings)).toEqual(new Set(['Options,Rules,Example']));
  });
});

describe('twice', () => {
  test('gives the same bytes with other delays and another number in flight', async () => {
    const again = await startFixtureSite({pages: total, delayMs: 4, shuffle: 7});
    try {
      const second = await readSite(again, 3);
      const bytes = ({pages}: Run, {origin}: FixtureSite) => JSON.stringify(pages).replaceAll(origin, '');
      expect(bytes(second, again) === bytes(run, site)).toBe(true);
    } finally {
      await again.close();
    }
  }, 60_000);
});

function allBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => ['blocks' in block ? allBlocks(block.blocks) : [], [block]].flat());
}

function texts(cells: readonly {readonly text: string}[]): string {
  return cells.map(({text}) => text).join();
}

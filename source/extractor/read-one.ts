import {type Clock, systemClock} from '../clock.ts';
import type {Fetched} from '../crawl/crawl.ts';
import {openPage} from '../crawl/open-page.ts';
import {NothingFoundError} from '../errors.ts';
import type {RunEventOf} from '../events/catalogue.ts';
import type {Link, Page} from '../extract/page.ts';
import {unpackJson} from '../store/kept-page.ts';
import {createControls} from './controls.ts';
import {crawlOptions} from './crawl-options.ts';
import type {ExtractorDeps, RunRequest} from './create-extractor.ts';
import {createDocumentReader} from './document-reader.ts';
import {obeyOwner} from './obey-owner.ts';

export {pageToMarkdown} from '../extract/markdown.ts';

/** One page as a run would see it. */
export type OnePage = {
  readonly page: Page;
  /** Absolute, in page order, menus among them. */
  readonly links: readonly Link[];
  /** True if the text of the page is made by its scripts. */
  readonly shell: boolean;
};

type Notice = Omit<RunEventOf<'notice'>, 'seq' | 'at'>;

/**
 * Reads one page of a site with the requests that a run makes: robots.txt, then the page.
 *
 * @throws as a run ends whose start page cannot be read: RulesMakerError
 */
export async function readAddress(
  request: RunRequest,
  {client, clock = systemClock, random = () => 0.5}: Pick<ExtractorDeps, 'client' | 'clock' | 'random'>,
  tell: (notice: Notice) => void,
): Promise<OnePage> {
  const emit = (event: Parameters<Parameters<typeof createControls>[0]['emit']>[0]) => {
    if (event.type === 'notice') tell(event);
  };
  const {gate} = createControls({concurrency: 1, emit, clock});
  const response = await openPage(crawlOptions(request), {
    client,
    emit,
    clock,
    random,
    signal: gate.signal,
    gate,
    productToken: request.program.name,
    onRobots: (facts) => obeyOwner(facts, request.url, emit),
  });
  if (!response) throw new Error('the gate was closed');
  const {url, finalUrl, status, headers, body} = response;
  return await read({url, finalUrl, status, body, contentType: headers['content-type'] ?? null}, clock);
}

/**
 * Reads a document that is there.
 *
 * @throws NothingFoundError RM-DOC-022 or RM-PROC-064 if it cannot be read
 */
export async function readBytes(
  url: string,
  document: Pick<Fetched, 'body' | 'contentType'>,
  clock: Clock = systemClock,
): Promise<OnePage> {
  return await read({...document, url, finalUrl: url, status: 200}, clock);
}

async function read(fetched: Fetched, clock: Clock): Promise<OnePage> {
  const reader = createDocumentReader({clock, allLinks: true});
  try {
    const {content, links, shell} = await reader.read(fetched);
    return {page: unpackJson<Page>(content.json), links, shell: shell !== null};
  } finally {
    await reader.close(new NothingFoundError({code: 'RM-DOC-022', message: 'the page is read'}));
  }
}

import {setImmediate as breathe} from 'node:timers/promises';
import type {Clock} from '../clock.ts';
import type {CrawlDeps, Fetched} from '../crawl/crawl.ts';
import {NothingFoundError} from '../errors.ts';
import {KeptPage} from '../store/kept-page.ts';
import {type DocumentAnswer, type DocumentJob, doDocumentJob, type PageAbout} from './document-jobs.ts';
import {createThread, siblingModule, ThreadError, type ThreadFault} from './thread.ts';

/** Where crawl and extract meet; see `CrawlDeps`. */
export type DocumentReader = Required<Pick<CrawlDeps<KeptPage<PageAbout>>, 'read' | 'outline' | 'sample'>> & {
  /** What is under way is given up, with `reason`. */
  readonly close: (reason: unknown) => Promise<void>;
};

/**
 * So many documents are read here before a thread is worth its start (31 to 86 ms). Not more: what
 * they warm up here, the thread has to warm up once more.
 */
const inlineDocuments = 8;
/** The first document meets cold code, 1 ms a KB: a bigger one would be felt on the screen, so it never is read here. */
const inlineBytes = 20_000;

/** What reading one document may take. */
export type ReadingLimits = {
  /** As long as its transfer may take. A page of 10 MB, the most there is, needs 1 to 3 s. */
  readonly maxMs: number;
  /** Old generation of the thread. Real pages of 6 MB need less than 128 MB. */
  readonly maxHeapMb: number;
};

const readingLimits: ReadingLimits = {maxMs: 30_000, maxHeapMb: 256};

/**
 * Reads documents: the first few small ones at once, the others in a thread of their own, so that no page holds up
 * timers, signals and the screen, and none can end the run.
 *
 * `read` throws NothingFoundError RM-DOC-022 for a document that takes too long, needs too much memory or cannot be read
 * at all, RM-PROC-064 if the thread died with it.
 */
export function createDocumentReader(options: {
  readonly clock: Clock;
  readonly limits?: Partial<ReadingLimits>;
  /** The module of the thread. */
  readonly entry?: URL;
  /** Whether `links` holds all links of a page, or as many as a crawl needs. @default false */
  readonly allLinks?: boolean;
}): DocumentReader {
  const limits = {...readingLimits, ...options.limits};
  const {allLinks = false} = options;
  const entry = options.entry ?? siblingModule('reader-thread', import.meta.url);
  const thread = createThread<DocumentJob, DocumentAnswer>({entry, clock: options.clock, ...limits});
  let inline = 0;
  let threaded = false;
  let turn = Promise.resolve();

  const answer = async (kind: DocumentJob['kind'], fetched: Fetched): Promise<DocumentAnswer> => {
    if (!threaded && inline < inlineDocuments && fetched.body.length <= inlineBytes) {
      inline += 1;
      // Start page and outline, or several answers at once, are not to come in one piece: one job a turn of the loop.
      turn = turn.then(() => breathe());
      await turn;
      return doDocumentJob({kind, fetched, allLinks});
    }
    threaded = true;
    return await thread.ask(() => {
      // A copy: a small body may be a piece of a pool, and the crawl goes on using its own.
      const body = new Uint8Array(fetched.body);
      return {job: {kind, fetched: {...fetched, body}, allLinks}, transfer: [body.buffer]};
    });
  };

  const job = async <K extends DocumentJob['kind']>(kind: K, fetched: Fetched) => {
    let found: DocumentAnswer;
    try {
      found = await answer(kind, fetched);
    } catch (error) {
      throw error instanceof ThreadError ? unreadable(fetched.finalUrl, error, limits) : error;
    }
    if (found.kind === kind) return found as Extract<DocumentAnswer, {kind: K}>;
    throw new NothingFoundError({
      code: 'RM-DOC-022',
      message: `${fetched.finalUrl} cannot be read`,
      ...(found.kind === 'problem' ? {why: found.message} : {}),
      hint: 'leave the page out with --exclude, and please report it',
    });
  };

  return {
    async read(fetched) {
      const {content, ...read} = (await job('read', fetched)).value;
      return {...read, content: new KeptPage(content.about, content.json)};
    },
    outline: async (fetched) => (await job('outline', fetched)).value,
    sample: async (fetched) => (await job('sample', fetched)).value,
    close: thread.close,
  };
}

function unreadable(url: string, error: ThreadError, {maxMs, maxHeapMb}: ReadingLimits): NothingFoundError {
  const why: Record<ThreadFault, string> = {
    time: `takes more than ${maxMs / 1000} s to read`,
    memory: `needs more than ${maxHeapMb} MB of memory to read`,
    crash: 'ended the thread that read it',
  };
  return new NothingFoundError({
    code: error.fault === 'crash' ? 'RM-PROC-064' : 'RM-DOC-022',
    message: `${url} ${why[error.fault]}`,
    hint: 'leave the page out with --exclude',
    cause: error,
  });
}

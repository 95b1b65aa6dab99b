import {Worker} from 'node:worker_threads';
import type {Emit} from '../events/catalogue.ts';
import type {Page} from '../extract/page.ts';
import type {PageStore} from '../store/page-store.ts';
import type {PagesPlace} from '../store/shared-pages.ts';
import type {RunRequest} from './create-extractor.ts';
import {type MadeRules, makeRules, writeRules} from './make-rules.ts';
import {type RulesAnswer, type RulesJob, thrownError} from './rules-messages.ts';
import {siblingModule, threadOptions} from './thread.ts';

/** Distil, assemble and write: `make` first, then `write`. */
export type RulesStage = {
  /** @throws as `makeRules`; the signal's reason when aborted */
  readonly make: () => Promise<MadeRules>;
  /** @throws as `writeRules` */
  readonly write: (made: MadeRules) => Promise<{readonly keptFiles: number}>;
  readonly close: () => Promise<void>;
};

/** With fewer pages the work is shorter than the start of a thread. */
const leastPages = 20;

/**
 * Reading all pages again and again, comparing rules and joining files is a second of work without a pause: it is done
 * in a thread of its own, if there is enough of it and another thread can get at the pages.
 */
export function openRulesStage(
  request: RunRequest,
  emit: Emit,
  pages: PageStore<Page>,
  signal: AbortSignal,
): RulesStage {
  const place = pages.count() < leastPages ? null : (pages.share?.() ?? null);
  if (place !== null) return threadedStage(request, emit, place, signal);
  return {
    make: () => makeRules(request, emit, pages),
    write: (made) => writeRules(request, emit, pages, made),
    close: () => Promise.resolve(),
  };
}

function threadedStage(request: RunRequest, emit: Emit, place: PagesPlace, signal: AbortSignal): RulesStage {
  const worker = new Worker(siblingModule('rules-thread', import.meta.url), threadOptions);
  const ended = Promise.withResolvers<never>();
  worker.on('error', ended.reject);
  worker.on('exit', () => ended.reject(new Error('the thread that makes the rules ended')));
  // It may end while nobody asks for anything.
  ended.promise.catch(() => undefined);

  const ask = async (kind: RulesJob['kind']): Promise<RulesAnswer> => {
    const done = Promise.withResolvers<RulesAnswer>();
    const hear = (answer: RulesAnswer) => {
      if (answer.kind === 'events') for (const event of answer.events) emit(event);
      else done.resolve(answer);
    };
    const stop = () => done.reject(signal.reason);
    // What is being written is written to its end, as it would be without a thread.
    if (kind === 'make') signal.addEventListener('abort', stop);
    worker.on('message', hear);
    try {
      worker.postMessage({kind, request, place} satisfies RulesJob);
      const answer = await Promise.race([done.promise, ended.promise]);
      if (answer.kind === 'thrown') throw thrownError(answer);
      return answer;
    } finally {
      worker.off('message', hear);
      signal.removeEventListener('abort', stop);
    }
  };

  return {
    async make() {
      const answer = await ask('make');
      if (answer.kind === 'made') return answer.made;
      throw new Error(`no rules but ${answer.kind}`);
    },
    async write() {
      const answer = await ask('write');
      if (answer.kind === 'written') return {keptFiles: answer.keptFiles};
      throw new Error(`no files but ${answer.kind}`);
    },
    async close() {
      await worker.terminate();
    },
  };
}

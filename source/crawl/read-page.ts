import {RulesMakerError} from '../errors.ts';
import type {SkipReason} from '../events/catalogue.ts';
import type {HttpResponse} from '../network/http.ts';
import type {CrawlDeps, Fetched, ReadResult} from './contract.ts';
import {notADocument} from './document-type.ts';
import type {Judge} from './judge.ts';
import type {Refusal} from './never.ts';
import type {Robots} from './robots.ts';
import type {Site} from './site.ts';

/** What came of one page; the body of the answer is gone by now. */
export type Reading<T> =
  | {readonly kind: 'page'; readonly facts: PageFacts; readonly read: ReadResult<T>}
  | {readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail: string | null}
  | {readonly kind: 'failed'; readonly error: RulesMakerError; readonly status: number | null};

export type PageFacts = Pick<HttpResponse, 'finalUrl' | 'status' | 'durationMs'> & {
  readonly from: 'network' | 'cache';
  readonly bytes: number;
};

/** Fetches and reads one page of the frontier. @throws the signal's reason, or what the reader throws */
export async function readPage<T>(
  url: string,
  site: Site,
  judge: Judge,
  deps: CrawlDeps<T>,
): Promise<Reading<T>> {
  let refusal: Refusal | null = null;
  const outcome = await site.fetch(url, 'page', (from, to) => {
    refusal = judge.redirect(new URL(from), new URL(to));
    return refusal === null;
  });
  switch (outcome.kind) {
    case 'not-started':
      return {kind: 'skipped', reason: 'finished-early', detail: null};
    case 'refused':
      return {kind: 'skipped', ...(refusal ?? {reason: 'address', detail: outcome.error.why ?? null})};
    case 'failure':
      return {kind: 'failed', error: outcome.error, status: outcome.status};
    case 'answer':
      return await readAnswer(outcome.response, deps, judge.robots);
  }
}

/** Reads a page that has been fetched. */
export async function readAnswer<T>(
  response: HttpResponse,
  deps: CrawlDeps<T>,
  robots: Robots,
): Promise<Reading<T>> {
  const type = notADocument(response);
  if (type !== null) return {kind: 'skipped', reason: 'type', detail: type};
  const {url, finalUrl, status, headers, body, durationMs} = response;
  const fetched = {url, finalUrl, status, contentType: headers['content-type'] ?? null, body};
  const found = await tryRead(fetched, deps);
  if (found instanceof RulesMakerError) return {kind: 'failed', error: found, status};
  const read = found.shell?.kind === 'empty' ? ((await readRendered(fetched, deps, robots)) ?? found) : found;
  const nofollow = read.nofollow || forbidsFollowing(headers);
  return {
    kind: 'page',
    facts: {finalUrl, status, durationMs, from: 'network', bytes: body.length},
    read: nofollow === read.nofollow ? read : {...read, nofollow},
  };
}

/** What the reader makes of a document, or why it can make nothing of it. @throws what is no `RulesMakerError` */
export async function tryRead<T>(
  fetched: Fetched,
  deps: Pick<CrawlDeps<T>, 'read'>,
): Promise<ReadResult<T> | RulesMakerError> {
  try {
    return await deps.read(fetched);
  } catch (error) {
    if (error instanceof RulesMakerError) return error;
    throw error;
  }
}

/** By `X-Robots-Tag`. */
export function forbidsFollowing(headers: HttpResponse['headers']): boolean {
  return /(?:^|[\s,:])(?:nofollow|none)(?:$|[\s,])/i.test(headers['x-robots-tag'] ?? '');
}

/** What a page says once its scripts have run, or `null` if it says nothing more. */
async function readRendered<T>(
  fetched: Fetched,
  deps: CrawlDeps<T>,
  robots: Robots,
): Promise<ReadResult<T> | null> {
  const mayAsk = (url: string) => robots.check(url).allowed;
  const body = await deps.render?.(fetched.finalUrl, {signal: deps.signal, mayAsk});
  if (!body) return null;
  const read = await tryRead({...fetched, contentType: 'text/html; charset=utf-8', body}, deps);
  return read instanceof RulesMakerError || read.shell?.kind === 'empty' ? null : read;
}

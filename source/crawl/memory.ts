import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../clock.ts';
import {NothingFoundError, type RulesMakerError} from '../errors.ts';
import type {SkipReason} from '../events/catalogue.ts';
import type {FetchOutcome} from '../network/fetch-page.ts';
import type {HttpResponse} from '../network/http.ts';
import type {CrawlMemory, StoredReading} from '../store/journal.ts';
import type {ReadResult} from './contract.ts';
import type {PageFacts, Reading} from './read-page.ts';
import type {Site} from './site.ts';

/** robots.txt counts for 24 h at most (RFC 9309, 2.4). */
const robotsAgeMs = 24 * 60 * 60 * 1000;

/**
 * Reads an address, or gives what an earlier stretch of the run made of it. What is new and settled is kept before
 * anybody hears of it; what another attempt may cure, or a run that was told to stop, is not kept.
 */
export async function remembered<T>(
  key: string,
  memory: CrawlMemory | undefined,
  work: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  if (!memory) return await work();
  const stored = memory.reading(key);
  if (stored !== null) {
    // Nothing here waits for the network: without this a long memory would leave no room for signals and timers.
    await setImmediate();
    return restored(stored);
  }
  const reading = await work();
  const kept = storable(reading);
  if (kept !== null) memory.keepReading(key, kept);
  return reading;
}

function storable<T>(reading: Reading<T>): StoredReading | null {
  switch (reading.kind) {
    case 'page': {
      const {content, ...read} = reading.read;
      return {state: 'page', facts: {page: reading.facts, read}, content};
    }
    case 'skipped':
      if (reading.reason === 'finished-early') return null;
      return {state: 'skipped', facts: {reason: reading.reason, detail: reading.detail}, content: null};
    case 'failed': {
      const {error, status} = reading;
      if (!isFinal(error, status)) return null;
      return {state: 'failed', facts: {error: errorFacts(error), status}, content: null};
    }
  }
}

function restored<T>({state, facts, content}: StoredReading): Reading<T> {
  switch (state) {
    case 'page': {
      const {page, read} = facts as {page: PageFacts; read: Omit<ReadResult<T>, 'content'>};
      return {kind: 'page', facts: {...page, from: 'cache'}, read: {...read, content: content as T}};
    }
    case 'skipped': {
      const {reason, detail} = facts as {reason: SkipReason; detail: string | null};
      return {kind: 'skipped', reason, detail};
    }
    case 'failed': {
      const {error, status} = facts as {error: ErrorFacts; status: number | null};
      return {kind: 'failed', error: new NothingFoundError(error), status};
    }
  }
}

/** Whether asking again would give the same: a plain refusal of the server, a page too big, a redirect loop. */
function isFinal(error: RulesMakerError, status: number | null): boolean {
  if (!(error instanceof NothingFoundError)) return false;
  if (status === null) return error.code === 'RM-HTTP-013' || error.code === 'RM-HTTP-017';
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

type ErrorFacts = {
  readonly code: string;
  readonly message: string;
  readonly why?: string;
  readonly hint?: string;
};

function errorFacts({code, message, why, hint}: RulesMakerError): ErrorFacts {
  return {code, message, ...(why === undefined ? {} : {why}), ...(hint === undefined ? {} : {hint})};
}

type Hop = {readonly from: string; readonly to: string; readonly allowed: boolean};

type AnswerFacts = {readonly hops: readonly Hop[]} & (
  | {readonly kind: 'answer'; readonly response: Omit<HttpResponse, 'body'>}
  | {readonly kind: 'failure'; readonly error: ErrorFacts; readonly status: number | null}
  | {readonly kind: 'refused'; readonly error: ErrorFacts}
);

/**
 * The same site, with a memory for the answers that shape a crawl before and beside its pages (robots.txt, the start
 * page, lists of pages): a run that goes on must start from the same ones to come to the same result. Redirects are
 * put to the asker again, and a different verdict asks the server again.
 */
export function rememberAnswers(site: Site, memory: CrawlMemory | undefined, clock: Clock): Site {
  if (!memory) return site;
  return {
    ...site,
    async fetch(url, kind, mayRedirect) {
      const key = `${kind} ${url}`;
      const stored = memory.answer(key);
      if (stored !== null && (kind !== 'robots' || clock.now() - stored.atMs < robotsAgeMs)) {
        const facts = stored.facts as AnswerFacts;
        if (facts.hops.every(({from, to, allowed}) => mayRedirect(from, to) === allowed))
          return restoredAnswer(facts, stored.body);
      }
      const hops: Hop[] = [];
      const outcome = await site.fetch(url, kind, (from, to) => {
        const allowed = mayRedirect(from, to);
        hops.push({from, to, allowed});
        return allowed;
      });
      const facts = storableAnswer(outcome, hops);
      if (facts !== null) {
        const body = outcome.kind === 'answer' ? outcome.response.body : new Uint8Array();
        memory.keepAnswer(key, {facts, body, atMs: clock.now()});
      }
      return outcome;
    },
  };
}

function storableAnswer(outcome: FetchOutcome, hops: readonly Hop[]): AnswerFacts | null {
  switch (outcome.kind) {
    case 'answer': {
      const {body: _, headers, ...response} = outcome.response;
      // A session of the user's is nothing to keep.
      const {'set-cookie': _cookie, ...kept} = headers;
      return {kind: 'answer', hops: hopsOf(hops), response: {...response, headers: kept}};
    }
    case 'failure': {
      const {error, status} = outcome;
      return isFinal(error, status)
        ? {kind: 'failure', hops: hopsOf(hops), error: errorFacts(error), status}
        : null;
    }
    case 'refused':
      // A hop that the network refused, not the asker, may be allowed next time.
      return hops.at(-1)?.allowed === false
        ? {kind: 'refused', hops: hopsOf(hops), error: errorFacts(outcome.error)}
        : null;
    case 'not-started':
      return null;
  }
}

/** A second attempt walks the same hops once more. */
function hopsOf(hops: readonly Hop[]): Hop[] {
  return [...new Map(hops.map((hop) => [`${hop.from} ${hop.to}`, hop])).values()];
}

function restoredAnswer(facts: AnswerFacts, body: Uint8Array): FetchOutcome {
  switch (facts.kind) {
    case 'answer':
      return {kind: 'answer', response: {...facts.response, body}};
    case 'failure':
      return {kind: 'failure', error: new NothingFoundError(facts.error), status: facts.status};
    case 'refused':
      return {kind: 'refused', error: new NothingFoundError(facts.error)};
  }
}

import type {RulesMakerError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import type {Candidate} from './frontier.ts';
import type {KnownPages} from './known-pages.ts';
import {isLanguage} from './locale.ts';
import {urlKey} from './normalise-url.ts';
import type {Reading} from './read-page.ts';
import {createDocsify} from './shell-docsify.ts';

type Outcome<T> = {
  /** The page to hand on; `null` if it ended in another way. */
  readonly page: {readonly url: string; readonly content: T} | null;
  readonly links: readonly Candidate[];
  /** The addresses that are done with. */
  readonly keys: readonly string[];
  /** `incomplete`: it exists but could not be read. */
  readonly failure: 'missing' | 'incomplete' | null;
};

export type Settler<T> = {
  /** States how a page ended and what it leads to. Called in the order of the requests. */
  readonly settle: (candidate: Candidate, reading: Reading<T>) => Outcome<T>;
  /** The page that this address was read as, under another name; or `null`. */
  readonly ownerOf: (key: string) => string | null;
};

/** @param lang - the language of the run where pages state theirs in `<html lang>`, or `null` */
export function createSettler<T>(known: KnownPages, emit: Emit, lang: string | null = null): Settler<T> {
  /** Final address to the address that was asked for. */
  const owners = new Map<string, string>();
  const hashes = new Map<string, string>();
  const docsify = createDocsify();

  const end = (candidate: Candidate, reading: Reading<T>): Outcome<T> => {
    const {key, depth} = candidate;
    const nothing = {page: null, links: [], keys: [key], failure: null};
    if (reading.kind === 'skipped') {
      known.skip(key, reading.reason, reading.detail);
      return nothing;
    }
    if (reading.kind === 'failed') {
      const {error, status} = reading;
      const missing = error.code === 'RM-HTTP-404';
      known.close(key);
      emit({type: 'page.failed', url: key, code: error.code, status, message: withReason(error), missing});
      return {...nothing, failure: missing ? 'missing' : 'incomplete'};
    }

    const {facts, read} = reading;
    const url = urlKey(facts.finalUrl) ?? key;
    const keys = url === key ? [key] : [key, url];
    const owner = owners.get(url);
    if (owner !== undefined) {
      known.skip(key, url === key ? 'duplicate' : 'redirect', url === key ? owner : url);
      return {...nothing, keys};
    }
    owners.set(url, key);
    known.adopt(url);

    if (lang !== null && read.lang && !isLanguage(read.lang, lang)) {
      known.skip(key, 'locale', read.lang);
      return {...nothing, keys};
    }
    const twin = hashes.get(read.hash);
    if (read.empty) known.skip(key, 'empty', null);
    else if (twin !== undefined) {
      known.skip(key, 'duplicate', twin);
      return {...nothing, keys};
    } else {
      hashes.set(read.hash, url);
      known.close(key);
      const {finalUrl, status, bytes, from, durationMs} = facts;
      emit({type: 'page.fetched', url: key, finalUrl, status, bytes, from, durationMs});
    }
    const links = known.addLinks({url, depth}, {...read, links: docsify.links(read)});
    return {page: read.empty ? null : {url, content: read.content}, links, keys, failure: null};
  };

  const settle: Settler<T>['settle'] = (candidate, reading) => {
    const outcome = end(candidate, reading);
    const signature = reading.kind === 'page' ? reading.read.signature : null;
    return {...outcome, links: [...outcome.links, ...known.settled(outcome.keys, signature)]};
  };

  return {settle, ownerOf: (key) => owners.get(key) ?? null};
}

/** A line for a page that failed has no room for more than one sentence, which must say why. */
function withReason({message, why}: RulesMakerError): string {
  return why === undefined ? message : `${message}: ${why}`;
}

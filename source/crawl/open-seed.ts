import {NothingFoundError, type RulesMakerError, UsageError} from '../errors.ts';
import type {HttpResponse} from '../network/http.ts';
import type {CrawlDeps, CrawlOptions} from './contract.ts';
import {notADocument} from './document-type.ts';
import {ignoredRobots, type LoadedRobots, loadRobots} from './load-robots.ts';
import {urlKey} from './normalise-url.ts';
import {isSameSite} from './same-host.ts';
import type {Site} from './site.ts';

export type OpenedSeed = LoadedRobots & {
  /** `null` if the run takes no new request. */
  readonly response: HttpResponse | null;
};

/** Redirects from one host to another (`example.org`, `www.example.org`, https) before the start page. */
const maxHosts = 5;

/** The start page in canonical form. @throws UsageError if it is no http or https URL */
export function seedKey(seed: string): string {
  const key = urlKey(seed);
  if (key !== null) return key;
  throw new UsageError({
    code: 'RM-CONF-051',
    message: 'The start address is no http or https URL',
    hint: 'Give it like this: https://example.org/docs/',
  });
}

/**
 * Reads robots.txt and the start page. A redirect to the same site under https or with another `www.` is followed, and
 * asks that host's robots.txt first. Everything that goes wrong here ends the run.
 *
 * @throws NothingFoundError, SecurityError, or what `onRobots` throws
 */
export async function openSeed<T>(
  key: string,
  options: Pick<CrawlOptions, 'respectRobots'>,
  deps: Pick<CrawlDeps<T>, 'onRobots' | 'productToken'>,
  site: Site,
): Promise<OpenedSeed> {
  let url = key;
  for (let host = 1; ; host += 1) {
    const loaded = options.respectRobots ? await loadRobots(url, site, deps) : ignoredRobots(url);
    if (!loaded) return {...ignoredRobots(url), response: null};
    deps.onRobots?.(loaded.facts);
    site.setCrawlDelay(url, loaded.facts.crawlDelayMs);
    checkRobots(url, loaded);

    let other: string | null = null;
    const outcome = await site.fetch(url, 'page', (from, to) => {
      if (new URL(from).origin !== new URL(to).origin) {
        other = to;
        return false;
      }
      checkRobots(to, loaded);
      return true;
    });
    switch (outcome.kind) {
      case 'not-started':
        return {...loaded, response: null};
      case 'answer':
        checkType(key, outcome.response);
        return {...loaded, response: outcome.response};
      case 'failure':
        throw outcome.error;
      case 'refused':
        if (other === null) throw outcome.error;
        if (host >= maxHosts || !isSameSite(new URL(url), new URL(other))) throw movedAway(key, other);
        url = urlKey(other) ?? other;
    }
  }
}

function checkRobots(url: string, {robots, facts}: LoadedRobots): void {
  const {allowed, line} = robots.check(url);
  if (allowed) return;
  throw new NothingFoundError({
    code: 'RM-HTTP-019',
    message: `May not read ${url}`,
    why: `The owner forbids it in ${facts.url}: ${line}`,
    hint: 'Start from a page that is allowed; if the site is yours to read, add --ignore-robots.',
  });
}

function checkType(url: string, response: HttpResponse): void {
  const type = notADocument(response);
  if (type === null) return;
  throw new NothingFoundError({
    code: 'RM-DOC-024',
    message: `There is no documentation page at ${url}`,
    why: `The answer is ${type}, not HTML, Markdown or plain text.`,
    hint: 'Give the page where the documentation starts.',
  });
}

function movedAway(url: string, target: string): RulesMakerError {
  const other = urlKey(target) ?? target;
  return new NothingFoundError({
    code: 'RM-HTTP-014',
    message: `${url} leads to another site`,
    why: `It redirects to ${other}.`,
    hint: `If that is the documentation you mean, start from it: rules-maker ${other}`,
  });
}

import {NothingFoundError, type RulesMakerError} from '../errors.ts';
import {transferFault} from '../network/faults.ts';
import type {CrawlDeps, RobotsFacts} from './contract.ts';
import {allowAll, parseRobots, type Robots} from './robots.ts';
import {isSameHost} from './same-host.ts';
import type {Site} from './site.ts';

export type LoadedRobots = {readonly robots: Robots; readonly facts: RobotsFacts};

const maxRedirects = 5;

/** What is read of the file before it is parsed: 500 KiB (RFC 9309, 2.5). */
const maxBytes = 500 * 1024;

/**
 * Reads robots.txt of a host; redirects are followed five times, also to another host, and what stands there counts
 * for this one. 4xx, and more redirects, mean that there is none; a server error or a silent server mean that nothing
 * may be read (RFC 9309, 2.3.1).
 *
 * @param pageUrl - the page for whose sake we ask; errors name it
 * @returns `null` if the run takes no new request
 * @throws NothingFoundError if nothing may be read, or the host cannot be reached at all
 */
export async function loadRobots(
  pageUrl: string,
  site: Site,
  deps: Pick<CrawlDeps<unknown>, 'productToken'>,
): Promise<LoadedRobots | null> {
  const url = new URL('/robots.txt', pageUrl).href;
  let hops = 0;
  let elsewhere = false;
  const outcome = await site.fetch(url, 'robots', (from, to) => {
    hops += 1;
    elsewhere ||= !isSameHost(new URL(from), new URL(to));
    return hops <= maxRedirects;
  });
  if (outcome.kind === 'not-started') return null;
  if (outcome.kind === 'failure' && !isAbsent(outcome.status, outcome.error)) {
    throw unreadable(pageUrl, url, outcome.status, outcome.error, elsewhere);
  }
  if (outcome.kind !== 'answer') return loaded(allowAll, 'absent', url);
  const text = new TextDecoder().decode(outcome.response.body.subarray(0, maxBytes + 1));
  return loaded(parseRobots(text, deps.productToken), 'read', url);
}

/** What stands in for robots.txt when the user does not want it looked at. */
export function ignoredRobots(pageUrl: string): LoadedRobots {
  return loaded(allowAll, 'ignored', new URL('/robots.txt', pageUrl).href);
}

function loaded(robots: Robots, state: RobotsFacts['state'], url: string): LoadedRobots {
  const {crawlDelayMs, aiInputDenied} = robots;
  return {robots, facts: {state, url, crawlDelayMs, aiInputDenied}};
}

function isAbsent(status: number | null, error: RulesMakerError): boolean {
  if (error.code === 'RM-HTTP-013') return true;
  return status !== null && status >= 300 && status < 500 && status !== 408 && status !== 429;
}

/** No name, no connection, no trust: then the page cannot be had either, and that is what the user must hear. */
const unreachable: ReadonlySet<string> = new Set(['RM-NET-001', 'RM-NET-002', 'RM-NET-003', 'RM-NET-005']);

function unreadable(
  pageUrl: string,
  url: string,
  status: number | null,
  cause: RulesMakerError,
  elsewhere: boolean,
): RulesMakerError {
  if (status === null && !elsewhere && unreachable.has(cause.code))
    return transferFault(pageUrl, cause.cause, 'head');
  return new NothingFoundError({
    code: 'RM-HTTP-019',
    message: `May not read ${pageUrl}`,
    why: `${url} could not be read${status === null ? '' : ` (the server answered ${status})`}, so nothing counts as allowed (RFC 9309).`,
    hint: 'Try again later; if the site is yours to read, add --ignore-robots.',
    cause,
  });
}

import {NothingFoundError} from '../errors.ts';
import type {HttpResponse} from '../network/http.ts';
import type {CrawlOptions} from './contract.ts';
import {type DocVersions, standsInVersion} from './doc-version.ts';
import {notADocument} from './document-type.ts';
import type {Locales} from './locale.ts';
import {urlKey} from './normalise-url.ts';
import type {TreeChoice} from './path-mark.ts';
import type {Robots} from './robots.ts';
import type {Site} from './site.ts';

/** Another start page of the same host. */
export type Moved = {readonly key: string; readonly response: HttpResponse};

/** How many addresses are tried for the start of a tree. */
const maxTries = 4;

/**
 * The start page of the language or version that the user chose; `null` if the one he gave is of it, or if he chose
 * nothing. Never another tree in its place.
 *
 * @throws NothingFoundError if there is none
 */
export async function moveStart(
  {
    start,
    locales,
    versions,
  }: {readonly start: URL; readonly locales: Locales; readonly versions: DocVersions},
  options: Pick<CrawlOptions, 'locale' | 'docVersion'>,
  robots: Robots,
  site: Site,
): Promise<Moved | null> {
  const locale = options.locale ?? null;
  const version = options.docVersion ?? null;
  let moved: Moved | null = null;
  if (locale !== null) {
    const choice = locales.choose(locale);
    moved = await open(choice, start, robots, site, () => true);
    if (moved === null && choice.kind !== 'stay')
      throw missing('language', '--locale', locale, start, choice);
  }
  if (version !== null) {
    const choice = moved === null ? versions.choose(version) : within(versions.choose(version), start, moved);
    const inTree = (url: URL) => standsInVersion(url.pathname, version);
    const next = await open(choice, start, robots, site, inTree);
    if (next === null && choice.kind !== 'stay')
      throw missing('version', '--doc-version', version, start, choice);
    moved = next ?? moved;
  }
  return moved;
}

/** Both were chosen: the version is looked for where the language stands, if the paths agree from the host on. */
function within(choice: TreeChoice, start: URL, moved: Moved): TreeChoice {
  if (choice.kind !== 'go') return choice;
  const [from, to] = [start.pathname.split('/'), new URL(moved.response.finalUrl).pathname.split('/')];
  const at = from.findIndex((segment, index) => segment !== to[index]);
  const urls = choice.urls.map((href) => {
    const url = new URL(href);
    const segments = url.pathname.split('/');
    if (at > 0 && segments[at] === from[at]) segments[at] = to[at] ?? '';
    url.pathname = segments.join('/');
    return url.href;
  });
  return {kind: 'go', urls};
}

async function open(
  choice: TreeChoice,
  start: URL,
  robots: Robots,
  site: Site,
  isRight: (url: URL) => boolean,
): Promise<Moved | null> {
  if (choice.kind !== 'go') return null;
  const mayRead = (url: URL) => url.origin === start.origin && robots.check(url).allowed;
  for (const href of choice.urls.slice(0, maxTries)) {
    const key = urlKey(href);
    if (key === null || !mayRead(new URL(key))) continue;
    const outcome = await site.fetch(key, 'page', (_from, to) => mayRead(new URL(to)));
    if (outcome.kind !== 'answer' || notADocument(outcome.response) !== null) continue;
    if (isRight(new URL(outcome.response.finalUrl))) return {key, response: outcome.response};
  }
  return null;
}

function missing(
  what: string,
  flag: string,
  wanted: string,
  start: URL,
  choice: TreeChoice,
): NothingFoundError {
  const found = choice.kind === 'missing' ? choice.found : [];
  const elsewhere =
    choice.kind === 'go' ? choice.urls.find((href) => new URL(href).origin !== start.origin) : null;
  const hint = elsewhere
    ? `It stands on another host; start there: rules-maker ${elsewhere}`
    : `Leave ${flag} out, or start from the page where that ${what} begins.`;
  return new NothingFoundError({
    code: 'RM-DOC-026',
    message: `${start.href} has no ${what} ${wanted.slice(0, 40)}`,
    why:
      found.length > 0
        ? `Found: ${found.slice(0, 12).join(', ')}.`
        : `No link, sitemap or switcher of the site leads to it.`,
    hint,
  });
}

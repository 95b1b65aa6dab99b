import type {HttpResponse} from '../network/http.ts';
import type {CrawlDeps, CrawlOptions, Outline, RobotsFacts, ScopeFacts} from './contract.ts';
import {createDocVersions} from './doc-version.ts';
import {extraPages} from './extra-pages.ts';
import {type IndexEntry, readIndexFiles} from './index-files.ts';
import {inferPrefix} from './infer-prefix.ts';
import {createJudge, type Judge} from './judge.ts';
import {createLocales, isLanguage} from './locale.ts';
import {moveStart} from './move-start.ts';
import {openSeed} from './open-seed.ts';
import {type Reading, readAnswer} from './read-page.ts';
import type {Robots} from './robots.ts';
import {createScope} from './scope.ts';
import type {Site} from './site.ts';

/** What is known of a site before its first page is handed on; the same for the same answers. */
export type Survey<T> = {
  /** The address of the start page in canonical form; another one if the user chose a language or version. */
  readonly key: string;
  readonly robots: RobotsFacts;
  /** The start page, or `null` if the run takes no new request. */
  readonly start: {readonly reading: Reading<T>; readonly bytes: number; readonly durationMs: number} | null;
  readonly judge: Judge;
  /** The language that a page must not contradict in `<html lang>`; `null` if the start page does itself. */
  readonly pageLang: string | null;
  readonly scope: ScopeFacts;
  /** The pages that llms.txt and sitemaps name, of the whole host. */
  readonly entries: readonly IndexEntry[];
  /** Where the start page says that its Markdown is, or `null`. */
  readonly markdown: string | null;
};

/** Reads the start page, as an earlier stretch of the run may have done. */
export type ReadStart<T> = (key: string, response: HttpResponse, robots: Robots) => Promise<Reading<T>>;

/**
 * Reads robots.txt, the start page and the files in which the site lists its pages, and settles from them what the run
 * is about: folder, language, version.
 *
 * @throws what `openSeed` throws; why the start page cannot be read; NothingFoundError if the language or version that
 * the user chose is not there
 */
export async function surveySite<T>(
  key: string,
  options: CrawlOptions,
  deps: CrawlDeps<T>,
  site: Site,
  read: ReadStart<T> = (_key, response, robots) => readAnswer(response, deps, robots),
): Promise<Survey<T>> {
  const {robots, facts, response} = await openSeed<T>(key, options, deps, site);
  const readStart = (at: string, answer: HttpResponse) => read(at, answer, robots);
  const first = response ? await openStart(key, response, deps, readStart) : null;
  const start = first?.url ?? new URL(key);
  const entries = response ? await readIndexFiles(start, robots, site, deps.emit) : [];
  const moved = first && (await moveStart(treesOf(first, entries), options, robots, site));
  if (!first || !moved) return surveyOf(key, facts, robots, first, entries, options);
  const second = await openStart(moved.key, moved.response, deps, readStart);
  return surveyOf(moved.key, facts, robots, second, entries, options);
}

/** The start page and what stands on it. */
type Start<T> = {
  readonly url: URL;
  readonly reading: Reading<T>;
  readonly links: readonly {readonly href: string; readonly text: string}[];
  readonly outline: Outline;
  readonly bytes: number;
  readonly durationMs: number;
};

async function openStart<T>(
  key: string,
  response: HttpResponse,
  deps: CrawlDeps<T>,
  read: (key: string, response: HttpResponse) => Promise<Reading<T>>,
): Promise<Start<T>> {
  const {url, finalUrl, status, headers, body, durationMs} = response;
  const reading = await read(key, response);
  if (reading.kind === 'failed') throw reading.error;
  const contentType = headers['content-type'] ?? null;
  const outline = (await deps.outline?.({url, finalUrl, status, contentType, body})) ?? emptyOutline;
  const links = reading.kind === 'page' ? reading.read.links : [];
  return {url: new URL(finalUrl), reading, links, outline, bytes: body.length, durationMs};
}

const emptyOutline: Outline = {lang: null, version: null, alternates: [], menu: []};

/** The languages and versions of the site, as far as links and lists tell. */
function treesOf<T>({url, links, outline}: Start<T>, entries: readonly IndexEntry[]) {
  const paths = new Set<string>();
  const hrefs = [...links, ...outline.alternates].map(({href}) => href);
  for (const href of [...hrefs, ...entries.map(({key}) => key)]) {
    const target = URL.parse(href);
    if (target?.origin === url.origin) paths.add(target.pathname);
  }
  const known = [...paths];
  const {version, ...languages} = outline;
  return {
    start: url,
    locales: createLocales(url, languages, known),
    versions: createDocVersions(url, version, known),
  };
}

function surveyOf<T>(
  key: string,
  facts: RobotsFacts,
  robots: Robots,
  start: Start<T> | null,
  entries: readonly IndexEntry[],
  options: CrawlOptions,
): Survey<T> {
  if (!start) {
    const scope = createScope({...options, seed: new URL(key)});
    const prefix = {
      prefix: scope.folder,
      why: 'start-page',
      locale: null,
      version: null,
      extras: [],
    } as const;
    const nothing = {pageLang: null, scope: {origin: scope.origin, ...prefix}, entries, markdown: null};
    return {key, robots: facts, start: null, judge: createJudge(scope, robots), ...nothing};
  }
  const {url, links, outline} = start;
  const globbed = options.include.length > 0;
  const prefix = inferPrefix(url, globbed ? [] : outline.menu);
  const extras = globbed ? [] : extraPages(url, links);
  const scope = createScope({...options, seed: url, prefix: prefix.path, extras});
  const {locales, versions} = treesOf(start, entries);
  const judge = createJudge(scope, robots, (target) => locales.refuse(target) ?? versions.refuse(target));
  return {
    key,
    robots: facts,
    start,
    judge,
    pageLang: isOwnLanguage(outline.lang, locales.locale) ? locales.locale : null,
    entries,
    markdown: outline.markdown ?? null,
    scope: {
      origin: url.origin,
      prefix: prefix.path,
      why: globbed ? 'include' : prefix.why,
      locale: locales.locale,
      version: versions.version,
      extras: extras.filter((extra) => !new URL(extra).pathname.startsWith(prefix.path)),
    },
  };
}

function isOwnLanguage(lang: string | null, locale: string | null): boolean {
  return lang !== null && locale !== null && isLanguage(lang, locale);
}

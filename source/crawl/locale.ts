import type {Outline} from './contract.ts';
import type {Refusal} from './never.ts';
import {collectTrees, findMark, type PathMark, startsOf, type TreeChoice} from './path-mark.ts';

/** The languages of a site, and which of them a run reads. */
export type Locales = {
  /** In lower case with `-`: `en`, `pt-br`; `null` if nothing tells. */
  readonly locale: string | null;
  /** A refusal if the address stands in the tree of another language. */
  readonly refuse: (url: URL) => Refusal | null;
  /** Where a run in this language would start. */
  readonly choose: (wanted: string) => TreeChoice;
};

/** Languages that documentation is translated into. */
const languages: ReadonlySet<string> = new Set(
  (
    'en de fr es it pt ru ja ko zh nl pl tr uk vi id ar fa he hi cs sv da fi nb nn no el hu ro bg th ms ca sk sl hr ' +
    'sr lt lv et bn ta te ur az ka mn my uz kk eu gl is sq mk hy ne si km tl fil'
  ).split(' '),
);

/** Those whose code means nothing else in a path: one folder of that name is a translation. */
const plain: ReadonlySet<string> = new Set(
  'en de fr ja ko zh ru pt uk pl tr vi fa nl sv hu ro bg'.split(' '),
);

const regions =
  /^(?:us|gb|uk|cn|tw|hk|br|pt|es|mx|fr|ca|de|at|ch|jp|kr|ru|it|nl|pl|tr|ua|vn|id|in|il|sa|ir|se|dk|fi|no|cz|gr|hu|ro|bg|th|au|latam|hans|hant|419|latn|cyrl)$/;

/**
 * Sees from the start page and from the addresses that are known which languages a site has. The start page's wins: by
 * its path, by `<html lang>`, else that of `x-default`, else English.
 *
 * @param start - the start page
 * @param paths - the paths of all addresses that are known before the crawl
 */
export function createLocales(
  start: URL,
  {lang, alternates}: Pick<Outline, 'lang' | 'alternates'>,
  paths: readonly string[],
): Locales {
  const stated = new Map<string, string>();
  for (const {href, lang: tag} of alternates)
    if (URL.canParse(href)) stated.set(hrefKey(href), normalise(tag));
  const statedTags = new Set(stated.values());
  const known = new Set(paths);
  const trees = collectTrees(paths, markOf);
  const sizes = new Map(
    [...trees].map(([prefix, names]) => [prefix, new Set([...names.keys()].map(normalise)).size]),
  );

  const isTree = ({prefix, name, rest}: PathMark): boolean => {
    const tag = normalise(name);
    if (tag.includes('-') || plain.has(tag) || statedTags.has(tag)) return true;
    if ((sizes.get(prefix) ?? 0) > 1 || own?.prefix === prefix) return true;
    const rests = trees.get(prefix)?.get(name) ?? [rest];
    return rests.some((one) => one.length > 1 && known.has(prefix + one.slice(1)));
  };
  const ownMark = markOf(start.pathname);
  let own: PathMark | null = null;
  if (ownMark && (isTree(ownMark) || baseOf(normalise(ownMark.name)) === baseOf(normalise(lang ?? ''))))
    own = ownMark;

  const fallback = [...alternates].find(({lang: tag}) => tag.toLowerCase() === 'x-default')?.href;
  const fallbackMark = fallback && URL.canParse(fallback) ? markOf(new URL(fallback).pathname) : null;
  const locale = normalise(own?.name ?? lang ?? fallbackMark?.name ?? 'en');

  return {
    locale: own || lang ? locale : null,
    refuse(url) {
      const tag = stated.get(hrefKey(url.href));
      if (tag !== undefined && tag !== 'x-default' && !agree(locale, tag) && url.href !== start.href) {
        // One page may serve a language and be the default as well.
        const isDefault = fallback !== undefined && hrefKey(fallback) === hrefKey(url.href);
        if (!isDefault || own) return {reason: 'locale', detail: tag};
      }
      const mark = markOf(url.pathname);
      if (!mark || agree(locale, normalise(mark.name)) || !isTree(mark)) return null;
      return {reason: 'locale', detail: mark.name};
    },
    choose(asked) {
      const wanted = normalise(asked);
      if (agree(wanted, locale) && (own || lang)) return {kind: 'stay'};
      const page = [...stated].find(([, tag]) => agree(wanted, tag))?.[0];
      if (page !== undefined) return {kind: 'go', urls: [page]};
      for (const [prefix, names] of trees) {
        for (const [name, rests] of names) {
          if (!agree(wanted, normalise(name)) || !isTree({prefix, name, rest: '/'})) continue;
          const rest = own?.prefix === prefix ? own.rest : `/${start.pathname.slice(prefix.length)}`;
          return {
            kind: 'go',
            urls: startsOf(prefix, name, rests, rest).map((path) => new URL(path, start).href),
          };
        }
      }
      const found = new Set([...statedTags].filter((tag) => tag !== 'x-default'));
      for (const [prefix, names] of trees)
        for (const name of names.keys()) if (isTree({prefix, name, rest: '/'})) found.add(normalise(name));
      return {kind: 'missing', found: [...found.add(locale)].sort()};
    },
  };
}

/** True if a page that calls itself `lang` is of the language `locale`. */
export function isLanguage(lang: string, locale: string): boolean {
  return baseOf(normalise(lang)) === baseOf(locale);
}

function markOf(path: string): PathMark | null {
  return findMark(path, isLocale);
}

function isLocale(segment: string): boolean {
  const match = /^([a-z]{2,3})(?:[-_]([a-z]{2,5}|419))?$/i.exec(segment);
  if (!match) return false;
  if (!languages.has((match[1] ?? '').toLowerCase())) return false;
  return match[2] === undefined || regions.test(match[2].toLowerCase());
}

function normalise(tag: string): string {
  const lower = tag.trim().toLowerCase().replaceAll('_', '-');
  return aliases.get(lower) ?? lower;
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['zh-hans', 'zh-cn'],
  ['zh-hant', 'zh-tw'],
  ['zh-hans-cn', 'zh-cn'],
  ['zh-hant-tw', 'zh-tw'],
]);

function baseOf(tag: string): string {
  return tag.split('-', 1)[0] ?? '';
}

/** `en` and `en-us` agree, `zh-cn` and `zh-tw` do not. */
function agree(a: string, b: string): boolean {
  if (a === b) return true;
  return baseOf(a) === baseOf(b) && (!a.includes('-') || !b.includes('-'));
}

function hrefKey(href: string): string {
  const url = new URL(href);
  return url.origin + url.pathname + url.search;
}

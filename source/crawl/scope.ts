import picomatch from 'picomatch';
import {UsageError} from '../errors.ts';
import {neverRead, type Refusal} from './never.ts';

export type ScopeOptions = {
  /** The start page after its redirects. */
  readonly seed: URL;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** The path that pages begin with, if not the folder of the start page. */
  readonly prefix?: string;
  /** Addresses outside of it that belong to the run all the same, in canonical form. */
  readonly extras?: readonly string[];
};

export type Scope = {
  readonly origin: string;
  /** The path that every page begins with, unless `include` says otherwise. Ends with `/`. */
  readonly folder: string;
  /** `null` if the page belongs to the run. The caller has checked the host. */
  readonly refuse: (url: URL) => Refusal | null;
};

const maxGlobLength = 200;

/**
 * The host and folder of a start page, narrowed or widened by globs. With `include`, these take the folder's place.
 *
 * @throws UsageError for a glob that cannot be used
 */
export function createScope({seed, include, exclude, prefix, extras}: ScopeOptions): Scope {
  const included = include.map((glob) => compileGlob(glob, '--include'));
  const excluded = exclude.map((glob) => compileGlob(glob, '--exclude'));
  const folder = prefix ?? folderOf(seed.pathname);
  const welcome = new Set(extras);

  const refuse = (url: URL): Refusal | null => {
    const never = neverRead(url, folder);
    if (never) return never;
    const unwanted = excluded.find((glob) => glob.matches(url));
    if (unwanted) return {reason: 'excluded', detail: unwanted.source};
    if (included.length > 0) {
      return included.some((glob) => glob.matches(url))
        ? null
        : {reason: 'excluded', detail: 'no --include matches'};
    }
    return isBelow(url.pathname, folder) || welcome.has(url.href)
      ? null
      : {reason: 'scope', detail: `outside of ${folder}`};
  };
  return {origin: seed.origin, folder, refuse};
}

/** The path itself if it ends in `/`, else its folder; `/docs/index.html` is in `/docs/` either way. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** `/docs` belongs to `/docs/`: it is the same page before its redirect. */
function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) || `${path}/` === folder;
}

type Glob = {readonly source: string; readonly matches: (url: URL) => boolean};

function compileGlob(source: string, flag: '--include' | '--exclude'): Glob {
  const whole = source.includes('://');
  const problem = problemOf(source, whole);
  if (problem !== null) throw badGlob(source, flag, problem);
  try {
    // The same on every system; no extglobs, whose nesting can take exponential time.
    const test = picomatch(source, {
      noextglob: true,
      nonegate: true,
      dot: true,
      strictBrackets: true,
      windows: false,
    });
    return {source, matches: (url) => test(whole ? url.href : url.pathname)};
  } catch (error) {
    throw badGlob(source, flag, 'It is no glob that can be read.', error);
  }
}

function problemOf(source: string, whole: boolean): string | null {
  if (source.length > maxGlobLength) return `It is longer than ${maxGlobLength} characters.`;
  if (!whole && !source.startsWith('/') && !source.startsWith('**')) {
    return 'It begins with neither / nor **, and holds no ://.';
  }
  return isCostly(source)
    ? 'Matching it could take very long: too many *, ** or {}, or a group in ().'
    : null;
}

/**
 * Globs become regular expressions, which try every way to share a text among their wildcards: six stars in a segment
 * keep one address of 200 letters busy for minutes. Within these limits the longest address takes milliseconds.
 */
function isCostly(source: string): boolean {
  const segments = source.split('/');
  const stars = segments.map((segment) => segment.match(/\*+/g)?.length ?? 0);
  const pairs = stars.filter((count) => count === 2).length;
  // At the end `**` takes whatever is left: nothing to try.
  const globstars = segments.slice(0, -1).filter((segment) => segment === '**').length;
  const braces = source.split('{').length - 1;
  return (
    source.includes('(') ||
    braces > 3 ||
    globstars > 4 ||
    stars.some((count) => count > 2) ||
    pairs > 1 ||
    (pairs === 1 && globstars > 1)
  );
}

function badGlob(source: string, flag: string, why: string, cause?: unknown): UsageError {
  return new UsageError({
    code: 'RM-CONF-074',
    message: `Cannot use the pattern "${source.slice(0, 80)}" of ${flag}`,
    why,
    hint: `Write a path such as ${flag} '/docs/guide/**', or a whole address with * in it.`,
    cause,
  });
}

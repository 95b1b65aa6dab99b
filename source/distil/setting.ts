import type {Page, Section} from '../extract/page.ts';
import {identifiersIn} from './identifiers.ts';
import type {SymbolTable} from './symbols.ts';
import {signatureName} from './symbols.ts';

/** What the miners know about the place they read. */
export type Setting = {
  readonly page: Page;
  readonly section: Section;
  readonly symbols: SymbolTable;
  readonly libraryVersion: string | null;
  /** The one code name the section is about: what "this function" means there. */
  readonly subject: string | null;
  /** The version whose changes the section lists, on release notes only. */
  readonly release: string | null;
  /** True where sentences speak of security by the heading. */
  readonly security: boolean;
  /** True on pages that tell a story: what they ask for belongs to their example. */
  readonly tutorial: boolean;
};

const LOG =
  /\b(?:release notes|release history|deprecation timeline|change ?log|changes in|what's new|what\u2019s new|upgrading to|migrating to|migration guide)\b/i;
const TUTORIAL = /\b(?:tutorials?|quick-?start|getting[-_ ]?started|walkthrough|first[-_ ]steps|intro\d*)\b/i;

export type MineContext = {readonly symbols: SymbolTable; readonly libraryVersion: string | null};

/** Reads off a section what the miners need. */
export function settingOf(page: Page, section: Section, context: MineContext): Setting {
  return {
    page,
    section,
    ...context,
    subject: subjectOf(section, context.symbols),
    release: releaseOf(page, section),
    tutorial: TUTORIAL.test(safePath(page.url).replace(/[/_]/g, ' ')) || TUTORIAL.test(page.title),
    security: /\bsecurity\b|\bvulnerab/i.test([section.heading, ...section.path.slice(-1)].join(' ')),
  };
}

/** True for pages that tell people how to work on the project itself, and for legal text. */
export function isForeignMatter(page: Page): boolean {
  const path = safePath(page.url);
  return (
    /(?:^|[/_.-])(?:contributing|contribut\w*|hacking|governance|committers?|code-of-conduct|release-process|howto-release|organization|licen[sc]e|copyright|privacy|terms|trademark|donat\w*|sponsors?|team|mailing-lists?|consortium|prosupport|careers|press)(?:[/_.-]|$)/i.test(
      path,
    ) ||
    /^(?:how to contribute|contributing|licen[sc]e|copyright|privacy policy|terms of|code of conduct)/i.test(
      page.title,
    )
  );
}

/** True for headings under which examples, history or project matters stand. */
export function isQuietSection(section: Section): boolean {
  return /^(?:references?|see also|acknowledge?ments?|licen[sc]e|copyright|further reading|history|credits|table of contents|authors?|external links|bug ?fixes|bugs fixed)\b/i.test(
    section.heading.trim(),
  );
}

function subjectOf(section: Section, symbols: SymbolTable): string | null {
  if (section.signature) {
    const name = signatureName(section.heading);
    return name === '' || name.length > 80 ? null : name;
  }
  const names = identifiersIn(section.heading);
  const bare = section.heading.replace(/[`\u00B6#]/g, '').trim();
  if (names.length === 1 && names[0] !== undefined && bare.replace(/\(.*$/s, '').split(/\s+/).length <= 4)
    return names[0];
  return /^[A-Za-z_][\w.]{2,60}$/.test(bare) &&
    /^[A-Z]|_/.test(bare) &&
    bare !== bare.charAt(0) + bare.slice(1).toLowerCase() &&
    symbols.has(bare)
    ? bare
    : null;
}

function releaseOf(page: Page, section: Section): string | null {
  const places = [section.heading, ...[...section.path].reverse(), LOG.test(page.title) ? page.title : ''];
  const log = page.kind === 'release-notes' || places.some((place) => LOG.test(place));
  if (!log) return null;
  for (const place of places) {
    const version =
      /(?:^|\b(?:in|to|version|release|v|[A-Z]\w+) ?)(\d+(?:\.\d+){1,2}|\d+(?= release))(?![\w-])/.exec(
        place,
      )?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

function safePath(url: string): string {
  try {
    return new URL(url).pathname;
  } catch (error) {
    if (error instanceof TypeError) return url;
    throw error;
  }
}

import type {Page, Section} from '../extract/page.ts';
import {identifiersIn, isTelling} from './identifiers.ts';
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
  /** The subject is called: its arguments and results are other things than itself. */
  readonly callable: boolean;
  /** The command, statement or module the page is about: what its options belong to. */
  readonly command: string | null;
  /** The version whose changes the section lists, on release notes only. */
  readonly release: string | null;
  /** True where sentences speak of security by the heading. */
  readonly security: boolean;
  /** True on pages that tell a story: what they ask for belongs to their example. */
  readonly tutorial: boolean;
  /** True on pages for those who work on the project itself: only what they deprecate concerns its users. */
  readonly inside: boolean;
};

const LOG =
  /\b(?:release notes|release history|deprecation timeline|change ?log|changes in|what's new|what\u2019s new|upgrading to|migrating to|migration guide)\b/i;
const TUTORIAL =
  /\b(?:tutorials?|quick-?start|getting[-_ ]?started|walk-?through|my[-_ ]?first\w*|(?:your|a) first|first[-_ ]steps|intro\d*|lessons?|ch\d+|chapter|cookbook|how[-_ ]we)\b/i;
const INSIDE =
  /\b(?:internals?|contrib\w*(?:ing|ion|ions|ors?)|submitting|technical|hacking|roadmap|design[-_ ]notes|coding[-_ ](?:style|guidelines|standards?|conventions?)|style[-_ ]guide|writing documentation)\b/i;

export type MineContext = {readonly symbols: SymbolTable; readonly libraryVersion: string | null};

/** Reads off a section what the miners need. */
export function settingOf(page: Page, section: Section, context: MineContext): Setting {
  return {
    page,
    section,
    ...context,
    subject: subjectOf(section, context.symbols),
    callable: isCall(section),
    command: commandOf(page),
    release: releaseOf(page, section),
    tutorial: speaksOf(TUTORIAL, page) || /^(?:[\d.]+ )?(?:\w+ )?examples?\b/i.test(section.heading.trim()),
    inside: speaksOf(INSIDE, page),
    security: /\bsecurity\b|\bvulnerab/i.test([section.heading, ...section.path.slice(-1)].join(' ')),
  };
}

/** True for pages that tell people how to work on the project itself, and for legal text. */
export function isForeignMatter(page: Page): boolean {
  const path = safePath(page.url);
  return (
    /(?:^|[/_.-])(?:[a-z]*contribut\w*|hacking|governance|committers?|code-of-conduct|release-process|howto-release|organization|licen[sc]e|copyright|privacy|terms|trademark|donat\w*|sponsors?|team|mailing-lists?|consortium|prosupport|careers|press)(?:[/_.-]|$)/i.test(
      path,
    ) ||
    /^(?:glossary|how to contribute|contributing|.{0,30}\bcontributions?\b|licen[sc]e|copyright|privacy policy|terms of|code of conduct)/i.test(
      page.title,
    )
  );
}

/** Parts of a changelog that only the maintainers read. */
const MAINTENANCE =
  /^(?:tests?|testing|ci|continuous integration|builds?|build system|documentation|docs|internals?|internal changes|chores?|refactor(?:s|ing)?|code (?:health|quality|refactoring)|tools(?:\/demos)?|maintenance|under the hood|.{0,30}\b(?:bytecode|opcodes?)\b.{0,30})$/i;

/** True for headings under which examples, history or project matters stand. */
export function isQuietSection(section: Section): boolean {
  const heading = section.heading.trim();
  const version = section.path.some((above) => /\d\.\d/.test(above));
  if (version && MAINTENANCE.test(heading)) return true;
  return /^(?:references?|see also|acknowledge?ments?|licen[sc]e|copyright|further reading|history|credits|table of contents|authors?|external links|bug ?fixes|bugs fixed)\b/i.test(
    heading,
  );
}

function speaksOf(pattern: RegExp, page: Page): boolean {
  const path = safePath(page.url).replace(/\.\w+$/, '');
  const words = path.replace(/([a-z])(?=[A-Z])/g, '$1 ').replace(/[/_.]/g, ' ');
  return pattern.test(words) || pattern.test(page.title);
}

/** "git-stash(1) Manual Page", "DROP POLICY", "`json` - encoder": pages about one thing that is called by that name. */
function commandOf(page: Page): string | null {
  const manual = /^([A-Za-z][\w.-]{1,40})\(\d\w{0,3}\)/.exec(page.title)?.[1];
  if (manual !== undefined) return manual;
  const synopsis = page.sections
    .slice(0, 4)
    .some((section) => /^(?:synopsis|syntax)$/i.test(section.heading.trim()));
  const titles = [page.title, page.sections[0]?.heading ?? ''];
  for (const title of titles) {
    const statement = /^[A-Z]{2,}(?: [A-Z]{2,}){0,3}$/.exec(title)?.[0];
    if (statement !== undefined && synopsis) return statement;
    const named = /^`([^`\s]{2,60})` (?:-|\u2013|\u2014) /.exec(title)?.[1];
    if (named !== undefined) return named;
  }
  return synopsis && /^[a-z][\w-]{2,40}$/.test(page.title) ? page.title : null;
}

/** What manual pages call their parts. */
const PART_OF_MANUAL =
  /^(?:NAME|SYNOPSIS|DESCRIPTION|OPTIONS|ARGUMENTS|COMMANDS|EXAMPLES?|NOTES?|CAVEATS|BUGS|FILES|ENVIRONMENT|CONFIGURATION|DIAGNOSTICS|SECURITY|HISTORY|AUTHORS?|DISCUSSION|LIMITATIONS|OUTPUT|FORMAT|API)$/;

function subjectOf(section: Section, symbols: SymbolTable): string | null {
  if (PART_OF_MANUAL.test(section.heading.trim())) return null;
  if (section.signature) {
    const name = signatureName(section.heading);
    if (name === '' || name.length > 80) return null;
    return isTelling(name) ? name : (memberOf(name, section) ?? name);
  }
  if (isCall(section)) return calledName(section.heading);
  // "Flags for `f`" speaks of the flags.
  if (/^\w+s (?:for|of|to|in|with) /.test(section.heading)) return null;
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

/** `new Buffer(size)` is one way to construct: it may be wrong where the class is not. */
function calledName(heading: string): string {
  const whole = heading.replace(/`/g, '').trim();
  return whole.startsWith('new ') && whole.length <= 60 ? whole : signatureName(heading);
}

/** A signature with parentheses, or a heading that is one call: `socket.send(message[, offset])`. */
function isCall({signature, heading}: Section): boolean {
  return signature
    ? /[\w\]>]\(/.test(heading)
    : /^`?(?:new |static |async )?[A-Za-z_$][\w$.:]{1,80}(?: \(\)|\([^`]{0,300}\))`?$/.test(heading.trim());
}

/** `args` under "class acme.Result" is `acme.Result.args`. */
function memberOf(name: string, section: Section): string | null {
  const owner = /^(?:class|exception|struct|interface|enum|trait)\s+(\S.*)$/.exec(
    section.path.at(-1) ?? '',
  )?.[1];
  const of = owner === undefined ? '' : signatureName(owner);
  return of === '' || of.length > 60 || !/^[\w.:]+$/.test(`${of}${name}`) ? null : `${of}.${name}`;
}

/** "10.2. Version 3.9" is the second section of chapter ten. */
const CHAPTER = /^\d{1,3}(?:\.\d{1,3}){0,4}\.? (?=[A-Z])/;
/** Of "from Acme 0.9 to 1.0" the second is what the notes are about. */
const FROM = /\bfrom (?:[\w.+-]{1,30} ){0,3}v?\d[\w.]{0,12} to /i;

function releaseOf(page: Page, section: Section): string | null {
  const places = [section.heading, ...[...section.path].reverse(), LOG.test(page.title) ? page.title : ''];
  const log = page.kind === 'release-notes' || places.some((place) => LOG.test(place));
  if (!log) return null;
  for (const place of places) {
    const version =
      /(?:^|\b(?:in|to|version|release|v|[A-Z]\w+) ?)(\d+(?:\.\d+){1,2}|\d+(?= release))(?![\w-])/.exec(
        place.replace(CHAPTER, '').replace(FROM, ' to '),
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

import type {Page} from '../extract/page.ts';
import {asciiSlug} from '../format/slug.ts';
import type {Library} from './rule.ts';

/** Titles beyond this many add nothing. */
const MAX_TITLES = 400;
/** Votes of the start page: it names the library more often than any other. */
const SEED_VOTES = 5;
const LEAST_VOTES = 2;

/** Title parts in which a documentation says what it documents; the second group is a version. */
const NAMING: readonly RegExp[] = [
  /^(.{1,40}?)(?:'s)?,? v?(\d+(?:\.\d+)+[\w.-]{0,12}) (?:documentation|docs|manual|reference|API)$/i,
  /^Welcome to (?:the )?(.{1,40}?)(?:'s documentation|'s docs)?!?$/i,
  /^(.{1,40}?)(?:'s)?(?: (?:API|reference|users?|developers?|programming)(?:'s?)?){0,2} (?:documentation|docs|manual)(?: \(v?(\d[\w.]{0,12})\))?$/i,
  /^(.{1,40}?) home ?page$/i,
  /^(.{1,40}?) v?\d+(?:\.\d+)+ release notes$/i,
];
const GENERIC =
  /^(?:the|api|user|users?|full|developer|reference|technical|product|project|complete|official|online|library|package|module|general|about|our|this|all|older|other|previous|latest|index)\b(?: (?:api|guide|reference|user|developer))?$/i;

/**
 * Name and version as the documentation states them. The version is `null` if it states none; the host is the last
 * resort for a name, "documentation" if the host is a number.
 */
export function detectLibrary(pages: Iterable<Page>, seedUrl: string): Library & {readonly slug: string} {
  const sites = new Map<string, number>();
  const names = new Map<string, number>();
  const versions = new Map<string, number>();
  let seen = 0;
  let front: string | null = null;
  for (const page of pages) {
    if (++seen > MAX_TITLES) break;
    if (page.version !== null) vote(versions, page.version, 1);
    const site = page.site === null ? null : ownName(page.site);
    if (site !== null) {
      vote(sites, site.name, 1);
      if (site.version !== null && page.version === null) vote(versions, site.version, 1);
    }
    const weight = seen === 1 || page.url === seedUrl ? SEED_VOTES : 1;
    const program = programOf(page.title);
    if (program !== null) vote(sites, program, 1);
    for (const part of partsOf(page.title)) {
      const stated = statedName(part);
      if (stated === null) continue;
      vote(names, stated.name, weight);
      if (weight === SEED_VOTES) front ??= stated.version;
      if (stated.version !== null && page.version === null) vote(versions, stated.version, 1);
    }
  }
  const known = Math.min(seen, MAX_TITLES);
  // What stands in the title of every other page is the site's own name for itself.
  const name =
    winner(sites, Math.max(LEAST_VOTES, known / 2)) ?? winner(names, LEAST_VOTES) ?? hostName(seedUrl);
  const version = winner(versions, known * 0.2) ?? front;
  const bare = version === null ? name : withoutEnd(name, ` ${version}`);
  return {name: bare, version, url: seedUrl, slug: asciiSlug(bare)};
}

/** "Acme 17" of version 17 is "Acme". */
function withoutEnd(name: string, end: string): string {
  return name.endsWith(end) && name.length > end.length ? name.slice(0, -end.length) : name;
}

type Stated = {readonly name: string; readonly version: string | null};

/** "Django 3.2 documentation", "Welcome to Acme's docs": the name, and the version if it is there. */
function statedName(part: string): Stated | null {
  const found = NAMING.map((pattern) => pattern.exec(part)).find((match) => match !== null);
  return found?.[1] === undefined ? null : named(found[1], found[2] ?? null);
}

/** "Millrace 3.2", "Acme Docs", "Acme"; of "Acme Platform 17 & Acme Kit 17" the first. */
function ownName(whole: string): Stated | null {
  const site = whole.split(' ').length > 4 ? whole.replace(/ & .*$/, '') : whole;
  const stated = statedName(site);
  if (stated !== null) return stated;
  const bare =
    /^(.{1,60}?)(?:'s)?(?: (?:documentation|docs|manual|reference|handbook|guide))?$/i.exec(site)?.[1] ??
    site;
  const [, name = bare, version = null] =
    /^(.{1,40}?) v?(\d{1,4}(?:\.\d{1,5}){1,3}[\w.-]{0,12})$/.exec(bare) ?? [];
  return named(name, version);
}

/** The manual pages of one program are called after its commands: "acme-add(1)". */
function programOf(title: string): string | null {
  const name = /^([a-z][a-z0-9]{1,30})(?:-[\w-]{1,40})?\(\d\w{0,3}\)/.exec(title)?.[1];
  return name ?? null;
}

function named(text: string, version: string | null): Stated | null {
  const name = text.trim();
  return GENERIC.test(name) || name.length > 40 || name.split(' ').length > 4 ? null : {name, version};
}

function partsOf(title: string): string[] {
  return title
    .replaceAll('\u2019', "'")
    .split(/\s+(?:[|\u2013\u2014\u00B7\u2022]|--?)\s+|:\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function vote(counts: Map<string, number>, value: string, weight: number): void {
  counts.set(value, (counts.get(value) ?? 0) + weight);
}

function winner(counts: ReadonlyMap<string, number>, least: number): string | null {
  const [best] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return best !== undefined && best[1] >= Math.max(1, least) ? best[0] : null;
}

/** `docs.acme.dev` gives "acme". */
function hostName(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const labels = host
    .split('.')
    .filter((label) => !/^(?:www|docs?|api|developers?|help|learn|\d+)$/.test(label));
  const label = labels.length > 1 ? labels.at(-2) : labels[0];
  return label === undefined || !/[a-z]/.test(label) ? 'documentation' : label;
}

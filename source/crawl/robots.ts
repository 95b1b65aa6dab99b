import {compilePattern, type RobotsPattern, robotsPath} from './robots-pattern.ts';

type RobotsVerdict = {
  readonly allowed: boolean;
  /** The line that decided, as `robots.txt:12 Disallow: /private/`; `null` if no line did. */
  readonly line: string | null;
};

export type Robots = {
  readonly check: (url: URL | string) => RobotsVerdict;
  /** The `Crawl-delay` of our group in milliseconds, or `null`. Not in the RFC. */
  readonly crawlDelayMs: number | null;
  /** The line that says `ai-input=no` to our group, or `null`. */
  readonly aiInputDenied: string | null;
  /** What the `Sitemap` lines name, as written; they belong to no group. */
  readonly sitemaps: readonly string[];
};

/** What is parsed of a file: the first 500 KiB (RFC 9309, 2.5). */
const maxCharacters = 500 * 1024;

const maxSitemapLines = 100;

/**
 * Reads a robots.txt for one product. Groups that name the product are merged, else those for `*`; the longest
 * matching rule wins and a tie goes to Allow. Lines are read tolerantly, like the reference parser does.
 *
 * @param product - our product token, compared without regard to case
 * @see RFC 9309
 */
export function parseRobots(text: string, product: string): Robots {
  const groups = {ours: emptyGroup(), everybody: emptyGroup()};
  let oursSeen = false;
  let current = {ours: false, everybody: false};
  let namingAgents = false;
  const sitemaps: string[] = [];

  for (const {key, value, line} of readLines(text)) {
    if (key === 'user-agent') {
      if (!namingAgents) current = {ours: false, everybody: false};
      namingAgents = true;
      if (/^\*(?:\s|$)/.test(value)) current.everybody = true;
      else if (productToken(value) === product.toLowerCase()) {
        current.ours = true;
        oursSeen = true;
      }
      continue;
    }
    if (key === 'sitemap') {
      if (value !== '' && sitemaps.length < maxSitemapLines) sitemaps.push(value);
      continue;
    }
    // Only rules end the list of agents: no other line may (RFC 9309, 2.2.4).
    if (key === 'allow' || key === 'disallow') namingAgents = false;
    if (current.ours) addLine(groups.ours, key, value, line);
    if (current.everybody) addLine(groups.everybody, key, value, line);
  }

  const group = oursSeen ? groups.ours : groups.everybody;
  return {
    check: (url) => check(typeof url === 'string' ? new URL(url) : url, group.rules),
    crawlDelayMs: group.crawlDelayMs,
    aiInputDenied: group.aiInputDenied,
    sitemaps,
  };
}

/** The robots of a site that has none: everything is allowed. */
export const allowAll: Robots = {
  check: () => ({allowed: true, line: null}),
  crawlDelayMs: null,
  aiInputDenied: null,
  sitemaps: [],
};

type Rule = {readonly allow: boolean; readonly pattern: RobotsPattern; readonly line: string};

type Group = {readonly rules: Rule[]; crawlDelayMs: number | null; aiInputDenied: string | null};

function emptyGroup(): Group {
  return {rules: [], crawlDelayMs: null, aiInputDenied: null};
}

type Line = {readonly key: string; readonly value: string; readonly line: string};

function* readLines(text: string): Generator<Line> {
  const whole = text.length <= maxCharacters;
  const lines = text
    .slice(0, maxCharacters)
    // A byte order mark, or what decoding made of a part of one; elsewhere it must spoil its line.
    .replace(/^(?:\uFEFF|\uFFFD{1,2})/, '')
    .replaceAll('\uFEFF', '\uFFFD')
    .split(/\r\n|\n|\r/);
  // A rule that is cut in the middle would say something else.
  if (!whole) lines.pop();
  for (const [index, raw] of lines.entries()) {
    const line = (raw.split('#', 1)[0] ?? '').trim();
    const [key, value] = splitLine(line);
    if (key !== null) yield {key, value, line: `robots.txt:${index + 1} ${line.slice(0, 200)}`};
  }
}

/** Misspellings that the reference parser takes as well. */
const keyNames: ReadonlyMap<string, string> = new Map([
  ['user-agent', 'user-agent'],
  ['useragent', 'user-agent'],
  ['user agent', 'user-agent'],
  ['allow', 'allow'],
  ['disallow', 'disallow'],
  ['dissallow', 'disallow'],
  ['dissalow', 'disallow'],
  ['disalow', 'disallow'],
  ['diasllow', 'disallow'],
  ['disallaw', 'disallow'],
  ['crawl-delay', 'crawl-delay'],
  ['content-signal', 'content-signal'],
  ['sitemap', 'sitemap'],
  ['site-map', 'sitemap'],
]);

/** `key: value`; without a colon, two words stand for it. */
function splitLine(line: string): readonly [string | null, string] {
  const colon = line.indexOf(':');
  if (colon >= 0)
    return [keyNames.get(line.slice(0, colon).trim().toLowerCase()) ?? null, line.slice(colon + 1).trim()];
  const words = line.split(/\s+/);
  if (words.length !== 2) return [null, ''];
  return [keyNames.get((words[0] ?? '').toLowerCase()) ?? null, words[1] ?? ''];
}

/** `rules-maker/1.0 (beta)` names `rules-maker`. */
function productToken(value: string): string {
  return (/^[A-Za-z_-]+/.exec(value)?.[0] ?? '').toLowerCase();
}

function addLine(group: Group, key: string, value: string, line: string): void {
  switch (key) {
    case 'allow':
    case 'disallow':
      addRule(group, key === 'allow', value, line);
      break;
    case 'crawl-delay': {
      const seconds = /^\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : null;
      if (seconds !== null) group.crawlDelayMs = Math.max(group.crawlDelayMs ?? 0, seconds * 1000);
      break;
    }
    case 'content-signal':
      if (/(?:^|[\s,;])ai-input\s{0,9}=\s{0,9}no(?:$|[\s,;])/i.test(value)) group.aiInputDenied ??= line;
      break;
    default:
  }
}

function addRule(group: Group, allow: boolean, value: string, line: string): void {
  // An empty path allows everything, which is what no rule does as well.
  if (value === '') return;
  group.rules.push({allow, pattern: compilePattern(value), line});
  // Whoever allows the index page of a folder means the folder's own address too.
  const folder = allow ? /^(.*\/)index\.html?$/.exec(value)?.[1] : undefined;
  if (folder !== undefined) group.rules.push({allow, pattern: compilePattern(`${folder}$`), line});
}

function check(url: URL, rules: readonly Rule[]): RobotsVerdict {
  if (url.pathname === '/robots.txt') return {allowed: true, line: null};
  const path = robotsPath(url);
  let best: Rule | null = null;
  for (const rule of rules) {
    const better =
      best === null ||
      rule.pattern.length > best.pattern.length ||
      (rule.pattern.length === best.pattern.length && rule.allow && !best.allow);
    if (better && rule.pattern.matches(path)) best = rule;
  }
  return {allowed: best?.allow ?? true, line: best?.line ?? null};
}

import {urlKey} from './normalise-url.ts';

export type FullPart = {readonly title: string; readonly lines: readonly string[]};

/** How far below its title, or below the start of its front matter, a page may name its address, in lines. */
const reach = 6;
const maxParts = 10_000;

type Line = {readonly text: string; readonly inFence: boolean};

/**
 * The pages of an llms-full.txt by address. A page starts at an H1 that is a link, that an llms.txt has as the name of
 * a page, or below which a line says `Source:` or `URL:`; at such a line at the top, behind a
 * rule or before an H1; or at a front matter with `url`.
 * Every other heading belongs to the page that it stands in, and what stands before the first page to none.
 *
 * @param titles - addresses by what an llms.txt calls them
 * @param isOurs - whether an address belongs to the run; the text of a page that does not is dropped
 */
export function splitFullText(
  text: string,
  file: string,
  titles: ReadonlyMap<string, string>,
  isOurs: (key: string) => boolean,
): ReadonlyMap<string, FullPart> {
  const parts = new Map<string, {title: string; lines: string[]}>();
  const lines = withFences(text);
  let current: string[] | null = null;
  let currentKey: string | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    const start = line.inFence ? null : startAt(lines, at, file, titles);
    const isNamedAgain = start?.key === currentKey;
    if (start === null || isNamedAgain || start.isCredit) {
      if (!isNamedAgain || start?.drop !== at) current?.push(line.text);
      continue;
    }
    currentKey = start.key;
    if (!isOurs(start.key)) {
      current = null;
      continue;
    }
    let part = parts.get(start.key);
    if (!part && parts.size < maxParts) {
      part = {title: start.title, lines: []};
      parts.set(start.key, part);
    }
    current = part?.lines ?? null;
    if (start.drop !== at) current?.push(start.line ?? line.text);
  }
  return parts;
}

type PageStart = {
  readonly key: string;
  readonly title: string;
  /** The line that is no text of the page; -1 if there is none. */
  readonly drop: number;
  /** A line within a text that says where something is from. */
  readonly isCredit?: boolean;
  /** What the first line is without the address. */
  readonly line?: string;
};

function startAt(
  lines: readonly Line[],
  at: number,
  file: string,
  titles: ReadonlyMap<string, string>,
): PageStart | null {
  const text = lines[at]?.text ?? '';
  const own = addressIn(text, file);
  if (own !== null)
    return {key: own, title: '', drop: at, isCredit: !isOnHost(own, file) || !opensPage(lines, at)};
  if (text.trimEnd() === '---') return frontMatter(lines, at, file);
  const heading = /^#\s{1,9}(\S.{0,500})$/.exec(text)?.[1]?.trim();
  if (heading === undefined) return null;

  const link = /^\[([^\]]{1,300})\]\(\s{0,9}<?([^)\s>]{1,2048})>?\s{0,9}\)$/.exec(heading);
  const linked = link ? keyOf(link[2] ?? '', file) : null;
  if (linked !== null) return {key: linked, title: link?.[1] ?? '', drop: -1, line: `# ${link?.[1] ?? ''}`};
  for (let below = at + 1; below < Math.min(at + reach, lines.length); below += 1) {
    const next = lines[below]?.text ?? '';
    const key = addressIn(next, file);
    if (key !== null) return {key, title: heading, drop: -1};
    // A description may stand between the two, another heading may not.
    if (/^#{1,6}\s/.test(next)) break;
  }
  const named = titles.get(heading);
  return named === undefined ? null : {key: named, title: heading, drop: -1};
}

/** Whether an address by itself stands where a page begins: at the top, behind a rule, or before a title. */
function opensPage(lines: readonly Line[], at: number): boolean {
  const near = (step: 1 | -1) => {
    for (let other = at + step; Math.abs(other - at) < reach; other += step) {
      const text = lines[other]?.text.trim();
      if (text !== '') return text;
    }
    return '';
  };
  const before = near(-1);
  return (
    before === undefined || /^(?:-{3,200}|={3,200}|\*{3,200})$/.test(before) || /^#\s/.test(near(1) ?? '')
  );
}

/** `Source: https://...`, `> URL: /guide`, `**Source:** <https://...>`. */
function addressIn(line: string, file: string): string | null {
  const found =
    /^\s{0,3}(?:[>*-]\s{1,3})?\*{0,2}(?:source|url|source url|page url)\*{0,2}:\*{0,2}\s{1,9}<?((?:https?:\/\/|\/)[^\s>]{0,2000})>?\s{0,9}$/i.exec(
      line.slice(0, 2100),
    );
  return found ? keyOf(found[1] ?? '', file) : null;
}

function frontMatter(lines: readonly Line[], at: number, file: string): PageStart | null {
  for (let below = at + 1; below < Math.min(at + reach, lines.length); below += 1) {
    const text = lines[below]?.text ?? '';
    if (text.trimEnd() === '---' || text.trim() === '') return null;
    const found = /^(?:url|source):\s{1,9}["']?((?:https?:\/\/|\/)[^\s"']{0,2000})["']?\s{0,9}$/i.exec(
      text.slice(0, 2100),
    );
    const key = found ? keyOf(found[1] ?? '', file) : null;
    if (key !== null && isOnHost(key, file)) return {key, title: '', drop: -1};
  }
  return null;
}

function isOnHost(key: string, file: string): boolean {
  return new URL(key).host === new URL(file).host;
}

function keyOf(address: string, file: string): string | null {
  const url = URL.parse(address, file);
  return url === null ? null : urlKey(url.href);
}

function withFences(text: string): Line[] {
  let fence: string | null = null;
  return text.split(/\r?\n/).map((line): Line => {
    const mark = /^\s{0,3}(`{3,99}|~{3,99})/.exec(line)?.[1];
    if (fence === null) {
      if (mark === undefined) return {text: line, inFence: false};
      fence = mark;
      return {text: line, inFence: true};
    }
    if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    return {text: line, inFence: true};
  });
}

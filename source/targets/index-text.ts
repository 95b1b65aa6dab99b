import {cut, escapeInline} from './escape.ts';
import {nameSpans} from './name-spans.ts';
import type {Planning} from './planning.ts';
import {linkedHeading, listItem, tidy} from './topic-text.ts';

/** Bytes of our always-on text for one library. */
export const maxIndexBytes = 8192;

/** What we aim at: 1,500 tokens of four characters. */
const aimBytes = 6000;

/** The topic lines without names may take this much of it. */
const maxTopicBytes = 2600;

/** Names of one topic; more of them route no better. */
const maxNames = 4;

const maxRules = 20;

/** A topic and the file that holds it. */
export type IndexEntry = {
  readonly title: string;
  readonly identifiers: readonly string[];
  readonly path: string;
};

export type IndexText = {readonly text: string; readonly rules: readonly string[]};

/**
 * The always-on text of a library: the best rules first, then one line a topic, `when | identifiers | file`.
 * Files are plain paths: an `@` would import them. Multi-line code is left to the topic files.
 *
 * @param level - `#` for a file of ours, `##` inside of a file of the user
 * @param used - bytes that stand above the text
 */
export function indexText(
  planning: Planning,
  entries: readonly IndexEntry[],
  {level, used = 0}: {readonly level: '#' | '##'; readonly used?: number},
): IndexText {
  const heading = linkedHeading(planning, planning.title, planning.assembly.library.url);
  const head = `${planning.comment}\n\n${level} ${heading}\n\n`;
  const lines = shortLines(planning, entries);
  const taken: string[] = [];
  let rules = '';
  let room = Math.min(aimBytes, maxIndexBytes - used) - bytes(head) - bytes(topicText(lines)) - 1;
  for (const rule of planning.assembly.index) {
    if (taken.length === maxRules) break;
    const item = listItem(planning, rule, {fences: false});
    if (bytes(item) > room) continue;
    room -= bytes(item);
    rules += item;
    taken.push(rule.id);
  }
  const foot = topicText(withNames(lines, room));
  return {text: tidy([head + rules, foot].filter((part) => part !== '').join('\n')), rules: taken};
}

const intro =
  'More rules, in the file of each topic; read it before you work on the topic (topic | names | file):';

type Line = {
  readonly when: string;
  readonly names: readonly string[];
  readonly path: string;
  readonly shown: number;
};

/** One line for each topic, best topic first, and one for all that would be too many. */
function shortLines(planning: Planning, entries: readonly IndexEntry[]): Line[] {
  const lines: Line[] = [];
  let size = bytes(intro);
  for (const [index, {title, identifiers, path}] of entries.entries()) {
    const when = escapeInline(cut(title.replaceAll('|', '/'), 60), planning.hosts);
    const line = {when, names: nameSpans(identifiers, maxNames), path, shown: 0};
    size += bytes(lineText(line));
    if (size > maxTopicBytes) {
      const rest = entries.slice(index);
      const folders = [...new Set(rest.map((entry) => entry.path.slice(0, entry.path.lastIndexOf('/') + 1)))];
      return [
        ...lines,
        {when: `${rest.length} more topics`, names: [], path: folders.join(' and '), shown: 0},
      ];
    }
    lines.push(line);
  }
  return lines;
}

/** Gives each topic its first name, then its second ..., as long as there is room. */
function withNames(lines: readonly Line[], room: number): Line[] {
  const result = [...lines];
  let left = room;
  for (let round = 1; round <= maxNames; round += 1) {
    for (const [index, line] of result.entries()) {
      const longer = {...line, shown: round};
      const cost = bytes(lineText(longer)) - bytes(lineText(line));
      if (line.shown !== round - 1 || line.names.length < round || cost > left) continue;
      left -= cost;
      result[index] = longer;
    }
  }
  return result;
}

function topicText(lines: readonly Line[]): string {
  return lines.length === 0 ? '' : `${intro}\n\n${lines.map(lineText).join('')}`;
}

function lineText({when, names, path, shown}: Line): string {
  const listed = names.slice(0, shown).join(', ');
  return `- ${when} | ${listed}${listed === '' ? '' : ' '}| ${path}\n`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

import {cut, escapeInline} from './escape.ts';
import {nameSpans} from './name-spans.ts';
import type {Planning} from './planning.ts';
import {linkedHeading, listItem, tidy} from './topic-text.ts';

/** Bytes of our always-on text for one library. */
export const maxIndexBytes = 8192;

/** What we aim at: 1,500 tokens of four characters. */
const aimBytes = 6000;

/** The topic lines may take this much of it; what is left belongs to rules. */
const maxTopicBytes = 2600;

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
  const foot = topicLines(planning, entries);
  const taken: string[] = [];
  let rules = '';
  let room = Math.min(aimBytes, maxIndexBytes - used) - bytes(head) - bytes(foot) - 1;
  for (const rule of planning.assembly.index) {
    if (taken.length === maxRules) break;
    const item = listItem(planning, rule, {fences: false});
    if (bytes(item) > room) continue;
    room -= bytes(item);
    rules += item;
    taken.push(rule.id);
  }
  return {text: tidy([head + rules, foot].filter((part) => part !== '').join('\n')), rules: taken};
}

const intro =
  'More rules, in the file of each topic; read it before you work on the topic (topic | names | file):';

function topicLines(planning: Planning, entries: readonly IndexEntry[]): string {
  if (entries.length === 0) return '';
  for (const names of [4, 3, 2, 1, 0]) {
    const text = `${intro}\n\n${entries.map((entry) => topicLine(planning, entry, names)).join('')}`;
    if (bytes(text) <= maxTopicBytes) return text;
  }
  let text = `${intro}\n\n`;
  for (const [index, entry] of entries.entries()) {
    const line = topicLine(planning, entry, 0);
    if (bytes(text) + bytes(line) > maxTopicBytes - 80) {
      return `${text}- ${entries.length - index} more topics | | ${folderOf(entry.path)}\n`;
    }
    text += line;
  }
  return text;
}

function topicLine(planning: Planning, entry: IndexEntry, names: number): string {
  const when = escapeInline(cut(entry.title.replaceAll('|', '/'), 60), planning.hosts);
  const identifiers = nameSpans(entry.identifiers, names);
  return `- ${when} | ${identifiers}${identifiers === '' ? '' : ' '}| ${entry.path}\n`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

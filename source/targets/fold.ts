import type {Rule} from '../distil/rule.ts';
import {describeAll} from './cursor.ts';
import {cut} from './escape.ts';
import {frontmatter} from './frontmatter.ts';
import {maxIndexBytes} from './index-text.ts';
import {llmsText} from './llms-txt.ts';
import type {PlannedFile, TargetName} from './planned-file.ts';
import type {NamedTopic, Planning} from './planning.ts';
import {ruleSetJson} from './provenance.ts';
import {linkedHeading, listItem, maxFileCharacters, tidy} from './topic-text.ts';

/**
 * One target in one file, whatever its name: the best rules of all topics that fit, grouped by topic. A file
 * that assistants share with the user (AGENTS.md, CLAUDE.md) gets a block.
 */
export function foldedFile(planning: Planning, target: TargetName, path: string): PlannedFile {
  const {ruleSet} = planning.assembly;
  switch (target) {
    case 'json':
      return {
        path,
        target,
        kind: 'whole',
        content: ruleSetJson(ruleSet),
        rules: ruleSet.rules.map(({id}) => id),
      };
    case 'llms-txt':
      return {path, target, kind: 'whole', content: llmsText(planning), rules: []};
    case 'cursor':
      return textFile(planning, target, path, cursorHead(planning));
    case 'claude':
      return textFile(planning, target, path, isShared(path) ? '' : claudeHead(planning));
    case 'agents':
      return textFile(planning, target, path, '');
  }
}

/** True for the names of files that assistants share with the user, in any folder. */
function isShared(path: string): boolean {
  return /(?:^|\/)(?:agents|claude)\.md$/i.test(path);
}

function textFile(
  planning: Planning,
  target: 'cursor' | 'claude' | 'agents',
  path: string,
  head: string,
): PlannedFile {
  const kind = target !== 'cursor' && isShared(path) ? 'block' : 'whole';
  const room = (kind === 'block' ? maxIndexBytes : maxFileCharacters) - Buffer.byteLength(head);
  const {text, rules, dropped} = foldedText(planning, kind === 'block' ? '##' : '#', room);
  if (dropped > 0) planning.onCut({path, target, dropped});
  return {path, target, kind, content: head + text, rules};
}

/** Attached by every glob of the topics; asked for by its description if a topic has none. */
function cursorHead(planning: Planning): string {
  const globs = allGlobs(planning);
  return frontmatter('cursor', {
    description: describeAll(planning),
    ...(globs.length > 0 ? {globs: globs.join(',')} : {}),
    alwaysApply: false,
  });
}

/** Without `paths` the file is always loaded: right if a topic has no globs, its rules would be lost otherwise. */
function claudeHead(planning: Planning): string {
  const globs = allGlobs(planning);
  return globs.length > 0 ? frontmatter('claude', {paths: globs}) : '';
}

/** The globs of all topics, or none if one of the topics has none. */
function allGlobs(planning: Planning): string[] {
  if (planning.topics.some(({globs}) => globs.length === 0)) return [];
  return [...new Set(planning.topics.flatMap(({globs}) => globs))];
}

function foldedText(planning: Planning, level: '#' | '##', room: number) {
  const {library} = planning.assembly;
  const topicOf = new Map(
    planning.topics.flatMap((named) => named.topic.rules.map(({id}) => [id, named] as const)),
  );
  const head = `${planning.comment}\n\n${level} ${linkedHeading(planning, planning.title, library.url)}\n`;
  const sections = new Map<NamedTopic, {heading: string; rules: Rule[]; text: string}>();
  let left = room - Buffer.byteLength(head);
  const all = planning.assembly.ruleSet.rules.filter(({id}) => topicOf.has(id));
  for (const rule of all) {
    const named = topicOf.get(rule.id);
    if (named === undefined) continue;
    const present = sections.get(named);
    const title = cut(named.topic.title, 100) || named.topic.slug;
    const section = present ?? {
      heading: `\n${level}# ${linkedHeading(planning, title, named.topic.url)}\n\n`,
      rules: [],
      text: '',
    };
    const item = listItem(planning, rule);
    const cost = Buffer.byteLength(item) + (present === undefined ? Buffer.byteLength(section.heading) : 0);
    if (cost > left) continue;
    left -= cost;
    sections.set(named, {...section, rules: [...section.rules, rule], text: section.text + item});
  }
  const written = planning.topics.flatMap((named) => sections.get(named) ?? []);
  const text = head + written.map((section) => section.heading + tidy(section.text)).join('');
  const rules = written.flatMap((section) => section.rules.map(({id}) => id));
  return {text, rules, dropped: all.length - rules.length};
}

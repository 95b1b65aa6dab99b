import {cut, escapeInline} from './escape.ts';
import {frontmatter} from './frontmatter.ts';
import {type IndexEntry, indexText} from './index-text.ts';
import type {PlannedFile} from './planned-file.ts';
import type {Planning} from './planning.ts';
import {topicText} from './topic-text.ts';

/** Longest description in characters; longer ones are cut in listings. */
const maxDescription = 250;

/**
 * `.cursor/rules/<library>.mdc` is always on and names the topic files; each topic is attached by its globs, or,
 * without globs, asked for by its description (cursor.com/docs/rules).
 */
export function cursorFiles(planning: Planning): PlannedFile[] {
  const topics = planning.topics.flatMap((named) => {
    const {topic, globs} = named;
    const path = `.cursor/rules/${named.name}.mdc`;
    const head = frontmatter('cursor', {
      description: describe(planning, topic.title, topic.identifiers),
      ...(globs.length > 0 ? {globs: globs.join(',')} : {}),
      alwaysApply: false,
    });
    const {text, rules, dropped} = topicText(planning, named, head.length);
    if (dropped > 0) planning.onCut({path, target: 'cursor', dropped});
    if (rules.length === 0) return [];
    const entry: IndexEntry = {title: topic.title, identifiers: topic.identifiers, path};
    return [{entry, file: {path, target: 'cursor', kind: 'whole', content: head + text, rules} as const}];
  });
  const head = frontmatter('cursor', {description: describeAll(planning), alwaysApply: true});
  const index = indexText(
    planning,
    topics.map(({entry}) => entry),
    {level: '#', used: Buffer.byteLength(head)},
  );
  return [
    {
      path: `.cursor/rules/${planning.library}.mdc`,
      target: 'cursor',
      kind: 'whole',
      content: head + index.text,
      rules: index.rules,
    },
    ...topics.map(({file}) => file),
  ];
}

/** A description of all topics together. */
export function describeAll(planning: Planning): string {
  const titles = planning.topics.slice(0, 6).map(({topic}) => cut(topic.title, 40));
  return describe(planning, titles[0] ?? 'rules', titles.slice(1));
}

/** One line that says when the rules are of use, triggers first. */
function describe(planning: Planning, title: string, identifiers: readonly string[]): string {
  const plain = (text: string, length: number) => cut(text.replace(/[<>`]/g, ''), length);
  let text = `Use when working with ${plain(planning.title, 80)}: ${plain(title, 90)}`;
  for (const identifier of identifiers.slice(0, 6)) {
    const longer = `${text}, ${plain(identifier, 50)}`;
    if (escapeInline(longer, planning.hosts).length > maxDescription) break;
    text = longer;
  }
  return escapeInline(text, planning.hosts);
}

import {detailFile, type TopicFile} from './detail.ts';
import {frontmatter} from './frontmatter.ts';
import {indexText} from './index-text.ts';
import type {PlannedFile} from './planned-file.ts';
import type {NamedTopic, Planning} from './planning.ts';
import {topicText} from './topic-text.ts';

/**
 * A block in CLAUDE.md with the index; topics with globs are `.claude/rules/*.md`, loaded when a matching file
 * is read (code.claude.com/docs/en/memory). A rule file without `paths` would be loaded always, so topics
 * without globs are detail files.
 */
export function claudeFiles(planning: Planning): PlannedFile[] {
  const topics = planning.topics.flatMap((named) =>
    named.globs.length > 0 ? scopedFile(planning, named) : detailFile(planning, named),
  );
  const index = indexText(
    planning,
    topics.map(({entry}) => entry),
    {level: '##'},
  );
  return [
    {path: 'CLAUDE.md', target: 'claude', kind: 'block', content: index.text, rules: index.rules},
    ...topics.map(({file}) => file),
  ];
}

function scopedFile(planning: Planning, named: NamedTopic): TopicFile[] {
  const path = `.claude/rules/${named.name}.md`;
  const head = frontmatter('claude', {paths: named.globs});
  const {text, rules, dropped} = topicText(planning, named, head.length);
  if (dropped > 0) planning.onCut({path, target: 'claude', dropped});
  if (rules.length === 0) return [];
  const {title, identifiers} = named.topic;
  const file: PlannedFile = {path, target: 'claude', kind: 'whole', content: head + text, rules};
  return [{entry: {title, identifiers, path}, file}];
}

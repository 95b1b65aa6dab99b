import type {IndexEntry} from './index-text.ts';
import type {PlannedFile} from './planned-file.ts';
import type {NamedTopic, Planning} from './planning.ts';
import {topicText} from './topic-text.ts';

/** A topic file with the line that leads to it. */
export type TopicFile = {readonly entry: IndexEntry; readonly file: PlannedFile};

/** `.rules-maker/<library>/<topic>.md`: plain Markdown, for assistants that cannot load a topic by themselves. */
export function detailFile(planning: Planning, named: NamedTopic): TopicFile[] {
  const path = named.detailPath;
  const {text, rules, dropped} = topicText(planning, named, 0);
  if (dropped > 0) planning.onCut({path, target: 'detail', dropped});
  if (rules.length === 0) return [];
  const {title, identifiers} = named.topic;
  return [
    {entry: {title, identifiers, path}, file: {path, target: 'detail', kind: 'whole', content: text, rules}},
  ];
}

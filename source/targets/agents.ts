import {detailFile} from './detail.ts';
import {indexText} from './index-text.ts';
import type {PlannedFile} from './planned-file.ts';
import type {Planning} from './planning.ts';

/** A block in AGENTS.md with the index (agents.md); the topics are detail files that it names as plain paths. */
export function agentsFiles(planning: Planning): PlannedFile[] {
  const topics = planning.topics.flatMap((named) => detailFile(planning, named));
  const index = indexText(
    planning,
    topics.map(({entry}) => entry),
    {level: '##'},
  );
  return [
    {path: 'AGENTS.md', target: 'agents', kind: 'block', content: index.text, rules: index.rules},
    ...topics.map(({file}) => file),
  ];
}

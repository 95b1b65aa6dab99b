import type {Rule} from '../distil/rule.ts';
import {cut, escapeInline} from './escape.ts';
import {safeUrl} from './links.ts';
import type {NamedTopic, Planning} from './planning.ts';
import {provenanceComment} from './provenance.ts';
import {renderRule} from './render-rule.ts';

/** Characters of one topic file, frontmatter included: well below what any assistant cuts. */
export const maxFileCharacters = 8000;

export type TopicText = {readonly text: string; readonly rules: readonly string[]; readonly dropped: number};

/**
 * The text of a topic file below its frontmatter: comment, library, topic with its one link, rules. Rules are
 * taken best first as long as they fit; one that would not even fit alone is passed over.
 *
 * @param used - characters that stand above the text
 */
export function topicText(planning: Planning, {topic}: NamedTopic, used: number): TopicText {
  const heading = linkedHeading(planning, cut(topic.title, 100) || topic.slug, topic.url);
  const comment = provenanceComment(planning.assembly.library, topic.rules);
  const head = `${comment}\n\n# ${escapeInline(planning.title, planning.hosts)}\n\n## ${heading}\n`;
  const room = maxFileCharacters - used - head.length;
  const fitted = fitRules(planning, topic.rules, room - 1);
  return {
    text: `${head}\n${fitted.text}`,
    rules: fitted.rules,
    dropped: topic.rules.length - fitted.rules.length,
  };
}

/** "Widgets ([docs](https://...))", without the link if it would leave the crawled hosts. */
export function linkedHeading(planning: Planning, title: string, url: string): string {
  const address = safeUrl(url, planning.hosts);
  const text = escapeInline(title, planning.hosts).replace(/(?<![\\\s])(#+)$/, '\\$1');
  return address === null ? text : `${text} ([docs](${address}))`;
}

/** The best rules that fit into `room` characters, as Markdown with a final newline. */
function fitRules(
  planning: Planning,
  rules: readonly Rule[],
  room: number,
): {readonly text: string; readonly rules: readonly string[]} {
  const taken: string[] = [];
  let text = '';
  for (const rule of rules) {
    const item = listItem(planning, rule);
    if (item.length > room) continue;
    if (text.length + item.length > room) break;
    text += item;
    taken.push(rule.id);
  }
  return {text: tidy(text), rules: taken};
}

/** One rule as Markdown; an item with a fence ends with a blank line. */
export function listItem(planning: Planning, rule: Rule, options: {readonly fences?: boolean} = {}): string {
  return `${renderRule(rule, planning.assembly.library, planning.hosts, options).join('\n')}\n`;
}

/** Exactly one line break at the end. */
export function tidy(text: string): string {
  return text === '' ? '' : `${text.trimEnd()}\n`;
}

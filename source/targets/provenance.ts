import {createHash} from 'node:crypto';
import type {Assembly} from '../assemble/assembly.ts';
import type {Library, Rule, RuleSet} from '../distil/rule.ts';
import {cut} from './escape.ts';

/** `rules.json` as text: two blanks a level, final newline. Every byte follows from the rule set. */
export function ruleSetJson(ruleSet: RuleSet): string {
  return `${JSON.stringify(ruleSet, null, 2)}\n`;
}

/** Where rules come from, in one line without a date: same rules, same bytes; a change elsewhere changes nothing. */
export function provenance({url, version, waived = []}: Assembly['library'], rules: readonly Rule[]): string {
  const hash = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
  const facts = [
    `source ${withoutLogin(url)}`,
    ...(version === null ? [] : [`version ${cut(version, 40)}`]),
    ...waived.map((wish) => `${wish} waived`),
  ];
  return `derived from documentation; ${facts.join('; ')}; rules sha256:${hash}`;
}

/** The line as a comment; nothing in it can end the comment. */
export function provenanceComment(library: Assembly['library'], rules: readonly Rule[]): string {
  const line = provenance(library, rules).replace(/[<>]/g, '').replaceAll('--', '-%2D');
  return `<!-- rules-maker: ${line} -->`;
}

/** "Acme 3.0"; the name alone if it already says the version or none is known. */
export function libraryTitle(library: Library): string {
  const name = cut(library.name, 60);
  return library.version === null || name.includes(library.version)
    ? name
    : `${name} ${cut(library.version, 40)}`;
}

function withoutLogin(url: string): string {
  if (!URL.canParse(url)) return cut(url, 200);
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

import {ACTIVE, COMMAND, HIDDEN, MARKUP, SECRET, STEERING, TLS_OFF} from '../distil/phrases.ts';
import type {Rule} from '../distil/rule.ts';
import {activeSyntax, withoutCode} from './active-syntax.ts';
import {type Criterion, criterion, type Failure, type RubricInput, ratio} from './criterion.ts';
import type {RuleFile} from './rule-file.ts';

/**
 * R16: nothing hidden, nothing that a reader carries out, no text that steers an assistant, no secret, no way out of
 * the hosts that were read.
 */
export function safe({ruleSet: {library, rules}, docs, files}: RubricInput): Criterion {
  const hosts = new Set([hostOf(library.url), ...(docs?.hosts ?? [])]);
  const failures: Failure[] = [];
  for (const rule of rules) {
    const why = unsafeRule(rule, hosts);
    if (why !== null) failures.push({subject: rule.id, why});
  }
  const texts = (files ?? []).filter(isText);
  for (const file of texts) {
    const why = unsafeText(file.content, hosts);
    if (why !== null) failures.push({subject: file.path, why});
  }
  const all = rules.length + texts.length;
  const detail = `${rules.length} rules, ${files === null ? 'no files' : `${texts.length} files`}`;
  return criterion('R16', ratio(all - failures.length, all), detail, failures);
}

/** Data files repeat the rules; `llms-full.txt` is the documentation itself. */
function isText({path, target}: RuleFile): boolean {
  return !['json', 'manifest'].includes(target) && !path.endsWith('llms-full.txt');
}

function unsafeRule(rule: Rule, hosts: ReadonlySet<string>): string | null {
  const said = `${rule.condition ?? ''}\n${rule.directive}`;
  const code = `${rule.do?.code ?? ''}\n${rule.dont?.code ?? ''}`;
  const quotes = rule.evidence.map(({quote}) => quote).join('\n');
  const all = [said, code, quotes, rule.topic, ...rule.identifiers, ...rule.globs].join('\n');
  if (HIDDEN.test(all.replace(/[\t\n\r]/g, ' '))) return 'hidden Unicode';
  if (STEERING.test(all)) return 'text that steers an assistant';
  if (SECRET.test(all)) return 'it looks like a secret';
  const bare = said.replace(/`[^`]*`/g, ' ');
  if (MARKUP.test(bare)) return 'markup outside of code';
  if (ACTIVE.test(bare)) return 'a link, an image or an @import';
  if (COMMAND.test(said)) return 'a command to run';
  const advised = `${rule.do?.code ?? ''}\n${said}`;
  if (TLS_OFF.test(advised) && !/^(?:Do not|Never|Avoid|Stop)\b/.test(rule.directive))
    return 'it switches the check of certificates off';
  for (const {url} of rule.evidence) {
    const host = hostOf(url);
    if (host === '' || !hosts.has(host)) return `evidence on ${host === '' ? 'no host' : host}`;
  }
  return null;
}

function unsafeText(content: string, hosts: ReadonlySet<string>): string | null {
  if (HIDDEN.test(content.replace(/[\t\n\r]/g, ' '))) return 'hidden Unicode';
  return activeSyntax(content) ?? foreignLink(content, hosts);
}

function foreignLink(text: string, hosts: ReadonlySet<string>): string | null {
  for (const [link] of withoutCode(text).matchAll(/\bhttps?:\/\/[^\s<>()[\]"'`]{1,2000}/gi)) {
    const host = hostOf(link);
    if (!hosts.has(host)) return `a link to ${host === '' ? link.slice(0, 60) : host}`;
  }
  return null;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

import type {Code, Library, Rule} from '../distil/rule.ts';
import {codeSpan, fencedBlock} from './code-span.ts';
import {cut, escapeBlock, escapeInline} from './escape.ts';
import type {Hosts} from './links.ts';

/**
 * A rule as lines of a Markdown list item, in a frame whose wording never changes:
 * "- **When** condition (Acme >= 3.0): directive", then `Do:` and `Don't:`. Code of one line stands in the
 * line, longer code in a fence.
 *
 * @param options.fences - false leaves longer code out: an index is read in every request
 */
export function renderRule(
  rule: Rule,
  library: Library,
  hosts: Hosts,
  {fences = true}: {readonly fences?: boolean} = {},
): string[] {
  return [firstLine(rule, escapeInline(cut(library.name, 60), hosts), hosts), ...codeLines(rule, fences)];
}

function firstLine(rule: Rule, library: string, hosts: Hosts): string {
  const since = printed(rule.versions?.since, hosts);
  const removed = printed(rule.versions?.removed, hosts);
  const from = since === null ? library : `${library} >= ${since}`;
  const end = removed === null ? [] : [`old way removed in ${since === null ? `${library} ` : ''}${removed}`];
  const range = [...(since === null ? [] : [from]), ...end].join(', ');
  const directive = escapeInline(rule.directive, hosts);
  if (rule.condition !== null && rule.condition.trim() !== '') {
    return `- **When** ${escapeInline(rule.condition, hosts)}${range === '' ? '' : ` (${range})`}: ${directive}`;
  }
  if (range === '') return `- ${escapeBlock(rule.directive, hosts)}`;
  return `- **When** using ${from}${removed === null ? '' : ` (old way removed in ${removed})`}: ${directive}`;
}

function printed(version: string | undefined, hosts: Hosts): string | null {
  return version === undefined || version.trim() === '' ? null : escapeInline(cut(version, 40), hosts);
}

function codeLines(rule: Rule, fences: boolean): string[] {
  const parts = [
    {label: 'Do:', code: trimmed(rule.do)},
    {label: "Don't:", code: trimmed(rule.dont)},
  ].flatMap(({label, code}) => (code === null ? [] : [{label, code}]));
  const short = parts.filter(({code}) => !code.code.includes('\n'));
  const long = fences ? parts.filter(({code}) => code.code.includes('\n')) : [];
  const inline = short.map(({label, code}) => `${label} ${codeSpan(code.code.trim())}`).join('  ');
  const lines = inline === '' ? [] : [`  ${inline}`];
  for (const {label, code} of long) {
    if (lines.at(-1) !== '') lines.push('');
    const fence = fencedBlock(code.code, code.language).map((line) => (line === '' ? '' : `  ${line}`));
    lines.push(`  ${label}`, '', ...fence, '');
  }
  return lines;
}

/** Code without blank lines around it and with LF; `null` if nothing is left. */
function trimmed(code: Code | null): Code | null {
  if (code === null) return null;
  const lines = code.code.replace(/\r\n?/g, '\n').split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? null : {language: code.language, code: lines.slice(first, last + 1).join('\n')};
}

import type {PageSummary} from '../assemble/assembly.ts';
import {cut, escapeBlock, escapeInline} from './escape.ts';
import {safeUrl} from './links.ts';
import {nameSpans} from './name-spans.ts';
import type {PlannedFile} from './planned-file.ts';
import type {NamedTopic, Planning} from './planning.ts';
import {provenance} from './provenance.ts';

/** Links in `llms.txt`: more than a reader will follow helps nobody. */
const maxLinks = 50;

/** `llms.txt` (llmstxt.org): title, summary, a section a topic, the rest of the pages under "Optional". */
export function llmsText(planning: Planning): string {
  const {assembly, hosts} = planning;
  const pages = reachable(planning);
  const sections = pickLinks(planning, pages);
  const used = [...sections.values()].flat().length;
  const rest = pages.filter(({page}) => page.topic === null || !isNamed(planning, page.topic));
  const optional = rest.slice(0, maxLinks - used);
  const start = assembly.pages.find((page) => page.url === assembly.library.url)?.summary;
  const summary = escapeBlock(cut(start || `Rules from the documentation of ${planning.title}.`, 300), hosts);
  return [
    `# ${escapeInline(planning.title, hosts)}`,
    `> ${summary}`,
    sentence(escapeInline(provenance(assembly.library, assembly.ruleSet.rules), hosts)),
    ...planning.topics.flatMap(({topic}) => {
      const links = sections.get(topic.slug) ?? [];
      const heading = `## ${escapeInline(cut(topic.title, 100) || topic.slug, hosts)}`;
      return links.length === 0 ? [] : [heading, links.map((link) => link.line).join('\n')];
    }),
    ...(optional.length === 0
      ? []
      : ['## Optional', optional.map((page) => pageLine(planning, page, page.page.summary)).join('\n')]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

export function llmsFiles(planning: Planning, full: (() => string) | null): PlannedFile[] {
  const files: PlannedFile[] = [
    {path: 'llms.txt', target: 'llms-txt', kind: 'whole', content: llmsText(planning), rules: []},
  ];
  if (full === null) return files;
  const licence =
    '<!-- The text below is copied from the documentation; the licence of the documentation applies. -->';
  const content = `${planning.comment}\n${licence}\n\n${full()}`;
  return [...files, {path: 'llms-full.txt', target: 'llms-txt', kind: 'whole', content, rules: []}];
}

type Listed = {readonly page: PageSummary; readonly address: string};
type Link = {readonly line: string};

/** Every page once, without those that a link must not lead to. */
function reachable(planning: Planning): Listed[] {
  const byAddress = new Map<string, Listed>();
  for (const page of planning.assembly.pages) {
    const address = safeUrl(page.url, planning.hosts);
    if (address !== null && !byAddress.has(address)) byAddress.set(address, {page, address});
  }
  return [...byAddress.values()];
}

function isNamed(planning: Planning, slug: string): boolean {
  return planning.topics.some(({topic}) => topic.slug === slug);
}

/** The links of each topic, one of each topic in turn, so that no topic is left out for another's tenth page. */
function pickLinks(planning: Planning, pages: readonly Listed[]): Map<string, Link[]> {
  const queues = planning.topics.map((named) => {
    const own = pages.filter(({page}) => page.topic === named.topic.slug);
    return {
      slug: named.topic.slug,
      lines: (own.length > 0 ? own : topicPage(planning, named)).map((page) =>
        pageLine(planning, page, ruled(named, page.page) || page.page.summary),
      ),
    };
  });
  const picked = new Map<string, Link[]>();
  let left = maxLinks;
  for (let round = 0; left > 0 && queues.some(({lines}) => lines.length > round); round += 1) {
    for (const {slug, lines} of queues) {
      const line = lines[round];
      if (line === undefined || left === 0) continue;
      picked.set(slug, [...(picked.get(slug) ?? []), {line}]);
      left -= 1;
    }
  }
  return picked;
}

/** The page that a topic links to, for a topic to which no page belongs. */
function topicPage(planning: Planning, {topic}: NamedTopic): Listed[] {
  const address = safeUrl(topic.url, planning.hosts);
  const page = {url: withoutAnchor(topic.url), title: topic.title, summary: null, topic: topic.slug};
  return address === null ? [] : [{page, address}];
}

/** The names that the rules from a page are about, as code spans; empty if no rule cites the page. */
function ruled({topic}: NamedTopic, page: PageSummary): string {
  const citing = topic.rules.filter((rule) => rule.evidence.some(({url}) => withoutAnchor(url) === page.url));
  const names = new Set(citing.flatMap((rule) => rule.identifiers.slice(0, 1)));
  return nameSpans([...names], 5).join(', ');
}

function pageLine(planning: Planning, {page, address}: Listed, what: string | null): string {
  const plain = cut(page.title.replaceAll('`', ''), 100) || address;
  const title = escapeInline(plain, planning.hosts).replace(/(?<!\\)[[\]]/g, '\\$&');
  const about = escapeInline(cut(what ?? '', 200), planning.hosts);
  return `- [${title}](${address})${about === '' ? '' : `: ${about}`}`;
}

function withoutAnchor(url: string): string {
  return url.split('#', 1)[0] ?? url;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

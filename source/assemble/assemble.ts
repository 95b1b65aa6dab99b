import type {Rule, RuleSet} from '../distil/rule.ts';
import type {Page} from '../extract/page.ts';
import type {Assembly, PageSummary} from './assembly.ts';
import {chooseIndex} from './choose-index.ts';
import {clusterRules} from './cluster.ts';
import {summaryOf} from './summary.ts';
import {titleOf} from './titles.ts';
import {buildTopics} from './topics.ts';

/**
 * Sorts the rules into topics that follow the structure of the site, and picks those worth an always-on place.
 * @param pages read once, in crawl order
 * @param slug ASCII name of the library
 */
export function assemble(ruleSet: RuleSet, pages: Iterable<Page>, slug: string): Assembly {
  const known: {url: string; title: string; summary: string | null}[] = [];
  for (const page of pages)
    known.push({url: page.url, title: titleOf(page.title, ruleSet.library.name), summary: summaryOf(page)});
  const order = new Map(known.map((page, index) => [page.url, index] as const));
  const titles = new Map(known.map((page) => [page.url, page.title] as const));
  const topics = buildTopics(clusterRules(ruleSet.rules, order, ruleSet.library.url), titles);
  const topicOfPage = topicsByPage(topics.map((topic) => ({slug: topic.slug, rules: topic.rules})));
  const summaries = known.map((page): PageSummary => ({...page, topic: topicOfPage.get(page.url) ?? null}));
  return {
    library: {...ruleSet.library, slug},
    ruleSet,
    index: chooseIndex(ruleSet.rules),
    topics,
    pages: summaries,
  };
}

/** The topic that holds most of the rules which cite a page. */
function topicsByPage(topics: readonly {slug: string; rules: readonly Rule[]}[]): Map<string, string> {
  const best = new Map<string, {slug: string; rules: number}>();
  for (const {slug, rules} of topics) {
    const counts = new Map<string, number>();
    for (const rule of rules)
      for (const proof of rule.evidence) counts.set(proof.url, (counts.get(proof.url) ?? 0) + 1);
    for (const [url, count] of counts)
      if (count > (best.get(url)?.rules ?? 0)) best.set(url, {slug, rules: count});
  }
  return new Map([...best].map(([url, {slug}]) => [url, slug]));
}

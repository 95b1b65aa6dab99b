import type {Rule} from '../distil/rule.ts';
import type {Topic} from './assembly.ts';
import type {Cluster} from './cluster.ts';
import {createSlugs} from './slugs.ts';
import {isTelling} from './telling.ts';

/** Names shown in the line that says when to read a topic. */
const MAX_IDENTIFIERS = 12;
/** A glob counts for a topic if this share of its rules is about such files. */
const GLOB_SHARE = 0.3;

/** Gives each cluster its title, address, scope and a slug of its own. Topics with better rules come first. */
export function buildTopics(clusters: readonly Cluster[], titles: ReadonlyMap<string, string>): Topic[] {
  const slugOf = createSlugs();
  return [...clusters]
    .sort(
      (a, b) =>
        topScore(b) - topScore(a) || (a.steps.join('/') < b.steps.join('/') ? -1 : 1) || a.part - b.part,
    )
    .map((cluster) => ({
      slug: slugOf(cluster.steps.join('-')),
      title: titleFor(cluster, titles),
      url: addressOf(cluster.rules),
      globs: globsFor(cluster.rules),
      identifiers: frequent(cluster.rules),
      rules: cluster.rules,
    }));
}

function topScore(cluster: Cluster): number {
  return cluster.rules.slice(0, 5).reduce((sum, rule) => sum + rule.score, 0);
}

function titleFor(cluster: Cluster, titles: ReadonlyMap<string, string>): string {
  const urls = new Set(cluster.rules.map((rule) => rule.evidence[0].url));
  const [only] = urls;
  const step = cluster.steps.at(-1);
  const stated =
    urls.size === 1 && only !== undefined
      ? titles.get(only)
      : step === undefined
        ? undefined
        : folderTitle([...urls], step, titles);
  const words =
    cluster.steps.length === 0
      ? 'General'
      : cluster.steps.map((step) => step.replace(/[-_]+/g, ' ')).join(': ');
  const title = stated ?? words.charAt(0).toUpperCase() + words.slice(1);
  return cluster.part === 0 ? title : `${title} (${cluster.part + 1})`;
}

/** What the start page of the innermost folder is called that holds all the pages, if the topic is that folder. */
function folderTitle(
  urls: readonly string[],
  step: string,
  titles: ReadonlyMap<string, string>,
): string | undefined {
  let folder = parentOf(urls[0] ?? '');
  while (folder !== '' && !urls.every((url) => url.startsWith(folder)))
    folder = parentOf(folder.slice(0, -1));
  if (!folder.endsWith(`/${step}/`)) return undefined;
  return titles.get(folder) ?? titles.get(`${folder}index.html`);
}

function parentOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1);
}

/** The page most rules cite; with its anchor if all rules share one. */
function addressOf(rules: readonly Rule[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule.evidence[0].url, (counts.get(rule.evidence[0].url) ?? 0) + 1);
  const [best] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  const url = best?.[0] ?? '';
  const anchors = new Set(rules.map((rule) => rule.evidence[0].anchor));
  const [anchor] = anchors;
  return counts.size === 1 && anchors.size === 1 && anchor ? `${url.replace(/#.*$/, '')}#${anchor}` : url;
}

function globsFor(rules: readonly Rule[]): string[] {
  const counts = new Map<string, number>();
  for (const rule of rules) for (const glob of rule.globs) counts.set(glob, (counts.get(glob) ?? 0) + 1);
  const languages = [...counts]
    .filter(([, count]) => count >= rules.length * GLOB_SHARE)
    .map(([glob]) => glob);
  const files = new Set(rules.flatMap((rule) => configFiles(`${rule.condition ?? ''} ${rule.directive}`)));
  return [...new Set([...languages.sort(), ...[...files].sort().map((file) => `**/${file}`)])];
}

/** Names of configuration files that a directive mentions as code. */
function configFiles(directive: string): string[] {
  const known =
    /^(?:[\w-]{2,40}\.(?:conf|ini|cfg|toml)|[\w-]+\.config\.[cm]?[jt]s|\.[a-z]+rc(?:\.(?:json|ya?ml|[cm]?js))?|pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|package\.json|tsconfig\.json|Dockerfile|docker-compose\.ya?ml|Cargo\.toml|go\.mod|settings\.py|urls\.py|wsgi\.py|asgi\.py|manage\.py|conftest\.py)$/;
  return [...directive.matchAll(/`([^`\s/]+)`/g)].flatMap((match) =>
    match[1] !== undefined && known.test(match[1]) ? [match[1]] : [],
  );
}

/** What the rules are about, by their worth; names that say nothing alone come last. */
function frequent(rules: readonly Rule[]): string[] {
  const worth = new Map<string, number>();
  for (const rule of rules)
    for (const name of rule.identifiers)
      worth.set(
        name,
        (worth.get(name) ?? 0) + rule.score * (isTelling(name) && !/^[A-Z]+$/.test(name) ? 1 : 0.01),
      );
  return [...worth]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, MAX_IDENTIFIERS)
    .map(([name]) => name);
}
